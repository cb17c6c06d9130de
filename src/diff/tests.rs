//! What people read in a diff.

mod patches;

use serde_json::json;

use super::byname::DifferenceKind;
use super::{byname, opened, patch, summary, unified};
use crate::json::{Document, Path};
use crate::mask::Secrets;

fn backup() -> String {
    let template = |name: &str, key: &str| {
        json!({"arguments": "[]", "inventory": "prod", "name": name, "playbook": "site.yml", "repository": "app", "task_params": {},
            "vaults": [{"name": "a", "type": "password", "vault_key": "deploy"}, {"name": "b", "type": "password", "vault_key": key}]})
    };
    let value = json!({
        "environments": [{"name": "prod", "password": "geheim"}],
        "meta": {"name": "Shop"},
        "templates": [template("Deploy app", "gone"), template("Backup db", "deploy")]
    });
    serde_json::to_string_pretty(&value).unwrap()
}

fn at(doc: &Document, pointer: &str) -> crate::json::Node {
    doc.at(&Path::from_pointer(pointer).unwrap()).unwrap()
}

fn remove(doc: &mut Document, pointer: &str) {
    let node = at(doc, pointer);
    let parent = doc.parent(node).unwrap();
    doc.detach(parent, |n| n == node);
}

fn unified(doc: &Document, secrets: Secrets) -> String {
    let mut text = Vec::new();
    unified::write(doc, &doc.splices(), "backup.json", secrets, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn a_hunk_names_the_entity_and_shows_only_what_changed() {
    let mut doc = Document::parse(backup().into()).unwrap();
    remove(&mut doc, "/templates/0/vaults/1");
    assert_eq!(
        unified(&doc, Secrets::Shown),
        r#"--- a/backup.json
+++ b/backup.json
@@ -21,11 +21,6 @@ templates["Deploy app"].vaults
           "name": "a",
           "type": "password",
           "vault_key": "deploy"
-        },
-        {
-          "name": "b",
-          "type": "password",
-          "vault_key": "gone"
         }
       ]
     },
"#
    );
}

#[test]
fn distant_changes_are_hunks_of_their_own_and_near_ones_share_one() {
    let mut doc = Document::parse(backup().into()).unwrap();
    let name = doc.make(&json!("Shop 2"));
    doc.set_member(at(&doc, "/meta"), "name", name);
    remove(&mut doc, "/templates/0/vaults/1");
    remove(&mut doc, "/templates/1/arguments");
    let text = unified(&doc, Secrets::Shown);
    let heads: Vec<&str> = text.lines().filter(|l| l.starts_with("@@")).collect();
    assert_eq!(heads, ["@@ -6,7 +6,7 @@ meta", "@@ -21,16 +21,10 @@ templates[\"Deploy app\"].vaults"]);
}

#[test]
fn nothing_is_said_when_nothing_changes() {
    let doc = Document::parse(backup().into()).unwrap();
    assert_eq!(unified(&doc, Secrets::Shown), "");
    assert!(patch::operations(&doc).is_empty());
}

#[test]
fn on_a_terminal_secrets_are_masked_in_context_and_changes() {
    let mut doc = Document::parse(backup().into()).unwrap();
    let added = doc.make(&json!({"name": "stage", "password": "offen", "json": "{\"API_TOKEN\": \"abc\"}"}));
    doc.insert_element(at(&doc, "/environments"), 1, added);
    let text = unified(&doc, Secrets::Hidden);
    assert!(!text.contains("geheim") && !text.contains("offen") && !text.contains("abc"), "{text}");
    assert!(text.contains("       \"password\": \"***\"\n"), "{text}");
    assert!(text.contains("+      \"password\": \"***\",\n"), "{text}");
    assert!(unified(&doc, Secrets::Shown).contains("offen"));
}

