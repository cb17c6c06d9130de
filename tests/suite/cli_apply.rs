//! The main job, `semxform -r RULES FILE`, as a user sees it.

use serde_json::Value;

use crate::shell::Shell;

const HOME: &str = include_str!("../fixtures/home-lab-2.16.json");

const BROKEN: &str = include_str!("../fixtures/vault-link-to-deleted-key.json");

const FIX: &str = "\
semxform: 1
id: fix
rules:
  - id: drop-orphan-links
    drop_orphans: templates[].vaults[].vault_key
    loss: a vault link whose key is not in the file
";

fn shell() -> Shell {
    let shell = Shell::with("backup.json", BROKEN);
    shell.write("fix.yaml", FIX);
    shell
}

/// A pack of one rule.
fn pack(rule: &str) -> String {
    format!("semxform: 1\nid: p\nrules:\n  - id: r\n    {}\n", rule.replace('\n', "\n    "))
}

#[test]
fn a_link_to_a_deleted_key_goes_and_nothing_else_changes() {
    let shell = shell();
    let said = shell.run(&["-r", "fix.yaml", "-o", "new.json", "backup.json"]).exits(0);
    for part in [
        "fix/drop-orphan-links: 1 change",
        "loss: a vault link whose key is not in the file (fix/drop-orphan-links)",
        "  templates[\"Back up VMs\"].vaults[0]: {",
        "2.16.45 would restore this file",
    ] {
        assert!(said.err.contains(part), "{part} is missing in {}", said.err);
    }
    let link = "\n        {\n          \"type\": \"password\",\n          \"vault_key\": \"old vault\"\n        }\n      ";
    assert!(BROKEN.contains(link));
    assert_eq!(shell.read("new.json"), BROKEN.replace(link, ""));
    assert_eq!(shell.read("backup.json"), BROKEN);
    shell.run(&["-r", "fix.yaml", "--check", "new.json"]).exits(0);
    shell.run(&["-r", "fix.yaml", "--check", "backup.json"]).exits(4);
    assert_eq!(shell.read("backup.json"), BROKEN);
}

#[test]
fn the_envelope_tells_changes_losses_and_the_prediction() {
    let json = shell().run(&["-r", "fix.yaml", "--format", "json", "backup.json"]).exits(0).json();
    let file = &json["files"][0];
    assert_eq!(file["target"], "2.16.45");
    assert_eq!(file["restorable"], true);
    assert_eq!(file["changes"][0]["rule"], "fix/drop-orphan-links");
    assert_eq!(file["losses"][0]["value"]["vault_key"], "old vault");
    assert!(file["prediction"].as_str().unwrap().starts_with("2.16.45 would restore the result"), "{file}");
    assert_eq!(file["patch"], serde_json::json!([{"op": "remove", "path": "/templates/0/vaults/0"}]));
}

#[test]
fn every_mistake_of_a_rule_file_is_shown_with_its_place() {
    let shell = shell();
    shell.write("bad.yaml", pack("selct: $.keys\nselect: $.templtes[*]\nset: 3"));
    let said = shell.run(&["-r", "bad.yaml", "-i", "backup.json"]).exits(2);
    for part in ["bad.yaml:5:5", "did you mean `select`?", "bad.yaml:6:15", "did you mean `templates`?", "bad.yaml:7:10", "^^^^^"]
    {
        assert!(said.err.contains(part), "{part} is missing in {}", said.err);
    }
    assert_eq!(shell.read("backup.json"), BROKEN);
    let json = shell.run(&["-r", "bad.yaml", "--format", "json", "backup.json"]).exits(2).json();
    assert_eq!(json["files"][0]["path"], "bad.yaml");
    assert_eq!(json["files"][0]["findings"].as_array().unwrap().len(), 3);
}

