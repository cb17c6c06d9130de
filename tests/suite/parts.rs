//! The commands that take backups apart and put them together: extract, merge, clone, draft.

use serde_json::{Value, json};

use crate::shell::Shell;
use crate::support::{files, oracle, origin};

const CHAIN: &str = include_str!("../fixtures/parts/chain.json");
const LABS: [&str; 2] = [include_str!("../fixtures/parts/lab-a.json"), include_str!("../fixtures/parts/lab-b.json")];
/// The sections in which both labs have an entity of the same name.
const CONFLICTS: usize = 10;

#[test]
fn a_copy_restores_beside_its_original_differs_in_nothing_else_and_stays_asleep() {
    let mut copies = 0;
    for path in files(&oracle().join("exports"), "json") {
        let (version, db, profile) = origin(&path);
        if profile != "home" {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let shell = Shell::with("b.json", &bytes);
        let (from, db) = (version.as_str(), db.as_str());
        let done = shell.run(&["clone", "--from", from, "--db", db, "--name", "Second", "b.json", "-o", "copy.json"]);
        let mut expected: Value = serde_json::from_slice(&bytes).unwrap();
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
        let judge = |file: &str, existing: &str| {
            shell.write("names.json", json!([existing]).to_string());
            shell.run(&["check", "--target", from, "--db", db, "--existing-names", "names.json", file]).code
        };
        assert_eq!(judge("copy.json", &old), judge("b.json", "Nothing"), "{}", path.display());
        shell.run(&["clone", "--from", from, "--db", db, "--name", "Second", "--asleep", "b.json", "-o", "asleep.json"]);
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
    let same = shell.run(&["clone", "--name", "Lab", "b.json", "-o", "no.json"]).exits(2);
    assert!(same.err.contains("needs another name") && same.err.contains("--name 'Lab (2)'"), "{}", same.err);
    assert_eq!(shell.names(), ["b.json", "copy.json", "receipt.json"]);
}

#[test]
fn the_command_prints_the_tree_and_writes_the_part_with_its_receipt() {
    let shell = Shell::new();
    shell.write("b.json", CHAIN);
    let shown = shell.run(&["extract", "--from", "2.19", "--template", "promote", "b.json"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(
        shown.out.contains("templates[\"promote\"]\n  repository: repositories[\"app\"]\n    ssh_key: keys[\"None\"]\n"),
        "{}",
        shown.out
    );
    assert!(shown.err.contains("nothing is written; to write the result add -o FILE"), "{}", shown.err);
    let done = shell.run(&["extract", "--template", "build", "b.json", "-o", "part.json", "--receipt", "receipt.json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let receipt: Value = serde_json::from_str(&shell.read("receipt.json")).unwrap();
    assert_eq!(
        receipt["files"][0]["parts"][0],
        json!({"entity": "templates[\"build\"]", "section": "templates", "because": "chosen"})
    );
    assert_eq!(receipt["files"][0]["left_out"]["templates"], 3);
    assert_eq!(shell.run(&["check", "part.json"]).code, 0);
    let unknown = shell.run(&["extract", "--template", "bild", "b.json", "-o", "no.json"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("did you mean \"build\"?"), "{}", unknown.err);
    let over = shell.run(&["extract", "--template", "build", "b.json", "-o", "b.json"]);
    assert_eq!(over.code, 2, "{}", over.err);
}

#[test]
fn the_command_lists_conflicts_writes_what_the_policy_says_and_migrates_older_files_first() {
    let shell = Shell::new();
    shell.write("a.json", LABS[0]);
    shell.write("b.json", LABS[1]);
    let stopped = shell.run(&["merge", "a.json", "b.json", "-o", "ab.json"]).exits(1);
    assert!(stopped.err.matches("conflict").count() >= CONFLICTS, "{}", stopped.err);
    let renamed = shell.run(&["merge", "--on-conflict", "rename", "a.json", "b.json", "-o", "ab.json", "--receipt", "r.json"]);
    let receipt: Value = serde_json::from_str(&shell.read("r.json")).unwrap();
    let decisions = receipt["files"][0]["decisions"].as_array().unwrap();
    assert_eq!(decisions.iter().filter(|d| d["decision"] == "renamed").count(), CONFLICTS, "{}", renamed.err);
    let old = std::fs::read(oracle().join("exports/2.10.42-mysql-home.json")).unwrap();
    shell.write("old.json", &old);
    let args = ["merge", "old.json", "a.json", "--to", "2.10.42", "-o", "both.json", "--receipt", "both.r"];
    let done = shell.run(&args).exits(1);
    assert!(done.err.contains("--accept-loss"), "{}", done.err);
    shell.run(&[&args[..], &["--accept-loss", "all"]].concat()).exits(0);
    let receipt: Value = serde_json::from_str(&shell.read("both.r")).unwrap();
    let losses = receipt["files"][0]["losses"].as_array().unwrap();
    assert!(!losses.is_empty() && losses.iter().all(|loss| loss["file"] == "a.json"), "{receipt}");
    shell.run(&["merge", "a.json", "old.json", "--to", "2.19", "--on-conflict", "rename", "-o", "both.json"]).exits(0);
    let both: Value = serde_json::from_str(&shell.read("both.json")).unwrap();
    assert!(both["templates"].as_array().unwrap().len() > 2);
    assert!(both["templates"].as_array().unwrap().iter().all(|t| t.get("environment").is_none()), "all are of 2.19");
    shell.run(&["merge", "a.json", "b.json", "-o", "b.json"]).exits(2);
}

#[test]
fn a_file_that_cannot_be_migrated_is_named_as_a_shell_reads_it() {
    let shell = Shell::new();
    let mut old: Value =
        serde_json::from_slice(&std::fs::read(oracle().join("exports/2.10.42-mysql-home.json")).unwrap()).unwrap();
    // Nothing repairs an app that no server knows.
    old["templates"][0]["app"] = "weird".into();
    shell.write("a.json", LABS[0]);
    shell.write("old lab.json", old.to_string());
    let args = ["merge", "a.json", "old lab.json", "--to", "2.19", "--on-conflict", "rename", "-o", "both.json"];
    let stopped = shell.run(&args).exits(1);
    assert!(stopped.err.contains("semxform migrate --to 2.19.12 'old lab.json' says more"), "{}", stopped.err);
}

#[test]
fn the_command_writes_a_pack_whose_test_passes() {
    let shell = Shell::new();
    let before = json!({"meta": {"name": "Lab"}, "keys": [{"name": "a", "type": "ssh"}, {"name": "b", "type": "none"}],
        "repositories": [{"name": "r", "git_url": "https://x/r.git", "git_branch": "main", "ssh_key": "a"}],
        "templates": [{"name": "t", "playbook": "a.yml", "repository": "r"}, {"name": "it's", "playbook": "b.yml", "repository": "r"}]});
    let mut after = before.clone();
    after["keys"][0]["name"] = json!("deploy");
    after["repositories"][0]["ssh_key"] = json!("deploy");
    after["templates"][1]["playbook"] = json!("c.yml");
    shell.write("before.json", before.to_string());
    shell.write("after.json", after.to_string());
    let done = shell.run(&["rules", "draft", "before.json", "after.json", "-o", "mine.yaml"]).exits(0);
    assert!(done.err.contains("2 rules"), "{}", done.err);
    let pack = shell.read("mine.yaml");
    assert!(pack.contains(r#"rename_entity: {"section":"keys","table":{"a":"deploy"}}"#), "{pack}");
    shell.run(&["rules", "test", "mine.yaml"]).exits(0);
    shell.run(&["-r", "mine.yaml", "before.json", "-o", "result.json"]);
    shell.run(&["diff", "--check", "result.json", "after.json"]).exits(0);
    assert_eq!(shell.run(&["rules", "draft", "before.json", "after.json"]).out, pack.replace("id: mine", "id: draft"));
    shell.run(&["rules", "draft", "before.json", "after.json", "-o", "after.json"]).exits(2);
    let same = shell.run(&["--format", "json", "rules", "draft", "before.json", "before.json"]).exits(0).json();
    assert_eq!((&same["files"][0]["differences"], same["files"][0].get("draft")), (&json!([]), None));
    let same = shell.run(&["rules", "draft", "before.json", "before.json", "-o", "none.yaml"]).exits(0);
    assert!(same.err.contains("do not differ: there is no pack to write") && !shell.path("none.yaml").exists(), "{}", same.err);
    assert_eq!(shell.run(&["rules", "draft", "before.json", "before.json"]).exits(0).out, "");
}

/// A pack repeats values of both backups: as what is set, as what is replaced, in its test.
#[cfg(unix)]
#[test]
fn a_drafted_pack_shows_no_secret_on_a_terminal_and_is_exact_in_a_file() {
    let lab = |secrets: [&str; 2]| {
        let keys: Vec<Value> = secrets
            .iter()
            .enumerate()
            .map(|(at, secret)| json!({"name": format!("k{at}"), "type": "string", "string": secret}))
            .collect();
        json!({"meta": {"name": "Lab"}, "keys": keys, "templates": []}).to_string()
    };
    let shell = Shell::with("before.json", lab(["HUNTER1", "HUNTER2"]));
    shell.write("after.json", lab(["HUNTER3", "HUNTER4"]));
    let run = format!("'{}' rules draft before.json after.json", env!("CARGO_BIN_EXE_semxform"));
    let mut command = std::process::Command::new("script");
    command.args(["-qec", &run, "/dev/null"]).current_dir(shell.path("")).stdin(std::process::Stdio::null());
    let shown = crate::shell::said(command).exits(0);
    assert!(shown.out.contains("remap_id") && shown.out.contains("***"), "{}", shown.out);
    assert!(!shown.out.contains("HUNTER"), "{}", shown.out);
    let piped = shell.run(&["rules", "draft", "before.json", "after.json"]).exits(0);
    assert!(piped.out.contains("HUNTER1") && piped.out.contains("HUNTER4"), "what is piped is data: {}", piped.out);
}

fn extras(project: &str, template: &str) -> String {
    json!({"semxform_extras": 1, "project": project, "server": "2.19.0",
        "templates": {template: {"autorun": true}, "stranger": {"suppress_success_alerts": true}},
        "members": [{"username": format!("{project} admin"), "role": "owner"}]})
    .to_string()
}

#[test]
fn extras_go_with_the_parts_and_come_together_again() {
    let shell = Shell::new();
    shell.write("b.json", CHAIN);
    shell.write("b.extras.json", extras("Chain", "deploy"));
    let args = ["extract", "--from", "2.19", "--template", "deploy", "--name", "Part", "--extras", "b.extras.json"];
    shell.run(&[&args[..], &["b.json", "-o", "part.json"]].concat()).exits(0);
    let part: Value = serde_json::from_str(&shell.read("part.extras.json")).unwrap();
    assert_eq!((&part["project"], &part["templates"]), (&json!("Part"), &json!({"deploy": {"autorun": true}})));
    for (name, lab) in ["a", "b"].into_iter().zip(LABS) {
        shell.write(&format!("{name}.json"), lab);
        shell.write(&format!("{name}.extras.json"), extras(name, "deploy"));
    }
    let args = ["merge", "--on-conflict", "rename", "--extras", "a.extras.json", "--extras", "b.extras.json"];
    shell.run(&[&args[..], &["a.json", "b.json", "-o", "ab.json"]].concat()).exits(0);
    let both: Value = serde_json::from_str(&shell.read("ab.extras.json")).unwrap();
    assert_eq!(both["templates"].as_object().unwrap().len(), 2, "{both}");
    assert_eq!(both["members"].as_array().unwrap().len(), 2, "{both}");
    shell.run(&[&args[..], &["a.json", "b.json", "-o", "a.json"]].concat()).exits(2);
}

const LAB: &str = r#"{"meta": {"name": "Lab"}, "keys": [{"name": "None", "type": "none"}], "templates": [], "inventories": []}"#;

#[test]
fn what_cannot_be_merged_without_guessing_is_refused_at_its_place_in_either_file() {
    let shell = Shell::with("home.json", LAB);
    shell.write("t.json", "{\"meta\": {\"name\": \"x\"},\n \"templates\": {\"a\": {\"name\": \"Precious\"}},\n \"keys\": \"HUNTER2\", \"inventories\": {\"x\": 1}}");
    for files in [["home.json", "t.json"], ["t.json", "home.json"]] {
        let said = shell.run(&[&["merge"], &files[..], &["-o", "m.json"]].concat()).exits(1);
        for part in [
            "error[SX501]: `templates` must be a list",
            "t.json:2:",
            "`keys` must be",
            "`inventories` must be",
            "nothing is written",
        ] {
            assert!(said.err.contains(part), "{part} is missing in {}", said.err);
        }
        assert!(!shell.path("m.json").exists());
    }
    shell.write("t.json", "{\"meta\": {\"name\": \"x\"},\n \"keys\": [{\"name\": \"a\", \"name\": \"b\", \"type\": \"none\"}]}");
    let said = shell.run(&["merge", "home.json", "t.json", "-o", "m.json"]).exits(1);
    assert!(said.err.contains("error[SX105]") && said.err.contains("t.json:2:"), "{}", said.err);
    shell.write("home.json", LAB.replace("\"templates\"", "\"mine\": [], \"templates\""));
    shell.write("t.json", r#"{"meta": {"name": "Lab"}, "mine": "x"}"#);
    let said = shell.run(&["merge", "home.json", "t.json", "-o", "m.json"]).exits(1);
    assert!(said.err.contains("`mine` is no list, and one in home.json"), "{}", said.err);
    shell.write("t.json", r#"{"meta": {"name": "Lab"}, "keys": null, "schedules": null}"#);
    shell.run(&["merge", "home.json", "t.json", "-o", "m.json"]).exits(0);
}

#[test]
fn members_that_no_version_knows_are_taken_over_and_each_decision_is_named() {
    let shell = Shell::with("home.json", LAB.replace("\"templates\"", "\"note\": \"ours\", \"templates\""));
    shell.write("add.json", r#"{"meta": {"name": "Lab"}, "note": "theirs", "owner": {"team": "web"}, "keys": []}"#);
    let args = ["merge", "home.json", "add.json", "-o", "m.json"];
    let stopped = shell.run(&args).exits(1);
    assert!(stopped.err.contains("conflict  note: that of home.json"), "{}", stopped.err);
    for (policy, note, word) in
        [("keep", "ours", "kept      note"), ("replace", "theirs", "replaced  note"), ("rename", "ours", "kept      note")]
    {
        let said = shell.run(&[&args[..], &["--on-conflict", policy]].concat()).exits(0);
        assert!(said.out.contains(word) && said.out.contains("added     owner"), "{policy}: {}", said.out);
        let merged: Value = serde_json::from_str(&shell.read("m.json")).unwrap();
        assert_eq!((&merged["note"], &merged["owner"]), (&json!(note), &json!({"team": "web"})), "{policy}");
    }
}

#[test]
fn what_is_wrong_with_the_result_is_shown_at_its_line_of_the_result() {
    let shell = Shell::with("home.json", LAB);
    let odd = "\n  {\"name\": \"infra\", \"git_url\": \"g\", \"git_branch\": \"main\",\n   \"ssh_key\": \"gone\"}\n";
    shell.write("add.json", format!("{{\"meta\": {{\"name\": \"Lab\"}}, \"repositories\": [{odd}]}}"));
    let said = shell.run(&["merge", "home.json", "add.json", "--to", "2.16.45", "-o", "m.json"]).exits(1);
    let result = shell.read("m.json");
    let line = result.lines().position(|line| line.contains("gone")).unwrap() + 1;
    assert!(said.err.contains(&format!("--> m.json:{line}:")) && !said.err.contains("--> home.json"), "{}", said.err);
    let args = ["--format", "json", "merge", "home.json", "add.json", "--to", "2.16.45"];
    let json = shell.run(&args).exits(1).json();
    let finding = &json["files"][0]["findings"].as_array().unwrap().iter().find(|f| f["severity"] == "error").unwrap().clone();
    assert_eq!((&finding["file"], &finding["line"]), (&json!("the result"), &json!(line)), "{finding}");
}
