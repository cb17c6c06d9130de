//! Reports in the hands of programs that know nothing of semxform: each format is read by a reader of another language, which finds as much
//! as the envelope holds, whatever names files, entities and packs have.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::shell::Shell;
use crate::support::{files, oracle, root};

/// All formats that a report can have.
const FORMATS: [&str; 8] = ["json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html"];

/// A name with everything that ends, opens or hides something in one of the formats.
const HOSTILE: &str = "a\n::error::x\r\u{1b}]0;t\u{7}\u{9b}2J\u{202e}\u{2028}\"'`|%0A,<script>alert(1)</script>&amp;]]>{{ 7*7 }}\u{0}${{ x }} \
                       $(id) @all ![p](http://h/p) [l](javascript:x) <img src=x onerror=y> --> \\";

/// A run that writes every report into a folder.
fn reports(shell: &Shell, folder: &str, args: &[&str]) -> i32 {
    let reports: Vec<String> = FORMATS.iter().map(|format| format!("--report={format}:{folder}/r.{format}")).collect();
    let args: Vec<&str> = args.iter().copied().chain(reports.iter().map(String::as_str)).collect();
    shell.run(&args).code
}

/// Has the folders read; returns a line for each: name, files, errors, warnings, infos.
fn read(shell: &Shell, folders: &[&str]) -> Vec<String> {
    let schema = root().join("tests/fixtures/sarif-schema-2.1.0.json");
    let mut python = Command::new("python3");
    python.arg(root().join("tests/readers/reports.py")).arg(schema).args(folders.iter().map(|folder| shell.path(folder)));
    let done = python.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn home_lab() -> Value {
    serde_json::from_str(include_str!("../fixtures/home-lab-2.16.json")).unwrap()
}

/// Fifty files that are wrong in many ways, in a folder with folders.
fn fifty_broken(shell: &Shell) {
    let lines = include_str!("../fixtures/mistakes.jsonl").lines();
    let mut broken: Vec<(String, Vec<u8>)> = Vec::new();
    for line in lines {
        let mistake: Value = serde_json::from_str(line).unwrap();
        let mut doc = home_lab();
        let patch: json_patch::Patch = serde_json::from_value(mistake["patch"].clone()).unwrap();
        json_patch::patch(&mut doc, &patch).unwrap();
        broken.push((format!("{}.json", mistake["case"].as_str().unwrap()), serde_json::to_vec_pretty(&doc).unwrap()));
    }
    let whole = include_str!("../fixtures/home-lab-2.16.json");
    for (name, text) in [
        ("truncated", &whole[..whole.len() / 2]),
        ("empty", ""),
        ("page", "<!doctype html><title>Log in</title>"),
        ("answer", "{\"error\": \"Unauthorized\"}"),
        ("list", "[{\"meta\": {\"name\": \"A\"}}, {\"meta\": {\"name\": \"B\"}}]"),
        ("merge", "<<<<<<< HEAD\n{}\n=======\n[]\n>>>>>>> b\n"),
        ("yaml", "meta:\n  name: A\n"),
    ] {
        broken.push((format!("wrong/{name}.json"), text.into()));
    }
    // Half of the servers write vaults that no other one reads.
    for path in files(&oracle().join("exports"), "json") {
        let name = path.file_name().unwrap().to_str().unwrap();
        broken.push((format!("old/{name}"), std::fs::read(&path).unwrap()));
    }
    for (name, bytes) in broken.iter().take(50) {
        shell.write(&format!("backups/{name}"), bytes);
    }
}

#[test]
#[ignore = "needs python3 with jsonschema and markdown-it-py"]
fn one_run_over_fifty_broken_files_makes_reports_that_foreign_readers_count_alike() {
    let shell = Shell::new();
    fifty_broken(&shell);
    assert_eq!(reports(&shell, "check", &["check", "--target", "2.17.15", "backups"]), 1);
    assert_eq!(reports(&shell, "migrate", &["migrate", "--to", "2.17.15", "backups"]), 3, "some are no JSON");
    assert_eq!(reports(&shell, "rules", &["-r", "builtin:fix-vaults", "--to", "2.17.15", "backups"]), 3);
    assert_eq!(reports(&shell, "fmt", &["fmt", "--check", "backups"]), 3);
    let counts = read(&shell, &["check", "migrate", "rules", "fmt"]);
    let numbers = |line: &str| line.split(' ').skip(1).map(|number| number.parse().unwrap()).collect::<Vec<usize>>();
    let check = numbers(&counts[0]);
    assert!(check[0] == 50 && check[1] > 20 && check[2] > 20 && check[3] > 20, "{counts:?}");
    assert!(counts.iter().all(|line| numbers(line)[0] == 50), "{counts:?}");
}

#[cfg(unix)]
#[test]
#[ignore = "needs python3 with jsonschema and markdown-it-py"]
fn hostile_names_of_files_entities_and_packs_are_text_for_foreign_readers() {
    let shell = Shell::new();
    let name = |end: &str| format!("b\n::error::y|`<script>%0A,'\" [l](x){end}");
    let mut backup = home_lab();
    backup["templates"][0]["name"] = HOSTILE.into();
    backup["templates"][0]["vaults"][0]["vault_key"] = HOSTILE.into();
    backup["keys"][0]["name"] = HOSTILE.into();
    backup[HOSTILE] = HOSTILE.into();
    let (file, other) = (name(".json"), name(" 2.json"));
    shell.write(&file, serde_json::to_string_pretty(&backup).unwrap());
    backup["templates"][0]["playbook"] = HOSTILE.into();
    shell.write(&other, serde_json::to_string(&backup).unwrap());
    let text = serde_json::to_string(HOSTILE).unwrap();
    let pack = name(".yaml");
    let rules = format!(
        "semxform: 1\nid: p\ntitle: {text}\nrules:\n  - id: r\n    select: $.templates[0]\n    set: {{name: {text}, description: {text}}}\n    note: {text}\n\
         tests:\n  - name: {text}\n    given: {{templates: [{{name: {text}}}]}}\n    expect: {{templates: []}}\n"
    );
    shell.write(&pack, rules);
    let runs: [(&str, &[&str]); 8] = [
        ("check", &["check", "--target", "2.16.45", &file]),
        ("pack", &["-r", &pack, "--to", "2.16.45", &file]),
        ("migrate", &["migrate", "--to", "2.16.45", &file]),
        ("fmt", &["fmt", "--check", &other]),
        ("diff", &["diff", "--check", &file, &other]),
        ("lint", &["rules", "lint", &pack]),
        ("test", &["rules", "test", &pack]),
        ("stopped", &["-r", &file, &other]),
    ];
    for (folder, args) in runs {
        assert_ne!(reports(&shell, folder, args), 0, "{folder}");
        assert!(Path::new(&shell.path(folder)).is_dir(), "{folder}");
    }
    let folders = runs.map(|(folder, _)| folder);
    let counts = read(&shell, &folders);
    assert!(counts.iter().all(|line| !line.ends_with(" 0 0 0")), "{counts:?}");
}