#[test]
fn what_stops_a_run_writes_nothing() {
    let shell = shell();
    let cases = [
        ("select: $.keys[*]\nreplace: {key: name, pattern: '^', with: 'x'}", 2, "SX204"),
        ("select: $.keys[?@.name == 'nobody']\nexpect: 1\nremove: true", 1, "SX205"),
        ("select: $.keys[?@.name == 'sudo']\ndelete_entity: {on_reference: error}", 1, "SX207"),
        ("select: $.meta\nset: {name: 7}", 1, "SX501"),
    ];
    // A result this large is already written under another name when it is judged.
    let large = BROKEN.to_owned() + &" ".repeat(2 << 20);
    for (backup, (rule, code, finding)) in [BROKEN, &large].into_iter().flat_map(|backup| cases.map(|case| (backup, case))) {
        shell.write("backup.json", backup);
        shell.write("rule.yaml", pack(rule));
        for args in [&["-r", "rule.yaml", "-i", "backup.json"][..], &["-r", "rule.yaml", "-o", "new.json", "backup.json"]] {
            let said = shell.run(args).exits(code);
            assert!(said.err.contains(finding) && said.err.contains("nothing is written"), "{rule}: {}", said.err);
            assert!(said.out.is_empty() && shell.read("backup.json") == backup, "{rule}");
            assert_eq!(shell.names(), ["backup.json", "fix.yaml", "rule.yaml"], "{rule}");
        }
    }
}

#[test]
fn what_was_wrong_before_is_written_all_the_same_and_fails() {
    let shell = shell();
    shell.write("backup.json", BROKEN.replace("\"alert\": false", "\"alert\": \"no\""));
    shell.write("rule.yaml", pack("select: $.meta\nset: {name: Renamed}"));
    let said = shell.run(&["-r", "rule.yaml", "-o", "new.json", "backup.json"]).exits(1);
    assert!(said.err.contains("was there before: "), "{}", said.err);
    assert!(
        said.err.contains("2.16.45 would refuse this file: 1 error; semxform check --target 2.16.45 new.json"),
        "{}",
        said.err
    );
    let json = shell.run(&["-r", "rule.yaml", "--format", "json", "backup.json"]).exits(1).json();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    let before = |f: &Value| f["code"] == "SX501" && f["entity"] == "meta" && f["was_there_before"] == true;
    assert!(findings.iter().any(before), "{findings:?}");
}

#[test]
fn the_threshold_can_be_moved() {
    let shell = Shell::with("backup.json", HOME);
    shell.write("rule.yaml", pack("unknown: true\nselect: $.meta\nset: {nickname: lab}"));
    shell.run(&["-r", "rule.yaml", "backup.json"]).exits(0);
    shell.run(&["-r", "rule.yaml", "--fail-on", "warning", "-o", "new.json", "backup.json"]).exits(1);
    assert!(!shell.path("new.json").exists());
    shell.write("rule.yaml", pack("select: $.meta\nset: {name: 7}"));
    shell.run(&["-r", "rule.yaml", "--fail-on", "never", "-o", "new.json", "backup.json"]).exits(0);
    assert!(shell.read("new.json").contains("\"name\": 7"));
}

#[test]
fn names_that_no_pack_has_are_usage_errors() {
    let shell = shell();
    for args in [&["--only", "nope"][..], &["--skip", "nope"], &["--with", "nope"], &["--set", "x=1"]] {
        let mut all = vec!["-r", "fix.yaml", "backup.json"];
        all.extend(args);
        shell.run(&all).exits(2);
    }
    for args in
        [&["--set", "x"][..], &["--to", "2.997"], &["--from", "1.0"], &["--db", "oracle"], &["--to", "2.19", "--db", "bolt"]]
    {
        let mut all = vec!["-r", "fix.yaml", "backup.json"];
        all.extend(args);
        shell.run(&all).exits(2);
    }
    assert!(shell.run(&["-r", "missing.yaml", "backup.json"]).exits(2).err.contains("missing.yaml: no such file"));
}

#[test]
fn parameters_come_from_the_command_line_and_from_the_settings() {
    let shell = Shell::with("backup.json", HOME);
    shell.write("p.yaml", "semxform: 1\nid: p\nparams: {name: {type: string}}\nrules:\n  - id: r\n    select: $.meta\n    set: {name: {$param: name}}\n");
    shell.write("semxform.yaml", "rules: p.yaml\ninputs: backup.json\nto: 2.16\nset: {name: From settings}\n");
    shell.run(&["-o", "new.json"]).exits(0);
    assert!(shell.read("new.json").contains("\"From settings\""));
    shell.run(&["-o", "new.json", "--set", "name=From flag"]).exits(0);
    assert!(shell.read("new.json").contains("\"From flag\""));
    std::fs::remove_file(shell.path("semxform.yaml")).unwrap();
    assert!(shell.run(&["-r", "p.yaml", "backup.json"]).exits(2).err.contains("--set name="));
}

