//! Any text as a rule file: read or refused with all its mistakes; what is read runs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use semxform::json::Document;
use semxform::engine::{self, Context};
use semxform::semaphore::Release;
use semxform::pack::Pack;

const BACKUP: &str = r#"{"keys": [{"name": "deploy", "type": "ssh"}, {"name": "b", "type": "none"}], "meta": {"name": "web"},
    "environments": [{"name": "e", "json": "{\"a\": 1}"}], "templates": [{"name": "t", "cron": "0 3 * * *", "vaults":
    [{"type": "password", "vault_key": "deploy"}, {"vault_key": "gone"}], "environment": "e"}], "schedules": []}"#;

fuzz_target!(|text: &str| {
    match Pack::parse("fuzz.yaml", text) {
        Ok(pack) => {
            let mut doc = Document::parse(BACKUP.into()).unwrap();
            let _ = engine::run(&mut doc, &[pack], &Context::new(Release::newest_stable()));
            assert!(Document::parse(doc.to_bytes()).is_ok());
        }
        Err(errors) => assert!(!errors.is_empty()),
    }
});
