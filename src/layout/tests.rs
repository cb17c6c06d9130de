//! Laws of the layout, and what a team sees in git.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{LayoutError, Options, is_canonical, write};
use crate::json::Document;

const SORT: Options = Options { sort: true };

fn doc(bytes: &[u8]) -> Document {
    Document::parse(bytes.to_vec()).unwrap()
}

fn fmt(bytes: &[u8], options: Options) -> Vec<u8> {
    let mut out = Vec::new();
    write(&doc(bytes), options, &mut out).unwrap();
    out
}

fn text(source: &str) -> String {
    String::from_utf8(fmt(source.as_bytes(), Options::default())).unwrap()
}

fn names(section: &str, entities: &Value) -> Vec<String> {
    let out: Value = serde_json::from_slice(&fmt(json!({ section: entities }).to_string().as_bytes(), SORT)).unwrap();
    out[section].as_array().unwrap().iter().map(|e| e.as_object().unwrap().values().next().unwrap().to_string()).collect()
}

#[test]
fn a_one_line_export_becomes_that_of_a_newer_server() {
    assert_eq!(
        text(
            "{\"meta\":{\"name\":\"web\",\"alert\":false,\"max\":1e3},\"keys\":[],\"env\":{},\"views\":[{\"title\":\"R&D\"},[1.10,null]]}\n"
        ),
        "{\n  \"env\": {},\n  \"keys\": [],\n  \"meta\": {\n    \"alert\": false,\n    \"max\": 1e3,\n    \"name\": \"web\"\n  },\n  \
         \"views\": [\n    {\n      \"title\": \"R\\u0026D\"\n    },\n    [\n      1.10,\n      null\n    ]\n  ]\n}"
    );
    assert_eq!(text(" 7 \n"), "7");
    assert_eq!(text("[ ]"), "[]");
}

