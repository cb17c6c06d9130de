//! New parts in files of unusual layout look like their surroundings.

use serde_json::json;

use super::{doc, text};

#[test]
fn a_list_on_one_line_stays_on_one_line() {
    let mut d = doc("{\n  \"tags\": [\"a\"],\n  \"more\": [1, 2]\n}");
    let tags = d.get(d.root(), "tags").unwrap();
    let more = d.get(d.root(), "more").unwrap();
    let b = d.make(&json!("b"));
    d.insert_element(tags, 1, b);
    let object = d.make(&json!({"x": 1, "y": []}));
    d.insert_element(more, 0, object);
    assert_eq!(text(&d), "{\n  \"tags\": [\"a\", \"b\"],\n  \"more\": [{\"x\": 1, \"y\": []}, 1, 2]\n}");
}

#[test]
fn a_root_that_opens_on_the_line_of_its_first_child() {
    let mut d = doc("[{\n    \"a\": {}\n}]\n");
    let object = d.get(d.root(), 0).unwrap();
    let a = d.get(object, "a").unwrap();
    let value = d.make(&json!({"b": [1]}));
    d.set_member(a, "deep", value);
    assert_eq!(
        text(&d),
        "[{\n    \"a\": {\n        \"deep\": {\n            \"b\": [\n                1\n            ]\n        }\n    }\n}]\n"
    );
}

#[test]
fn windows_line_ends_and_tabs() {
    let mut d = doc("{\r\n\t\"a\": []\r\n}\r\n");
    let a = d.get(d.root(), "a").unwrap();
    let one = d.make(&json!([1]));
    d.insert_element(a, 0, one);
    let b = d.make(&json!({"c": null}));
    d.set_member(d.root(), "b", b);
    assert_eq!(text(&d), "{\r\n\t\"a\": [\r\n\t\t[\r\n\t\t\t1\r\n\t\t]\r\n\t],\r\n\t\"b\": {\r\n\t\t\"c\": null\r\n\t}\r\n}\r\n");
}

#[test]
fn one_line_with_blanks() {
    let mut d = doc("{\"a\": 1, \"b\": {\"c\": []}}\n");
    let c = d.get(d.get(d.root(), "b").unwrap(), "c").unwrap();
    let value = d.make(&json!({"x": 1, "y": 2}));
    d.insert_element(c, 0, value);
    assert_eq!(text(&d), "{\"a\": 1, \"b\": {\"c\": [{\"x\": 1, \"y\": 2}]}}\n");
}

#[test]
fn an_empty_document_is_filled_without_white_space() {
    let mut d = doc("{}\n");
    let value = d.make(&json!([]));
    d.set_member(d.root(), "keys", value);
    assert_eq!(text(&d), "{\"keys\":[]}\n");
}

#[test]
fn a_value_that_moves_keeps_its_layout_and_stands_at_the_new_depth() {
    let mut d =
        doc("{\n  \"a\": {\n    \"b\": {\n      \"odd\" :[1,2, 3],\n      \"c\": \"\\u003c\"\n    }\n  },\n  \"to\": 0\n}");
    let a = d.get(d.root(), "a").unwrap();
    let b = d.get(a, "b").unwrap();
    let to = d.get(d.root(), "to").unwrap();
    d.detach(a, |n| n == b);
    d.replace(to, b);
    assert_eq!(text(&d), "{\n  \"a\": {},\n  \"to\": {\n    \"odd\" :[1,2, 3],\n    \"c\": \"\\u003c\"\n  }\n}");
}

#[test]
fn an_edit_that_is_taken_back_leaves_no_trace() {
    let src = "{ \"a\" : [ ] , \"b\": [ 1,2 ] }";
    let mut d = doc(src);
    let a = d.get(d.root(), "a").unwrap();
    let one = d.make(&json!(1));
    d.insert_element(a, 0, one);
    d.detach(a, |n| n == one);
    let b = d.get(d.root(), "b").unwrap();
    let all: Vec<_> = d.elements(b).collect();
    d.detach(b, |n| n == all[0]);
    d.insert_element(b, 0, all[0]);
    let two = d.make(&json!(2));
    d.replace(all[1], two);
    assert!(d.splices().list().is_empty());
    assert_eq!(text(&d), src);
}

#[test]
fn the_document_itself_is_replaced() {
    let mut d = doc("\n{\n  \"a\": [\n    1\n  ]\n}\n");
    let old = d.root();
    let list = d.make_array(Vec::new());
    d.replace(old, list);
    d.insert_element(list, 0, old);
    assert_eq!(text(&d), "\n[\n  {\n    \"a\": [\n      1\n    ]\n  }\n]\n");
    assert_eq!(d.path(d.get(old, "a").unwrap()).pointer(), "/0/a");
    // What hangs nowhere replaces nothing.
    let stray = d.make(&json!(1));
    let other = d.make(&json!(2));
    d.replace(stray, other);
    assert_eq!(d.root(), list);
}

#[test]
fn replaced_and_removed_elements_of_one_list_cost_their_own_text_only() {
    let mut d = doc("[0,  1,   2, 3, 4]");
    let n: Vec<_> = d.elements(d.root()).collect();
    let value = d.make(&json!("one"));
    d.replace(n[1], value);
    d.detach(d.root(), |child| child == n[3]);
    assert_eq!(text(&d), "[0,  \"one\",   2, 4]");
    assert_eq!(d.splices().list().len(), 2);
}

#[test]
fn a_single_member_says_nothing_of_an_order_but_the_document_does() {
    for (src, want) in [
        ("{\"a\":{\"name\":1},\"b\":2}", "{\"a\":{\"app\":0,\"name\":1},\"b\":2}"),
        ("{\"b\":{\"name\":1},\"a\":2}", "{\"b\":{\"name\":1,\"app\":0},\"a\":2}"),
    ] {
        let mut d = doc(src);
        let object = d.child_nodes(d.root()).next().unwrap();
        let value = d.make(&json!(0));
        d.set_member(object, "app", value);
        assert_eq!(text(&d), want);
    }
}

#[test]
fn brackets_are_escaped_where_the_file_escapes_them() {
    for (src, want) in [
        ("[\"a\"]", "[\"a\",\"\\u003c\"]"),
        ("[\"a\\u003e\"]", "[\"a\\u003e\",\"\\u003c\"]"),
        ("[\"a\\\\u003e&\"]", "[\"a\\\\u003e&\",\"<\"]"),
        ("[\"a>\",\"\\u003e\"]", "[\"a>\",\"\\u003e\",\"<\"]"),
    ] {
        let mut d = doc(src);
        let value = d.make_text("<");
        d.insert_element(d.root(), usize::MAX, value);
        assert_eq!(text(&d), want);
    }
}

#[test]
fn bytes_that_are_not_utf8_stay_where_nothing_moves_them() {
    let mut d = super::Document::parse(b"{\"a\":\"\xff\xfe\",\"b\":1}".to_vec()).unwrap();
    let b = d.get(d.root(), "b").unwrap();
    d.detach(d.root(), |n| n == b);
    assert_eq!(d.to_bytes(), b"{\"a\":\"\xff\xfe\"}");
}
