//! What operators write, what they mistype, and what the answer says.

use super::{LintKind, Selector, SelectorError, Shape};
use std::collections::HashSet;

use crate::json::{Document, Node};

const BACKUP: &str = r#"{
  "keys": [{"name": "deploy"}, {"name": "vault one"}],
  "templates": [
    {"name": "Deploy app", "vault_key": "vault one", "vaults": []},
    {"name": "Backup\tdb", "vault_key": null, "vaults": [{"vault_key": "gone"}], "id": 9007199254740993},
    {"name": "Lint", "vaults": [{"vault_key": "deploy"}, {"script": "x\ny"}]}
  ]
}"#;

fn found(selector: &str) -> Vec<String> {
    let doc = Document::parse(BACKUP.into()).unwrap();
    nodes(selector, &doc).into_iter().map(|n| doc.path(n).pointer()).collect()
}

/// The nodes that a selector finds, which must be the same on one core and on two, and each once where they are asked for so.
fn nodes(selector: &str, doc: &Document) -> Vec<Node> {
    let selector = Selector::parse(selector).unwrap();
    let nodes = selector.select(doc, doc.root()).unwrap();
    let [mut halves, back] = selector.search(doc, doc.root(), true, Vec::with_capacity, Vec::push).unwrap();
    halves.extend(back);
    assert_eq!(halves, nodes);
    let [mut once, more] = selector.each_once(doc, doc.root(), Vec::with_capacity, Vec::push).unwrap();
    once.extend(more);
    let mut seen = HashSet::new();
    assert_eq!(once, nodes.iter().copied().filter(|node| seen.insert(*node)).collect::<Vec<_>>());
    nodes
}

#[test]
fn a_node_that_is_picked_twice_is_wanted_once() {
    assert_eq!(found("$.keys[0, 0, 'name']"), ["/keys/0", "/keys/0"]);
    assert_eq!(found("$['keys', 'keys'][*].name"), ["/keys/0/name", "/keys/1/name", "/keys/0/name", "/keys/1/name"]);
    assert_eq!(found("$..vaults..vault_key").len(), 2);
    assert_eq!(
        found("$['templates', 'keys'][?@.name == 'Lint' || @.name == 'deploy'].name"),
        ["/templates/2/name", "/keys/0/name"]
    );
}

fn mistake(selector: &str) -> SelectorError {
    Selector::parse(selector).unwrap_err().remove(0)
}

#[test]
fn the_old_single_key_is_found_where_no_list_replaces_it() {
    assert_eq!(found("$.templates[?@.vault_key != null && !@.vaults[0]]"), ["/templates/0"]);
    // A missing key is not null either: this is why rules say what they mean by both parts.
    assert_eq!(found("$.templates[?@.vault_key == null]"), ["/templates/1"]);
}

#[test]
fn links_to_keys_of_the_same_file_are_found_by_a_query_inside_the_filter() {
    assert_eq!(found("$.templates[*].vaults[?@.vault_key == $.keys[0].name]"), ["/templates/2/vaults/0"]);
    assert_eq!(found("$.templates[?count(@.vaults[*]) > 1].name"), ["/templates/2/name"]);
    assert_eq!(found("$.templates[?count($.keys[*]) == 2 && length(@.name) == 4]"), ["/templates/2"]);
}

#[test]
fn escapes_in_the_file_do_not_hide_a_name() {
    assert_eq!(found(r"$.templates[?@.name == 'Backup\tdb']"), ["/templates/1"]);
    assert_eq!(found("$.templates[?search(@.name, '^Back.*')]"), ["/templates/1"]);
}

