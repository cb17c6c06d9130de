//! Large and deep documents: every way through them is linear and none recurses. Each of these would take minutes, or
//! overflow the small stack of a test, if that were not so.

use serde_json::json;

use super::super::{Document, GO_MAX_DEPTH, Node};
use super::{doc, text};

const MANY: usize = 40_000;

fn long_list() -> Document {
    doc(&format!("[{}0]", "{\"a\":1}, ".repeat(MANY)))
}

#[test]
fn every_element_of_a_long_list_is_replaced_and_asked_for_its_path() {
    let mut d = long_list();
    let all: Vec<Node> = d.elements(d.root()).collect();
    for (number, node) in all.iter().enumerate() {
        let value = d.make(&json!(2));
        d.replace(*node, value);
        assert_eq!(d.path(value).pointer(), format!("/{number}"));
        assert_eq!(d.get(d.root(), number), Some(value));
    }
    assert_eq!(d.splices().list().len(), MANY + 1);
}

#[test]
fn every_member_of_a_large_object_is_replaced_and_half_of_them_are_renamed() {
    let members: Vec<String> = (0..MANY).map(|number| format!("\"k{number}\": 1")).collect();
    let mut d = doc(&format!("{{{}}}", members.join(", ")));
    let all: Vec<Node> = d.child_nodes(d.root()).collect();
    for (number, node) in all.into_iter().enumerate() {
        let value = d.make(&json!(2));
        d.replace(node, value);
        if number % 2 == 0 {
            d.rename_member(d.root(), value, &format!("n{number}"));
        }
    }
    assert_eq!(d.splices().list().len(), MANY + MANY / 2);
    assert!(text(&d).starts_with("{\"n0\": 2, \"k1\": 2, \"n2\": 2"));
}

#[test]
fn every_entity_of_a_large_document_is_named() {
    let d = doc(&format!(
        "{{\"keys\": [{}]}}",
        "{\"name\": \"a\", \"type\": \"ssh\"}, ".repeat(5 * MANY).trim_end_matches([',', ' '])
    ));
    let keys = d.get(d.root(), "keys").unwrap();
    assert!(d.elements(keys).all(|key| d.entity(key) == "keys[\"a\"]"));
}

#[test]
fn a_long_list_grows_at_its_end_and_every_element_is_edited() {
    let mut d = long_list();
    for at in 0..MANY {
        let value = d.make(&json!({"b": 1}));
        d.insert_element(d.root(), usize::MAX, value);
        assert_eq!(d.path(value).pointer(), format!("/{}", MANY + 1 + at));
        let old = d.get(d.root(), at).unwrap();
        let one = d.get(old, "a").unwrap();
        d.rename_member(old, one, "b");
    }
    assert_eq!(d.splices().list().len(), MANY + 1);
    assert!(text(&d).starts_with("[{\"b\":1}, {\"b\":1}"));
}

#[test]
fn elements_of_a_long_list_are_found_by_position() {
    let d = long_list();
    for (at, node) in d.elements(d.root()).enumerate() {
        assert_eq!(d.get(d.root(), at), Some(node));
    }
    assert_eq!(d.get(d.root(), MANY + 1), None);
}

#[test]
fn an_object_with_thousands_of_members() {
    let members: Vec<String> = (0..5_000).rev().map(|i| format!("\"k{i}\": [{i}]")).collect();
    let mut d = doc(&format!("[{{{}}}, {{}}]", members.join(", ")));
    let (object, other) = (d.get(d.root(), 0).unwrap(), d.get(d.root(), 1).unwrap());
    let copy = d.copy(object);
    assert!(d.same(object, copy));
    d.replace(other, copy);
    let all: Vec<Node> = d.child_nodes(object).collect();
    for (number, node) in all.iter().enumerate() {
        let value = d.make(&json!(number));
        d.replace(*node, value);
        d.rename_member(object, value, &format!("n{number}"));
        assert_eq!(d.path(value).pointer(), format!("/0/n{number}"));
    }
    assert!(!d.same(object, copy));
    assert_eq!(d.splices().list().len(), 10_001);
}

#[test]
fn a_long_list_is_turned_round() {
    let mut d = long_list();
    let mut all: Vec<Node> = d.elements(d.root()).collect();
    all.reverse();
    d.reorder(d.root(), &all);
    assert!(text(&d).starts_with("[0, {\"a\":1}, "));
    d.detach(d.root(), |node| node != all[0]);
    assert_eq!(text(&d), "[0]");
}

#[test]
fn a_document_of_one_long_line_gives_its_positions_at_once() {
    let line = format!("[{}0]", "\"ключ\", ".repeat(400_000));
    let d = doc(&line);
    for node in d.elements(d.root()).step_by(97) {
        let start = d.span(node).unwrap().start;
        assert_eq!(d.position(start).column, (start - 1) / 12 * 8 + 2);
    }
}

#[test]
fn the_deepest_document_a_server_reads_is_edited_without_recursion() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[\n", "\n]")] {
        let levels = GO_MAX_DEPTH - 2;
        let mut d = doc(&format!("[{}0{}, 1]", open.repeat(levels), close.repeat(levels)));
        let deep = d.get(d.root(), 0).unwrap();
        let one = d.get(d.root(), 1).unwrap();
        let innermost = d.descendants(deep).last().unwrap();
        assert_eq!(d.path(innermost).0.len(), levels + 1);
        assert!(!d.entity(innermost).is_empty());
        let copy = d.copy(deep);
        assert!(d.same(deep, copy));
        let two = d.make(&json!(2));
        d.replace(innermost, two);
        assert!(!d.same(deep, copy));
        // Handed out as a value, it ends in text.
        let value = d.value(copy);
        assert!(value.to_string().len() > levels);
        d.replace(one, copy);
        let again = doc(&text(&d));
        assert_eq!(again.oddities(), []);
        let nodes: Vec<Node> = again.elements(again.root()).collect();
        assert!(!again.same(nodes[0], nodes[1]));
        // Turned round: an edited part moves.
        let mut order: Vec<Node> = d.elements(d.root()).collect();
        order.reverse();
        d.reorder(d.root(), &order);
        let twice = doc(&text(&d));
        let round: Vec<Node> = twice.elements(twice.root()).collect();
        assert_eq!(twice.raw(round[1]).len(), again.raw(nodes[0]).len());
    }
}
