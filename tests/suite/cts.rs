//! The JSONPath compliance suite of RFC 9535 by the program as a user calls it: values, normalized paths, and refusal of what is no
//! selector.

use serde_json::Value;

use crate::shell::Shell;
use crate::support;

/// The one allowed outcome, or the list of allowed ones where RFC 9535 leaves an order open.
fn allowed(case: &Value, one: &str, several: &str) -> Vec<Value> {
    case.get(one).map_or_else(|| case[several].as_array().unwrap().clone(), |only| vec![only.clone()])
}

/// What `semxform select --format json` says against the suite, with the document on standard input.
fn failure(shell: &Shell, case: &Value) -> Option<String> {
    let text = case["selector"].as_str().unwrap();
    let invalid = case["invalid_selector"] == true;
    if text.contains('\0') {
        // No program can be given such an argument; the library's answer is all there is.
        return (!invalid).then(|| "cannot be passed".to_owned());
    }
    let said = shell.pipe(&["select", "--format", "json", text, "-"], case["document"].to_string());
    if invalid {
        let refused = said.code == 2 && said.json()["files"][0]["findings"][0]["message"].is_string();
        return (!refused).then(|| format!("was not refused: {} {}{}", said.code, said.out, said.err));
    }
    if said.code != 0 {
        return Some(format!("exit code {}: {}{}", said.code, said.out, said.err));
    }
    let found = said.json();
    let each = |key: &str| found.as_array().unwrap().iter().map(|one| one[key].clone()).collect::<Value>();
    let same = allowed(case, "result", "results").contains(&each("value"))
        && allowed(case, "result_paths", "results_paths").contains(&each("path"));
    (!same).then(|| format!("gave {found}"))
}

fn cases() -> Vec<Value> {
    let suite: Value = serde_json::from_slice(&std::fs::read(support::shared("oracle/cts.json")).unwrap()).unwrap();
    suite["tests"].as_array().unwrap().clone()
}

#[test]
#[ignore = "needs ../shared/oracle/cts.json"]
fn all_703_cases_of_the_compliance_suite_pass() {
    let cases = cases();
    let failed = |case: &Value| Some(format!("{} {}: {}", case["name"], case["selector"], failure(&Shell::new(), case)?));
    let failures: Vec<String> = std::thread::scope(|scope| {
        let half = |cases| scope.spawn(move || <[Value]>::iter(cases).filter_map(failed).collect::<Vec<_>>());
        let threads: Vec<_> = cases.chunks(cases.len().div_ceil(2)).map(half).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(failures.is_empty(), "{} of {} failed\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert_eq!(cases.len(), 703);
}
