//! Rule files as people write them, good and bad.

use super::{Pack, builtin};

fn stock(name: &str) -> Pack {
    let found = builtin().iter().find(|b| b.name == name).unwrap();
    Pack::parse(name, found.text).unwrap_or_else(|errors| {
        let list: Vec<String> = errors.iter().map(|e| format!("rules/{name}.yaml:{e}")).collect();
        panic!("{}", list.join("\n"))
    })
}

#[test]
fn stock_packs_pass_their_own_tests() {
    for found in builtin() {
        let pack = stock(found.name);
        assert_eq!(pack.id, found.name);
        assert!(pack.traps.is_empty(), "{}: {:?}", found.name, pack.traps);
        for result in crate::engine::run_tests(&pack) {
            assert!(
                result.failures.is_empty(),
                "{}:{}: {}\n{}",
                found.name,
                result.line,
                result.name,
                result.failures.join("\n")
            );
        }
    }
}

fn mistakes(text: &str) -> Vec<String> {
    match Pack::parse("rules/mine.yaml", text) {
        Ok(pack) => panic!("no mistake found in {pack:?}"),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

/// Each mistake must be there, in this order, and no other.
#[track_caller]
fn says(text: &str, expected: &[&str]) {
    let found = mistakes(text);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{expected}\nis not in\n{found}");
    }
}

#[test]
fn all_mistakes_of_a_file_are_told_with_line_and_column() {
    let text = "\
semxform: 1
id: my pack
tilte: x
rules:
  - id: a
    selct: $.templates[*]
    remove: yes
  - id: b
    select: $.templates[?@.vault_kye]
    set: {description: {$get: name}}
    when: {target: \">=banana\", db: [oracle]}
  - id: c
    select: $.templates[*
    removee: [x]
  - id: d
    drop_orphans: templates[].vault[].vault_key
";
    says(
        text,
        &[
            "2:5: \"my pack\" is no id",
            "3:1: a rule pack has no key \"tilte\"; did you mean `title`?",
            "6:5: a rule has no key \"selct\"; did you mean `select`?",
            "7:13: expected `true` (the node) or a list of keys",
            "9:28: templates[] has no \"vault_kye\" in any version; did you mean `vault_key`?",
            "10:31: the rule has no `find` called \"name\"",
            "11:20: bad version range: \"banana\" is not a version",
            "11:37: \"oracle\" is no database",
            "13:26: ] is missing at the end",
            "14:5: a rule has no key \"removee\"; did you mean `remove`?",
            "16:19: \"templates[].vault[].vault_key\" is a reference in no version; did you mean `templates[].vaults[].vault_key`?",
        ],
    );
}

#[test]
fn where_no_key_is_like_the_one_that_was_written_all_are_listed() {
    let text = "semxform: 1\nid: p\nrules:\n  - id: a\n    select: $.keys[*]\n    rename_entity: {section: keys, mapping: {a: b}, zzz: 1}\n";
    let said = Pack::parse("p.yaml", text).unwrap_err();
    let help: Vec<_> = said.iter().filter_map(|error| error.suggestion.as_deref()).collect();
    assert!(help.iter().any(|help| help.starts_with("its keys are section, ")), "{help:?}");
}

#[test]
fn duplicate_keys_and_ids_are_mistakes() {
    let text = "semxform: 1\nid: p\nrules:\n  - id: a\n    select: $.keys[*]\n    remove: [type]\n    remove: [name]\n  - id: a\n    select: $.keys[*]\n    remove: [type]\n";
    says(text, &["7:5: key \"remove\" is here twice", "8:9: two rules have the id \"a\""]);
}

#[test]
fn two_operations_on_one_key_contradict_each_other() {
    let rule = |operations: &str| format!("semxform: 1\nid: p\nrules:\n  - id: a\n    select: $.templates[*]\n{operations}");
    says(&rule("    set: {app: x}\n    remove: [app]\n"), &["7:5: `remove` and `set` both write \"app\""]);
    says(&rule("    rename_key: {playbook: app}\n    default: {app: 1}\n"), &["both write \"app\""]);
    says(&rule("    set: {app: x}\n    remove: true\n"), &["cannot be used together in one rule"]);
    Pack::parse("p", &rule("    set: {app: x}\n    remove: [playbook]\n")).unwrap();
}

#[test]
fn a_selector_of_what_no_version_knows_needs_unknown() {
    let rule = |more: &str| {
        format!("semxform: 1\nid: p\nrules:\n  - id: a\n    select: $.templates[*].Playbook\n{more}    remove: true\n")
    };
    says(&rule(""), &["5:28: templates[] has no \"Playbook\" in any version; did you mean `playbook`?"]);
    assert_eq!(Pack::parse("p", &rule("")).unwrap_err()[0].code, "SX203");
    Pack::parse("p", &rule("    unknown: true\n")).unwrap();
}

#[test]
fn a_key_that_no_version_knows_is_refused_wherever_a_rule_names_it() {
    let rule = |rule: &str| {
        format!("semxform: 1\nid: p\nrules:\n  - id: a\n    select: $.templates[*]\n    {}\n", rule.replace('\n', "\n    "))
    };
    for (line, message) in [
        ("set: {runer_tag: x}", "6:11: templates[] has no \"runer_tag\" in any version; did you mean `runner_tag`?"),
        ("set: {vaults: [{vault_kye: x}]}", "6:21: templates[].vaults[] has no \"vault_kye\""),
        ("default: {runner_tag: {$get: \"@.nmae\"}}", "templates[] has no \"nmae\" in any version; did you mean `name`?"),
        ("set: {runner_tag: {$get: \"$.mta.name\"}}", "a backup has no \"mta\" in any version; did you mean `meta`?"),
        ("remove: [vualts]", "6:14: templates[] has no \"vualts\" in any version; did you mean `vaults`?"),
        ("rename_key: {vualts: vaults}", "did you mean `vaults`?"),
        ("move: {task_parms.limit: task_params.params.limit}", "did you mean `task_params`?"),
        ("convert: {key: survey_var, to: json}", "did you mean `survey_vars`?"),
        ("remap_id: {key: git_brnch, table: {a: b}}", "did you mean `git_branch`?"),
        ("replace: {key: nmae, pattern: a, with: b}", "did you mean `name`?"),
        ("within_json: {key: argumnts, remove: [anything]}", "did you mean `arguments`?"),
        ("where: {type: {runer_tag: string}}\nset: {runner_tag: x}", "did you mean `runner_tag`?"),
        ("where: {duplicate: nmae}\nset: {runner_tag: x}", "did you mean `name`?"),
        ("append: {to: schedules, value: {nmae: x}}", "6:37: schedules[] has no \"nmae\""),
        (
            "find: {s: {select: \"$.schedules[*]\", match: {tmplate: {$get: \"@.name\"}}}}\nwhere: {not_found: s}\nset: {app: x}",
            "schedules[] has no \"tmplate\" in any version; did you mean `template`?",
        ),
        (
            "find: {s: {select: \"$.schedules[*]\", match: {template: {$get: \"@.name\"}}}}\nset: {app: {$get: s.nmae}}",
            "schedules[] has no \"nmae\" in any version; did you mean `name`?",
        ),
    ] {
        says(&rule(line), &[message]);
        assert_eq!(Pack::parse("p", &rule(line)).unwrap_err()[0].code, "SX203", "{line}");
        Pack::parse("p", &rule(&format!("unknown: true\n{line}"))).unwrap_or_else(|errors| panic!("{line}: {errors:?}"));
    }
    for list in ["sort: {by: nmae}", "dedupe: {by: [nmae]}"] {
        let text = format!("semxform: 1\nid: p\nrules:\n  - id: a\n    select: $.keys\n    {list}\n");
        says(&text, &["keys[] has no \"nmae\" in any version; did you mean `name`?"]);
    }
}

#[test]
fn a_text_that_was_meant_as_a_value_of_the_file_is_refused() {
    let rule = |rule: &str| format!("semxform: 1\nid: p\nrules:\n  - id: a\n    select: $.templates[*]\n    {rule}\n");
    says(
        &rule("set: {description: \"@.name\"}"),
        &["6:24: \"@.name\" is written literally and not evaluated; write `{$get: \"@.name\"}`"],
    );
    says(
        &rule("find: {s: {select: \"$.schedules[*]\", match: {template: \"@.name\"}}}\n    where: {found: s}\n    set: {app: x}"),
        &["is written literally"],
    );
    says(&rule("set: {description: \"$.meta.name\"}"), &["write `{$get: \"$.meta.name\"}`"]);
    Pack::parse("p", &rule("set: {description: {$literal: \"@.name\"}, app: \"@daily\", playbook: $HOME}")).unwrap();
}

#[test]
fn conditions_that_do_not_exist_are_told_from_comparisons() {
    let rule = |rule: &str| {
        format!("semxform: 1\nid: p\nrules:\n  - id: a\n    select: $.templates[*]\n    where: {rule}\n    set: {{app: x}}\n")
    };
    says(
        &rule("{runner_tag: east}"),
        &[
            "there is no condition \"runner_tag\"; there are type, dangling, referenced, duplicate, found, not_found, any, not; a comparison belongs into the selector: `[?@.runner_tag == 'east']`",
        ],
    );
    says(&rule("{duplicat: name}"), &["did you mean `duplicate`?"]);
    says(&rule("{found: s}"), &["the rule has no `find` called \"s\""]);
}

#[test]
fn a_bad_selector_is_shown_inside_its_scalar() {
    let text = "semxform: 1\nid: p\nrules:\n  - id: a\n    select: \"$.templates[?(@.name = 'x')]\"\n    remove: true\n";
    let errors = Pack::parse("p", text).unwrap_err();
    assert_eq!((errors[0].code.name(), errors[0].line), ("SX202", 5));
    assert!(errors[0].column > 14, "{errors:?}");
}

#[test]
fn tables_that_would_run_twice_need_once() {
    let rule = |more: &str| {
        format!("semxform: 1\nid: p\nrules:\n  - id: a\n{more}    rename_entity: {{section: keys, table: {{a: b, b: a}}}}\n")
    };
    says(&rule(""), &["is an output and an input of the table", "is an output and an input of the table"]);
    Pack::parse("p", &rule("    once: true\n")).unwrap();
}

#[test]
fn what_is_missing_is_told() {
    says("rules: []\n", &["`semxform` is missing", "`id` is missing", "a pack without rules"]);
    says("semxform: 2\nid: p\nrules: [{id: a}]\n", &["knows version 1 of the rule language, not 2", "the rule has no operation"]);
    says("semxform: 1\nid: p\nrules: [{id: a, remove: true}]\n", &["`remove` needs `select`"]);
    says(
        "semxform: 1\nid: p\nrules: [{id: a, select: '$.keys', cascade: true, sort: {by: name}}]\n",
        &["belongs to no operation"],
    );
    says("", &["expected a rule pack"]);
    says("id: [\n", &["not YAML"]);
}

#[test]
fn traps_are_for_lint_only() {
    let trap = |select: &str| {
        let text = format!(
            "semxform: 1\nid: p\nrules:\n  - id: a\n    why: w\n    select: {select}\n    remove: [playbook]\ntests: [{{name: n, given: {{}}}}]\n"
        );
        Pack::parse("p", &text).unwrap().traps.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(trap("$.templates[?@.vault_key]")[0].starts_with("6:28: @.vault_key is also true where vault_key is null"));
    assert!(trap("$.templates[?@.vault_key != null]")[0].contains("also true where it is missing"));
    assert!(trap("$.templates[?@.vault_key && @.vault_key != null]").is_empty());
    assert!(trap("$.templates[?!@.vault_key || @.vault_key == null]").is_empty());
    assert!(trap("$.templates[?@.name == 'x']").is_empty());
}

#[test]
fn a_table_can_stand_in_a_file() {
    let text = "semxform: 1\nid: p\nrules:\n  - id: a\n    rename_entity: {section: keys, table_file: names.yaml}\n";
    let mut pack = Pack::parse("p", text).unwrap();
    assert!(pack.load_tables(|file| (file == "names.yaml").then(|| "old: new\n".into()).ok_or_else(|| file.into())).is_ok());
    let mut pack = Pack::parse("p", text).unwrap();
    let errors = pack.load_tables(|_| Err("no such file".into())).unwrap_err();
    assert_eq!(errors[0].to_string(), "5:48: names.yaml: no such file");
}

#[test]
fn the_schema_knows_the_stock_packs() {
    let validator = jsonschema::validator_for(&super::schema::schema()).unwrap();
    for found in builtin() {
        let tree = crate::rule::yaml::read(found.text, &mut crate::rule::Mistakes::default()).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&tree.value()).map(|e| format!("{} at {}", e, e.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", found.name);
    }
    let bad = serde_json::json!({"semxform": 1, "id": "p", "rules": [{"id": "a", "selct": "$"}]});
    assert!(!validator.is_valid(&bad));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

    /// Half-typed rule files, as an editor sees them all the time.
    #[test]
    fn no_damage_to_a_rule_file_is_a_panic(which in 0..5_usize, at in 0.0..1.0_f64, cut in 0..40_usize, insert in "[\\[\\]{}:'\"*&!|>#@$%\n\\- a1é]{0,3}") {
        let text = builtin()[which % builtin().len()].text;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let start = text.floor_char_boundary((text.len() as f64 * at) as usize);
        let end = text.floor_char_boundary((start + cut).min(text.len()));
        let damaged = format!("{}{insert}{}", &text[..start], &text[end.max(start)..]);
        if let Err(errors) = Pack::parse("damaged.yaml", &damaged) {
            for error in errors.iter() {
                proptest::prop_assert!(error.line >= 1 && error.column >= 1 && error.span.end <= damaged.len(), "{error:?}");
                proptest::prop_assert!(damaged.get(error.span.clone()).is_some(), "{error:?}");
            }
        }
    }
}
