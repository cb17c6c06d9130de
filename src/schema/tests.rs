//! What people read about their files.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::finding::Severity;
use crate::semaphore::{FieldShape, ObjectShape, Type, shape};

fn doc(value: &Value) -> Document {
    Document::parse(serde_json::to_vec_pretty(value).unwrap()).unwrap()
}

/// One line a finding: severity, place, message, help.
fn said(value: &Value, band: Band) -> String {
    let doc = doc(value);
    let mut out = String::new();
    for f in validate(&doc, band) {
        let severity = if f.severity == Severity::Error { "error" } else { "warning" };
        let help = f.help.map(|help| format!(" [{help}]")).unwrap_or_default();
        let line = f.span.map_or(0, |span| doc.position(span.start).line);
        writeln!(out, "{line}: {severity} {} {}: {}{help}", f.code, f.entity.unwrap_or_default(), f.message).unwrap();
    }
    out
}

#[test]
fn found_and_expected() {
    let file = json!({
        "meta": {"name": "Infra", "alert": "true", "max_parallel_tasks": "3"},
        "environments": [{"name": "prod", "json": "{}", "password": 12345}],
        "templates": [null, {"name": ["a"], "vaults": {"type": "password"}, "survey_vars": "[]"}],
        "views": "all",
    });
    insta::assert_snapshot!(said(&file, Band::V2_16_0), @r#"
    4: error SX401 meta: `alert`: expected true or false, found the string "true"
    5: error SX401 meta: `max_parallel_tasks`: expected a number, found the string "3"
    11: error SX401 environments["prod"]: `password`: expected a string, found a number
    15: error SX402 templates[0]: `templates` holds a null; its entries must be objects [remove the null]
    16: error SX302 templates[1]: `repository` must name an entry of `repositories`
    17: error SX401 templates[1].name: `name`: expected a string, found a list
    20: error SX401 templates[1].vaults: `vaults`: expected a list, found an object
    23: error SX401 templates[1]: `survey_vars`: expected a list, found a string
    26: error SX401 the document: `views`: expected a list, found a string
    "#);
    insta::assert_snapshot!(said(&json!([]), Band::V2_16_0), @r#"
    1: error SX401 the document: expected an object, found a list
    "#);
    insta::assert_snapshot!(said(&json!(null), Band::V2_16_0), @r#"
    1: error SX401 the document: expected an object, found null
    "#);
}

#[test]
fn keys_that_are_not_read() {
    let file = json!({
        "Keys": [],
        "rolls": [],
        "environments": [{"name": "prod", "Json": "{}", "jsn": "{}"}],
        "inventories": [{"name": "hosts", "type": "static", "runner_tag": "a"}],
        "views": [{"name": "All", "hidden": true}],
        "templates": [],
    });
    insta::assert_snapshot!(said(&file, Band::V2_13_4), @r#"
    2: warning SX404 Keys: unknown key `Keys` [did you mean `keys`?]
    3: warning SX404 rolls: unknown key `rolls`
    7: warning SX404 environments["prod"]: unknown key `Json` [did you mean `json`?]
    8: warning SX404 environments["prod"]: unknown key `jsn` [did you mean `json`?]
    15: warning SX404 inventories["hosts"]: `runner_tag` is not read by Semaphore 2.13.4 to 2.13.15: it exists only since 2.15.0 [semxform migrate --to 2.13.15 FILE converts what can be kept]
    20: warning SX404 views["All"]: `name` is not read by Semaphore 2.13.4 to 2.13.15: it is called `title` since 2.10.27 [semxform migrate --to 2.13.15 FILE converts what can be kept]
    21: warning SX404 views["All"]: `hidden` is not read by Semaphore 2.13.4 to 2.13.15: it exists only since 2.17.0 [semxform migrate --to 2.13.15 FILE converts what can be kept]
    "#);
    let file = json!({
        "templates": [{"name": "Deploy", "vault_key": "k", "cron": "0 3 * * *", "environment": "e", "repository": "r"}],
        "repositories": [{"name": "r", "git_url": "/srv/r", "ssh_key": "k"}],
        "keys": [{"name": "k", "type": "none"}],
    });
    insta::assert_snapshot!(said(&file, Band::V2_18_0), @r#"
    5: warning SX404 templates["Deploy"]: `vault_key` is not read by Semaphore 2.18.0 to 2.18.30: `templates[].vaults` took its place in 2.10.27 [semxform migrate --to 2.18.30 FILE converts what can be kept]
    6: warning SX404 templates["Deploy"]: `cron` is not read by Semaphore 2.18.0 to 2.18.30: `schedules` took its place in 2.17.0 [semxform migrate --to 2.18.30 FILE converts what can be kept]
    7: warning SX404 templates["Deploy"]: `environment` is not read by Semaphore 2.18.0 to 2.18.30: it is called `environments` since 2.18.0 [semxform migrate --to 2.18.30 FILE converts what can be kept]
    "#);
    insta::assert_snapshot!(said(&json!({"views": [{"title": "All"}], "schedules": [], "environments": [{"name": "e", "json": "{}"}]}), Band::V2_9_70), @r#"
    4: warning SX404 views["All"]: `title` is not read by Semaphore 2.9.70 to 2.10.11: it is called `name` until 2.10.26-beta [semxform migrate --to 2.10.11 FILE converts what can be kept]
    7: warning SX404 schedules: `schedules` is not read by Semaphore 2.9.70 to 2.10.11: it exists only since 2.11.3; before there was `templates[].cron` [semxform migrate --to 2.10.11 FILE converts what can be kept]
    "#);
}

#[test]
fn old_servers_read_keys_in_any_letter_case() {
    let file = json!({"Views": [{"NAME": 5, "Position": 1, "tilte": "x"}], "META": {"Name": "Infra"}});
    insta::assert_snapshot!(said(&file, Band::V2_9_70), @r#"
    2: warning SX405 Views: `Views` should be written `views`
    4: warning SX405 Views[0]: `NAME` should be written `name`
    4: error SX401 Views[0]: `name`: expected a string, found the number 5
    5: warning SX405 Views[0]: `Position` should be written `position`
    6: warning SX404 Views[0]: unknown key `tilte`
    9: warning SX405 META: `META` should be written `meta`
    "#);
    insta::assert_snapshot!(said(&file, Band::V2_10_27), @r#"
    2: warning SX404 Views: unknown key `Views` [did you mean `views`?]
    9: warning SX404 META: unknown key `META` [did you mean `meta`?]
    "#);
}

#[test]
fn values_and_texts() {
    let file = json!({
        "keys": [{"name": "k", "type": "token"}],
        "repositories": [],
        "environments": [{"name": "a", "json": "[1]", "env": "{\"A\": [\"s3cr3t\"]}"}, {"name": "b", "json": "{s3cr3t: 1}"}],
        "inventories": [{"name": "i", "type": "statik"}],
        "schedules": [{"name": "nightly", "cron_format": "0 0 3 * * *", "template": "Deploy"}, {"name": "once", "cron_format": "", "template": "Deploy"}],
        "templates": [{"name": "Deploy", "cron": "daily", "arguments": "", "repository": null, "task_params": {"tags": ["a"]}}],
    });
    insta::assert_snapshot!(said(&file, Band::V2_13_0), @r#"
    5: error SX406 keys["k"]: `type` is "token"; Semaphore 2.13.0 to 2.13.3 accepts only none, ssh, login_password, string
    17: error SX408 environments["b"]: `json`: the text is not JSON
    23: warning SX407 inventories["i"]: `type` is "statik"; Semaphore knows static, static-yaml, file, terraform-workspace, tofu-workspace, terragrunt-workspace [did you mean "static"?]
    29: warning SX409 schedules["nightly"]: `cron_format` is not a cron expression: expected exactly 5 fields, found 6: [0 0 3 * * *]
    39: error SX302 templates["Deploy"]: `repository` must name an entry of `repositories`
    41: error SX409 templates["Deploy"]: `cron` is not a cron expression: expected exactly 5 fields, found 1: [daily]
    42: error SX408 templates["Deploy"]: `arguments`: the text is not JSON
    44: error SX403 templates["Deploy"].task_params: `task_params` has content, which Semaphore 2.13.0 to 2.13.3 cannot read [write `"task_params": {}`, or restore on 2.13.5 or later]
    "#);
    insta::assert_snapshot!(said(&file, Band::V2_17_2), @r#"
    5: warning SX407 keys["k"]: `type` is "token"; Semaphore knows none, ssh, login_password, string
    12: error SX408 environments["a"]: `json`: the text is JSON, but not an object (2 times; the first is shown)
    13: error SX408 environments["a"]: `env`: a variable holds a list or an object
    23: warning SX407 inventories["i"]: `type` is "statik"; Semaphore knows static, static-yaml, file, terraform-workspace, tofu-workspace, terragrunt-workspace [did you mean "static"?]
    29: warning SX409 schedules["nightly"]: `cron_format` is not a cron expression: expected exactly 5 fields, found 6: [0 0 3 * * *]
    39: error SX302 templates["Deploy"]: `repository` must name an entry of `repositories`
    41: warning SX404 templates["Deploy"]: `cron` is not read by Semaphore 2.17.2 to 2.17.15: `schedules` took its place in 2.17.0 [semxform migrate --to 2.17.15 FILE converts what can be kept]
    42: error SX408 templates["Deploy"]: `arguments`: the text is not JSON
    "#);
}

#[test]
fn old_servers_take_whole_numbers_only() {
    let file =
        |number: &str| Document::parse(format!("{{\"meta\": {{\"max_parallel_tasks\": {number}}}}}").into_bytes()).unwrap();
    for number in ["1.7", "2.0", "1e3", "9223372036854775808"] {
        assert_eq!(validate(&file(number), Band::V2_9_70)[0].code, "SX410", "{number}");
        assert!(validate(&file(number), Band::V2_10_27).is_empty(), "{number}");
    }
    assert!(validate(&file("-5"), Band::V2_9_70).is_empty());
}

#[test]
fn links() {
    let file = json!({
        "keys": [{"name": "deploy", "type": "ssh"}, {"type": "none"}],
        "repositories": [{"name": "app", "git_url": "u", "git_branch": "b"}, {"name": "lib", "git_url": "u", "git_branch": "b", "ssh_key": ""}],
        "inventories": [{"name": "hosts", "type": "static", "ssh_key": "Deploy"}],
        "templates": [
            {"name": "Build", "repository": "app", "app": "ansible"},
            {"name": "Deploy", "repository": "App", "type": "deploy", "vaults": [{"vault_key": "gone", "type": "password"}], "app": "bash", "build_template": null},
            {"name": "Other", "repository": "lib", "build_template": "nowhere", "view": "v", "environment": "e", "app": "bash"},
        ],
        "integrations": [{"name": "push", "template": "Build", "auth_secret": "hook"}],
        "schedules": [{"name": "nightly", "cron_format": "@daily", "template": ""}],
    });
    insta::assert_snapshot!(said(&file, Band::V2_16_0), @r#"
    12: error SX302 repositories["app"]: `ssh_key` must name an entry of `keys`
    28: error SX301 inventories["hosts"]: `ssh_key` names "Deploy", which is not in `keys` [did you mean "deploy"?]
    32: error SX302 templates["Build"]: `inventory` must name an entry of `inventories`
    37: error SX304 templates["Deploy"]: a deploy template needs a build template
    39: error SX301 templates["Deploy"]: `repository` names "App", which is not in `repositories` [did you mean "app"?]
    43: error SX301 templates["Deploy"].vaults[0]: `vault_key` names "gone", which is not in `keys`
    54: error SX301 templates["Other"]: `view` names "v", which is not in `views`
    55: error SX301 templates["Other"]: `environment` names "e", which is not in `environments`
    63: warning SX307 integrations["push"]: `auth_secret` names "hook", which is not in `keys`
    70: error SX301 schedules["nightly"]: `template` names "", which is not in `templates`
    "#);
    let file = json!({
        "templates": [{"name": "T", "repository": "r", "inventory": "i", "environment": "e", "build_template": "T"}],
        "repositories": [{"name": "r", "git_url": "u", "git_branch": "b", "ssh_key": "k"}],
        "keys": [{"name": "k", "type": "none"}],
        "environments": [{"name": "e", "json": "{}"}],
    });
    insta::assert_snapshot!(said(&file, Band::V2_10_25Beta), @r#"
    6: error SX301 templates["T"]: `inventory` names "i", which is not in `inventories`
    8: error SX304 templates["T"]: only a deploy template may have a build template
    "#);
}

#[test]
fn a_workflow_refers_to_its_own_nodes() {
    let node = |id: i32| json!({"id": id, "kind": "approval"});
    let edge = |from: i32, to: i32| json!({"source_node_id": from, "destination_node_id": to, "condition": "always"});
    let file = json!({"workflows": [
        {"name": "a", "nodes": [node(1), node(2)], "edges": [edge(1, 2), edge(2, 3)]},
        {"name": "b", "nodes": [node(3)], "edges": []},
    ]});
    insta::assert_snapshot!(said(&file, Band::V2_19_0), @r#"
    23: warning SX301 workflows["a"].edges[1]: `destination_node_id` names 3, which is not in `nodes`
    "#);
}

#[test]
fn the_same_of_many_entries_is_one_line() {
    let entries: Vec<Value> = (0..70_000).map(|i| json!({"name": format!("k{i}"), "type": "ssh", "colour": 1})).collect();
    let file = doc(&json!({ "keys": entries }));
    let found = validate(&file, Band::V2_16_0);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "unknown key `colour` (70,000 times; the first is shown)");
    assert_eq!(found[0].entity.as_deref(), Some("keys[\"k0\"]"));
}

#[test]
fn what_was_there_before_is_told_from_what_is_new() {
    let mut file = doc(&json!({"keys": [{"name": "a", "colour": 1}, {"name": "b"}], "views": [{"title": "v"}]}));
    let before = problems(&file, Band::V2_16_0);
    let number = file.make(&json!(5));
    let second = file.get(file.get(file.root(), "keys").unwrap(), 1).unwrap();
    file.set_member(second, "name", number);
    let view = file.get(file.get(file.root(), "views").unwrap(), 0).unwrap();
    let (new, old) = brought_in(&before, problems(&file, Band::V2_16_0));
    assert_eq!((new.len(), new[0].what, new[0].owner), (1, What::WrongType, second));
    assert_eq!((old.len(), old[0].what), (1, What::UnknownKey));
    assert_eq!(problems_of(&file, Band::V2_16_0, &[second, view]).len(), 1);
    assert_eq!(problems_of(&file, Band::V2_16_0, &[number, file.root()]).len(), 1, "a value stands for its entry");
    assert!(problems_of(&file, Band::V2_16_0, &[view]).is_empty());
}

#[test]
fn any_depth_is_survived() {
    let deep = |key: &str| format!("{{\"{key}\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(validate(&Document::parse(deep("templates").into_bytes()).unwrap(), Band::V2_16_0)[0].code, "SX401");
    assert_eq!(validate(&Document::parse(deep("other").into_bytes()).unwrap(), Band::V2_16_0)[0].code, "SX404");
    let map = format!("{{\"templates\": [{{\"repository\": \"\", \"task_params\": {}}}]}}", deep("a"));
    assert_eq!(validate(&Document::parse(map.into_bytes()).unwrap(), Band::V2_16_0)[0].code, "SX301");
}

#[test]
fn every_schema_is_one() {
    for band in Band::ALL {
        assert!(jsonschema::meta::is_valid(schema(band).as_value()), "{band}");
        assert!(compile::compile(&fold::frame(shape(band), band)).is_some(), "{band}");
        for section in shape(band).fields.iter().filter_map(|field| field.children.as_ref()) {
            assert!(compile::compile(&fold::part(section, band)).is_some(), "{band} {}", section.path);
        }
    }
}

/// Values of any type for any key of the shape, mostly right.
fn like(shape: &'static ObjectShape) -> BoxedStrategy<Value> {
    let members: Vec<_> = shape
        .fields
        .iter()
        .map(|field| (Just(field.key), prop::option::weighted(0.3, prop_oneof![8 => right(field), 1 => wrong()])))
        .collect();
    let odd = prop::option::weighted(0.1, (prop_oneof![Just("Name"), Just("titel"), Just("x")], wrong()));
    (members, odd)
        .prop_map(|(members, odd)| {
            let members = members.into_iter().filter_map(|(key, value)| Some((key, value?))).chain(odd);
            Value::Object(members.map(|(key, value)| (key.to_owned(), value)).collect())
        })
        .boxed()
}

fn right(field: &'static FieldShape) -> BoxedStrategy<Value> {
    let element = field.children.as_ref();
    match field.ty {
        Type::String => prop_oneof![Just(json!("")), Just(json!("{}")), Just(json!("build")), Just(json!("@daily"))].boxed(),
        Type::Bool => any::<bool>().prop_map(Value::from).boxed(),
        Type::Int => any::<i32>().prop_map(Value::from).boxed(),
        Type::Object => element.map_or_else(|| Just(json!({})).boxed(), like),
        Type::List => {
            prop::collection::vec(element.map_or_else(|| Just(json!({})).boxed(), like), 0..3).prop_map(Value::from).boxed()
        }
        Type::StringList => prop::collection::vec("[a-c]", 0..3).prop_map(Value::from).boxed(),
        Type::Map => prop_oneof![Just(json!({})), Just(json!({"a": [null]}))].boxed(),
    }
}

fn wrong() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(1.5)),
        Just(json!("x")),
        Just(json!([null])),
        Just(json!([[]])),
        Just(json!({"a": 1}))
    ]
}

fn any_backup() -> impl Strategy<Value = (Band, Value)> {
    prop::sample::select(Band::ALL.to_vec()).prop_flat_map(|band| (Just(band), like(shape(band))))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Entry by entry finds something exactly where the whole schema, as it is published, does.
    #[test]
    fn entries_and_the_whole_agree((band, value) in any_backup()) {
        let file = doc(&value);
        let whole = compile::compile(schema(band).as_value()).unwrap();
        let valid = whole.is_valid(tree::At::Value { doc: &file, node: file.root(), any_case: false });
        let found = problems(&file, band);
        let of_schema: Vec<_> = found.iter().filter(|problem| problem.what.code().starts_with("SX4")).collect();
        prop_assert_eq!(valid, of_schema.is_empty(), "{:?}", findings(&file, band, &found));
        // Every problem has a place and words.
        for finding in findings(&file, band, &found) {
            prop_assert!(finding.pointer.is_some() && !finding.message.is_empty());
        }
    }
}
