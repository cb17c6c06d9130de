//! JSON patches of what moves, of wide and of deep documents.

use serde_json::json;

use crate::diff::patch;
use crate::json::Document;
use crate::mask::Secrets;

fn operations(doc: &Document) -> Vec<String> {
    let mut text = Vec::new();
    patch::write(&patch::operations(doc), Secrets::Shown, &mut text).unwrap();
    String::from_utf8(text)
        .unwrap()
        .lines()
        .filter(|line| line.contains("op"))
        .map(|line| line.trim_matches([' ', ',']).to_owned())
        .collect()
}

#[test]
fn a_patch_moves_only_the_elements_that_left_the_order() {
    let mut doc = Document::parse(br#"[{"n":0},{"n":1},{"n":2},{"n":3},{"n":4}]"#.to_vec()).unwrap();
    let n: Vec<_> = doc.elements(doc.root()).collect();
    let more = doc.make(&json!(true));
    doc.set_member(n[3], "moved", more);
    doc.reorder(doc.root(), &[n[3], n[0], n[2], n[1], n[4]]);
    assert_eq!(
        operations(&doc),
        [
            r#"{"op": "add", "path": "/3/moved", "value": true}"#,
            r#"{"op": "move", "from": "/3", "path": "/0"}"#,
            r#"{"op": "move", "from": "/3", "path": "/2"}"#,
        ]
    );
}

/// Quadratic work would take minutes here.
#[test]
fn a_patch_of_an_object_of_a_hundred_thousand_members_is_quick() {
    let members: Vec<String> = (0..100_000).map(|i| format!("\"k{i:06}\":{i}")).collect();
    let mut doc = Document::parse(format!("{{{}}}", members.join(",")).into_bytes()).unwrap();
    let mut order: Vec<_> = doc.child_nodes(doc.root()).collect();
    order.reverse();
    let (first, last) = (order[99_999], order[0]);
    doc.reorder(doc.root(), &order);
    doc.rename_member(doc.root(), first, "renamed");
    doc.detach(doc.root(), |n| n == last);
    let began = std::time::Instant::now();
    assert_eq!(operations(&doc).len(), 2);
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

#[test]
fn a_patch_of_a_hundred_thousand_moved_elements_is_quick() {
    let list: Vec<String> = (0..100_000).map(|i| i.to_string()).collect();
    let mut doc = Document::parse(format!("[{}]", list.join(",")).into_bytes()).unwrap();
    let order: Vec<_> = doc.child_nodes(doc.root()).collect();
    let order: Vec<_> = (0..100_000).map(|i| order[i * 7919 % 100_000]).collect();
    doc.reorder(doc.root(), &order);
    let began = std::time::Instant::now();
    assert!(operations(&doc).len() < 100_000);
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

/// The stack of a test is small: recursion on the depth would end it.
#[test]
fn a_patch_at_the_bottom_of_ten_thousand_levels() {
    let depth = 9_999;
    let mut doc = Document::parse(format!("{}{{}}{}", "[".repeat(depth), "]".repeat(depth)).into_bytes()).unwrap();
    let bottom = doc.descendants(doc.root()).last().unwrap();
    let value = doc.make(&json!(1));
    doc.set_member(bottom, "a", value);
    assert_eq!(operations(&doc), [format!(r#"{{"op": "add", "path": "{}/a", "value": 1}}"#, "/0".repeat(depth))]);
}
