//! Laws of reading and editing: what no edit names stays to the byte.

mod costs;
mod generate;
mod laws;
mod layouts;
mod reading;
mod walks;

use serde_json::json;

use super::{Document, OddityKind};

fn doc(text: &str) -> Document {
    Document::parse(text.as_bytes().to_vec()).unwrap()
}

fn text(d: &Document) -> String {
    String::from_utf8(d.to_bytes()).unwrap()
}

#[test]
fn an_untouched_document_keeps_every_byte() {
    for src in ["{\r\n  \"a\" : [1.10, 1e3 ,\"\\u003c\"]\r\n}\n", "[]", " null ", "{\"a\":{}}"] {
        assert_eq!(text(&doc(src)), src);
    }
}

#[test]
fn removing_the_middle_first_and_last_element() {
    for (gone, want) in [(0, "[\n  2,\n  3\n]"), (1, "[\n  1,\n  3\n]"), (2, "[\n  1,\n  2\n]")] {
        let mut d = doc("[\n  1,\n  2,\n  3\n]");
        let n = d.get(d.root(), gone).unwrap();
        d.detach(d.root(), |child| child == n);
        assert_eq!(text(&d), want);
    }
}

#[test]
fn long_lists_laid_out_are_as_they_were() {
    let keys: Vec<String> = (0..300).map(|i| format!("{{\"name\": \"k{i}\"}}")).collect();
    let text = format!("{{\n  \"keys\": [\n    {}\n  ]\n}}", keys.join(",\n    "));
    let mut d = doc(&text);
    d.materialize_long_lists();
    assert!(d.is_unchanged() && d.splices().list().is_empty());
    let keys = d.get(d.root(), "keys").unwrap();
    assert!(!d.is_touched(keys) && d.container_change(keys).is_none());
    let last = d.get(keys, 299).unwrap();
    assert_eq!(d.path(last).pointer(), "/keys/299");
    let name = d.make_text("last");
    d.set_member(last, "name", name);
    assert!(d.container_change(keys).is_none());
    assert_eq!(String::from_utf8(d.to_bytes()).unwrap(), text.replace("k299", "last"));
    let first = d.get(keys, 0).unwrap();
    d.detach(keys, |n| n == first);
    assert_eq!(d.path(last).pointer(), "/keys/298");
}

#[test]
fn new_members_take_their_sorted_place_and_the_style() {
    let mut d = doc("{\n  \"a\": 1,\n  \"c\": {\n    \"x\": []\n  }\n}");
    let v = d.make(&json!({"k": [1, "<"]}));
    d.set_member(d.root(), "b", v);
    assert_eq!(
        text(&d),
        "{\n  \"a\": 1,\n  \"b\": {\n    \"k\": [\n      1,\n      \"\\u003c\"\n    ]\n  },\n  \"c\": {\n    \"x\": []\n  }\n}"
    );
    let c = d.get(d.root(), "c").unwrap();
    let x = d.get(c, "x").unwrap();
    let one = d.make(&json!(1));
    d.insert_element(x, 0, one);
    assert!(text(&d).contains("\"x\": [\n      1\n    ]"));
    assert_eq!(d.path(one).pointer(), "/c/x/0");
}

#[test]
fn compact_stays_compact_and_renames_touch_only_the_key() {
    let mut d = doc("{\"a\":1,\"b\":{\"c\":[1.10]}}");
    let b = d.get(d.root(), "b").unwrap();
    d.rename_member(d.root(), b, "bee");
    let v = d.make(&json!([true, null]));
    d.set_member(b, "d", v);
    assert_eq!(text(&d), "{\"a\":1,\"bee\":{\"c\":[1.10],\"d\":[true,null]}}");
}

#[test]
fn replacing_values_in_place() {
    let mut d = doc("{\"b\": 1, \"a\": [1, 2, 3]}");
    let a = d.get(d.root(), "a").unwrap();
    let two = d.get(a, 1).unwrap();
    let v = d.make(&json!("two"));
    d.replace(two, v);
    let b = d.get(d.root(), "b").unwrap();
    let v = d.make(&json!({}));
    d.replace(b, v);
    assert_eq!(text(&d), "{\"b\": {}, \"a\": [1, \"two\", 3]}");
    assert_eq!(d.path(d.get(a, 1).unwrap()).normalized(), "$['a'][1]");
}

