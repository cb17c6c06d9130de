//! What people meet when a pack does not do what they meant.

use super::{apply, refuses};

#[test]
fn rules_that_write_without_end_are_refused() {
    let text = r#"{"templates": [{"name": "t", "description": "d"}, {"name": "u"}]}"#;
    let ten_times = ["{key: description, pattern: '(?s)^.*$', with: '$0$0$0$0$0$0$0$0$0$0'}"; 9].join(", ");
    refuses(
        text,
        &format!("- id: a\n  select: $.templates[*]\n  once: true\n  replace: [{ten_times}]"),
        "SX214",
        "write more than",
    );
    let one = "{key: description, pattern: '(?s)^.*$', with: '$0$0$0$0$0$0$0$0$0$0'}";
    let rule = |n| format!("- id: r{n}\n  select: $.templates[*]\n  once: true\n  replace: {one}\n");
    refuses(text, &(0..9).map(rule).collect::<String>(), "SX214", "write more than");
    let copy = |n| {
        format!(
            "- id: r{n}\n  select: $.templates[0]\n  unknown: true\n  once: true\n  set: {{a: {{$get: \"@\"}}, b: {{$get: \"@\"}}}}\n"
        )
    };
    refuses(text, &(0..40).map(copy).collect::<String>(), "SX214", "write more than");
}

#[test]
fn new_objects_have_the_order_of_keys_of_their_siblings() {
    let rules = "- id: a\n  append: {to: views, value: {title: All, hidden: false, position: -1}}\n- id: b\n  select: $.templates[*]\n  set: {vaults: [{vault_key: k, type: password}]}";
    let (after, _) = apply(r#"{"templates": [{"app": "", "name": "t"}], "views": [{"position": 0, "title": "v"}]}"#, rules);
    assert_eq!(
        after,
        r#"{"templates": [{"app": "", "name": "t", "vaults": [{"type": "password", "vault_key": "k"}]}], "views": [{"position": 0, "title": "v"}, {"hidden": false, "position": -1, "title": "All"}]}"#
    );
    let (after, _) = apply(r#"{"views": [{"title": "v", "position": 0}], "templates": [{"name": "t", "app": ""}]}"#, rules);
    assert_eq!(
        after,
        r#"{"views": [{"title": "v", "position": 0}, {"title": "All", "hidden": false, "position": -1}], "templates": [{"name": "t", "app": "", "vaults": [{"vault_key": "k", "type": "password"}]}]}"#
    );
}

#[test]
fn what_stops_a_rule_names_the_way_out() {
    let text = r#"{"keys": [{"name": "a", "type": "ssh"}, {"name": "b", "type": "none"}]}"#;
    let remap = "- id: a\n  select: $.keys[*]\n  remap_id: {key: type, table: {none: string}}";
    refuses(text, remap, "SX207", "the value \"ssh\" is not in the table; `otherwise: keep`");
    refuses(text, "- id: a\n  rename_entity: {section: keys, table: {a: b}}", "SX207", "`on_conflict: number`");
}