#[test]
fn control_characters_are_found_in_the_file_and_in_edits() {
    let mut doc = Document::parse(br#"{"a": "x\u0000", "b": "x", "c": "\\u0000", "d": "x\ty"}"#.to_vec()).unwrap();
    for (key, text) in [("e", "\0"), ("f", "f"), ("g", "\\")] {
        let made = doc.make(&serde_json::json!(text));
        doc.set_member(doc.root(), key, made);
    }
    for (selector, found) in
        [(r#"$[?search(@, "\u0000")]"#, "/a /e"), (r#"$[?search(@, "\t")]"#, "/d"), (r#"$[?match(@, "\u0000")]"#, "/e")]
    {
        let paths: Vec<_> = nodes(selector, &doc).into_iter().map(|n| doc.path(n).pointer()).collect();
        assert_eq!(paths.join(" "), found, "{selector}");
    }
}

#[test]
fn a_dot_in_a_pattern_does_not_cross_lines() {
    assert_eq!(found("$..[?match(@.script, 'x.y')]").len(), 0);
    assert_eq!(found(r"$..[?match(@.script, 'x\\sy')]"), ["/templates/2/vaults/1"]);
}

#[test]
fn large_ids_compare_exactly() {
    assert_eq!(found("$.templates[?@.id == 9007199254740993]"), ["/templates/1"]);
    assert!(found("$.templates[?@.id == 9007199254740992]").is_empty());
}

#[test]
fn edits_are_seen_and_found_nodes_come_in_document_order() {
    let mut doc = Document::parse(BACKUP.into()).unwrap();
    let first = doc.get(doc.get(doc.root(), "templates").unwrap(), 0).unwrap();
    let vaults = doc.get(first, "vaults").unwrap();
    let link = doc.make(&serde_json::json!({"vault_key": "new"}));
    doc.insert_element(vaults, 0, link);
    for selector in ["$..vaults[*].vault_key", "$.templates[*].vaults[*].vault_key", "$..vaults[?@.vault_key].vault_key"] {
        let names: Vec<_> = nodes(selector, &doc).into_iter().map(|n| doc.text(n).unwrap().into_owned()).collect();
        assert_eq!(names[names.len() - 3..], ["new", "gone", "deploy"], "{selector}");
    }
}

#[test]
fn a_rule_starts_at_its_own_node() {
    let doc = Document::parse(BACKUP.into()).unwrap();
    let template = doc.get(doc.get(doc.root(), "templates").unwrap(), 2).unwrap();
    let key = Selector::parse_relative("@.vaults[0].vault_key").unwrap();
    let found = key.select(&doc, template).unwrap();
    assert_eq!(doc.text(found[0]).unwrap(), "deploy");
}

#[test]
fn mistakes_point_at_their_place_and_say_what_to_write() {
    for (selector, offset, suggestion) in [
        ("templates[*]", 0, Some("$.templates[*]")),
        (" $.a", 0, Some("$.a")),
        ("@.name", 0, Some("$.name")),
        ("$.task-params.a", 6, Some("['task-params']")),
        ("$.templates[?@.name = 'x']", 20, Some("==")),
        ("$.templates[?@.name == Deploy]", 23, Some("'Deploy' as a text, @.Deploy as a key")),
        ("$.templates[?@.a == 1 and @.b == 2]", 22, Some("&&")),
        ("$.templates[?@.on == True]", 21, Some("true")),
        ("$.templates[?lenght(@.name) > 3]", 13, Some("length()")),
        ("$.templates[?count (@.*) > 3]", 18, Some("count(")),
        ("$.templates[?@.name =~ 'x']", 20, Some("match(@.key, 'pattern') or search(…)")),
        ("$.templates[name]", 12, Some("'name'")),
        ("$.templates[(@.length-1)]", 21, Some("['length-1']")),
        ("$.a b", 4, Some(".b")),
        ("$.keys.0", 7, Some("[0]")),
        ("$.keys.['a']", 6, Some("[")),
        ("$.keys[01]", 7, None),
        ("$.keys[9007199254740992]", 7, None),
        ("$.keys['a", 9, None),
        (r"$.keys['\ud800']", 8, None),
        ("$.keys[", 7, None),
        ("$.keys[]", 7, None),
        ("$.keys[0)]", 8, None),
        ("$.keys[?@.* == 1]", 12, None),
        ("$.keys[?length(@.*) == 1]", 8, Some("value(…) around the query, or count(…) to count")),
        ("$.keys[?length(@.a)]", 8, None),
        ("$.keys[?count(@.a, @.b) == 1]", 8, None),
        ("$.keys[?match(@.a, 'x') == true]", 8, None),
        ("$.keys[?count('a') == 1]", 8, None),
        ("$.keys[?@.a (@.b)]", 12, None),
        ("$.keys[0", 8, Some("$.keys[0]")),
        ("$.keys[?@.type == 'ssh'", 23, Some("$.keys[?@.type == 'ssh']")),
        ("$.keys[?(@.a || length(@.b) > 1", 31, Some("$.keys[?(@.a || length(@.b) > 1)]")),
        ("$. a", 2, None),
        ("$.keys[?>", 8, None),
        ("$.keys[?>@.a == 1]", 8, None),
    ] {
        let error = mistake(selector);
        assert_eq!((error.offset, error.suggestion.as_deref()), (offset, suggestion), "{selector}: {error}");
    }
}

#[test]
fn a_selector_that_is_still_being_typed_is_a_mistake_and_no_panic() {
    let selector = "$.keys[?(@['a', 'b'][1:2:3] && !match(@.c, 'x.*')) || count($..d[*]) >= -1.5e3, 'name', *]..e[?@ == null]";
    assert!(Selector::parse(selector).is_ok());
    // What is whole on the way.
    let whole = ["$", "$.k", "$.ke", "$.key", "$.keys", &selector[..selector.len() - 15], &selector[..selector.len() - 12]];
    for end in 0..selector.len() {
        let typed = &selector[..end];
        assert_eq!(Selector::parse(typed).is_ok(), whole.contains(&typed), "{typed}");
        assert!(Selector::parse(&format!("{typed}>")).is_err(), "{typed}>");
    }
}

#[test]
fn every_mistake_is_named_at_once() {
    let errors = Selector::parse("$.keys[?@.a = 1 and lenght(@.b) > 01]").unwrap_err();
    assert_eq!(errors.iter().map(|e| e.offset).collect::<Vec<_>>(), [12, 16, 20, 34]);
}

#[test]
fn the_null_trap_and_broken_patterns_are_reported() {
    let lints = |s: &str| Selector::parse(s).unwrap().lints().iter().map(|l| (l.offset, l.kind)).collect::<Vec<_>>();
    assert_eq!(lints("$.templates[?@.vault_key]"), [(15, LintKind::NullCounts)]);
    assert_eq!(lints("$.templates[?@.vault_key != null && !@.vaults[0]]"), []);
    assert_eq!(lints("$.templates[?match(@.name, '(')]"), [(13, LintKind::BadPattern)]);
}

fn shape() -> Shape {
    let mut shape = Shape::default();
    for path in ["meta.name", "templates[].name", "templates[].vaults[].vault_key", "keys[].name"] {
        shape.add(path);
    }
    shape.add_open("templates[].task_params");
    shape
}

#[test]
fn a_mistyped_name_is_caught_before_a_file_is_at_hand() {
    let ends = |s: &str| {
        let ends = Selector::parse(s).unwrap().dead_ends(&shape());
        ends.into_iter().map(|e| (e.error.offset, e.error.suggestion.unwrap_or_default(), e.in_filter)).collect::<Vec<_>>()
    };
    assert_eq!(ends("$.templates[*].vaults[?@.vault_key == 'x' && $.keys[0].name == 'y']"), []);
    assert_eq!(ends("$.template[*].vaults"), [(2, "templates".into(), false)]);
    assert_eq!(ends("$.templates[?@.vault[0].x].name"), [(15, "vaults".into(), true)]);
    assert_eq!(ends("$.templates[*].vaults..vault_keys"), [(23, "vault_key".into(), false)]);
    assert_eq!(ends("$.templates[*].task_params.anything[0].goes"), []);
    assert_eq!(ends("$.meta[0]"), [(7, String::new(), false)]);
}

#[test]
fn the_places_that_a_selector_can_reach_are_known() {
    let shape = shape();
    let reach = |s: &str| shape.paths(&Selector::parse(s).unwrap().reach(&shape)).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(reach("$.templates[?@.name == 'x'].vaults[0]"), ["templates[].vaults[]"]);
    assert_eq!(reach("$..name"), ["meta.name", "templates[].name", "keys[].name", "templates[].task_params"]);
}

#[test]
fn hostile_selectors_end_quickly() {
    let deep = |open: &str, close: &str, n: usize| format!("$[?{}@.a{}]", open.repeat(n), close.repeat(n));
    for text in [
        deep("(", ")", 100_000),
        deep("@[?", "]", 100_000),
        deep("length(", ")", 100_000),
        deep("length(", "%)", 40),
        deep("count(@[?", "])", 40),
        "$".repeat(100_000),
        ".".repeat(100_000),
        format!("${}", ".a".repeat(1_000_000)),
        format!("${}", "..*".repeat(1_000)),
        format!("$[{}]", "0,".repeat(1_000_000)),
        "$[?@.a=='\u{1f600}']\u{1f600}".into(),
        "$['\\u12".into(),
        "$[-".into(),
        "$[1:2:".into(),
        "$[?@.a==1e]".into(),
    ] {
        assert!(Selector::parse(&text).is_err(), "{}", &text[..text.len().min(60)]);
    }
}

#[test]
fn a_selector_that_finds_everything_again_and_again_is_given_up() {
    let deep = Document::parse(format!("{}{}", "[".repeat(2000), "]".repeat(2000)).into_bytes()).unwrap();
    let finds = |text: &str| Selector::parse(text).unwrap().select(&deep, deep.root());
    assert_eq!(finds("$..*").unwrap().len(), 1999);
    assert_eq!(finds("$..*..*").unwrap().len(), 1999 * 1998 / 2);
    assert_eq!(finds("$..*..*..*"), Err(super::Unbounded));
}
