//! One hostile backup, one hostile pack, hostile file names: every command, every format. Nothing of them acts on a terminal, a log
//! or the eye of a reader.
#![cfg(target_os = "linux")]

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt as _;

use serde_json::{Value, json};

use crate::shell::{Shell, said};

/// Everything that ends, opens, moves, reorders or hides something somewhere.
const HOSTILE: &str = "a\u{1b}]0;t\u{7}\u{9b}2J\r\n::error::x\u{1b}[31m\u{2028}\u{202e}\u{200b}\u{ad}\u{7f}\u{85}'\"`|<b>&%,\\ -";

/// A file name has no room for a slash; an octet that is not UTF-8 and a dash in front are names of their own.
const FILE: &str = "b\n::error::y\r\u{1b}]0;t\u{7}\u{9b}2J\u{202e}|`<i>%0A,'\".json";

/// Formats that people read, and those that programs read.
const FORMATS: [&str; 10] = ["human", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html"];

/// Whether a character acts instead of being seen; the lines of an output end in `\n`.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Output without the colours that semxform itself writes.
fn without_colours(text: &str) -> String {
    let own = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    own.replace_all(text, "").into_owned()
}

fn assert_harmless(what: &str, text: &str) {
    if let Some((at, c)) = text.char_indices().find(|(_, c)| acts(*c)) {
        let line = text[..at].rfind('\n').map_or(0, |n| n + 1);
        panic!("{what}: {c:?} in {:?}", text[line..].lines().next().unwrap_or_default());
    }
    // What begins a command of GitHub at the start of a line is one that semxform wrote.
    let own = ["::error file=", "::warning file=", "::notice file=", "::error title=", "::warning title=", "::notice title="];
    for line in text.lines().filter(|line| line.starts_with("::")) {
        assert!(what.contains("github") && own.iter().any(|begin| line.starts_with(begin)), "{what}: {line:?}");
    }
}

/// Puts the hostile text behind every text, and under a hostile key, as far as `reaches` says so.
fn spoil(value: &mut Value, reaches: &dyn Fn(&str) -> bool, key: &str) {
    match value {
        Value::String(text) if reaches(key) && !text.is_empty() => text.push_str(HOSTILE),
        Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, reaches, key)),
        Value::Object(members) => {
            members.iter_mut().for_each(|(key, value)| spoil(value, reaches, key));
            members.insert(format!("{key}{HOSTILE}"), HOSTILE.into());
        }
        _ => {}
    }
}

/// A backup whose names are hostile and whose rest is right, one of which all is hostile, and one that is no JSON.
fn backups() -> [String; 3] {
    let home: Value = serde_json::from_str(include_str!("../fixtures/home-lab-2.16.json")).unwrap();
    let names = |key: &str| {
        let links = ["name", "template", "environment", "inventory", "repository", "ssh_key", "become_key", "vault_key", "view"];
        links.contains(&key) || ["title", "description", "message"].contains(&key)
    };
    let [mut named, mut all] = [home.clone(), home];
    spoil(&mut named, &names, "");
    spoil(&mut all, &|_| true, "");
    let text = |value: &Value| serde_json::to_string_pretty(value).unwrap();
    let broken = format!("{{\"meta\": {{\"name\": \"{}\", {HOSTILE}: 1}}", HOSTILE.replace(['\\', '"'], ""));
    [text(&named), text(&all), broken]
}

/// A pack that has hostile text wherever a pack has text. JSON is YAML too.
fn pack() -> Value {
    json!({
        "semxform": 1, "id": "evil", "title": HOSTILE, "about": HOSTILE,
        "params": {"p": {"type": "string", "default": HOSTILE, "about": HOSTILE}},
        "rules": [
            {"id": "set", "why": HOSTILE, "note": HOSTILE, "select": "$.templates[*]", "set": {"description": HOSTILE, HOSTILE: HOSTILE}},
            {"id": "lose", "why": HOSTILE, "loss": HOSTILE, "select": "$.templates[*]", "remove": ["playbook"]},
            {"id": "name", "why": HOSTILE, "select": "$.keys[0]", "rename_entity": {"to": format!("n{HOSTILE}")}},
            {"id": "idle", "why": HOSTILE, "select": "$.nowhere[*]", "remove": [HOSTILE]},
        ],
        "tests": [{"name": HOSTILE, "given": {HOSTILE: 1}, "expect": {HOSTILE: 2}}],
    })
}

