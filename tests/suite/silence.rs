//! What a team knows already is hidden: by `ignore` with a reason, and by an earlier report. One list, whatever the command.

use serde_json::Value;

use crate::shell::Shell;

/// A backup with one error.
fn broken() -> String {
    include_str!("../fixtures/home-lab-2.16.json").replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\"")
}

/// A backup that is restored, with a schedule that never runs.
fn never_runs() -> String {
    include_str!("../fixtures/home-lab-2.16.json").replace("30 2 * * 0", "30 2 * * 8")
}

/// An entry of `ignore`.
fn ignore(code: &str) -> String {
    format!("ignore:\n  - code: {code}\n    reason: known\n")
}

#[test]
fn a_repository_silences_findings_with_a_reason_and_learns_when_that_is_no_longer_needed() {
    let shell = Shell::with("bad.json", broken());
    let check = ["check", "--format", "json", "bad.json"];
    shell.write("semxform.yaml", "target: 2.16.45\nfail-on: {default: error, SX651: never}\n");
    let all = shell.run(&check).exits(1).json();
    let error = all["files"][0]["findings"].as_array().unwrap().iter().find(|f| f["severity"] == "error").unwrap();
    let entry = |entity: &str| {
        format!(
            "target: 2.16.45\nignore:\n  - code: {}\n    entity: '{entity}'\n    reason: gone soon\n",
            error["code"].as_str().unwrap()
        )
    };
    shell.write("semxform.yaml", entry(error["entity"].as_str().unwrap()));
    let silenced = shell.run(&check).exits(0).json();
    assert_eq!(silenced["files"][0]["ignored"], 1);
    assert_eq!(silenced["files"].as_array().unwrap().len(), 1);
    shell.write("semxform.yaml", entry("templates[\"Other\"]"));
    let unused = shell.run(&check).exits(1).json();
    let finding = &unused["files"][1]["findings"][0];
    assert_eq!((finding["code"].as_str(), finding["line"].as_u64()), (Some("SX215"), Some(3)), "{finding}");
    shell.write(
        "semxform.yaml",
        "ignore: [{code: SX999, entity: x}]\nserver: https://h\nreports: [sarf:x]\nfail-on: {SX301: maybe}\n",
    );
    let broken = shell.run(&check).exits(2);
    for part in ["SX999", "needs a `reason`", "profile", "did you mean sarif?", "expected error, warning, info or never"] {
        assert!(broken.out.contains(part), "{part} is missing in {}", broken.out);
    }
}

#[test]
fn a_baseline_hides_what_an_earlier_report_holds_and_thresholds_are_by_code() {
    let shell = Shell::with("bad.json", broken());
    let check = ["check", "--target", "2.16.45", "bad.json"];
    let with = |more: &[&str]| shell.run(&[check.as_slice(), more].concat());
    with(&["--report", "json:old.json"]).exits(1);
    let known = with(&["--baseline", "old.json"]).exits(0);
    assert!(known.err.contains("known from the baseline"), "{}", known.err);
    shell.write("bad.json", "\n\n".to_owned() + &broken().replacen('{', "{\"surprise\": 1,", 1));
    let new = with(&["--baseline", "old.json", "--format", "jsonl"]).exits(0);
    assert_eq!(new.out.lines().count(), 1, "{}", new.out);
    assert!(new.out.contains("surprise"));
    with(&["--baseline", "bad.json"]).exits(3);
    let code = serde_json::from_str::<Value>(&new.out).unwrap()["code"].as_str().unwrap().to_owned();
    shell.write("semxform.yaml", format!("reports: [\"gitlab:out/g.json\"]\nfail-on: {{{code}: warning}}\n"));
    with(&["--baseline", "old.json"]).exits(1);
    assert!(shell.read("out/g.json").contains(&code));
    with(&["--baseline", "old.json", "--fail-on", "error"]).exits(0);
}

#[test]
fn what_is_ignored_stops_no_write_and_is_counted() {
    let shell = Shell::with("a.json", never_runs());
    let migrate = ["migrate", "--to", "2.16.45", "--fail-on", "warning", "a.json", "-o", "out.json", "--format", "json"];
    shell.write("semxform.yaml", ignore("SX615"));
    shell.run(&migrate).exits(1);
    assert!(!shell.path("out.json").exists());
    shell.write("semxform.yaml", ignore("SX615") + "  - {code: SX616, entity: 'schedules[\"Sunday updates\"]', reason: known}\n");
    let file = shell.run(&migrate).exits(0).json()["files"][0].clone();
    assert!(shell.path("out.json").exists());
    assert_eq!(file["ignored"], 2, "{file}");
    assert!(file["findings"].as_array().unwrap().iter().all(|finding| finding["severity"] == "info"), "{file}");
    let words = shell.run(&["migrate", "--to", "2.16.45", "a.json"]).exits(0);
    assert!(words.err.contains("2 findings silenced by `ignore`") && !words.err.contains("never runs"), "{}", words.err);

    shell.write("bad.json", broken());
    let rules = ["-r", "builtin:sleep", "--to", "2.16.45", "bad.json", "--format", "json"];
    shell.run(&rules).exits(1);
    shell.write("semxform.yaml", ignore("SX302") + "  - {code: SX301, reason: known}\n");
    let file = shell.run(&rules).exits(0).json()["files"][0].clone();
    assert_eq!((&file["ignored"], &file["restorable"]), (&1.into(), &false.into()), "the verdict stays: {file}");
}

