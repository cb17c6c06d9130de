//! Runs as users see them: what changes, what is told, what stops.

mod people;
mod words;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::outcome::FateKind;
use super::outcome::Skipped::{Chosen, Optional, When};
use super::{Context, Outcome, Session, run};
use crate::json::Document;
use crate::pack::{Pack, builtin};
use crate::semaphore::{Db, Release};

fn pack(rules: &str) -> Pack {
    let rules = rules.replace('\n', "\n  ");
    let text = format!("semxform: 1\nid: mine\nparams: {{who: {{type: string, default: ops}}}}\nrules:\n  {rules}\n");
    Pack::parse("mine.yaml", &text).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"))
}

fn context() -> Context {
    let release = Release::parse("2.16").unwrap();
    Context { source: Some((release.clone(), release.clone())), ..Context::new(release) }
}

fn doc(text: &str) -> Document {
    Document::parse(text.as_bytes().to_vec()).unwrap()
}

fn apply(text: &str, rules: &str) -> (String, Outcome) {
    let mut doc = doc(text);
    let outcome = run(&mut doc, &[pack(rules)], &context());
    (String::from_utf8(doc.to_bytes()).unwrap(), outcome)
}

#[track_caller]
fn refuses(text: &str, rules: &str, code: &str, message: &str) {
    let (_, outcome) = apply(text, rules);
    let found = outcome.refusals.iter().chain(&outcome.broken).find(|r| r.code == code && r.message.contains(message));
    assert!(found.is_some(), "{code} {message} is not in {:#?} {:#?}", outcome.refusals, outcome.broken);
}

#[test]
fn what_no_rule_names_stays_to_the_byte() {
    let text = "{\r\n\t\"templates\": [ {\"name\":\"a\\u003cb\", \"x\": 1.10,\"app\":\"\"} ],\r\n  \"n\": 9007199254740993 }";
    let (after, outcome) = apply(text, "- id: a\n  select: $.templates[?@.app == '']\n  set: {app: ansible}");
    assert_eq!(after, text.replace("\"app\":\"\"", "\"app\":\"ansible\""));
    assert_eq!(outcome.journal.len(), 1);
}

