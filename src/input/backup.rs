//! Whether a document is a project backup at all, and if not: what it probably is, and how to get the backup. A server makes an empty
//! project of such a file and reports success.

use super::own::{Own, own};
use super::sections::{is_backup, is_section};
use crate::finding::{Code, Finding, Severity, Spot, Stage};
use crate::json::{Document, Kind, Label, Node};
use crate::semaphore::key;
use crate::text::safe::shell_word;

/// So many levels below the top a backup is looked for.
const DEPTH: usize = 3;
/// So many values are looked at on a level; envelopes are small.
const WIDTH: usize = 64;

/// The finding for a document that is no backup; none for one that has at least one section.
#[must_use]
pub(crate) fn not_a_backup(doc: &Document) -> Option<Finding> {
    let root = doc.root();
    let own = own(doc);
    if own.is_none() && is_backup(doc, root) {
        return None;
    }
    let instead = own.map(Own::words).map_or_else(|| found_instead(doc, root), |(words, help)| Instead::new(words, help));
    let spot = instead.at.map_or_else(|| Spot::from(root), Spot::key);
    let message = format!("this is no project backup: {}", instead.words);
    Some(Finding::new(Code::SX114, Severity::Error, Stage::Decode, message).at(spot).help(instead.help))
}

/// What a document is in place of a backup.
struct Instead {
    words: String,
    help: String,
    at: Option<Node>,
}

impl Instead {
    fn new(words: impl Into<String>, help: impl Into<String>) -> Self {
        Self { words: words.into(), help: help.into(), at: None }
    }
}

pub(super) const EXPORT: &str = "export the project again: Dashboard > Settings > Backup Project, or GET /api/project/ID/backup";

fn found_instead(doc: &Document, root: Node) -> Instead {
    match doc.kind(root) {
        Kind::Object => object(doc, root),
        Kind::Array => list(doc, root),
        Kind::Null => Instead::new("the document is null", EXPORT),
        Kind::String if embedded(doc, root) => {
            Instead::new("the whole backup is written as one JSON text", "take it out: jq -r . FILE > project.json")
        }
        Kind::String => Instead::new("the document is a text", EXPORT),
        Kind::Bool | Kind::Number => Instead::new("the document is a single value", EXPORT),
    }
}

fn object(doc: &Document, root: Node) -> Instead {
    let has = |key: &str| doc.get(root, key).is_some();
    let all = |keys: &[&str]| keys.iter().all(|key| has(key));
    if let Some(inner) = inner(doc, root) {
        return inner;
    }
    if has("sops") {
        return Instead::new("a file encrypted with SOPS", "decrypt it first: sops --decrypt FILE > backup.json");
    }
    if let Some(encoded) = doc.members(root).find_map(|(_, node)| base64(doc, node)) {
        return encoded;
    }
    if doc.is_empty(root) {
        return Instead::new("the object is empty", EXPORT);
    }
    if has("semxform") && has("rules") {
        return Instead::new("a rule pack", "name rule packs with -r, and the backup behind them");
    }
    if has("error") || has("errors") || has("message") && doc.len(root) <= 3 {
        return Instead::new(
            "the server answered an error, and that was saved",
            "look at the address and the token of the command that made it; export the project again",
        );
    }
    if all(&["access_token"]) || all(&["token"]) && doc.len(root) <= 3 {
        return Instead::new("the answer of a login", EXPORT);
    }
    if has(key::MAX_PARALLEL_TASKS) || all(&["id", "name", "created"]) {
        return Instead::new(
            "the API's entry of a project, without its content",
            "ask for the backup: GET /api/project/ID/backup, with /backup at the end",
        );
    }
    if has(key::PROJECT_ID) {
        return Instead::new("one entry of a project, as the API returns it", EXPORT);
    }
    Instead::new("none of the known sections (meta, templates, keys, …) is in it", EXPORT)
}