#[test]
fn a_baseline_hides_what_the_same_command_reported_before() {
    let shell = Shell::with("bad.json", broken());
    shell.write("late.json", never_runs());
    shell.write("one-line.json", "{\"meta\":{\"name\":\"A\"}}");
    shell.write("pack.yaml", "semxform: 1\nid: p\nrules:\n  - id: r\n    select: $.views[*]\n    set: {title: All}\n");
    shell.write("other.json", broken().replace("\"gone\"", "\"other\""));
    let commands: [(&[&str], i32); 6] = [
        (&["-r", "builtin:sleep", "--to", "2.16.45", "bad.json"], 1),
        (&["migrate", "--to", "2.16.45", "--fail-on", "warning", "late.json"], 1),
        (&["fmt", "--check", "one-line.json"], 4),
        (&["rules", "lint", "pack.yaml"], 1),
        (&["diff", "--check", "bad.json", "other.json"], 4),
        (&["check", "--target", "2.16.45", "bad.json", "late.json"], 1),
    ];
    for (args, code) in commands {
        let with = |more: &[&str]| shell.run(&[args, more].concat());
        let old = with(&["--report", "json:old.json"]).exits(code);
        let reported: Value = serde_json::from_str(&shell.read("old.json")).unwrap();
        let count = |envelope: &Value, what: &str| {
            envelope["files"].as_array().unwrap().iter().map(|file| file[what].as_u64().unwrap_or(0)).sum::<u64>()
        };
        let findings = |envelope: &Value| {
            envelope["files"].as_array().unwrap().iter().map(|file| file["findings"].as_array().unwrap().len()).sum::<usize>()
        };
        assert!(findings(&reported) > 0, "{args:?}: {}", old.out);
        let new = with(&["--baseline", "old.json", "--format", "json"]).exits(0).json();
        assert_eq!(findings(&new), 0, "{args:?}: {new}");
        assert_eq!(count(&new, "known"), findings(&reported) as u64, "{args:?}: {new}");
        let words = with(&["--baseline", "old.json"]).exits(0);
        assert!(words.err.contains("known from the baseline"), "{args:?}: {}", words.err);
    }
}

#[test]
fn what_stops_a_run_cannot_be_silenced() {
    let shell = Shell::with("a.json", broken());
    shell.write("pack.yaml", "semxform: 1\nid: p\nrules:\n  - id: r\n    select: $.meta\n    assert: {equals: x}\n");
    let args = ["-r", "pack.yaml", "--to", "2.16.45", "a.json", "-o", "out.json"];
    let code = shell.run(&args).code;
    let json = shell.run(&[&args[..], &["--format", "json"]].concat()).json();
    let stopped = json["files"][0]["findings"][0]["code"].as_str().unwrap().to_owned();
    shell.write("semxform.yaml", ignore(&stopped));
    shell.run(&args).exits(code);
    assert!(!shell.path("out.json").exists());
}

#[test]
fn an_entry_is_called_unused_by_the_command_that_would_have_found_it() {
    let shell = Shell::with("a.json", never_runs());
    shell.write("pack.yaml", "semxform: 1\nid: p\nrules:\n  - id: r\n    select: $.views[*]\n    set: {title: All}\n");
    shell.write(
        "semxform.yaml",
        "ignore:\n  - {code: SX115, reason: x}\n  - {code: SX211, reason: x}\n  - {code: SX301, reason: x}\n",
    );
    let unused = |args: &[&str]| {
        let json = shell.run(&[args, &["--format", "json"]].concat()).json();
        let files = json["files"].as_array().unwrap().clone();
        let own = files.iter().filter(|file| file["path"].as_str().unwrap().ends_with("semxform.yaml"));
        own.flat_map(|file| file["findings"].as_array().unwrap().clone())
            .map(|finding| finding["message"].as_str().unwrap().split(' ').nth(2).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(unused(&["check", "--target", "2.16.45", "a.json"]), ["SX301"]);
    assert_eq!(unused(&["fmt", "--check", "a.json"]), ["SX115"]);
    assert_eq!(unused(&["rules", "lint", "pack.yaml"]), [""; 0], "it silences the trap");
    assert_eq!(unused(&["rules", "lint", "builtin:clean"]), ["SX211"]);
    assert_eq!(unused(&["migrate", "--to", "2.16.45", "a.json"]), [""; 0], "what it repairs is not there any more");
    assert_eq!(unused(&["-r", "builtin:clean", "a.json"]), [""; 0]);
    shell.write("semxform.yaml", "fail-on: {default: error, SX215: warning}\nignore:\n  - {code: SX301, reason: x}\n");
    shell.run(&["check", "--target", "2.16.45", "a.json"]).exits(1);
}

#[test]
fn thresholds_by_code_hold_for_migrations_too() {
    let shell = Shell::with("a.json", never_runs());
    shell.write("semxform.yaml", "fail-on: {default: error, SX616: warning}\n");
    let args = ["migrate", "--to", "2.16.45", "a.json", "-o", "out.json"];
    shell.run(&args).exits(1);
    assert!(!shell.path("out.json").exists());
    shell.run(&[&args[..], &["--fail-on", "error"]].concat()).exits(0);
}