#[test]
fn strings_get_the_servers_escapes() {
    for (written, want) in [
        (r#""\/\u0041\u00e9\ud83d\ude00""#, r#""/Aé😀""#),
        ("\"<a>&\u{2028}\u{2029}\u{2030}\"", "\"\\u003ca\\u003e\\u0026\\u2028\\u2029\u{2030}\""),
        (r#""\u003C\u0022\u005C\u000a\u0008\u000C\u001F\u007f""#, "\"\\u003c\\\"\\\\\\n\\b\\f\\u001f\u{7f}\""),
        (r#""\ud800x\udc00\uD800\u0041""#, r#""\ud800x\udc00\uD800A""#),
    ] {
        assert_eq!(text(written), want);
    }
    assert_eq!(fmt(b"\"a\xff<\xe2\x80\"", Options::default()), b"\"a\xff\\u003c\xe2\x80\"");
}

#[test]
fn members_that_occur_twice_both_stay_in_their_order() {
    assert_eq!(text(r#"{"b":1,"a":2,"b":3,"\u0061":4}"#), "{\n  \"a\": 2,\n  \"a\": 4,\n  \"b\": 1,\n  \"b\": 3\n}");
}

#[test]
fn keys_that_differ_only_in_case_keep_their_order_because_old_servers_read_both() {
    assert_eq!(text(r#"{"name":"a","alert":1,"Name":"b"}"#), "{\n  \"name\": \"a\",\n  \"alert\": 1,\n  \"Name\": \"b\"\n}");
    assert_eq!(text(r#"{"b":1,"A":2}"#), "{\n  \"A\": 2,\n  \"b\": 1\n}");
}

#[test]
fn what_cannot_be_laid_out_without_loss_is_refused() {
    let mut out = Vec::new();
    let trailing = write(&doc(b"{} x"), Options::default(), &mut out);
    assert!(matches!(trailing, Err(LayoutError::Trailing { offset: 3 })));
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    assert!(matches!(write(&doc(&deep), Options::default(), &mut out), Err(LayoutError::TooDeep { .. })));
    assert!(out.is_empty());
}

#[test]
fn sorting_by_name_keeps_namesakes_views_and_lists_of_other_things() {
    let keys = json!([{"name": "b", "x": 1}, {"name": "a"}, {"name": "b", "x": 0}, {"type": "ssh"}]);
    assert_eq!(names("keys", &keys), ["\"ssh\"", "\"a\"", "\"b\"", "\"b\""]);
    let out = String::from_utf8(fmt(json!({ "keys": keys }).to_string().as_bytes(), SORT)).unwrap();
    assert!(out.find("\"x\": 1") < out.find("\"x\": 0"));
    assert_eq!(names("views", &json!([{"title": "Z"}, {"title": "A"}])), ["\"Z\"", "\"A\""]);
    let aliases = json!({"integration_aliases": ["z", "a"], "nested": {"keys": [{"name": "z"}, {"name": "a"}]}});
    let out: Value = serde_json::from_slice(&fmt(aliases.to_string().as_bytes(), SORT)).unwrap();
    assert_eq!(out, aliases);
}

#[test]
fn sorting_by_name_keeps_build_chains_restorable() {
    let chain = json!([
        {"build_template": "m roll out", "name": "a smoke test", "type": "deploy"},
        {"build_template": "z build", "name": "m roll out", "type": "deploy"},
        {"name": "z build", "type": "build"},
        {"build_template": "circle 2", "name": "circle 1", "type": "deploy"},
        {"build_template": "circle 1", "name": "circle 2", "type": "deploy"},
        {"name": "b", "type": ""},
    ]);
    let out: Value = serde_json::from_slice(&fmt(json!({ "templates": chain }).to_string().as_bytes(), SORT)).unwrap();
    let order: Vec<&str> = out["templates"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(order, ["b", "m roll out", "a smoke test", "z build", "circle 1", "circle 2"]);
}

/// Any JSON text: free spacing, any order of keys, equal keys, needless escapes.
fn any_json() -> impl Strategy<Value = String> {
    let string = prop_oneof![
        Just(r#""name""#.to_owned()),
        Just(r#""Name""#.to_owned()),
        Just(r#""\u003c\/\n\ud800""#.to_owned()),
        "[a-c<&\u{2028}é]{0,3}".prop_map(|s| format!("\"{s}\"")),
    ];
    let leaf = prop_oneof![Just("null".into()), Just("1.10".into()), Just("-1e+3".into()), string.clone()];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let member = (string.clone(), inner.clone()).prop_map(|(k, v)| format!("{k} :{v}"));
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(|items| format!("[ {}]", items.join(" ,\n"))),
            prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}\t}}", members.join(","))),
        ]
    })
}

/// The value as Semaphore reads it, except that of equal keys all count, in order.
fn content(doc: &Document, node: crate::json::Node) -> Value {
    use crate::json::Kind;
    match doc.kind(node) {
        Kind::Object => {
            let mut members: Vec<(String, Value)> =
                doc.members(node).map(|(k, v)| (k.text().into_owned(), content(doc, v))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            json!([members])
        }
        Kind::Array => json!({"list": doc.elements(node).map(|v| content(doc, v)).collect::<Vec<_>>()}),
        Kind::Number => json!(String::from_utf8_lossy(doc.raw(node))),
        _ => doc.value(node),
    }
}

proptest! {
    #[test]
    fn formatting_keeps_the_content_and_twice_is_once(source in any_json(), sort: bool) {
        let options = Options { sort };
        let (before, once) = (doc(source.as_bytes()), fmt(source.as_bytes(), options));
        let after = doc(&once);
        if !sort {
            prop_assert_eq!(content(&before, before.root()), content(&after, after.root()));
        }
        prop_assert!(is_canonical(&after, options).unwrap());
        prop_assert_eq!(is_canonical(&before, options).unwrap(), once == source.as_bytes());
    }

    #[test]
    fn sorted_templates_stay_the_same_templates(links in prop::collection::vec((0..6usize, 0..6usize, any::<bool>()), 0..9)) {
        let templates: Vec<Value> = links.iter().enumerate().map(|(at, (name, base, deploy))| json!({
            "name": format!("t{name}"), "build_template": format!("t{base}"), "type": if *deploy { "deploy" } else { "build" }, "at": at,
        })).collect();
        let once = fmt(json!({ "templates": templates }).to_string().as_bytes(), SORT);
        prop_assert_eq!(&fmt(&once, SORT), &once);
        let out: Value = serde_json::from_slice(&once).unwrap();
        let out = out["templates"].as_array().unwrap();
        prop_assert_eq!(out.len(), templates.len());
        // Namesakes in their order, so that each reference means the same template.
        for pair in out.iter().enumerate().flat_map(|(i, a)| out[i + 1..].iter().map(move |b| (a, b))) {
            prop_assert!(pair.0["name"] != pair.1["name"] || pair.0["at"].as_u64() < pair.1["at"].as_u64());
        }
    }
}