#[test]
fn a_double_key_is_kept_beside_an_edit_and_refused_inside_one() {
    let shell = shell();
    let twice = BROKEN
        .replace("\"type\": \"\"\n  },\n  \"repositories\"", "\"type\": \"\",\n    \"alert\": true\n  },\n  \"repositories\"");
    assert_ne!(twice, BROKEN);
    shell.write("backup.json", &twice);
    shell.run(&["-r", "fix.yaml", "-o", "new.json", "backup.json"]).exits(0);
    assert!(shell.read("new.json").contains("\"alert\": true"));
    shell.write("rule.yaml", pack("select: $.meta\nset: {name: Renamed}"));
    let said = shell.run(&["-r", "rule.yaml", "-i", "backup.json"]).exits(1);
    assert!(said.err.contains("SX105"), "{}", said.err);
    assert_eq!(shell.read("backup.json"), twice);
}

#[test]
fn several_files_go_on_after_a_failure_and_the_worst_exit_counts() {
    let shell = shell();
    shell.write("empty.json", "");
    shell.write("z.json", BROKEN);
    let said = shell.run(&["-r", "fix.yaml", "-o", "out", "backup.json", "empty.json", "z.json"]).exits(3);
    assert!(said.err.contains("backup.json: 2.16.45 would restore this file"), "{}", said.err);
    assert!(
        shell.path("out/backup.json").exists() && shell.path("out/z.json").exists() && !shell.path("out/empty.json").exists()
    );
}

#[test]
fn the_diff_on_a_pipe_is_an_exact_patch() {
    let shell = shell();
    let one_line: String = BROKEN.lines().map(str::trim).collect();
    shell.write("crlf.json", BROKEN.replace('\n', "\r\n"));
    shell.write("line.json", one_line);
    for name in ["backup.json", "crlf.json", "line.json"] {
        let patch = shell.run(&["-r", "fix.yaml", "-o", "new.json", name]).exits(0);
        assert!(patch.out.starts_with(&format!("--- a/{name}\n+++ b/{name}\n@@ ")), "{}", patch.out);
        assert!(patch.out.contains("@@ templates[\"Back up VMs\"]"), "{}", patch.out);
        let new = std::fs::read(shell.path("new.json")).unwrap();
        assert_eq!(shell.run(&["-r", "fix.yaml", "-o", "-", name]).exits(0).bytes, new);
        assert!(shell.run(&["-r", "fix.yaml", "-o", "-", name]).exits(0).err.contains("--- a/"), "the diff makes room");
        let operations = shell.run(&["-r", "fix.yaml", "--diff", "json-patch", name]).exits(0).out;
        let operations: json_patch::Patch = serde_json::from_str(&operations).unwrap();
        let mut doc: Value = serde_json::from_slice(&std::fs::read(shell.path(name)).unwrap()).unwrap();
        json_patch::patch(&mut doc, &operations).unwrap();
        assert_eq!(doc, serde_json::from_slice::<Value>(&new).unwrap());
        assert_eq!(shell.run(&["-r", "fix.yaml", "new.json"]).exits(0).out, "", "nothing when nothing changes");
    }
}

#[test]
fn other_forms_of_the_diff_are_for_reading() {
    let shell = shell();
    let one_line: String = BROKEN.lines().map(str::trim).collect();
    shell.write("line.json", one_line);
    let opened = shell.run(&["-r", "fix.yaml", "--diff", "opened", "line.json"]).exits(0).out;
    assert!(opened.contains("not a patch") && opened.contains("\"vault_key\": \"old vault\""), "{opened}");
    let summary = shell.run(&["-r", "fix.yaml", "--diff", "summary", "line.json"]).exits(0).out;
    assert!(summary.contains("templates[\"Back up VMs\"]") && summary.contains("fix/drop-orphan-links"), "{summary}");
    let json = shell.run(&["-r", "fix.yaml", "--diff", "unified", "--format", "json", "backup.json"]).exits(0).json();
    assert!(json["files"][0]["patch"].as_str().unwrap().starts_with("--- a/backup.json"));
}

