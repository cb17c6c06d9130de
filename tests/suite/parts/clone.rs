//! A copy that can live beside the original.

use std::collections::HashSet;

use semxform::check::{self, Options};
use semxform::json::Document;
use serde_json::{Value, json};

use super::{Backup, exports};
use crate::shell::Shell;
use crate::support::origin;

#[test]
fn a_copy_restores_beside_its_original_differs_in_nothing_else_and_stays_asleep() {
    let mut copies = 0;
    for path in exports().iter().filter(|path| origin(path).2 == "home") {
        let backup = Backup::read(path);
        let shell = Shell::with("b.json", &backup.bytes);
        let (from, db) = (backup.release.to_string(), backup.db.name());
        let done = shell.run(&["clone", "--from", &from, "--db", db, "--name", "Second", "b.json", "-o", "copy.json"]);
        let mut expected = backup.value();
        let old = expected["meta"]["name"].as_str().unwrap().to_owned();
        expected["meta"]["name"] = json!("Second");
        for integration in expected.get_mut("integrations").and_then(Value::as_array_mut).into_iter().flatten() {
            integration["aliases"] = json!([]);
        }
        if expected.get("integration_aliases").is_some() {
            expected["integration_aliases"] = json!([]);
        }
        let got: Value = serde_json::from_str(&shell.read("copy.json")).unwrap();
        assert_eq!(got, expected, "{}: {}", path.display(), done.err);
        let judge = |bytes: &[u8], existing: &str| {
            let options = Options { existing_names: HashSet::from([existing.to_owned()]), ..Options::default() };
            let doc = Document::parse(bytes.to_vec()).unwrap();
            check::judge(&doc, &backup.release, &[backup.db], &options).restorable()
        };
        assert_eq!(judge(shell.read("copy.json").as_bytes(), &old), judge(&backup.bytes, "Nothing"), "{}", path.display());
        shell.run(&["clone", "--from", &from, "--db", db, "--name", "Second", "--asleep", "b.json", "-o", "asleep.json"]);
        let asleep: Value = serde_json::from_str(&shell.read("asleep.json")).unwrap();
        assert!(
            asleep["schedules"].as_array().into_iter().flatten().all(|schedule| schedule["active"] == false),
            "{}",
            path.display()
        );
        copies += 1;
    }
    assert!(copies > 20);
}

#[test]
fn aliases_that_the_copy_cannot_have_are_named_as_losses_in_the_receipt() {
    let file = json!({"meta": {"name": "Lab"}, "integration_aliases": ["p1"], "templates": [],
                      "integrations": [{"name": "push", "aliases": ["a1"], "template": "t"}]});
    let shell = Shell::with("b.json", file.to_string());
    let done =
        shell.run(&["clone", "--from", "2.16", "--name", "Lab 2", "b.json", "-o", "copy.json", "--receipt", "receipt.json"]);
    assert!(done.err.contains("an alias of an integration"), "{}", done.err);
    let receipt: Value = serde_json::from_str(&shell.read("receipt.json")).unwrap();
    let losses: Vec<_> = receipt["files"][0]["losses"].as_array().unwrap().iter().map(|loss| loss["value"].clone()).collect();
    assert_eq!(losses, [json!("a1"), json!("p1")]);
    assert_eq!(receipt["files"][0]["written"], "copy.json");
    shell.run(&["clone", "--name", "", "b.json", "-o", "no.json"]).exits(2);
    assert_eq!(shell.names(), ["b.json", "copy.json", "receipt.json"]);
}