/// A backup inside another object, as a value or as a text.
fn inner(doc: &Document, root: Node) -> Option<Instead> {
    let mut level = vec![(root, String::new())];
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for (around, path) in &level {
            if let Some(several) = several(doc, *around, path) {
                return Some(several);
            }
            for node in doc.child_nodes(*around).take(WIDTH) {
                let path = format!("{path}{}", step(doc, node));
                let (text, list) = (embedded(doc, node), is_list_of_backups(doc, node));
                if !(text || list || doc.kind(node) == Kind::Object && has_several_sections(doc, node)) {
                    next.push((node, path));
                    continue;
                }
                let filter = shell_word(&path);
                let (words, help) = if text {
                    (
                        format!("the backup is a JSON text under `{path}`"),
                        format!("take it out: jq -r {filter} FILE > project.json"),
                    )
                } else if list {
                    (format!("a list of backups is under `{path}`"), split(&shell_word(&format!("{path}[]")), doc.len(node)))
                } else {
                    (format!("the backup is under `{path}`"), format!("take it out: jq {filter} FILE > project.json"))
                };
                let at = matches!(doc.label(node), Some(Label::Key(_))).then_some(node);
                return Some(Instead { words, help, at });
            }
        }
        level = next;
    }
    None
}

/// Several backups in an object, each under the name of its project.
fn several(doc: &Document, around: Node, path: &str) -> Option<Instead> {
    let backups = || doc.members(around).filter(|(_, node)| doc.kind(*node) == Kind::Object && has_several_sections(doc, *node));
    let (count, (_, first)) = (backups().take(WIDTH).count(), backups().next()?);
    if doc.kind(around) != Kind::Object || count < 2 {
        return None;
    }
    // What is beside them is no backup.
    let filter =
        if count == doc.len(around) { format!("{path}[]") } else { format!("{path}[] | objects | select(.meta or .keys)") };
    let filter = if filter.starts_with('[') { format!(".{filter}") } else { filter };
    let of = if path.is_empty() { "the keys of the object".to_owned() } else { format!("the keys of `{path}`") };
    Some(Instead { words: format!("{count} backups are under {of}"), help: split(&shell_word(&filter), count), at: Some(first) })
}

/// A text that is a backup in base64, as the API of a forge returns files.
fn base64(doc: &Document, node: Node) -> Option<Instead> {
    let text = doc.text(node)?;
    let all = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\n' | b'\r'));
    if !(all && text.len() > 8 && ["ey", "ew"].iter().any(|begin| text.starts_with(begin))) {
        return None;
    }
    let path = step(doc, node);
    let help = format!("take it out: jq -r {} FILE | base64 -d > project.json", shell_word(&path));
    Some(Instead { words: format!("a document in base64 is under `{path}`"), help, at: Some(node) })
}

/// The step of a `jq` filter to a value.
fn step(doc: &Document, node: Node) -> String {
    let Some(Label::Key(key)) = doc.label(node) else {
        let before = doc.parent(node).map_or(0, |list| doc.elements(list).take_while(|element| *element != node).count());
        return format!("[{before}]");
    };
    let key = key.text();
    let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !key.starts_with(|c: char| c.is_ascii_digit());
    if plain && !key.is_empty() { format!(".{key}") } else { format!(".[{}]", serde_json::Value::from(&*key)) }
}

fn list(doc: &Document, root: Node) -> Instead {
    let (length, elements) = (doc.len(root), || doc.elements(root).take(WIDTH));
    if length == 0 {
        return Instead::new("the list is empty", EXPORT);
    }
    if is_list_of_backups(doc, root) {
        if length == 1 {
            return Instead::new("a list around one backup", "take it out: jq '.[0]' FILE > project.json");
        }
        return Instead::new(format!("a list of {length} backups"), split("'.[]'", length));
    }
    let has = |key: &str| elements().all(|element| doc.get(element, key).is_some());
    if has(key::MAX_PARALLEL_TASKS) || has("id") && has("name") && has("created") {
        return Instead::new(
            format!("the API's list of projects ({length}), without their content"),
            "ask for each backup: GET /api/project/ID/backup",
        );
    }
    if has(key::PROJECT_ID) {
        return Instead::new("a list of one section of a project, as the API returns it", EXPORT);
    }
    Instead::new("a list, and a backup is an object", EXPORT)
}

fn split(filter: &str, length: usize) -> String {
    format!(
        "write each of the {length} into a file of its own: jq -c {filter} FILE | split -l 1 --additional-suffix=.json - project-"
    )
}

fn is_list_of_backups(doc: &Document, node: Node) -> bool {
    doc.kind(node) == Kind::Array
        && !doc.is_empty(node)
        && doc.elements(node).take(WIDTH).all(|element| has_several_sections(doc, element))
}

/// One key alone may be in anything; two are in no other object that people meet.
fn has_several_sections(doc: &Document, node: Node) -> bool {
    doc.members(node).filter(|(key, _)| is_section(&key.text())).take(2).count() == 2
}

