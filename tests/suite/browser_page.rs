//! What the browser page gets from the library is what the command line prints. The page itself is tested in a browser: `web/test/run`.

use serde_json::{Value, json};

use crate::shell::Shell;

const VAULT: &str = include_str!("../fixtures/vault-link-to-deleted-key.json");

fn ask(question: &Value, file: &str) -> (Value, Vec<u8>) {
    let answer = semxform::page::answer(question.to_string().as_bytes(), file.as_bytes().to_vec());
    (serde_json::from_slice(&answer.json).unwrap(), answer.file)
}

#[test]
fn a_verdict_is_that_of_check() {
    let shell = Shell::with("b.json", VAULT);
    for (target, db) in [("2.16.45", "mysql"), ("2.18.30", "postgres"), ("2.9.56", "bolt")] {
        let told = shell.run(&["check", "--target", target, "--db", db, "b.json"]).out;
        let (answer, file) = ask(&json!({"ask": "check", "name": "b.json", "target": target, "db": [db]}), VAULT);
        assert_eq!(format!("b.json: {}", answer["verdict"].as_str().unwrap()), told.lines().last().unwrap());
        assert!(file.is_empty());
    }
}

#[test]
fn a_migration_waits_for_its_losses_and_then_has_the_bytes_and_the_receipt_of_migrate() {
    let question = |accept: &[&str]| json!({"ask": "migrate", "name": "b.json", "target": "2.18.30", "accept": accept});
    let (held, none) = ask(&question(&[]), VAULT);
    assert!(none.is_empty() && held["approved"] == false && held["tone"] == "warning", "{held}");
    let rule = held["file"]["losses"][0]["rule"].as_str().unwrap();
    let (done, bytes) = ask(&question(&[rule]), VAULT);
    let shell = Shell::with("b.json", VAULT);
    let args = ["migrate", "--to", "2.18.30", "--accept-loss", rule, "-o", "b.2.18.30.json", "--receipt", "r.json", "b.json"];
    shell.run(&args).exits(0);
    assert_eq!(String::from_utf8(bytes).unwrap(), shell.read("b.2.18.30.json"));
    assert_eq!(done["receipt"].as_str().unwrap(), shell.read("r.json"));
    assert_eq!(done["name"], "b.2.18.30.json");
}

#[test]
fn packs_run_with_their_parameters_and_mistakes_have_their_places() {
    let clone = json!({"ask": "rules", "name": "b.json", "packs": [{"name": "builtin:clone"}], "params": {"name": "Lab \"2\""}});
    let (_, bytes) = ask(&clone, VAULT);
    let shell = Shell::with("b.json", VAULT);
    // The deleted key remains, which no pipeline should restore.
    shell.run(&["-r", "builtin:clone", "--set", "name=Lab \"2\"", "-o", "c.json", "b.json"]).exits(1);
    assert_eq!(String::from_utf8(bytes).unwrap(), shell.read("c.json"));
    let text = "semxform: 1\nid: x\nrules:\n  - id: a\n    selct: $\n";
    let (broken, _) = ask(&json!({"ask": "pack", "packs": [{"name": "own.yaml", "text": text}]}), "");
    let mistake = &broken["file"]["groups"][0]["findings"][0];
    assert_eq!((mistake["line"].as_u64(), mistake["column"].as_u64()), (Some(5), Some(5)), "{broken}");
}

#[test]
fn a_question_that_cannot_be_answered_says_why() {
    let rules = |packs: Value, params: Value| json!({"ask": "rules", "name": "b.json", "packs": packs, "params": params});
    for (question, words) in [
        (json!({"ask": "check", "target": "3.7"}), "3.7 is not known"),
        (json!({"ask": "check", "target": "2.9.56", "db": ["sqlite"]}), "does not run on sqlite"),
        (json!({"ask": "check", "db": ["oracle"]}), "oracle is no database"),
        (json!({"ask": "check", "report": "pdf"}), "no report format pdf"),
        (json!({"ask": "migrate"}), "the version that the file goes to"),
        (json!({"ask": "code", "text": "SX000"}), "SX000"),
        (json!({"ask": "everything"}), "everything"),
        (json!({"ask": "check", "colour": 1}), "colour"),
        (rules(json!([]), json!({})), "choose a rule pack"),
        (rules(json!([{"name": "builtin:clones"}]), json!({})), "no shipped pack is called builtin:clones"),
        (rules(json!([{"name": "builtin:clone"}]), json!({"named": "x"})), "did you mean"),
        (rules(json!([{"name": "own.yaml", "text": "semxform: 1\n"}]), json!({})), "own.yaml:1:"),
    ] {
        let (answer, file) = ask(&question, VAULT);
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(words) && file.is_empty(), "{question}: {answer}");
    }
    assert!(semxform::page::answer(b"\xff", Vec::new()).json.starts_with(b"{\"error\""));
}

#[test]
fn the_page_offers_what_the_tables_hold() {
    let (facts, _) = ask(&json!({"ask": "facts"}), "");
    let lines = facts["lines"].as_array().unwrap();
    assert!(lines.len() >= 12 && lines.iter().all(|line| !line["versions"].as_array().unwrap().is_empty()), "{facts}");
    let versions = lines.iter().flat_map(|line| line["versions"].as_array().unwrap());
    for version in versions.clone() {
        semxform::Release::parse(version.as_str().unwrap()).unwrap();
    }
    assert!(versions.clone().any(|version| *version == facts["newest"]));
    assert_eq!(facts["packs"].as_array().unwrap().len(), std::fs::read_dir("rules").unwrap().count() - 1);
}
