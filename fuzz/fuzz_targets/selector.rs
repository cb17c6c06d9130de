//! Any text as a selector: compiled or refused with places inside the text; what compiles runs.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use semxform::json::Document;
use semxform::jsonpath::Selector;

const BACKUP: &str = r#"{"keys": [{"name": "deploy", "type": "ssh", "n": 1.5}], "meta": {"name": "web"}, "templates":
    [{"name": "Deploy app", "vaults": [{"type": "password", "vault_key": "deploy"}, {}], "cron": null, "a": [1, [2, "ж"]]}]}"#;

fuzz_target!(|text: &str| {
    static DOC: OnceLock<Document> = OnceLock::new();
    let doc = DOC.get_or_init(|| Document::parse(BACKUP.into()).unwrap());
    for parsed in [Selector::parse(text), Selector::parse_relative(text)] {
        match parsed {
            Ok(selector) => {
                let _ = selector.select(doc, doc.root());
            }
            Err(errors) => assert!(!errors.is_empty()),
        }
    }
});
