//! The JSONPath compliance suite of RFC 9535: values, normalized paths, and refusal of what is no selector.

use semxform::document::Document;
use semxform::selector::Selector;
use serde_json::Value;

use crate::support;

/// The one allowed outcome, or the list of allowed ones where RFC 9535 leaves an order open.
fn allowed(case: &Value, one: &str, several: &str) -> Vec<Value> {
    case.get(one).map_or_else(|| case[several].as_array().unwrap().clone(), |only| vec![only.clone()])
}

fn failure(case: &Value) -> Option<String> {
    let text = case["selector"].as_str().unwrap();
    let parsed = Selector::parse(text);
    if case["invalid_selector"] == true {
        return parsed.is_ok().then(|| "was accepted".to_owned());
    }
    let selector = match parsed {
        Ok(selector) => selector,
        Err(errors) => return Some(format!("was refused: {errors:?}")),
    };
    let doc = Document::parse(case["document"].to_string().into_bytes()).unwrap();
    let found = selector.select(&doc, doc.root());
    let values: Value = found.iter().map(|n| doc.value(*n)).collect();
    let paths: Value = found.iter().map(|n| Value::from(doc.path(*n).normalized())).collect();
    if !allowed(case, "result", "results").contains(&values) {
        return Some(format!("gave {values}"));
    }
    if !allowed(case, "result_paths", "results_paths").contains(&paths) {
        return Some(format!("gave {paths}"));
    }
    None
}

#[test]
fn all_703_cases_of_the_compliance_suite_pass() {
    let Some(oracle) = support::oracle() else { return };
    let suite: Value = serde_json::from_slice(&std::fs::read(oracle.join("cts.json")).unwrap()).unwrap();
    let cases = suite["tests"].as_array().unwrap();
    let failures: Vec<String> =
        cases.iter().filter_map(|c| Some(format!("{} {}: {}", c["name"], c["selector"], failure(c)?))).collect();
    assert!(failures.is_empty(), "{} of {} failed\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert_eq!(cases.len(), 703);
}