/// A pack that is refused at many places, and one that refuses.
fn bad_packs() -> [Value; 2] {
    let unknown = json!({
        "semxform": 1, "id": "bad", HOSTILE: HOSTILE,
        "rules": [
            {"id": HOSTILE, "select": format!("$.{HOSTILE}"), HOSTILE: 1, "remove": [HOSTILE]},
            {"id": "twice", "select": format!("$[?@.x == '{HOSTILE}'"), "rename_key": {HOSTILE: HOSTILE}, "convert": {"key": HOSTILE, "to": HOSTILE}},
            {"id": "table", "select": "$.templates[*]", "remap_id": {"key": "name", "table_file": HOSTILE}},
            {"id": "when", "select": "$", "when": HOSTILE, "from": HOSTILE, "to": HOSTILE, "set": {"a": {"$param": HOSTILE}}},
        ],
    });
    let refuses = json!({
        "semxform": 1, "id": "no",
        "rules": [{"id": "no", "select": "$.templates[*]", "assert": {"that": {"key": "name", "is": "x"}, "message": HOSTILE}}],
    });
    [unknown, refuses]
}

/// A folder with all of them.
fn prepared() -> Shell {
    let shell = Shell::new();
    let [named, all, broken] = backups();
    shell.write(FILE, &named);
    shell.write(&format!("all{FILE}"), &all);
    shell.write(&format!("broken{FILE}"), broken);
    shell.write("-x.json", &all);
    shell.write("small.json", include_str!("../fixtures/home-lab-2.16.json"));
    std::fs::write(shell.path("").join(OsStr::from_bytes(b"\xff\x9b.json")), &named).unwrap();
    shell.write("p\u{1b}[31m\u{9b}.yaml", pack().to_string());
    for (i, bad) in bad_packs().iter().enumerate() {
        shell.write(&format!("bad{i}\u{1b}[31m\u{9b}.yaml"), bad.to_string());
    }
    shell.write(
        "server.log",
        format!("error at templates[0]: vaults[].vaultKey does not exist in keys[].name {HOSTILE}\n{HOSTILE}\n"),
    );
    shell.write("table.yaml", format!("{}: x\n", Value::from(HOSTILE)));
    shell.write("names.txt", HOSTILE);
    shell
}

/// How many commands there are for the first file.
const EACH: usize = 21;

