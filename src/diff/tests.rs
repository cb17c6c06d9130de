//! What people read in a diff.

use serde_json::json;

use super::mask::Secrets;
use super::{patch, unified};
use crate::document::{Document, Path};

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

fn at(doc: &Document, pointer: &str) -> crate::document::Node {
    doc.at(&Path::from_pointer(pointer).unwrap()).unwrap()
}

fn remove(doc: &mut Document, pointer: &str) {
    let node = at(doc, pointer);
    let parent = doc.parent(node).unwrap();
    doc.detach(parent, &[node].into());
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
    doc.detach(list, &gone.into_iter().collect());
    let price = doc.make_raw(crate::document::Kind::Number, "1.10");
    doc.replace(at(&doc, "/n"), price);
    doc.rename_member(doc.root(), at(&doc, "/old"), "new");
    let mut text = Vec::new();
    patch::write(&patch::operations(&doc), &mut text).unwrap();
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
