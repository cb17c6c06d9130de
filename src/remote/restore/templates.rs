//! Which members of a restored template differ from what backup and extras say, and can be put back.

use serde_json::{Map, Value};

use crate::extras::TemplateExtras;
use crate::json::{Document, Kind, Node};
use crate::remote::facts::Facts;
use crate::remote::objects::{Object, named, says_nothing};
use crate::semaphore::api::{self, Quirk};

/// The members to set; empty where nothing is to do.
pub(super) fn wanted(
    doc: &Document,
    entity: Option<Node>,
    extras: Option<&TemplateExtras>,
    single: &Value,
    keys: &[Object],
    facts: &Facts,
) -> Map<String, Value> {
    let mut wanted = Map::new();
    let is_blank =
        |key: &str| single.get(key).is_none_or(|value| value.is_null() || value == "" || *value == Value::Array(Vec::new()));
    let text = |key: &str| entity.and_then(|node| doc.text_of(node, key)).filter(|text| !text.is_empty());
    let truth = |key: &str| entity.and_then(|node| doc.get(node, key)).and_then(|node| doc.boolean(node)) == Some(true);
    let flags = [extras.is_some_and(|extras| extras.autorun), extras.is_some_and(|extras| extras.suppress_success_alerts)];
    for (key, flag) in api::HIDDEN_IN_TEMPLATES.iter().zip(flags) {
        if (flag || truth(key)) && single.get(*key).and_then(Value::as_bool) != Some(true) {
            wanted.insert((*key).to_owned(), Value::Bool(true));
        }
    }
    for key in api::FORGOTTEN_IN_TEMPLATES {
        if let Some(text) = text(key).filter(|_| is_blank(key)) {
            wanted.insert((*key).to_owned(), text.into_owned().into());
        }
    }
    // Before there were lists of vaults, the only vault of a template was forgotten.
    if single.get(api::VAULT.1).is_some_and(Value::is_null)
        && let Some(key) = text(api::VAULT.0).and_then(|name| named(keys, &name).ok())
    {
        wanted.insert(api::VAULT.1.into(), key.id.into());
    }
    if let Some(survey) = survey(doc, entity).filter(|_| is_blank(api::SURVEY)) {
        wanted.insert(api::SURVEY.into(), survey);
    }
    if facts.may(Quirk::AppNeeded) && single.get("app").is_some_and(|app| app == "") {
        let app = text("app").map_or_else(|| api::DEFAULT_APP.to_owned(), std::borrow::Cow::into_owned);
        wanted.insert("app".into(), app.into());
    }
    wanted
}

/// The survey of a backup, which old servers write as JSON text.
fn survey(doc: &Document, entity: Option<Node>) -> Option<Value> {
    let node = doc.get(entity?, api::SURVEY)?;
    let value = match doc.kind(node) {
        Kind::String => serde_json::from_str(&doc.text(node)?).ok()?,
        _ => doc.value(node),
    };
    value.as_array().is_some_and(|list| !list.is_empty()).then_some(value)
}

/// Whether an object shows what was wanted.
pub(super) fn shows(single: &Value, wanted: &Map<String, Value>) -> bool {
    wanted.iter().all(|(key, value)| is_shown(single.get(key), value))
}

/// What a server leaves out, of an object or of one in a list, is false or empty.
fn is_shown(now: Option<&Value>, wanted: &Value) -> bool {
    match (wanted, now) {
        (Value::Object(wanted), Some(now @ Value::Object(_))) => shows(now, wanted),
        (Value::Array(wanted), Some(Value::Array(now))) => {
            wanted.len() == now.len() && wanted.iter().zip(now).all(|(wanted, now)| is_shown(Some(now), wanted))
        }
        (wanted, None | Some(Value::Null)) => says_nothing(wanted),
        (_, Some(now)) => now == wanted,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(now: &Value, wanted: &Value) -> bool {
        shows(now, wanted.as_object().unwrap())
    }

    #[test]
    fn a_survey_that_was_stored_differently_is_not_shown() {
        let wanted = json!({ "survey_vars": [{ "name": "a", "required": false, "type": "int", "values": [] }] });
        assert!(shown(&json!({ "survey_vars": [{ "name": "a", "type": "int", "title": "" }], "id": 3 }), &wanted));
        assert!(!shown(&json!({ "survey_vars": [{ "name": "a", "type": "" }] }), &wanted));
        assert!(!shown(&json!({ "survey_vars": [{ "name": "b", "type": "int" }] }), &wanted));
        assert!(!shown(&json!({ "survey_vars": [] }), &wanted) && !shown(&json!({}), &wanted));
    }

    #[test]
    fn what_is_left_out_is_false_or_empty() {
        assert!(shown(&json!({}), &json!({ "autorun": false, "tags": "", "count": 0 })));
        assert!(
            !shown(&json!({}), &json!({ "autorun": true })) && !shown(&json!({ "autorun": null }), &json!({ "autorun": true }))
        );
    }
}