#[test]
fn two_backups_are_compared_by_name() {
    let shell = shell();
    let other = BROKEN.replace("\"name\": \"Home lab\",\n    \"type\"", "\"name\": \"Copy\",\n    \"type\"");
    shell.write("other.json", other.lines().map(str::trim).collect::<String>());
    let said = shell.run(&["diff", "backup.json", "other.json"]).exits(0).out;
    assert!(said.contains("meta") && said.contains("Copy"), "{said}");
    assert_eq!(shell.run(&["diff", "backup.json", "backup.json"]).exits(0).out, "");
    shell.run(&["diff", "--check", "backup.json", "other.json"]).exits(4);
    shell.run(&["diff", "--check", "backup.json", "backup.json"]).exits(0);
    let json = shell.run(&["diff", "--format", "json", "backup.json", "other.json"]).exits(0).json();
    assert_eq!(json["files"][0]["differences"][0]["after"], "Copy");
    shell.run(&["diff", "backup.json", "missing.json"]).exits(3);
    assert_eq!(shell.pipe(&["diff", "-", "backup.json"], BROKEN).exits(0).out, "");
}

/// A hunk is called by the entity that it changes: a name must not begin a patch of its own.
#[cfg(unix)]
#[test]
fn a_key_with_line_breaks_writes_no_patch_of_its_own() {
    let key = r"x\n x\n x\n-y\n--- /dev/null\n+++ b/evil\n@@ -0,0 +1,1 @@\n+echo pwned\nend";
    let backup = format!("{{\n \"meta\": {{\n  \"{key}\": {{\n   \"a\": 1,\n   \"del\": 2,\n   \"b\": 3\n  }}\n }}\n}}\n");
    let shell = Shell::with("backup.json", &backup);
    shell.write(
        "p.yaml",
        "semxform: 1\nid: p\nrules:\n  - id: a\n    select: $..[?@.del]\n    unknown: true\n    remove: [del]\n    once: true\n",
    );
    let patch = shell.run(&["-r", "p.yaml", "--diff", "unified", "backup.json"]).out;
    let headers = patch.lines().filter(|line| line.starts_with("+++ ") || line.starts_with("--- ")).count();
    assert_eq!(headers, 2, "{patch}");
    assert_eq!(patch.lines().filter(|line| line.starts_with("@@ ")).count(), 1, "{patch}");
}

#[test]
fn what_is_only_worth_knowing_is_left_to_check() {
    let shell = Shell::with("backup.json", HOME.replace("\"type\": \"static\"", "\"type\": \"file\""));
    shell.write("fix.yaml", FIX);
    assert!(shell.run(&["check", "--target", "2.16.45", "backup.json"]).exits(0).out.contains("SX654"));
    let said = shell.run(&["-r", "fix.yaml", "--to", "2.16.45", "backup.json"]);
    assert!(!said.err.contains("SX654") && !said.err.contains("was there before"), "{}", said.err);
}

#[test]
fn rules_that_change_for_which_version_they_run_are_told() {
    let rules = "semxform: 1\nid: p\nrules:\n  - id: then\n    when: {target: '>=2.18'}\n    select: $.templates[*]\n    \
                 set: {description: changed}\n  - id: newer\n    select: $.templates[*].environment\n    remove: true\n";
    let old = r#"{"meta": {"name": "P"}, "keys": [], "templates": [{"name": "t", "environment": "e"}]}"#;
    let shell = Shell::with("backup.json", old);
    shell.write("p.yaml", rules);
    let said = shell.run(&["-r", "p.yaml", "-o", "new.json", "backup.json"]);
    assert!(said.err.contains("backup.json: the result looks like a file of 2."), "{}", said.err);
    assert!(said.err.contains("for which other rules run; --from 2.17.15"), "{}", said.err);
    let said = shell.run(&["-r", "p.yaml", "--from", "2.17.15", "-o", "new.json", "backup.json"]);
    assert!(!said.err.contains("other rules run"), "{}", said.err);
}
