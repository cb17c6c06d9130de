//! The plan of a restore: what is lost, what is put back, and the commands that it prints.

use serde_json::{Value, json};

use super::fake::body;
use super::restore::{folder, restore, server};
use super::{TOKEN, run};
use crate::shell::said;

#[test]
fn every_alias_that_the_server_has_is_lost_by_name() {
    for name in ["2.16.45", "2.17.15", "2.10.42-mysql"] {
        let (shell, fake) = (folder(name), server(name));
        let mut file = body(name, "backup", "response");
        file["meta"]["name"] = json!("Second");
        shell.write("lab.json", file.to_string());
        let plan = restore(&shell, &fake, name, &["--migrate", "--accept-loss", "all", "--format", "json"]).json();
        let lost: Vec<String> = serde_json::from_value(plan["remote"]["restores"][0]["lost"].clone()).unwrap();
        let aliases: Vec<&String> = lost.iter().filter(|line| line.contains("alias")).collect();
        assert_eq!(aliases.len(), 2, "{name}: {lost:?}");
        assert!(aliases[0].contains("\"alias-0000000002\" of the project: project \"Homelab\" has it"), "{name}: {aliases:?}");
        assert!(aliases[1].contains("\"alias-0000000001\" of integration \"push\""), "{name}: {aliases:?}");
    }
}

#[test]
fn aliases_that_end_a_restore_half_way_stop_it_and_all_are_named() {
    let (shell, fake) = (folder("2.12.14"), server("2.12.14"));
    let mut file = body("2.12.14", "backup", "response");
    file["meta"]["name"] = json!("Second");
    shell.write("lab.json", file.to_string());
    let said = restore(&shell, &fake, "2.12.14", &["--apply"]).exits(1);
    assert!(said.err.contains("alias-0000000001") && said.err.contains("alias-0000000002"), "{}", said.err);
    assert!(said.err.contains("semxform clone") && fake.count("POST") == 0, "{}", said.err);
}

#[test]
fn what_the_extras_put_back_is_no_warning() {
    let (shell, fake) = (folder("2.17.15"), server("2.17.15"));
    let check = |more: &[&str]| shell.run(&[&["check", "--target", "2.17.15", "lab.json"], more].concat());
    assert!(check(&[]).out.contains("SX716"), "{}", check(&[]).out);
    let with = check(&["--extras", "lab.extras.json"]);
    assert!(!with.out.contains("SX716"), "{}", with.out);
    let plan = restore(&shell, &fake, "2.17.15", &[]).exits(0);
    assert!(plan.out.contains("then: schedule \"Once\"") && plan.out.contains("run_at"), "{}", plan.out);
    assert!(!plan.err.contains("SX716"), "{}", plan.err);
    let mut extras: Value = serde_json::from_str(&shell.read("lab.extras.json")).unwrap();
    extras["schedules"] = json!([]);
    shell.write("lab.extras.json", extras.to_string());
    assert!(restore(&shell, &fake, "2.17.15", &[]).err.contains("SX716"));
}

#[test]
fn the_command_that_removes_a_left_over_has_the_options_that_were_given() {
    let (shell, fake) = (folder("2.16.45"), server("2.16.45"));
    shell.write("lab.json", body("2.16.45", "restore-half-made", "request").to_string());
    std::fs::remove_file(shell.path("lab.extras.json")).unwrap();
    shell.write("my token", TOKEN);
    let args = ["restore", "--server", &fake.url, "--token-file", "my token", "--db", "sqlite", "--timeout", "30"];
    let said = shell.run(&[&args[..], &["lab.json", "--apply", "--force"]].concat()).exits(6);
    let command = said.err.split("remove it with: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    assert!(command.contains("--token-file 'my token'") && !command.contains(TOKEN), "{command}");
    assert!(command.contains("--db sqlite") && command.contains("--timeout 30"), "{command}");
    let program = shell.command(&[]).get_program().to_str().unwrap().to_owned();
    let mut pasted = std::process::Command::new("sh");
    pasted.args(["-c", &command.replacen("semxform", &program, 1)]).current_dir(shell.path("")).env_clear();
    assert!(self::said(pasted).exits(0).out.contains("is deleted"));
    let other = run(&shell, &fake, &["restore", "--clean-up", "99", "--timeout", "7"]);
    assert!(!other.err.contains("--server …"), "{}", other.err);
}

#[test]
fn a_token_that_the_server_does_not_know_says_where_to_make_one_and_how_to_give_it() {
    let (shell, fake) = (folder("2.16.45"), server("2.16.45"));
    let said = super::run_as(&shell, &fake, "unknown", &["pull", "-o", "out"]).exits(5);
    for part in ["make a new API token", "user menu", "--token-file", "SEMXFORM_TOKEN"] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    assert!(!said.err.contains("semxform server"), "that would be refused too: {}", said.err);
}
