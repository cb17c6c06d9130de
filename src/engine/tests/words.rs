//! What a change is called is settled when it is made, and not when somebody asks.

use proptest::prelude::*;

use super::{apply, context, doc, documents, pack};
use crate::engine::{Change, Session};
use crate::json::{Document, Path};

/// Everything that takes values from their places or gives entities other names.
const RULES: [&str; 9] = [
    "- {id: set, select: '$.templates[*]', set: {app: bash, name: {$get: '@.type'}}, once: true}",
    "- {id: rename-key, select: '$.templates[*]', rename_key: {cron: playbook}, on_conflict: overwrite}",
    "- {id: move, select: '$.templates[*]', move: {type: task_params.params.type}, on_conflict: overwrite}",
    "- {id: first, select: '$.templates[*].vaults[0]', remove: true, loss: vaults, once: true}",
    "- {id: blank, select: '$.keys[?@.owner == \"\"]', remove: true, loss: keys}",
    "- {id: sort, select: '$.schedules', sort: {by: name}}",
    "- {id: names, unique_names: {section: keys}}",
    "- {id: new-name, rename_entity: {section: keys, pattern: '^a', with: 'z'}}",
    "- {id: append, select: '$.schedules[0]', append: {to: views, value: {title: {$get: '@.name'}}}, once: true}",
];

/// A change with its values in words.
fn told(doc: &Document, change: Change) -> (String, String, Option<String>, Option<String>, Option<String>) {
    let text = |json: Option<crate::engine::RecordedValue>| json.map(|json| json.text(doc).into_owned());
    (change.pointer, change.entity, text(change.before), text(change.after), change.renamed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn later_rules_do_not_change_what_is_told_of_earlier_ones(
        value in documents(),
        rules in Just(RULES.to_vec()).prop_shuffle(),
    ) {
        let packs: Vec<_> = rules.into_iter().map(pack).collect();
        let context = context();
        let mut doc = doc(&value.to_string());
        let mut session = Session::new(&doc, &packs, &context);
        let mut known = Vec::new();
        for pack in &packs {
            let before = Document::parse(doc.to_bytes()).unwrap();
            session.apply(&mut doc, pack);
            let journal = &session.outcome().journal;
            for change in journal.changes(&doc).skip(known.len()) {
                // These are told where they went.
                if let Some(old) = change.before.as_ref().filter(|_| change.operation != "move") {
                    let node = before.at(&Path::from_pointer(&change.pointer).unwrap());
                    prop_assert_eq!(node.map(|node| before.value(node)), Some(old.value(&doc)), "{:?}", change);
                    prop_assert_eq!(node.map(|node| before.entity(node)), Some(change.entity));
                }
            }
            let now: Vec<_> = journal.changes(&doc).map(|change| told(&doc, change)).collect();
            prop_assert_eq!(&now[..known.len()], &known[..]);
            known = now;
        }
    }
}

#[test]
fn what_other_readers_cannot_read_is_told_all_the_same() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    let text = format!(r#"{{"keys": [{{"name": "a\ud800", "type": "ssh", "x": {deep}}}]}}"#);
    let (after, outcome) = apply(&text, "- {id: a, select: '$.keys[*]', remove: true, loss: keys}");
    assert_eq!(after, r#"{"keys": []}"#);
    let value = outcome.losses[0].value.value(&doc(&text));
    assert_eq!((value["name"].as_str(), value["type"].as_str()), (Some("a\u{fffd}"), Some("ssh")));
}