#[test]
fn reordering_moves_as_little_as_possible() {
    let mut d = doc("[{\"a\":1}, 2, 3, 4]");
    let n: Vec<_> = d.elements(d.root()).collect();
    d.reorder(d.root(), &[n[1], n[2], n[0], n[3]]);
    assert_eq!(text(&d), "[2, 3, {\"a\":1}, 4]");
    assert_eq!(d.splices().list().len(), 2);
}

#[test]
fn emptied_and_filled_containers() {
    let mut d = doc("{\n  \"a\": [\n    1\n  ]\n}");
    let a = d.get(d.root(), "a").unwrap();
    let one = d.get(a, 0).unwrap();
    d.detach(a, |n| n == one);
    assert_eq!(text(&d), "{\n  \"a\": []\n}");
}

#[test]
fn a_member_is_found_however_its_key_is_spelt() {
    for (source, name) in [(&b"{\"a\\u0062\": 1}"[..], "ab"), (b"{\"c\xff\": 1}", "c\u{fffd}")] {
        let mut d = Document::parse(source.to_vec()).unwrap();
        let old = d.get(d.root(), name).unwrap();
        let new = d.make(&json!(1.5));
        assert_eq!(d.set_member(d.root(), name, new), Some(old));
        assert_eq!(d.to_bytes(), [&source[..source.len() - 1], b".5}"].concat());
    }
}

#[test]
fn oddities_have_places() {
    let d = doc("{\"b\": 1, \"a\": 2, \"b\": \"\\ud800\"} x");
    let kinds: Vec<_> = d.oddities().iter().map(|o| (o.offset, o.kind)).collect();
    assert_eq!(kinds, [(17, OddityKind::DuplicateKey), (23, OddityKind::LoneSurrogate), (32, OddityKind::TrailingText)]);
}

#[test]
fn syntax_errors_use_the_words_of_go() {
    for (src, want) in [
        ("", "unexpected end of JSON input"),
        ("{\"a\": 1,}", "invalid character '}' looking for beginning of object key string"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ("\u{feff}{}", "invalid character 'ï' looking for beginning of value"),
        ("{\"a\" 1}", "invalid character '1' after object key"),
        ("{\"a\": NaN}", "invalid character 'N' looking for beginning of value"),
        ("[\"\u{1}\"]", "invalid character '\\x01' in string literal"),
        ("[tr", "invalid character ' ' in literal true (expecting 'u')"),
        ("[1, -", "invalid character ' ' in numeric literal"),
        ("{\"a\": \"x\\", "invalid character ' ' in string escape code"),
        ("{\"a\": \"x", "unexpected end of JSON input"),
        ("[trux]", "invalid character 'x' in literal true (expecting 'e')"),
        ("[1.x]", "invalid character 'x' after decimal point in numeric literal"),
        ("[1 2]", "invalid character '2' after array element"),
    ] {
        assert_eq!(Document::parse(src.as_bytes().to_vec()).unwrap_err().message, want, "{src}");
    }
}

#[test]
fn a_hundred_thousand_brackets_are_read_without_recursion() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let d = doc(&deep);
    assert_eq!(d.oddities()[0].offset, 10_000);
}

#[test]
fn more_values_than_entries_can_name_are_refused() {
    let read = |most| {
        crate::json::read::read_up_to(b"[1, [2], 3]", true, most).map(|_| ()).map_err(|error| (error.offset, error.message))
    };
    assert_eq!(read(5), Ok(()));
    assert_eq!(read(4), Err((9, "the input has more than 4 values".into())));
}

#[test]
fn words_that_come_again_are_read_as_they_stand() {
    let words = ["", "a", "password", "passwords", "a\\u0062", "ключ", "exactly8", "exactly_sixteen_", "more_than_sixteen"];
    // Beyond the size from which on words are remembered, and more of them than there is room for.
    let list: Vec<String> =
        (0..20_000).map(|n| if n % 3 == 0 { format!("\"w{n}\"") } else { format!("\"{}\"", words[n % words.len()]) }).collect();
    let d = doc(&format!("[{}]", list.join(",")));
    for (node, token) in d.elements(d.root()).zip(&list) {
        assert_eq!(d.raw(node), token.as_bytes());
        assert_eq!(d.text(node).unwrap(), serde_json::from_str::<String>(token).unwrap());
    }
}
