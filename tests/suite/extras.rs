//! Extras beside a backup: what a check does not call lost any more, and how they follow a document that changes.

use serde_json::{Value, json};

use crate::shell::Shell;

const BACKUP: &str = r#"{"meta": {"name": "Lab"},
 "keys": [{"name": "None", "type": "none", "owner": ""}, {"name": "DB", "type": "string", "owner": "environment"}],
 "environments": [{"name": "prod", "json": "{}", "env": "{}"}],
 "repositories": [{"name": "infra", "git_url": "https://git.example/infra.git", "git_branch": "main", "ssh_key": "None"}],
 "inventories": [{"name": "hosts", "type": "file", "inventory": "hosts.ini", "ssh_key": "None"}],
 "templates": [{"name": "Deploy", "app": "ansible", "playbook": "a.yml", "repository": "infra", "inventory": "hosts", "environment": "prod", "type": ""}],
 "views": [], "schedules": [], "integrations": [], "integration_aliases": [], "secret_storages": []}"#;

fn extras() -> Value {
    json!({
        "semxform_extras": 1, "project": "Lab", "server": "v2.16.45",
        "templates": {"Deploy": {"autorun": true}},
        "inventories": {"hosts": {"repository": "infra"}},
        "environments": {"prod": {"secrets": [{"name": "DB", "type": "env"}]}},
        "members": [{"username": "joe", "role": "owner"}]
    })
}

fn lab() -> Shell {
    let shell = Shell::with("lab.json", BACKUP);
    shell.write("lab.extras.json", extras().to_string());
    shell
}

#[test]
fn what_extras_hold_is_not_lost() {
    let shell = lab();
    let codes = |args: &[&str]| -> Vec<String> {
        let mut all = vec!["check", "--target", "2.16.45", "--format", "json", "lab.json"];
        all.extend(args);
        let json = shell.run(&all).exits(0).json();
        json["files"][0]["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
    };
    let without = codes(&[]);
    assert!(without.contains(&"SX612".to_owned()) && without.contains(&"SX654".to_owned()), "{without:?}");
    let with = codes(&["--extras", "lab.extras.json"]);
    assert!(!with.contains(&"SX612".to_owned()) && !with.contains(&"SX654".to_owned()), "{with:?}");
}

#[test]
fn extras_follow_a_rule_that_renames() {
    let shell = lab();
    let rules = "semxform: 1\nid: r\nrules:\n  - id: names\n    rename_entity: {section: [templates, repositories], table: {Deploy: Ship, infra: ops}}\n";
    shell.write("rules.yaml", rules);
    shell.run(&["-r", "rules.yaml", "--to", "2.16.45", "lab.json", "--extras", "lab.extras.json", "-o", "new.json"]).exits(0);
    let new: Value = serde_json::from_str(&shell.read("new.extras.json")).unwrap();
    assert_eq!(new["templates"], json!({"Ship": {"autorun": true}}), "{new}");
    assert_eq!(new["inventories"], json!({"hosts": {"repository": "ops"}}));
    assert_eq!(new["members"], extras()["members"]);
    assert_eq!(shell.read("lab.extras.json"), extras().to_string(), "the input stays");
}

#[test]
fn extras_that_a_rename_leaves_behind_are_mentioned_with_the_option_that_takes_them_along() {
    let shell = lab();
    let rename = |old: &str, new: &str| {
        format!(
            "semxform: 1\nid: r\nrules:\n  - id: names\n    rename_entity: {{section: [templates], table: {{{old}: {new}}}}}\n"
        )
    };
    shell.write("rules.yaml", rename("Deploy", "Ship"));
    let args = ["-r", "rules.yaml", "--to", "2.16.45", "lab.json"];
    let dry = shell.run(&args).exits(0);
    assert!(dry.err.contains("--extras lab.extras.json takes it along"), "{}", dry.err);
    let done = shell.run(&[&args[..], &["-i"]].concat()).exits(0);
    assert!(
        done.err.contains("lab.extras.json keeps the names") && done.err.contains("with --extras lab.extras.json"),
        "{}",
        done.err
    );
    shell.write("lab.json", BACKUP);
    let carried = shell.run(&[&args[..], &["-i", "--extras", "lab.extras.json"]].concat()).exits(0);
    assert!(!carried.err.contains("keeps the names"), "{}", carried.err);
    let quiet = shell.run(&["-r", "builtin:sleep", "--to", "2.16.45", "lab.json", "-i"]).exits(0);
    assert!(!quiet.err.contains("extras"), "no name changed: {}", quiet.err);
}

#[test]
fn extras_go_with_a_migration() {
    let shell = lab();
    let args = ["migrate", "--from", "2.16", "--to", "2.18", "lab.json", "--extras", "lab.extras.json", "-o", "new.json"];
    shell.run(&args).exits(0);
    let new: Value = serde_json::from_str(&shell.read("new.extras.json")).unwrap();
    assert_eq!(new["environments"], extras()["environments"]);
    shell.write("bad.json", "{}");
    assert!(shell.run(&["check", "lab.json", "--extras", "bad.json"]).exits(3).err.contains("no extras"));
    shell.run(&["check", "lab.json", "new.json", "--extras", "lab.extras.json"]).exits(2);
}