/// Every command that takes files, on each of them.
fn commands() -> Vec<Vec<OsString>> {
    let pack = "p\u{1b}[31m\u{9b}.yaml";
    let bad = ["bad0\u{1b}[31m\u{9b}.yaml", "bad1\u{1b}[31m\u{9b}.yaml"];
    let (all, broken) = (format!("all{FILE}"), format!("broken{FILE}"));
    let octet = OsStr::from_bytes(b"./\xff\x9b.json").to_owned();
    let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
    let mut list = Vec::new();
    for file in [FILE.into(), all.clone().into(), broken.into(), octet, "./-x.json".into(), format!("gone{FILE}").into()] {
        for args in [
            &["check", "--target", "2.16"][..],
            &["check"],
            &["detect"],
            &["fmt", "--check"],
            &["migrate", "--to", "2.18", "--accept-loss", "all", "--diff", "opened"],
            &["migrate", "--to", "2.10"],
            &["migrate", "--to", "2.18", "--plan"],
            &["migrate", "--to", "2.18", "--accept-loss", "all", "-o", "out.json", "--receipt", "receipt.json"],
            &["-r", pack, "--diff", "opened"],
            &["-r", pack, "--diff", "summary"],
            &["-r", pack, "-v", "-o", "out.json"],
            &["-r", bad[0]],
            &["-r", bad[1]],
            &["-r", "builtin:fix-vaults", "--diff", "summary"],
            &["-r", "builtin:scrub", "--diff", "opened"],
            &["diff", "small.json"],
            &["explain", "server.log"],
            &["select", "$..*"],
            &["extract", "-o", "part.json", "--template", "Back up VMs"],
            &["clone", "-o", "copy.json", "--name", HOSTILE],
            &["merge", "-o", "both.json", "small.json"],
        ] {
            let mut args = words(args);
            args.push(file.clone());
            list.push(args);
        }
    }
    for action in ["list", "test", "lint"] {
        list.extend([pack, bad[0], bad[1]].map(|pack| words(&["rules", action, pack])));
    }
    list.push(words(&["rules", "draft", "small.json", FILE]));
    list.push(words(&["check", "--target", HOSTILE.trim_end(), FILE]));
    list.push(words(&["check", "--target", "2.18", "--existing-names", "names.txt", FILE]));
    list.push(words(&["select", &format!("$.{HOSTILE}["), FILE]));
    list.push(words(&["-r", "builtin:fix-vaults", "--set", &format!("{HOSTILE}=1"), FILE]));
    list.push(words(&["-r", HOSTILE, FILE]));
    list.push(words(&["explain", HOSTILE]));
    list.push(words(&["explain", HOSTILE, FILE]));
    list.push(words(&["schema", HOSTILE]));
    list.push(words(&["rules", "show", HOSTILE]));
    list.push(words(&[HOSTILE]));
    list
}

#[test]
fn nothing_raw_reaches_a_reader_of_any_format() {
    let shell = prepared();
    let mut runs = 0;
    for (number, args) in commands().into_iter().enumerate() {
        // All formats for every command, and the usual ones for every file.
        let formats = if number < EACH { &FORMATS[..] } else { &FORMATS[..3] };
        for format in formats {
            let mut command = shell.command(&[]);
            command.args(&args).args(["--format", *format]).args(["--color", "always"]);
            let said = said(command);
            let what = format!("--format {format}: {args:?}");
            assert!(!said.err.contains("panicked") && said.code >= 0, "{what}: {}", said.err);
            // On a pipe a patch is data: its lines are those of the file, and only what it adds to them is for people.
            let is_patch = said.out.starts_with("--- ");
            let own = |line: &&str| !is_patch || ["---", "+++", "@@"].iter().any(|begin| line.starts_with(begin));
            let out: Vec<&str> = said.out.split('\n').filter(own).collect();
            for text in [&out.join("\n"), &said.err] {
                assert_harmless(&what, &without_colours(text));
            }
            runs += 1;
        }
    }
    assert!(runs > 500, "{runs}");
}

/// Programs read data as it is, people do not: on a terminal patches, layouts and values are text too.
#[test]
fn data_on_a_terminal_is_text_for_people() {
    let shell = prepared();
    let pack = "p\u{1b}[31m\u{9b}.yaml";
    for args in [
        &["fmt", FILE][..],
        &["select", "$..*", FILE],
        &["select", "$", "--format", "json", FILE],
        &["-r", pack, FILE],
        &["-r", pack, "--diff", "json-patch", FILE],
        &["-r", pack, "--diff", "unified", FILE],
        &["migrate", "--to", "2.18", FILE],
        &["diff", "small.json", FILE],
        &["rules", "show", pack],
        &["check", FILE],
    ] {
        let words = args.iter().map(|word| format!("'{}'", word.replace('\'', "'\\''"))).collect::<Vec<_>>().join(" ");
        let mut command = std::process::Command::new("script");
        let run = format!("stty -onlcr 2>/dev/null; '{}' {words}", env!("CARGO_BIN_EXE_semxform"));
        command.args(["-qec", &run, "/dev/null"]).current_dir(shell.path("")).env("COLUMNS", "100");
        command.stdin(std::process::Stdio::null());
        let said = said(command);
        assert_harmless(&format!("{args:?}"), &without_colours(&said.out));
    }
}
