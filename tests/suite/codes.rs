//! Every finding code is raised by something: the smallest input or command for it. What is wrong with a project is in `checks`,
//! what the command line finds is here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;
use serde_json::Value;

use crate::shell::Shell;
use crate::support;

/// Mistakes of our own: nothing that a user can do raises them, so unit tests do, from a broken state.
const INTERNAL: [(&str, &str); 2] = [
    ("SX901", "a_panic_in_one_file_of_many_is_an_internal_error_with_a_page_and_the_others_are_done"),
    ("SX902", "an_entity_that_no_rule_removed_is_missed"),
];

/// The text of every source file of the program.
fn sources(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, texts);
        } else {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn the_unit_tests_for_our_own_mistakes_exist() {
    let mut texts = Vec::new();
    sources(&support::root().join("src"), &mut texts);
    for (code, test) in INTERNAL {
        let head = format!("#[test]\nfn {test}(");
        let bodies = texts.iter().filter_map(|text| text.replace("    ", "").split_once(&head).map(|(_, rest)| rest.to_owned()));
        let bodies: Vec<String> = bodies.map(|rest| rest.split("#[test]").next().unwrap().to_owned()).collect();
        assert!(bodies.iter().any(|body| body.contains(code)), "no unit test {test} speaks of {code}");
    }
}

/// A command that raises a code, and the files that it finds.
struct Case {
    code: &'static str,
    exit: i32,
    args: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
}

fn case(code: &'static str, exit: i32, args: &'static str, name: &'static str, content: impl AsRef<[u8]>) -> Case {
    Case { code, exit, args, files: vec![(name, content.as_ref().to_vec())] }
}

/// A backup that says too much, or too little.
fn input(code: &'static str, exit: i32, command: &'static str, content: impl AsRef<[u8]>) -> Case {
    case(code, exit, command, "a.json", content)
}

/// A rule that multiplies a text by ten, nine times.
fn growth() -> String {
    let ten_times = ["{key: title, pattern: '(?s)^.*$', with: '$0$0$0$0$0$0$0$0$0$0'}"; 9];
    format!("select: $.views[*]\n    once: true\n    replace: [{}]", ten_times.join(", "))
}

/// A rule that is applied to a small backup.
fn rule(code: &'static str, exit: i32, args: &'static str, rule: &str) -> Case {
    let backup = r#"{"meta": {"name": "Infra"}, "views": [{"title": "v", "name": "w"}]}"#;
    let pack = format!("semxform: 1\nid: mine\ntitle: Mine\nrules:\n  - id: one\n    {rule}\n");
    Case { files: vec![("a.json", backup.into()), ("p.yaml", pack.into())], ..case(code, exit, args, "", "") }
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    let apply = "-r p.yaml --to 2.16 a.json";
    vec![
        input("SX101", 3, "fmt a.json", r#"{"meta": {},}"#),
        input("SX102", 3, "fmt a.json", ""),
        input("SX103", 3, "fmt a.json", r#"{"meta": {"#),
        input("SX104", 3, "fmt a.json", "\u{feff}{}"),
        input("SX105", 0, "check --target 2.16 --fail-on never a.json", r#"{"keys": [], "keys": []}"#),
        input("SX106", 0, "check --target 2.10.22 --fail-on never a.json", "{\"meta\": {}} {}"),
        input("SX107", 0, "check --target 2.16 --fail-on never a.json", r#"{"meta": {"name": "\ud83d"}}"#),
        input("SX108", 0, "check --target 2.16 --fail-on never a.json", b"{\"meta\": {\"name\": \"B\xe4ckerei\"}}"),
        input("SX109", 3, "fmt a.json", "[".repeat(10_001) + &"]".repeat(10_001)),
        input("SX111", 3, "fmt b.json", "{}"),
        input("SX112", 3, "fmt a.json -o no/folder.json", r#"{"meta": {}}"#),
        input("SX113", 0, "check --target 2.10.22 --fail-on never a.json", r#"{"meta": {}, "start_version": 1e400}"#),
        input("SX114", 1, "check --target 2.16 a.json", r#"{"status": 200, "json": {"meta": {"name": "Infra"}, "keys": []}}"#),
        rule("SX201", 2, apply, "selct: $.views[*]"),
        rule("SX202", 2, apply, "select: \"$.views[?(@.name = 'w')]\"\n    remove: true"),
        rule("SX203", 2, apply, "select: $.views[*].titel\n    remove: true"),
        rule("SX204", 2, apply, "select: $.views[*]\n    replace: {key: title, pattern: ^, with: x}"),
        rule("SX205", 1, apply, "select: $.keys[*]\n    remove: true\n    expect: 1"),
        rule("SX206", 1, apply, "select: $.views[*]\n    assert: {message: no views}"),
        rule("SX207", 1, apply, "select: $.views[*]\n    rename_key: {name: title}"),
        rule("SX208", 1, "-r p.yaml --to 2.16 --strict a.json", "select: $.keys[*]\n    remove: true"),
        rule("SX209", 2, "-r p.yaml --set name=x a.json", "select: $.keys[*]\n    remove: true"),
        rule("SX210", 1, "rules test p.yaml", "select: $.views\n    remove: true\ntests:\n  - {name: t, given: {views: []}, expect: {views: []}}"),
        rule("SX211", 1, "rules lint p.yaml", "select: $.views[?@.title]\n    remove: true"),
        input("SX115", 4, "fmt --check a.json", r#"{"meta": {"name": "Infra"}, "keys": []}"#),
        Case {
            code: "SX116",
            exit: 4,
            args: "diff --check a.json b.json",
            files: vec![("a.json", br#"{"meta": {"name": "A"}}"#.to_vec()), ("b.json", br#"{"meta": {"name": "B"}}"#.to_vec())],
        },
        case("SX212", 2, "fmt a.json", "semxform.yaml", "rulse: []"),
        Case {
            code: "SX215",
            exit: 0,
            args: "check --target 2.16.45 a.json",
            files: vec![
                ("a.json", include_bytes!("../fixtures/home-lab-2.16.json").to_vec()),
                ("semxform.yaml", b"ignore: [{code: SX601, entity: x, reason: moved}]".to_vec()),
            ],
        },
        rule("SX214", 1, apply, &growth()),
        rule("SX213", 2, "-r p.yaml --only two a.json", "select: $.keys[*]\n    remove: true"),
    ]
}

/// Every code and its usual severity, as docs/codes.md says, which is made from the table of codes.
fn severities() -> BTreeMap<String, String> {
    let page = std::fs::read_to_string(support::root().join("docs/codes.md")).unwrap();
    let head = Regex::new(r"\n## (SX\d+): .*\n\nUsually: (\w+)\n").unwrap();
    head.captures_iter(&page).map(|found| (found[1].to_owned(), found[2].to_owned())).collect()
}

/// Every code that a command told in its envelope, with its severity.
fn told(envelope: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let files = envelope["files"].as_array().into_iter().flatten();
    let findings = files.flat_map(|file| file["findings"].as_array().into_iter().flatten());
    let mut told: Vec<_> = findings.map(|finding| (text(&finding["code"]), text(&finding["severity"]))).collect();
    told.extend(envelope["error"]["code"].as_str().map(|code| (code.to_owned(), "error".to_owned())));
    told
}

fn raises(case: &Case, shell: &Shell) {
    let args: Vec<&str> = case.args.split(' ').collect();
    let human = shell.run(&args).exits(case.exit);
    // People read the names of the files, or both values.
    let in_reports_only = ["SX115", "SX116"].contains(&case.code);
    assert!(
        in_reports_only || format!("{}{}", human.out, human.err).contains(&format!("[{}]", case.code)),
        "{}: {}",
        case.code,
        human.err
    );
    let told = told(&shell.run(&[&args[..], &["--format", "json"]].concat()).exits(case.exit).json());
    let severity = severities()[case.code].clone();
    assert!(told.contains(&(case.code.to_owned(), severity)), "{}: {told:?}", case.code);
}

#[test]
fn every_code_of_the_command_line_is_raised() {
    for case in cases() {
        let shell = Shell::new();
        for (name, content) in &case.files {
            shell.write(name, content);
        }
        raises(&case, &shell);
    }
}

/// A file with a hole of 4 GiB, which takes no room on the disk and may take none in memory.
fn huge() -> Case {
    input("SX110", 3, "fmt a.json", "{}")
}

#[test]
fn a_file_of_4_gib_is_refused_unread() {
    let shell = Shell::with("a.json", "{}");
    let file = std::fs::OpenOptions::new().write(true).open(shell.path("a.json")).unwrap();
    if file.set_len(1 << 32).is_ok() {
        raises(&huge(), &shell);
    }
}

#[test]
fn every_code_has_a_case_and_every_case_a_code() {
    let known: BTreeSet<String> = severities().into_keys().collect();
    let mut raised: BTreeSet<String> = cases().iter().map(|case| case.code.to_owned()).collect();
    raised.extend(INTERNAL.map(|(code, _)| code.to_owned()));
    // The situations of src/tests/checks.rs, which runs them.
    let situations = std::fs::read_to_string(support::root().join("src/tests/checks.rs")).unwrap();
    let situation = Regex::new(r#"(?m)^        at\("(SX\d+)""#).unwrap();
    raised.extend(situation.captures_iter(&situations).map(|found| found[1].to_owned()));
    raised.extend(["SX511", huge().code].map(str::to_owned));
    assert_eq!(raised, known);
}
