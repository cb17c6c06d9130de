//! Laws of diffs: a patch applied by somebody else's rules gives byte for byte the output, whatever was edited.

use std::collections::HashSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::diff::{patch, unified};
use crate::json::{Document, Kind, Node};
use crate::mask::Secrets;
use proptest::prelude::*;
use serde_json::{Value, json};

/// One edit somewhere: which node, which kind of edit, a number for the rest.
type Edit = (usize, u8, usize);

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-5i64..5).prop_map(Value::from),
        "[a-c\\\\\"\n<]{0,3}".prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-e/~\n\u{1b}]{1,2}", inner, 0..5).prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

/// The same value as people and programs write it.
fn layout(value: &Value, style: u8) -> Vec<u8> {
    let pretty = serde_json::to_string_pretty(value).unwrap();
    match style {
        0 => pretty.into_bytes(),
        1 => (pretty + "\n").into_bytes(),
        2 => (pretty.replace('\n', "\r\n") + "\r\n").into_bytes(),
        3 => value.to_string().into_bytes(),
        4 => (value.to_string() + "\n\n").into_bytes(),
        5 => value.to_string().replace("\":", "\" : ").replace(',', "\n,").into_bytes(),
        // A byte that is no UTF-8 stands in a text that no edit looks at.
        _ => [b"[\n\"\xff\",\n".to_vec(), pretty.into_bytes(), b"\n]".to_vec()].concat(),
    }
}

fn edit(doc: &mut Document, (which, kind, number): Edit) {
    let all: Vec<Node> = doc.descendants(doc.root()).collect();
    let node = all[which % all.len()];
    let children: Vec<Node> = doc.child_nodes(node).collect();
    let values = json!([{"new": [number]}, "x", 7, {"a": null}]);
    let fresh = doc.make(&values[number % 4]);
    let child = (!children.is_empty()).then(|| children[number % children.len()]);
    match (doc.kind(node), kind % 6, child) {
        (Kind::Object, 0, _) => {
            doc.set_member(node, ["a", "zz", "b/~"][number % 3], fresh);
        }
        (Kind::Object, 1, Some(child)) => {
            let free = ["n1", "a", "n2"].into_iter().find(|k| doc.get(node, *k).is_none());
            if let Some(key) = free {
                doc.rename_member(node, child, key);
            }
        }
        (Kind::Array, 0 | 1, _) => doc.insert_element(node, number % (children.len() + 1), fresh),
        (Kind::Array | Kind::Object, 2, Some(_)) => {
            let gone: HashSet<Node> = children.iter().copied().skip(number % 2).step_by(1 + number % 3).collect();
            doc.detach(node, |child| gone.contains(&child));
        }
        (Kind::Array | Kind::Object, 3, Some(_)) => {
            let mut order = children.clone();
            order.rotate_left(number % children.len());
            order.swap(0, children.len() - 1);
            doc.reorder(node, &order);
        }
        (_, 4, _) if node != doc.root() => doc.replace(node, fresh),
        (Kind::Array, 5, Some(child)) => {
            let copy = doc.copy(child);
            doc.insert_element(node, children.len(), copy);
        }
        _ => {}
    }
}

fn unified_text(doc: &Document, secrets: Secrets) -> Vec<u8> {
    let mut text = Vec::new();
    unified::write(doc, &doc.splices(), "my backup.json", secrets, &mut text).unwrap();
    text
}

/// Applies a unified diff by its line numbers alone; every context and removed line has to be there.
fn apply(source: &[u8], patch: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> = source.split_inclusive(|b| *b == b'\n').collect();
    let mut out = Vec::new();
    let mut at = 0;
    let mut last: Option<u8> = None;
    for line in patch.split_inclusive(|b| *b == b'\n').skip(2) {
        let body = &line[1..];
        match line[0] {
            b'@' => {
                let text = String::from_utf8_lossy(line);
                let (first, count) = text[4..].split(' ').next().map(|r| r.split_once(',').unwrap_or((r, "1"))).unwrap();
                let start = first.parse::<usize>().unwrap() - usize::from(count != "0");
                assert!(start >= at, "hunks overlap");
                out.extend(lines[at..start].concat());
                at = start;
            }
            b'\\' if last == Some(b'-') => assert_eq!(at, lines.len()),
            b'\\' => assert_eq!(out.pop(), Some(b'\n')),
            b'+' => out.extend_from_slice(body),
            sign @ (b' ' | b'-') => {
                let here = lines[at];
                assert_eq!(here.strip_suffix(b"\n").unwrap_or(here), &body[..body.len() - 1]);
                at += 1;
                if sign == b' ' {
                    out.extend_from_slice(body);
                }
            }
            other => panic!("{:?}", other as char),
        }
        last = Some(line[0]);
    }
    out.extend(lines[at..].concat());
    out
}

/// The same by the `patch` program.
fn patch_program(source: &[u8], diff: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.json");
    std::fs::write(&file, source).unwrap();
    let mut child = Command::new("patch")
        .args(["-s", "--no-backup-if-mismatch"])
        .arg(&file)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(diff).unwrap();
    assert!(child.wait().unwrap().success(), "{}", String::from_utf8_lossy(diff));
    std::fs::read(&file).unwrap()
}

fn edited(source: &Value, style: u8, edits: &[Edit]) -> Document {
    let mut doc = Document::parse(layout(source, style)).unwrap();
    for one in edits {
        edit(&mut doc, *one);
    }
    doc
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((0usize..60, any::<u8>(), 0usize..12), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_unified_diff_gives_the_output_to_the_byte(source in value(), style in 0u8..7, edits in edits()) {
        let doc = edited(&source, style, &edits);
        let diff = unified_text(&doc, Secrets::Shown);
        let output = doc.to_bytes();
        if diff.is_empty() {
            prop_assert_eq!(doc.source(), output);
        } else {
            prop_assert_eq!(apply(doc.source(), &diff), output);
        }
        unified_text(&doc, Secrets::Hidden);
    }

    #[test]
    fn json_patch_operations_give_the_same_document(source in value(), style in 0u8..5, edits in edits()) {
        let doc = edited(&source, style, &edits);
        let mut text = Vec::new();
        patch::write(&patch::operations(&doc), Secrets::Shown, &mut text).unwrap();
        let patch: json_patch::Patch = serde_json::from_slice(&text).unwrap();
        let mut value: Value = serde_json::from_slice(doc.source()).unwrap();
        json_patch::patch(&mut value, &patch).unwrap();
        let output: Value = serde_json::from_slice(&doc.to_bytes()).unwrap();
        prop_assert_eq!(value, output);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "needs the program patch"]
    fn the_patch_program_takes_the_diff(source in value(), style in 0u8..7, edits in edits()) {
        let doc = edited(&source, style, &edits);
        let diff = unified_text(&doc, Secrets::Shown);
        if !diff.is_empty() {
            prop_assert_eq!(patch_program(doc.source(), &diff), doc.to_bytes());
        }
    }
}