/// Whether a text holds a backup.
fn embedded(doc: &Document, node: Node) -> bool {
    let Some(text) = doc.text(node).filter(|text| text.trim_start().starts_with('{')) else { return false };
    Document::parse(text.into_owned().into_bytes()).is_ok_and(|inner| has_several_sections(&inner, inner.root()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(text: &str) -> Option<(String, String)> {
        let doc = Document::parse(text.as_bytes().to_vec()).unwrap();
        not_a_backup(&doc).map(|finding| (finding.message.to_string(), finding.help.unwrap_or_default().to_string()))
    }

    #[test]
    fn what_scripts_and_servers_save_in_place_of_a_backup_is_named() {
        for (text, message, help) in [
            ("{}", "the object is empty", "Backup Project"),
            ("null", "null", "Backup Project"),
            (r#"{"tasks": null, "history": null}"#, "none of the known sections", "/backup"),
            (r#"{"error": "Unauthorized"}"#, "answered an error", "token"),
            (r#"{"id": 3, "name": "Home lab", "created": "2026-01-01", "alert": false}"#, "entry of a project", "/backup"),
            (r#"[{"id": 3, "name": "Home lab", "created": "2026-01-01"}]"#, "list of projects (1)", "/backup"),
            (r#"[{"id": 3, "project_id": 1, "name": "Deploy"}]"#, "one section", "/backup"),
            (r#"{"format_version": "1.0", "tool": "semxform 0.1.0", "hops": []}"#, "receipt", "another folder"),
            (r#"{"semxform_extras": 1, "project": "x", "templates": {"t": {"autorun": true}}}"#, "extras", "--extras"),
            (r#"{"semxform_projects": 1, "projects": []}"#, "list of files", "that it lists"),
            (r#"{"semxform": 1, "id": "x", "rules": []}"#, "rule pack", "-r"),
            (r#"{"data": "ENC[AES256_GCM,data:x]", "sops": {}}"#, "SOPS", "sops --decrypt"),
            (r#"{"content": "eyJtZXRhIjp7fX0=", "encoding": "base64"}"#, "base64", "jq -r .content FILE | base64 -d"),
            (r#"{"A": {"meta": {}, "keys": []}, "B": {"meta": {}, "keys": []}}"#, "2 backups", "jq -c '.[]' FILE"),
            (
                r#"{"ok": 1, "x": {"A": {"meta": {}, "keys": []}, "B": {"meta": {}, "keys": []}, "n": 2}}"#,
                "2 backups are under the keys of `.x`",
                "jq -c '.x[] | objects | select(.meta or .keys)' FILE",
            ),
            (r#"[{"meta": {}, "keys": []}]"#, "around one backup", "jq '.[0]' FILE"),
            (r#"[{"meta": {}, "keys": []}, {"meta": {}, "views": []}]"#, "list of 2 backups", "jq -c '.[]' FILE"),
        ] {
            let (said, what_to_do) = finding(text).unwrap();
            assert!(said.contains(message), "{text}: {said}");
            assert!(what_to_do.contains(help), "{text}: {what_to_do}");
        }
    }

    #[test]
    fn the_way_into_an_envelope_is_named_wherever_the_backup_is() {
        for (text, filter) in [
            (r#"{"project_id": 1, "backup": {"meta": {}, "keys": []}, "warnings": []}"#, "jq .backup FILE"),
            (r#"{"a": {"b": [1, {"meta": {}, "keys": []}]}}"#, "jq '.a.b[1]' FILE"),
            (r#"{"my body": {"meta": {}, "keys": []}}"#, r#"jq '.["my body"]' FILE"#),
            (r#"{"content": "{\"meta\": {}, \"keys\": []}"}"#, "jq -r .content FILE"),
            (r#"{"results": [{"meta": {}, "keys": []}, {"meta": {}, "keys": []}]}"#, "jq -c '.results[]' FILE"),
        ] {
            let (_, help) = finding(text).unwrap();
            assert!(help.contains(filter), "{text}: {help}");
        }
    }

    #[test]
    fn a_file_with_one_section_is_a_backup_in_any_letter_case() {
        assert_eq!(finding(r#"{"Keys": []}"#), None);
        assert_eq!(finding(r#"{"meta": {"name": ""}}"#), None);
    }
}