#[test]
fn a_secret_that_is_taken_away_is_masked_in_the_line_that_goes() {
    let text = r#"{
  "environments": [{"name": "prod", "password": "geheim"}, {"name": "stage", "password": 4711}],
  "keys": [{"name": "k", "plain": "privat"}],
  "templates": [{"survey_vars": [{"name": "pin", "type": "secret", "default_value": "0815"}]}]
}
"#;
    let mut doc = Document::parse(text.into()).unwrap();
    for pointer in ["/environments/0/password", "/environments/1/password"] {
        let empty = doc.make(&json!(""));
        doc.replace(at(&doc, pointer), empty);
    }
    remove(&mut doc, "/keys/0");
    let plain = doc.make(&json!(""));
    doc.replace(at(&doc, "/templates/0/survey_vars/0/type"), plain);
    remove(&mut doc, "/templates/0/survey_vars/0/default_value");
    let shown = unified(&doc, Secrets::Hidden);
    for secret in ["geheim", "4711", "privat", "0815"] {
        assert!(!shown.contains(secret), "{secret}:\n{shown}");
        assert!(unified(&doc, Secrets::Shown).contains(secret));
    }
}

#[test]
fn a_one_line_file_without_final_newline_keeps_having_none() {
    let mut doc = Document::parse(br#"{"keys":[{"name":"a"},{"name":"b"}]}"#.to_vec()).unwrap();
    remove(&mut doc, "/keys/0");
    let none = "\\ No newline at end of file";
    assert_eq!(
        unified(&doc, Secrets::Shown),
        format!(
            "--- a/backup.json\n+++ b/backup.json\n@@ -1 +1 @@ keys\n-{{\"keys\":[{{\"name\":\"a\"}},{{\"name\":\"b\"}}]}}\n{none}\n+{{\"keys\":[{{\"name\":\"b\"}}]}}\n{none}\n"
        )
    );
}

#[test]
fn names_of_files_are_written_so_that_patch_reads_them() {
    let mut doc = Document::parse(b"[1,2]\n".to_vec()).unwrap();
    remove(&mut doc, "/0");
    for (path, want) in
        [("/srv/b.json", "--- a/srv/b.json"), ("my b.json", "--- a/my b.json\t"), ("a\n\"b", "--- \"a/a\\n\\\"b\"")]
    {
        let mut text = Vec::new();
        unified::write(&doc, &doc.splices(), path, Secrets::Shown, &mut text).unwrap();
        assert!(text.starts_with(format!("{want}\n").as_bytes()), "{}", String::from_utf8_lossy(&text));
    }
}

#[test]
fn operations_keep_number_texts_and_come_from_the_end() {
    let mut doc = Document::parse(br#"{"a/b": [1, 2, 3, 4], "n": 1, "old": {"x": 1}}"#.to_vec()).unwrap();
    let list = at(&doc, "/a~1b");
    let gone: Vec<_> = doc.elements(list).step_by(2).collect();
    doc.detach(list, |node| gone.contains(&node));
    let price = doc.make_raw(crate::json::Kind::Number, "1.10");
    doc.replace(at(&doc, "/n"), price);
    doc.rename_member(doc.root(), at(&doc, "/old"), "new");
    let mut text = Vec::new();
    patch::write(&patch::operations(&doc), Secrets::Shown, &mut text).unwrap();
    assert_eq!(
        String::from_utf8(text).unwrap(),
        r#"[
  {"op": "remove", "path": "/a~1b/2"},
  {"op": "remove", "path": "/a~1b/0"},
  {"op": "replace", "path": "/n", "value": 1.10},
  {"op": "move", "from": "/old", "path": "/new"}
]
"#
    );
}

fn opened(doc: &Document, secrets: Secrets) -> String {
    let mut text = Vec::new();
    opened::write(doc, "old.json", secrets, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn a_one_line_export_is_opened_entity_by_entity() {
    let source = r#"{"environments":[{"name":"prod","json":"{\"host\":\"a\",\"db_pass\":\"x\",\"n\":1}"}],"keys":[{"name":"a"},{"name":"b"}],"meta":{"name":"Shop"}}"#;
    let mut doc = Document::parse(source.into()).unwrap();
    let text = doc.make_text(r#"{"host":"b","db_pass":"y","n":1}"#);
    doc.set_member(at(&doc, "/environments/0"), "json", text);
    remove(&mut doc, "/keys/0");
    let name = doc.make(&json!("Shop 2"));
    doc.set_member(at(&doc, "/meta"), "name", name);
    assert_eq!(
        opened(&doc, Secrets::Hidden),
        r#"# old.json, laid out one member a line for reading: not a patch (--diff unified is one)
@@ environments["prod"] @@
    "name": "prod"
    "json": JSON text
      {
-       "host": "a"
-       "db_pass": "***"
+       "host": "b"
+       "db_pass": "***"
        "n": 1
      }
  }
@@ keys["a"] @@
- {
-   "name": "a"
- }
@@ meta @@
  "meta": {
-   "name": "Shop"
+   "name": "Shop 2"
  }
"#
    );
    assert!(opened(&doc, Secrets::Shown).contains("+       \"db_pass\": \"y\""));
}

#[test]
fn new_renamed_and_moved_entities_are_told_apart() {
    let mut doc = Document::parse(br#"{"keys":[{"name":"a","type":"ssh"},{"name":"b"}]}"#.to_vec()).unwrap();
    let name = doc.make(&json!("a 2"));
    doc.set_member(at(&doc, "/keys/0"), "name", name);
    let added = doc.make(&json!({"name": "c"}));
    doc.insert_element(at(&doc, "/keys"), 2, added);
    let text = opened(&doc, Secrets::Shown);
    assert!(text.contains("@@ keys[\"a\"] → keys[\"a 2\"] @@"), "{text}");
    assert!(text.contains("@@ keys[\"c\"] @@\n+ {\n+   \"name\": \"c\"\n+ }\n"), "{text}");
    assert_eq!(opened(&Document::parse(b"[1]".to_vec()).unwrap(), Secrets::Shown), "");
}

fn by_name(a: &str, b: &str) -> String {
    let parse = |text: &str| Document::parse(text.into()).unwrap();
    let mut text = Vec::new();
    summary::write_differences(&byname::compare(&parse(a), &parse(b)), Secrets::Hidden, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn another_order_and_another_layout_are_no_difference() {
    let a = r#"{"keys": [{"name": "a", "type": "ssh"}, {"name": "b"}], "meta": {"name": "x", "n": 1.0, "json": "{\"a\": 1}"}}"#;
    let b = r#"{"meta":{"n":1,"json":"{\"a\":1}","name":"x"},"keys":[{"name":"b"},{"type":"ssh","name":"a"}]}"#;
    assert_eq!(by_name(a, b), "");
}

#[test]
fn a_comparison_by_name_tells_what_came_went_and_changed() {
    let a = r#"{"keys": [{"name": "a", "type": "ssh"}, {"name": "gone"}],
        "environments": [{"name": "prod", "password": "x", "json": "{\"host\": \"a\", \"token\": \"s1\"}"}],
        "templates": [{"name": "T", "vaults": [{"vault_key": "a"}, {"vault_key": "b"}], "tags": ["x", "y"]}]}"#;
    let b = r#"{"keys": [{"name": "new"}, {"name": "a", "type": "none"}],
        "environments": [{"name": "prod", "password": "y", "json": "{\"host\": \"b\", \"token\": \"s2\"}"}],
        "templates": [{"name": "T", "vaults": [{"vault_key": "b"}, {"vault_key": "c"}], "tags": ["y", "z"]}], "views": []}"#;
    assert_eq!(
        by_name(a, b),
        r#"keys["a"]
  ~ type: "ssh" → "none"
keys["gone"]
  - {"name":"gone"}
keys["new"]
  + {"name":"new"}
environments["prod"]
  ~ password: "***" (changed; --show-secrets shows how)
  ~ json.host: "a" → "b"
  ~ json.token: "***" (changed; --show-secrets shows how)
templates["T"]
  ~ vaults[1].vault_key: "a" → "c"
  - tags[0]: "x"
  + tags[1]: "z"
views
  + []
"#
    );
}

#[test]
fn a_suffix_of_letters_belongs_to_a_later_copy_and_is_a_name_otherwise() {
    let names = |names: &[&str]| {
        let keys: Vec<String> = names.iter().map(|name| format!(r#"{{"name": "{name}"}}"#)).collect();
        format!(r#"{{"keys": [{}]}}"#, keys.join(", "))
    };
    let parse = |text: String| Document::parse(text.into_bytes()).unwrap();
    let kinds = |a: &[&str], b: &[&str]| -> Vec<_> {
        byname::compare(&parse(names(a)), &parse(names(b))).iter().map(|difference| difference.kind).collect()
    };
    assert_eq!(kinds(&["None", "None"], &["None", "None - dnrjnsjton"]), [DifferenceKind::Suffix]);
    assert_eq!(kinds(&["None", "None - 0872167dd0"], &["None", "None - dnrjnsjton"]), [DifferenceKind::Suffix]);
    assert_eq!(kinds(&["web"], &["web - production"]), [DifferenceKind::Removed, DifferenceKind::Added]);
}

#[test]
fn a_random_suffix_of_an_export_is_the_same_entity() {
    let a = r#"{"keys": [{"name": "prod", "n": 1}, {"name": "prod - 0a1b2c3d4e", "n": 2}, {"name": "x"}]}"#;
    let b = r#"{"keys": [{"name": "prod - zzzzzzzzz9", "n": 3}, {"name": "prod", "n": 1}, {"name": "x"}]}"#;
    assert_eq!(
        by_name(a, b),
        "keys[\"prod - zzzzzzzzz9\"]\n  = \"prod - 0a1b2c3d4e\" → \"prod - zzzzzzzzz9\" (the random suffix of an export)\n  ~ n: 2 → 3\n"
    );
}

#[test]
fn a_summary_names_the_rule_and_the_references_that_followed() {
    use crate::engine::{Change, RecordedValue};
    let doc = Document::parse(backup().into()).unwrap();
    let change = |operation, pointer: &str, entity: &str, before: serde_json::Value, after: serde_json::Value| Change {
        rule: "tidy/rename".into(),
        operation,
        pointer: pointer.into(),
        entity: entity.into(),
        before: Some(RecordedValue::of_value(&before)).filter(|_| !before.is_null()),
        after: Some(RecordedValue::of_value(&after)).filter(|_| !after.is_null()),
        renamed: None,
    };
    let journal = [
        change("rename_entity", "/keys/0/name", "keys[\"a]b\"]", json!("a"), json!("a]b")),
        change(
            "rename_entity",
            "/templates/0/vaults/0/vault_key",
            "templates[\"Deploy app\"].vaults[\"a\"]",
            json!("a"),
            json!("a]b"),
        ),
        change("remove", "/templates/0/vaults/1", "templates[\"Deploy app\"].vaults[\"b\"]", json!({"name": "b"}), json!(null)),
        change(
            "set",
            "/environments/0/json",
            "environments[\"prod\"]",
            json!("{\"pin\":1,\"a\":1}"),
            json!("{\"pin\":2,\"a\":3}"),
        ),
        Change { renamed: Some("vaults".into()), ..change("rename_key", "/meta/old", "meta", json!(1), json!(1)) },
    ];
    let mut text = Vec::new();
    summary::write(journal, &doc, Secrets::Hidden, &mut text).unwrap();
    assert_eq!(
        String::from_utf8(text).unwrap(),
        r#"keys["a]b"]
  ~ name: "a" → "a]b"  (tidy/rename)
templates["Deploy app"]
  ~ vaults[0].vault_key: "a" → "a]b"  (reference followed, tidy/rename)
  - vaults[1]: {"name":"b"}  (tidy/rename)
environments["prod"]
  ~ json: JSON text  (tidy/rename)
    ~ pin: *** (changed; --show-secrets shows how)
    ~ a: 1 → 3
meta
  ~ old is called vaults now  (tidy/rename)
5 changes in 4 places by 1 rule
"#
    );
}

#[test]
fn the_word_behind_a_secret_switch_is_masked_in_every_diff() {
    let file = |token: &str| {
        let arguments = json!(["--private-token", token, "-v", "plain"]).to_string();
        json!({"templates": [{"name": "t", "arguments": arguments}], "extra": ["--api-token", token]}).to_string()
    };
    let compared = by_name(&file("geheim1"), &file("geheim2"));
    assert!(compared.contains("***") && !compared.contains("geheim"), "{compared}");
    let mut doc = Document::parse(file("geheim1").into()).unwrap();
    for pointer in ["/templates/0/arguments", "/extra"] {
        let value = doc.make(&json!("[\"--private-token\", \"geheim2\"]"));
        let node = at(&doc, pointer);
        doc.replace(node, value);
    }
    let shown = opened(&doc, Secrets::Hidden);
    assert!(shown.contains("***") && !shown.contains("geheim"), "{shown}");
    assert!(opened(&doc, Secrets::Shown).contains("geheim"));
}
