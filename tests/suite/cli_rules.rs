//! `semxform rules` and shipped packs.

use crate::shell::Shell;

const PACK: &str = "\
semxform: 1
id: mine
title: Rename the project
rules:
  - id: rename
    why: two projects may not have one name
    select: $.meta
    set: {name: Copy}
tests:
  - name: the name is another one
    given: {meta: {name: Infra}}
    expect: {meta: {name: Copy}}
";

#[test]
fn shipped_packs_are_listed_shown_tested_and_linted() {
    let shell = Shell::new();
    let list = shell.run(&["rules", "list"]).exits(0).out;
    for name in ["builtin:clean", "builtin:fix-vaults", "builtin:no-double-schedules", "builtin:scrub", "builtin:sleep"] {
        assert!(list.contains(name), "{list}");
    }
    let shown = shell.run(&["rules", "show", "sleep"]).exits(0).out;
    assert!(shown.contains("id: sleep"), "{shown}");
    let first = shown.lines().next().unwrap();
    assert!(
        first.contains("$schema=https://") && first.ends_with("/rules.schema.json"),
        "others have no schemas beside it: {first}"
    );
    assert_eq!(shell.run(&["rules", "show", "builtin:sleep"]).exits(0).out, shown);
    shell.run(&["rules", "test"]).exits(0);
    let traps = shell.run(&["rules", "lint", "--format", "concise"]).exits(0);
    assert_eq!((traps.out, traps.err), (String::new(), String::new()), "what we ship has no traps, the migration packs included");
    let json = shell.run(&["rules", "list", "--format", "json", "fix-vaults"]).exits(0).json();
    assert_eq!(json["packs"][0]["name"], "builtin:fix-vaults");
    assert!(shell.run(&["rules", "show", "sleeep"]).exits(2).err.contains("no such file"));
}

#[test]
fn own_packs_are_tested_file_by_file_and_folder_by_folder() {
    let shell = Shell::with("rules/deep/mine.yaml", PACK);
    assert!(shell.run(&["rules", "test", "rules"]).exits(0).out.contains("rules/deep/mine.yaml: 1 test passed"));
    shell.write("rules/wrong.yaml", PACK.replace("set: {name: Copy}", "set: {name: Kopie}"));
    let said = shell.run(&["rules", "test", "rules"]).exits(1);
    for part in
        ["SX210", "rules/wrong.yaml:10:", "-    \"name\": \"Copy\"", "+    \"name\": \"Kopie\"", "0 tests passed, 1 failed"]
    {
        assert!(said.out.contains(part), "{part} is missing in {}", said.out);
    }
    shell.write("rules/broken.yaml", "semxform: 1\nid: x\nrules: 7\n");
    assert!(shell.run(&["rules", "test", "rules"]).exits(2).err.contains("rules/broken.yaml:3:8"));
}

#[test]
fn tables_beside_packs_are_no_packs() {
    let table = "  - id: branches\n    select: $.repositories[*]\n    remap_id: {key: git_branch, table_file: branches.yaml, otherwise: keep}\ntests:";
    let shell = Shell::with("rules/mine.yaml", PACK.replace("tests:", table));
    shell.write("rules/branches.yaml", "master: main\n");
    let said = shell.run(&["rules", "test", "rules"]).exits(0);
    assert!(said.out.contains("1 test passed") && !said.out.contains("branches"), "{}", said.out);
    shell.run(&["rules", "lint", "rules"]).exits(1);
    assert!(shell.run(&["rules", "test", "rules/branches.yaml"]).exits(2).err.contains("`semxform` is missing"));
}