#[test]
fn what_is_found_before_a_node_is_never_behind_it() {
    let text = r#"{"keys": [{"name": "a", "other": "b"}, {"name": "b", "other": "a"}]}"#;
    let rule = "- id: twin\n  select: $.keys[*]\n  unknown: true\n  \
                find: {twin: {select: '$.keys[*]', match: {name: {$get: '@.other'}}, before: true}}\n  \
                where: {found: twin}\n  remove: [other]";
    let (after, _) = apply(text, rule);
    assert_eq!(after, r#"{"keys": [{"name": "a", "other": "b"}, {"name": "b"}]}"#);
}

#[test]
fn a_rule_finds_what_the_ones_before_it_left() {
    let quiet = |n: usize| format!("- id: quiet-{n}\n  select: $.keys[?@.type == '{n}']\n  set: {{type: none}}\n");
    for before in 0..40 {
        let rules: String = (0..before).map(quiet).collect();
        let rules = format!(
            "{rules}- id: ssh\n  select: $.keys[?@.type == 'ssh']\n  set: {{type: old}}\n\
             - id: old\n  select: $.keys[?@.type == 'old']\n  set: {{type: new}}\n\
             - id: gone\n  select: $.keys[?@.type == 'none']\n  remove: true\n\
             - id: rest\n  select: $.keys[*]\n  set: {{owner: me}}"
        );
        let (after, outcome) = apply(r#"{"keys": [{"type": "ssh"}, {"type": "none"}]}"#, &rules);
        assert_eq!(after, r#"{"keys": [{"type": "new", "owner": "me"}]}"#, "{before} {:?}", outcome.broken);
    }
}

#[test]
fn changes_that_nobody_asks_for_are_counted_only() {
    let rules = "- id: a\n  select: $.keys[*]\n  set: {owner: me}\n- id: b\n  select: $.keys[*]\n  rename_key: {type: owner_type}\n  unknown: true";
    let run = |keeps_changes| {
        let mut doc = doc(r#"{"keys": [{"type": "ssh"}, {"type": "none"}]}"#);
        let outcome = run(&mut doc, &[pack(rules)], &Context { keeps_changes, ..context() });
        (String::from_utf8(doc.to_bytes()).unwrap(), outcome.rules, outcome.journal.len())
    };
    let (text, reports, changes) = run(true);
    assert_eq!((run(false), changes), ((text, reports, 0), 4));
}

#[test]
fn a_value_of_the_document_keeps_its_number_text() {
    let (after, _) =
        apply(r#"{"runners": [{"id": 1.10}]}"#, "- id: a\n  select: $.runners[*]\n  set: {tags: [{$get: \"@.id\"}]}");
    assert_eq!(after, r#"{"runners": [{"id": 1.10, "tags": [1.10]}]}"#);
}

#[test]
fn the_journal_tells_before_and_after() {
    let text = r#"{"keys": [{"name": "a", "type": "ssh"}], "schedules": [{"name": "s", "active": true}]}"#;
    let mut document = doc(text);
    let rules = "- id: off\n  select: $.schedules[*]\n  set: {active: false, type: \"\"}\n- id: gone\n  select: $.keys[*]\n  delete_entity: {}\n  loss: a key";
    let outcome = run(&mut document, &[pack(rules)], &context());
    let show = |json: &Option<super::RecordedValue>| json.as_ref().map(|j| j.text(&document).into_owned());
    let told: Vec<_> = outcome
        .journal
        .changes(&document)
        .map(|c| (c.rule.to_string(), c.operation, c.pointer, c.entity, show(&c.before), show(&c.after)))
        .collect();
    let text_of = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            ("mine/off", "set", "/schedules/0/active", "schedules[\"s\"]", text_of("true"), text_of("false")),
            ("mine/off", "set", "/schedules/0/type", "schedules[\"s\"]", None, text_of("\"\"")),
            ("mine/gone", "delete_entity", "/keys/0", "keys[\"a\"]", text_of(r#"{"name": "a", "type": "ssh"}"#), None),
        ]
        .map(|(rule, operation, pointer, entity, before, after)| {
            (rule.to_owned(), operation, pointer.to_owned(), entity.to_owned(), before, after)
        })
    );
    assert_eq!((outcome.losses.len(), outcome.losses[0].entity.as_str(), &*outcome.losses[0].what), (1, "keys[\"a\"]", "a key"));
    assert!(matches!(&outcome.ledger[0].what, FateKind::Removed(rule) if &**rule == "mine/gone"));
}

#[test]
fn losses_are_only_where_something_is_gone() {
    let text = r#"{"roles": [{"name": "a", "project_id": 0}, {"name": "b", "project_id": 7}, {"name": "c"}]}"#;
    let (_, outcome) = apply(text, "- id: a\n  select: $.roles[*]\n  remove: [project_id]\n  loss: an id");
    assert_eq!((outcome.journal.len(), outcome.losses.len()), (2, 1));
    let (_, outcome) = apply(
        r#"{"templates": [{"environments": ["a", "b", "c"]}, {"environments": ["a"]}]}"#,
        "- id: a\n  select: $.templates[*]\n  convert: {key: environments, to: first}\n  loss: later variable groups",
    );
    let lost: Vec<&str> = outcome.losses.iter().map(|l| l.pointer.as_str()).collect();
    assert_eq!(lost, ["/templates/0/environments/1", "/templates/0/environments/2"]);
}

#[test]
fn get_sees_the_node_as_the_rule_found_it() {
    let text = r#"{"views": [{"name": "a", "title": "b"}]}"#;
    let (after, _) =
        apply(text, "- id: a\n  once: true\n  select: $.views[*]\n  set: {name: {$get: \"@.title\"}, title: {$get: \"@.name\"}}");
    assert_eq!(after, r#"{"views": [{"name": "b", "title": "a"}]}"#);
}

#[test]
fn holes_that_find_nothing_leave_their_place_out() {
    let rules = "- id: a\n  append: {to: schedules, value: {name: {$param: who}, template: {$get: \"$.meta.alert_chat\"}, type: {$get: \"@.keys[0].type\", or: x}, run_at: {$literal: {$get: y}}}}";
    let (after, _) = apply(r#"{"meta": {}}"#, rules);
    let after: Value = serde_json::from_str(&after).unwrap();
    assert_eq!(after["schedules"], json!([{"name": "ops", "type": "x", "run_at": {"$get": "y"}}]));
}

#[test]
fn a_pack_that_would_change_its_own_result_is_broken() {
    let names = r#"{"keys": [{"name": "a"}], "templates": [{"name": "t"}]}"#;
    refuses(names, "- id: a\n  select: $.templates[*]\n  replace: {key: name, pattern: ^, with: x}", "SX204", "not idempotent");
    refuses(
        names,
        "- id: a\n  select: $.keys[*]\n  remove: true\n- id: b\n  append: {to: keys, value: {name: a}}",
        "SX204",
        "would change keys[\"a\"] once more",
    );
    let (_, outcome) =
        apply(names, "- id: a\n  once: true\n  select: $.templates[*]\n  replace: {key: name, pattern: ^, with: x}");
    assert!(outcome.is_good());
}

#[test]
fn a_run_stops_where_going_on_would_be_a_guess() {
    let used = r#"{"keys": [{"name": "k"}], "repositories": [{"name": "r", "ssh_key": "k"}], "templates": [{"name": "t", "repository": "r"}]}"#;
    refuses(used, "- id: a\n  select: $.keys[*]\n  delete_entity: {}", "SX207", "keys \"k\" is in use here");
    refuses(used, "- id: a\n  select: $.keys[*]\n  expect: 2\n  set: {type: x}", "SX205", "expects 2 and there are 1");
    refuses(used, "- id: a\n  select: $.keys[*]\n  assert: {referenced: false, message: still used}", "SX206", "still used");
    refuses(used, "- id: a\n  select: $.keys[*]\n  convert: {key: name, to: integer}", "SX207", "no whole number");
    let both = r#"{"views": [{"name": "a", "title": "b"}]}"#;
    refuses(both, "- id: a\n  select: $.views[*]\n  rename_key: {name: title}", "SX207", "there is a \"title\" already");
    let orphan = r#"{"repositories": [], "templates": [{"name": "t", "repository": "gone"}]}"#;
    refuses(orphan, "- id: a\n  drop_orphans: all", "SX207", "must name one of repositories");
    let twice = r#"{"keys": [{"name": "a", "name": "b"}]}"#;
    refuses(twice, "- id: a\n  select: $.keys[*]\n  set: {type: x}", "SX105", "\"name\" occurs twice in one object");
}

#[test]
fn deleting_can_clear_or_cascade() {
    let text = r#"{"keys": [{"name": "k"}], "repositories": [{"name": "r", "ssh_key": "k"}], "inventories": [{"name": "i", "ssh_key": "k"}],
"templates": [{"name": "t", "repository": "r", "inventory": "i", "app": "bash"}], "schedules": [{"name": "s", "template": "t"}]}"#;
    let delete = |section: &str, mode: &str| {
        apply(text, &format!("- id: a\n  select: $.{section}[*]\n  delete_entity: {{on_reference: {mode}}}"))
    };
    let (after, outcome) = delete("inventories", "clear");
    assert!(outcome.is_good() && !after.contains("\"inventory\"") && after.contains("\"repository\": \"r\""), "{after}");
    let (after, _) = delete("repositories", "cascade");
    let after: Value = serde_json::from_str(&after).unwrap();
    assert_eq!((&after["templates"], &after["schedules"], after["keys"].as_array().unwrap().len()), (&json!([]), &json!([]), 1));
    let (_, outcome) = delete("repositories", "clear");
    assert!(outcome.refusals[0].message.contains("where a server needs it"), "{outcome:#?}");
}

#[test]
fn rules_run_when_they_are_asked_for_and_hold() {
    let rules = "\
- {id: plain, select: '$.keys[*]', set: {a: 1}, unknown: true}
- {id: asked, optional: true, select: '$.keys[*]', set: {b: 1}, unknown: true}
- {id: later, when: {target: '>=2.18'}, select: '$.keys[*]', set: {c: 1}, unknown: true}
- {id: older, when: {source: '<2.16'}, select: '$.keys[*]', set: {d: 1}, unknown: true}
- {id: bolt, when: {db: bolt}, select: '$.keys[*]', set: {e: 1}, unknown: true}
- {id: pro, when: {edition: pro}, select: '$.keys[*]', set: {f: 1}, unknown: true}";
    let skipped = |change: &dyn Fn(&mut Context)| {
        let mut context = context();
        change(&mut context);
        let outcome = run(&mut doc(r#"{"keys": [{}]}"#), &[pack(rules)], &context);
        outcome.rules.iter().map(|r| r.skipped).collect::<Vec<_>>()
    };
    assert_eq!(skipped(&|_| {}), [None, Some(Optional), Some(When), Some(When), None, Some(When)]);
    assert_eq!(skipped(&|c| c.with = vec!["mine/asked".into()])[1], None);
    assert_eq!(skipped(&|c| c.skip = vec!["plain".into()])[0], Some(Chosen));
    assert_eq!(skipped(&|c| c.only = vec!["asked".into()])[..2], [Some(Chosen), None]);
    assert_eq!(skipped(&|c| c.dbs = vec![crate::semaphore::Db::Mysql])[4], Some(When));
    let mut context = context();
    context.with = vec!["mine/askd".into()];
    context.params.insert("whoo".into(), json!("x"));
    let outcome = run(&mut doc("{}"), &[pack(rules)], &context);
    let told: Vec<&str> = outcome.broken.iter().map(|b| b.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "no rule is called \"mine/askd\"; did you mean \"mine/asked\"?",
            "no pack has a parameter \"whoo\"; did you mean \"who\"?"
        ]
    );
}

#[test]
fn strict_wants_every_selector_to_match() {
    let mut context = context();
    context.strict = true;
    let outcome = run(&mut doc("{}"), &[pack("- {id: a, select: '$.keys[*]', set: {type: none}}")], &context);
    assert_eq!(outcome.refusals[0].code, "SX208");
}

#[test]
fn joins_find_the_first_other_entity() {
    let text = r#"{"schedules": [{"name": "a", "template": "t"}, {"name": "", "template": "t"}, {"name": "", "template": "u"}]}"#;
    let rules = "- id: a\n  select: $.schedules[*]\n  find: {twin: {select: \"$.schedules[*]\", match: {template: {$get: \"@.template\"}}, other: true}}\n  where: [{found: twin}, {type: {name: string}}]\n  set: {type: {$get: twin.name}}";
    let (after, _) = apply(text, rules);
    assert_eq!(
        after,
        r#"{"schedules": [{"name": "a", "template": "t", "type": ""}, {"name": "", "template": "t", "type": "a"}, {"name": "", "template": "u"}]}"#
    );
}

#[test]
fn joins_find_what_stands_before_the_node_whatever_list_it_is_in() {
    let text = r#"{"integrations": [{"aliases": ["a", "b"]}, {"aliases": ["b", "c"]}], "integration_aliases": ["a", "d"]}"#;
    let join = |select: &str, before: bool| {
        let find = "{select: '$.integrations[*].aliases[*]', match: {'@': {$get: '@'}}, before: ";
        format!("- id: a\n  select: {select}\n  find: {{owner: {find}{before}}}}}\n  where: {{found: owner}}\n  remove: true")
    };
    let (after, _) = apply(text, &join("$.integrations[*].aliases[*]", true));
    assert_eq!(after, text.replace(r#"["b", "c"]"#, r#"["c"]"#));
    let (after, _) = apply(text, &join("$.integration_aliases[*]", false));
    assert_eq!(after, text.replace(r#"["a", "d"]"#, r#"["d"]"#));
}

#[test]
fn conditions_know_references() {
    let text = r#"{"keys": [{"name": "k"}, {"name": "k"}, {"name": "x"}], "inventories": [{"name": "i", "ssh_key": "k", "become_key": "gone"}]}"#;
    let count = |select: &str, condition: &str| {
        let (_, outcome) =
            apply(text, &format!("- id: a\n  select: {select}\n  where: {condition}\n  unknown: true\n  set: {{z: 1}}"));
        outcome.rules[0].acted_on
    };
    assert_eq!(count("$.keys[*]", "{referenced: true}"), 1, "references find the first of a name");
    assert_eq!(count("$.keys[*]", "{duplicate: name}"), 1);
    assert_eq!(count("$.inventories[*]", "{dangling: become_key}"), 1);
    assert_eq!(count("$.inventories[*]", "{any: [{dangling: ssh_key}, {not: {type: {name: [string, \"null\"]}}}]}"), 0);
}

#[test]
fn nested_nodes_are_changed_once() {
    let text = r#"{"templates": [{"name": "t", "vaults": [{"name": "v"}]}]}"#;
    let (after, outcome) = apply(text, "- id: a\n  select: $..[?@.name]\n  remove: true\n  loss: it");
    assert_eq!((after.as_str(), outcome.journal.len()), (r#"{"templates": []}"#, 1));
}

#[test]
fn json_text_keeps_its_own_formatting() {
    let text =
        r#"{"environments": [{"name": "e", "json": "{\n  \"a\": 1.10,\n  \"b\": \"x\"\n}"}, {"name": "bad", "json": "{"}]}"#;
    let rules = "- id: a\n  select: $.environments[?@.name == 'e']\n  within_json: {key: json, remove: [b], set: {c: {$get: \"@.a\"}}}\n  loss: b";
    let (after, outcome) = apply(text, rules);
    assert_eq!(after, text.replace(r#"\n  \"b\": \"x\""#, r#"\n  \"c\": 1.10"#));
    assert_eq!((outcome.losses.len(), outcome.losses[0].entity.as_str()), (1, "environments[\"e\"] › b"));
    let all = "- id: a\n  select: $.environments[*]\n  within_json: {key: json, remove: [b]}";
    refuses(text, all, "SX207", "the text is not JSON");
}

/// Documents of the right form with all sorts of content.
fn documents() -> impl Strategy<Value = Value> {
    let name = prop_oneof!["[ab]", "[a-c]{0,2}", Just("x - 0123456789".to_owned())];
    let link = prop_oneof![3 => name.clone().prop_map(Value::from), 1 => Just(Value::Null)];
    let vault = (link.clone(), "(password|script|)").prop_map(|(key, kind)| json!({"type": kind, "vault_key": key}));
    let template = (name.clone(), prop::collection::vec(vault, 0..3), link.clone(), prop::option::of(link.clone())).prop_map(
        |(name, vaults, cron, build)| {
            let mut template = json!({"name": name, "vaults": vaults, "cron": cron, "type": "deploy"});
            if let Some(build) = build {
                template["build_template"] = build;
            }
            template
        },
    );
    let schedule = (name.clone(), link, any::<bool>()).prop_map(
        |(name, template, active)| json!({"name": name, "template": template, "cron_format": "0 3 * * *", "active": active}),
    );
    let key = (name, "(environment|variable|)").prop_map(|(name, owner)| json!({"name": name, "owner": owner, "plain": ""}));
    (prop::collection::vec(key, 0..4), prop::collection::vec(template, 0..4), prop::collection::vec(schedule, 0..4))
        .prop_map(|(keys, templates, schedules)| json!({"keys": keys, "templates": templates, "schedules": schedules}))
}

#[test]
fn rules_of_a_step_that_is_behind_the_file_repair_it_where_their_conditions_hold() {
    let text = "semxform: 1\nid: up\nstep: {from: 2.10.31, to: 2.10.32}\nrules:
  - {id: always, select: '$.views[*]', set: {hidden: true}}
  - {id: holds, when: {target: '>=2.16', db: [mysql]}, select: '$.views[*]', set: {position: 1}}
  - {id: older, when: {target: '<2.16'}, select: '$.views[*]', remove: [title]}
  - {id: elsewhere, when: {db: [bolt]}, select: '$.views[*]', remove: [title]}
  - {id: paid, when: {edition: pro}, select: '$.views[*]', remove: [title]}
  - {id: asked, optional: true, select: '$.views[*]', remove: [title]}\n";
    let pack = Pack::parse("up.yaml", text).unwrap();
    let context = Context { dbs: vec![Db::Mysql], ..context() };
    let mut document = doc(r#"{"views": [{"title": "Deploy"}]}"#);
    let mut session = Session::new(&document, std::slice::from_ref(&pack), &context);
    session.apply(&mut document, &pack);
    assert!(document.is_unchanged(), "the step is not on the way");
    session.apply_out_of_path(&mut document, &pack, |rule| rule.id != "always");
    assert_eq!(document.to_bytes(), br#"{"views": [{"title": "Deploy", "position": 1}]}"#);
}

fn stock_packs() -> &'static [Pack] {
    static PACKS: std::sync::OnceLock<Vec<Pack>> = std::sync::OnceLock::new();
    PACKS.get_or_init(|| builtin().iter().map(|b| Pack::parse(b.name, b.text).unwrap()).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn stock_packs_are_done_after_one_run(value in documents()) {
        for pack in stock_packs() {
            let mut context = context();
            context.with = pack.rules.iter().filter(|r| r.optional).map(|r| r.full_id.to_string()).collect();
            let mut first = doc(&value.to_string());
            let outcome = run(&mut first, std::slice::from_ref(pack), &context);
            prop_assert!(outcome.broken.is_empty(), "{}: {:#?}\n{}", pack.id, outcome.broken, value);
            if !outcome.is_good() {
                continue;
            }
            prop_assert_eq!(outcome.journal.len() == 0, first.is_unchanged());
            let mut second = Document::parse(first.to_bytes()).unwrap();
            let again = run(&mut second, std::slice::from_ref(pack), &context);
            prop_assert!(again.journal.len() == 0 && second.is_unchanged(), "{}: {:#?}\n{}", pack.id, again.journal, value);
        }
    }

    #[test]
    fn a_pack_that_changes_nothing_keeps_every_byte(value in documents()) {
        let text = serde_json::to_string_pretty(&value).unwrap();
        let rules = "- id: a\n  select: $.templates[*]\n  set: {name: {$get: \"@.name\"}}\n  default: {vaults: []}\n- id: b\n  select: $.nothing\n  unknown: true\n  remove: true";
        let (after, outcome) = apply(&text, rules);
        prop_assert!(outcome.is_good() && outcome.journal.len() == 0);
        prop_assert_eq!(after, text);
    }
}

#[test]
fn a_deep_value_is_no_danger() {
    let deep = format!("{}1{}", "[".repeat(9_990), "]".repeat(9_990));
    let object = format!("{}0{}", "{\"a\":".repeat(9_990), "}".repeat(9_990));
    let work = move || {
        for deep in [deep, object] {
            let text =
                format!(r#"{{"templates": [{{"name": "t", "task_params": {deep}}}, {{"name": "u", "task_params": {deep}}}]}}"#);
            let rules = "\
- {id: a, select: '$.templates[*]', set: {vaults: {$get: '@.task_params'}}, loss: x}
- {id: b, select: '$.templates', dedupe: {by: [task_params]}, loss: x}
- {id: c, select: '$.templates[*]', convert: {key: task_params, to: json_text}}
- {id: d, select: '$.templates[*]', remove: [task_params, vaults], loss: x}";
            let (after, outcome) = apply(&text, rules);
            assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals.first().map(|r| &r.message));
            assert_eq!(after, r#"{"templates": [{"name": "t"}]}"#);
        }
    };
    // As much as the main thread has.
    std::thread::Builder::new().stack_size(8 << 20).spawn(work).unwrap().join().unwrap();
}
