//! The last lines of a command: what was written where, or that nothing was and how, in every format and with `-q`.

use crate::shell::Shell;

/// A backup of 2.16 that restores.
const GOOD: &str = include_str!("../fixtures/home-lab-2.16.json");
/// What GOOD loses on the way to 2.9.70 must be accepted.
const BACK: [&str; 4] = ["migrate", "--to", "2.9.70", "good.json"];
/// Formats that list findings and nothing else.
const LISTS: [&str; 6] = ["jsonl", "sarif", "github", "gitlab", "junit", "markdown"];

fn orphan() -> String {
    GOOD.replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\"")
}

#[test]
fn who_reads_a_report_on_stdout_learns_on_stderr_why_nothing_was_written() {
    let shell = Shell::with("good.json", GOOD);
    shell.write("again.json", GOOD);
    for format in LISTS {
        let said = shell.run(&[&BACK[..], &["-o", "old.json", "--format", format]].concat()).exits(1);
        for part in ["3 losses are not accepted", "nothing is written", "--accept-loss 2.14.0-2.13.4/survey-defaults,"] {
            assert!(said.err.contains(part), "{format}: {part} is missing in {}", said.err);
        }
        assert!(said.err.ends_with("good.json: nothing is written\n") && said.err.lines().count() < 6, "{format}: {}", said.err);
        let said = shell.run(&[&BACK[..], &["again.json", "--format", format]].concat()).exits(1);
        assert!(said.err.contains("2 files: 2 not written"), "{format}: {}", said.err);
        assert!(!shell.path("old.json").exists());
    }
    let json = shell.run(&[&BACK[..], &["--format", "json"]].concat()).exits(1);
    assert_eq!(json.err, "", "the document says it");
}

#[test]
fn who_reads_a_report_on_stdout_learns_on_stderr_what_was_written_where() {
    let shell = Shell::with("bad.json", orphan());
    let fix = ["-r", "builtin:fix-vaults", "--to", "2.16.45", "bad.json"];
    for format in LISTS {
        let said = shell.run(&[&fix[..], &["--format", format, "-o", "new.json"]].concat()).exits(0);
        assert!(said.err.ends_with("bad.json: written to new.json\n"), "{format}: {}", said.err);
        let said = shell.run(&[&fix[..], &["--format", format]].concat()).exits(0);
        assert!(
            said.err.ends_with("bad.json: nothing is written; to write the result add -o FILE or -i\n"),
            "{format}: {}",
            said.err
        );
    }
    assert_eq!(shell.run(&[&fix[..], &["--format", "json", "-o", "new.json"]].concat()).exits(0).err, "");
}

#[test]
fn each_command_that_writes_says_where() {
    let shell = Shell::with("good.json", GOOD);
    shell.write("small.json", "{\"meta\":{\"name\":\"Infra\"}}");
    shell.write("good.extras.json", "{\"semxform_extras\": 1, \"project\": \"Home lab\", \"server\": \"v2.16.45\"}");
    let ends = |args: &[&str], end: &str| {
        let said = shell.run(args).exits(0).err;
        assert!(said.ends_with(end), "{args:?}: {said}");
    };
    ends(&["fmt", "-o", "new.json", "small.json"], "small.json: written to new.json\n");
    ends(&["fmt", "-i", "small.json"], "small.json: written in place\n");
    ends(&["fmt", "-i", "small.json"], "small.json: nothing to change\n");
    ends(&["fmt", "small.json"], "");
    let extract = ["extract", "--template", "Back up VMs", "good.json", "--extras", "good.extras.json"];
    ends(&extract, "good.json: nothing is written; to write the result add -o FILE\n");
    let parts = [&extract[..], &["-o", "part.json", "--receipt", "r.json"]].concat();
    ends(&parts, "good.json: written to part.json\ngood.json: receipt in r.json\ngood.json: extras in part.extras.json\n");
    ends(&["merge", "good.json", "part.json", "-o", "both.json"], "good.json: written to both.json\n");
    let migrate = ["migrate", "--to", "2.16.45", "good.json", "--extras", "good.extras.json"];
    ends(&[&migrate[..], &["-o", "m.json"]].concat(), "good.json: written to m.json\ngood.json: extras in m.extras.json\n");
    ends(&[&migrate[..], &["-i"]].concat(), "good.json: extras in good.extras.json\n");
    ends(&["clone", "--name", "Copy", "good.json"], "good.json: nothing is written; to write the result add -o FILE\n");
}

#[test]
fn quiet_leaves_verdicts_and_errors_of_every_command() {
    let shell = Shell::with("good.json", GOOD);
    shell.write("bad.json", orphan());
    let checked = shell.run(&["check", "-q", "--format", "concise", "--target", "2.16.45", "bad.json"]).exits(1).out;
    assert!(checked.contains("error[SX301]") && checked.lines().count() == 1, "{checked}");
    let merged = shell.run(&["merge", "-q", "--on-conflict", "keep", "good.json", "bad.json"]).exits(0);
    let extracted = shell.run(&["extract", "-q", "--template", "Back up VMs", "good.json"]).exits(0);
    for said in [merged, extracted] {
        assert_eq!(said.out, "", "{}", said.err);
        assert!(said.err.contains("would restore this file") && said.err.lines().count() == 2, "{}", said.err);
    }
    let several = shell.run(&["migrate", "-q", "--to", "2.9.70", "good.json", "bad.json"]).exits(1).err;
    assert!(!several.contains("secrets") && several.contains("2 files: 2 not written"), "{several}");
}

#[test]
fn commands_that_are_suggested_can_be_pasted() {
    let shell = Shell::with("my lab.json", GOOD);
    let said = shell.run(&["extract", "--template", "NAS", "my lab.json"]).exits(1).err;
    assert!(said.contains("semxform select '$.templates[*].name' 'my lab.json'\n"), "{said}");
    shell.write("small.json", "{\"meta\":{\"name\":\"Infra\"}}");
    let said = shell.run(&["fmt", "--check", "my lab.json", "small.json"]).exits(4).err;
    assert!(said.contains("to rewrite: semxform fmt -i small.json\n"), "{said}");
    for args in [
        &["extract", "--template", "Back up VMs", "my lab.json", "-o", "my lab.json"][..],
        &["merge", "my lab.json", "small.json", "-o", "my lab.json"],
        &["merge", "my lab.json", "small.json", "-o", "small.json"],
        &["rules", "draft", "my lab.json", "small.json", "-o", "small.json"],
        &["clone", "--name", "Copy", "my lab.json", "-o", "my lab.json"],
    ] {
        let said = shell.run(args).exits(2).err;
        assert!(said.contains("would be written over an input") && !said.contains("-i"), "{args:?}: {said}");
    }
}

#[test]
fn a_repair_that_takes_something_away_is_printed_with_what_lets_it_write() {
    let shell = Shell::with("bad.json", orphan());
    let said = shell.run(&["check", "--target", "2.17.15", "bad.json"]).exits(1).out;
    let next = said.lines().find(|line| line.starts_with("Next: ")).unwrap();
    let command = next.trim_start_matches("Next: semxform ").split("  (").next().unwrap();
    assert!(command.contains("--accept-loss"), "{said}");
    let typed: Vec<&str> = command.split(' ').chain(["-o", "new.json"]).collect();
    shell.run(&typed).exits(0);
    assert!(!shell.run(&["check", "--target", "2.17.15", "new.json"]).out.contains("bad.json:111"));
}
