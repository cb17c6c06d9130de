//! Scripts of edits on any document.

use std::collections::HashSet;

use arbitrary::{Arbitrary, Unstructured};

use crate::json::{Document, Kind, Node};

#[derive(Arbitrary, Debug)]
enum Edit {
    Set { object: u16, key: String },
    Replace { node: u16 },
    Detach { container: u16, which: u32 },
    Insert { array: u16, at: u8 },
    Rename { node: u16, key: String },
    Turn { container: u16 },
    Move { node: u16, to: u16, at: u8, key: String },
    Copy { node: u16, to: u16, at: u8, key: String },
    Unwrap { node: u16 },
    Wrap { node: u16 },
}

/// Scripts of edits on any document: the text that comes out means what the edited tree means, and the splices make it.
pub fn edit(input: &[u8]) {
    let mut input = Unstructured::new(input);
    let Ok(edits) = <Vec<Edit>>::arbitrary(&mut input) else { return };
    let bytes = input.take_rest();
    let Ok(mut doc) = Document::parse(bytes.to_vec()) else { return };
    // What repeats a key, or is no UTF-8, does not mean the same to every reader.
    if !doc.oddities().is_empty() || doc.descendants(doc.root()).count() > 2000 {
        return;
    }
    edits.iter().take(50).for_each(|edit| apply(&mut doc, edit));
    let mut made = Vec::new();
    let mut at = 0;
    let splices = doc.splices();
    for splice in splices.list() {
        made.extend_from_slice(&bytes[at..splice.range().start]);
        made.extend_from_slice(splices.text(splice).as_bytes());
        at = splice.range().end;
    }
    made.extend_from_slice(&bytes[at..]);
    assert_eq!(made, doc.to_bytes());
    let again = Document::parse(made).unwrap();
    assert!(again.oddities().is_empty());
    assert_eq!(doc.value(doc.root()).to_string(), again.value(again.root()).to_string());
    for node in doc.descendants(doc.root()).take(1000) {
        assert_eq!(doc.at(&doc.path(node)), Some(node));
    }
}

fn apply(doc: &mut Document, edit: &Edit) {
    let all: Vec<Node> = doc.descendants(doc.root()).collect();
    let node = |n: u16| all[usize::from(n) % all.len()];
    let new = |doc: &mut Document| doc.make(&serde_json::json!({"new": [1, "<", {}], "ж": null}));
    match edit {
        Edit::Set { object, key } => {
            let value = new(doc);
            doc.set_member(node(*object), key, value);
        }
        Edit::Replace { node: n } => {
            let value = new(doc);
            doc.replace(node(*n), value);
        }
        Edit::Detach { container, which } => {
            let container = node(*container);
            let gone: HashSet<Node> =
                doc.child_nodes(container).enumerate().filter(|(i, _)| which >> (i % 32) & 1 == 1).map(|(_, n)| n).collect();
            doc.detach(container, |child| gone.contains(&child));
        }
        Edit::Insert { array, at } => {
            let value = new(doc);
            doc.insert_element(node(*array), usize::from(*at), value);
        }
        Edit::Rename { node: n, key } => {
            let object = doc.parent(node(*n)).filter(|p| doc.kind(*p) == Kind::Object && doc.get(*p, &**key).is_none());
            if let Some(object) = object {
                doc.rename_member(object, node(*n), key);
            }
        }
        Edit::Turn { container } => {
            let container = node(*container);
            let mut order: Vec<Node> = doc.child_nodes(container).collect();
            order.reverse();
            if !order.is_empty() {
                doc.reorder(container, &order);
            }
        }
        Edit::Move { node: n, to, at, key } => {
            let (from, to) = (node(*n), node(*to));
            let inside = doc.descendants(from).any(|n| n == to);
            if let Some(parent) = doc.parent(from).filter(|_| !inside) {
                doc.detach(parent, |child| child == from);
                put(doc, from, to, *at, key);
            }
        }
        Edit::Copy { node: n, to, at, key } => {
            if all.len() < 4000 {
                let copy = doc.copy(node(*n));
                put(doc, copy, node(*to), *at, key);
            }
        }
        Edit::Unwrap { node: n } => {
            if let Some(parent) = doc.parent(node(*n)) {
                doc.replace(parent, node(*n));
            }
        }
        Edit::Wrap { node: n } => {
            let list = doc.make_array(Vec::new());
            doc.replace(node(*n), list);
            doc.insert_element(list, 0, node(*n));
        }
    }
}

fn put(doc: &mut Document, node: Node, to: Node, at: u8, key: &str) {
    match doc.kind(to) {
        Kind::Array => doc.insert_element(to, usize::from(at), node),
        Kind::Object => drop(doc.set_member(to, key, node)),
        _ => {}
    }
}