#[test]
fn a_table_is_a_regular_file_below_its_pack() {
    let pack =
        |file: &str| format!("semxform: 1\nid: p\nrules:\n  - id: a\n    rename_entity: {{section: keys, table_file: {file}}}\n");
    let shell = Shell::with("packs/p.yaml", pack("../names.yaml"));
    shell.write("names.yaml", "a: b\n");
    shell.write("packs/deep/names.yaml", "a: b\n");
    shell.write("b.json", r#"{"keys": [{"name": "a"}]}"#);
    for (file, message) in [
        ("../names.yaml", "is outside of the folder"),
        ("/etc/passwd", "is outside of the folder"),
        ("deep", "is not a regular file"),
        ("other.yaml", "no such file"),
    ] {
        shell.write("packs/p.yaml", pack(file));
        let said = shell.run(&["-r", "packs/p.yaml", "b.json"]).exits(2);
        assert!(said.err.contains(message) && said.err.contains("packs/p.yaml:5:"), "{file}: {}", said.err);
    }
    shell.write("packs/p.yaml", pack("deep/names.yaml"));
    let said = shell.run(&["-r", "packs/p.yaml", "b.json", "--diff", "json-patch"]);
    assert!(said.out.contains("\"/keys/0/name\""), "{}{}", said.out, said.err);
}

#[test]
fn near_misses_of_packs_and_rules_are_named() {
    let shell = Shell::with("b.json", r#"{"meta": {"name": "P"}}"#);
    shell.write("packs/mine.yaml", PACK);
    assert!(shell.run(&["rules", "show", "fix-vault"]).exits(2).err.contains("did you mean builtin:fix-vaults?"));
    let said = shell.run(&["-r", "builtin:fix-vaults", "--only", "drop-orphan", "b.json"]).exits(2).err;
    assert!(
        said.contains("did you mean \"fix-vaults/drop-orphan-links\"?") || said.contains("did you mean \"drop-orphan-links\"?"),
        "{said}"
    );
    assert!(shell.run(&["-r", "packs", "b.json"]).exits(0).err.contains("mine/rename: 1 change"));
    shell.write("empty/notes.txt", "");
    assert!(shell.run(&["-r", "empty", "b.json"]).exits(2).err.contains("there are no rule packs in it"));
}

#[test]
fn a_rule_that_matched_nothing_is_mentioned_once() {
    let idle = "  - id: idle\n    select: $.templates[?@.runner_tag == 'prod']\n    set: {app: bash}\ntests:";
    let shell = Shell::with("p.yaml", PACK.replace("tests:", idle));
    shell.write("b.json", r#"{"meta": {"name": "P"}}"#);
    let said = shell.run(&["-r", "p.yaml", "--to", "2.16", "b.json"]).err;
    assert_eq!(said.matches("matched nothing: mine/idle").count(), 1, "{said}");
    assert!(!said.contains("mine/rename, mine/idle"), "{said}");
}

#[test]
fn traps_are_found() {
    let shell = Shell::with("trap.yaml", PACK.replace("$.meta", "$.templates[?@.vault_key]"));
    let said = shell.run(&["rules", "lint", "trap.yaml"]).exits(1);
    assert!(said.out.contains("SX211") && said.out.contains("trap.yaml:7:") && said.out.contains("1 trap"), "{}", said.out);
}

#[test]
fn who_names_null_has_thought_of_it() {
    for guarded in [
        "$.templates[?@.vault_key && @.vault_key != null]",
        "$.templates[?@.vault_key == null || @.vault_key]",
        "$.templates[?!@.app || null == @.app]",
        "$.templates[?@.vaults[0].vault_key && @.vaults[0].vault_key != null]",
        "$.templates[?count(@['app', 'type']) == 0]",
    ] {
        let shell = Shell::with("fine.yaml", PACK.replace("$.meta", guarded));
        shell.run(&["rules", "lint", "fine.yaml"]).exits(0);
    }
    for trap in [
        "$.templates[?@.vault_key && @.app != null && @.app]",
        "$.templates[?@.vaults[0].name && @.vaults[1].name != null && @.vaults[1].name]",
    ] {
        let shell = Shell::with("trap.yaml", PACK.replace("$.meta", trap));
        assert!(shell.run(&["rules", "lint", "trap.yaml"]).exits(1).out.contains("1 trap"), "{trap}");
    }
}

#[test]
fn a_shipped_pack_that_is_misspelt() {
    let shell = Shell::with("a.json", "{}");
    assert!(shell.run(&["-r", "builtin:fix-vault", "a.json"]).exits(2).err.contains("did you mean builtin:fix-vaults?"));
}

#[test]
fn each_test_of_a_pack_is_a_test_case_of_the_report() {
    let second = "  - name: it stays\n    given: {meta: {name: Copy}}\n    expect: {meta: {name: Kopie}}\n";
    let shell = Shell::with("mine.yaml", PACK.to_owned() + second);
    shell.run(&["rules", "test", "mine.yaml", "--report", "junit:j.xml"]).exits(1);
    let junit = shell.read("j.xml");
    assert!(junit.contains(r#"<testsuite name="mine.yaml" tests="2" failures="1" errors="0">"#), "{junit}");
    assert!(junit.contains(r#"<testcase classname="mine.yaml" name="the name is another one"/>"#), "{junit}");
    assert!(junit.contains(r#"<testcase classname="mine.yaml" name="it stays">"#) && junit.contains("SX210"), "{junit}");
    assert!(!junit.contains("name=\"schema\""), "{junit}");
    shell.run(&["rules", "test", "clean", "--report", "junit:c.xml"]).exits(0);
    assert!(!shell.read("c.xml").contains("tests=\"0\""), "{}", shell.read("c.xml"));
    let json = shell.run(&["rules", "test", "mine.yaml", "--format", "json"]).exits(1).json();
    assert_eq!(json["files"][0]["tests"][1], serde_json::json!({"name": "it stays", "line": 13, "passed": false}));
}

#[test]
fn a_failed_test_shows_the_difference_with_its_indentation() {
    let given = PACK
        .replace("meta: {name: Infra}", "meta: {name: Infra, type: \"\"}")
        .replace("expect: {meta: {name: Copy}}", "expect: {meta: {name: Kopie, type: \"\"}}");
    let shell = Shell::with("mine.yaml", given);
    let said = shell.run(&["rules", "test", "mine.yaml"]).exits(1).out;
    for line in ["   \"meta\": {", "-    \"name\": \"Kopie\",", "+    \"name\": \"Copy\",", "     \"type\": \"\""] {
        assert!(said.lines().any(|shown| shown.ends_with(line)), "{line} is missing in {said}");
    }
}

#[test]
fn a_pack_that_is_shown_is_in_the_envelope() {
    let shell = Shell::new();
    let plain = shell.run(&["rules", "show", "sleep"]).exits(0).out;
    let json = shell.run(&["rules", "show", "sleep", "--format", "json"]).exits(0).json();
    assert_eq!(json["packs"][0]["text"], plain);
}
