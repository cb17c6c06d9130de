//! What people see on a terminal of 80 columns: lines that fit, and commands that can be copied.

use std::process::Command;

use crate::shell::{Shell, said};

const GOOD: &str = include_str!("../fixtures/home-lab-2.16.json");

/// What a command shows on a terminal, without colours.
fn shown(shell: &Shell, args: &[&str]) -> String {
    let program = shell.command(&[]).get_program().to_string_lossy().into_owned();
    let line = [&[program.as_str()], args].concat().join(" ");
    let mut command = Command::new("script");
    command.args(["-qec", &line, "/dev/null"]).current_dir(shell.path("")).env("COLUMNS", "80").env("NO_COLOR", "1");
    said(command).out.replace('\r', "")
}

#[test]
#[ignore = "needs the program script"]
fn lines_fit_and_commands_stay_whole() {
    let bad = GOOD.replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"a key with a name that is rather long\"");
    let shell = Shell::with("bad.json", &bad);
    let file = "a-backup-with-a-name-that-is-rather-long.json";
    shell.write(file, bad);
    shell.write("good.json", GOOD.replace("Snapshots to the NAS", "Snapshots of all virtual machines to the NAS in the cellar"));
    let commands: [&[&str]; 7] = [
        &["check", "--target", "2.17.15", file, "bad.json"],
        &["check", "--target", "2.17.15", file],
        &["check", "--target", "2.9.70", "--db", "mysql", file],
        &["schema"],
        &["diff", "bad.json", "good.json"],
        &["migrate", "--to", "2.9.70", file, "-o", "old.json"],
        &["migrate", "-q", "--to", "2.9.70", file, "bad.json", "--check"],
    ];
    for command in commands {
        let text = shown(&shell, command);
        assert!(text.lines().count() > 3, "{text}");
        let is_whole = |line: &str| {
            let line = line.trim_start();
            line.starts_with("semxform ") || line.starts_with("--accept-loss ") && !line.trim_end().contains(' ')
        };
        let long: Vec<_> = text.lines().filter(|line| line.chars().count() > 80 && !is_whole(line)).collect();
        // Where a finding is stays on one line.
        let is_place = |line: &str| line.starts_with("  --accept-loss ") || line.trim_start().starts_with("--> ");
        assert!(long.iter().all(|line| is_place(line)), "{command:?}: {long:#?}");
    }
    let text = shown(&shell, &["check", "--target", "2.17.15", file]);
    let whole = format!("semxform migrate --to 2.17.15 --accept-loss landing/links-to-nothing {file}\n");
    assert!(text.contains(&format!("\n{whole}")), "{text}");
}
