//! `semxform restore`: the plan, the restore, and everything that can go wrong with it.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use super::fake::{Act, Fake, body, exchanges};
use super::{SERVERS, TOKEN, run};
use crate::shell::{Said, Shell, said};

/// A folder with the file of the recorded restore, and the extras of the original.
pub(super) fn folder(name: &str) -> Shell {
    let shell = Shell::new();
    shell.write("lab.json", body(name, "restore-ok", "request").to_string());
    run(&shell, &Fake::new(name), &["pull", "-o", "original"]).exits(0);
    std::fs::copy(shell.path("original/homelab.extras.json"), shell.path("lab.extras.json")).unwrap();
    std::fs::remove_dir_all(shell.path("original")).unwrap();
    shell
}

/// A server whose export of the new project is the one from before the script changed it further.
pub(super) fn server(name: &str) -> Fake {
    let mut lines = exchanges(name);
    // Neither its exports, nor the members after one was added twice.
    let later = ["backup-after-fix-ups", "fix-members-after-again"];
    lines.retain(|line| !later.contains(&line["step"].as_str().unwrap()));
    Fake::of(lines)
}

fn database(name: &str) -> &'static str {
    if name.ends_with("mysql") {
        "mysql"
    } else if name.starts_with("2.16") || name.starts_with("2.17") {
        "sqlite"
    } else {
        "bolt"
    }
}

/// Arguments that every restore on a recorded server needs.
pub(super) fn restore(shell: &Shell, fake: &Fake, name: &str, more: &[&str]) -> Said {
    let mut args = vec!["restore", "lab.json", "--db", database(name)];
    if name == "2.17.0-dev" {
        args.extend(["--target", "2.17.0-beta13"]);
    }
    args.extend(more);
    run(shell, fake, &args)
}

const SECRETS: &str = "keys:\n  deploy-ssh: {login: deploy, passphrase: CANARY-new-passphrase, private_key: CANARY-new-private-key}\n  become: {login: root, password: CANARY-new-password}\n";
const GROUPS: &str = "environments:\n  common:\n    DB_PASSWORD: {type: env, value: CANARY-new-env}\n    api_token: {type: var, value: CANARY-new-var}\n";

#[test]
fn a_plan_sends_nothing() {
    for name in SERVERS {
        let (shell, fake) = (folder(name), server(name));
        let said = restore(&shell, &fake, name, &[]).exits(0);
        assert!(said.out.contains("+ project \"Homelab copy\"") && said.err.contains("Nothing was sent"), "{name}: {}", said.out);
        assert!(said.out.contains("secret to enter: key \"deploy-ssh\" (ssh)"), "{name}: {}", said.out);
        assert!(fake.seen().iter().all(|seen| seen.method == "GET"), "{name}");
        assert_eq!(shell.names(), ["lab.extras.json", "lab.json"], "{name}");
    }
}

#[test]
fn each_server_gets_its_project_with_all_that_no_backup_holds() {
    // On 2.13.3 with BoltDB an earlier restore of the script left a project with the number of this one.
    for name in SERVERS.into_iter().filter(|name| *name != "2.13.3") {
        let (shell, fake) = (folder(name), server(name).restores_as("restore-ok"));
        let groups = if name.starts_with("2.9") { "" } else { GROUPS };
        shell.write("secrets.yaml", format!("{SECRETS}{groups}"));
        let said = restore(&shell, &fake, name, &["--apply", "--secrets", "secrets.yaml"]);
        let shown = format!("{name}: {}{}", said.out, said.err);
        assert_eq!(said.code, 0, "{shown}");
        assert_eq!(fake.seen().iter().filter(|seen| seen.path == "/api/projects/restore").count(), 1, "{name}: sent once");
        let receipt: Value = serde_json::from_str(&shell.read("homelab-copy.restore.json")).unwrap();
        assert_eq!((&receipt["outcome"], &receipt["project_id"]), (&"created".into(), &3.into()), "{shown}");
        let done = |entity: &str| {
            receipt["steps"].as_array().unwrap().iter().any(|step| step["entity"] == entity && step["state"] == "done")
        };
        assert!(done("key \"deploy-ssh\"") && done("key \"become\""), "{shown}{receipt}");
        assert!(done("member \"mia\"") && done("member \"gus\""), "{shown}{receipt}");
        if !name.starts_with("2.9") {
            assert!(done("inventory \"from-file\"") && done("variable group \"common\""), "{shown}{receipt}");
        }
        assert!(!shell.read("homelab-copy.restore.json").contains("CANARY"), "no receipt holds a secret");
    }
}

#[test]
fn what_is_written_back_is_what_real_servers_took() {
    for name in ["2.14.7", "2.15.0", "2.16.45"] {
        let (shell, fake) = (folder(name), server(name));
        shell.write("secrets.yaml", format!("{SECRETS}{GROUPS}"));
        restore(&shell, &fake, name, &["--apply", "--secrets", "secrets.yaml"]).exits(0);
        assert_eq!(fake.unknown(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_name_that_is_taken_stops_before_anything_is_sent() {
    for name in ["2.16.45", "2.17.15"] {
        let (shell, fake) = (folder(name), server(name));
        shell.write("lab.json", body(name, "backup", "response").to_string());
        let said = restore(&shell, &fake, name, &["--apply", "--migrate", "--accept-loss", "all"]).exits(1);
        assert!(said.err.contains("has a project \"Homelab\" already") && said.err.contains("--name"), "{}", said.err);
        assert_eq!(fake.count("POST"), 0);
    }
}

#[test]
fn a_refusal_that_is_predicted_stops_before_anything_is_sent() {
    let (shell, fake) = (folder("2.16.45"), server("2.16.45"));
    shell.write("lab.json", body("2.16.45", "restore-half-made", "request").to_string());
    let said = restore(&shell, &fake, "2.16.45", &["--apply"]).exits(1);
    assert!(said.err.contains("nothing is sent") && said.err.contains("--migrate"), "{}", said.err);
    assert_eq!(fake.count("POST"), 0);
}

#[test]
fn a_left_over_is_named_and_only_its_receipt_removes_it() {
    for name in ["2.9.56", "2.10.42-mysql", "2.13.3", "2.16.45", "2.17.15"] {
        let (shell, fake) = (folder(name), server(name));
        shell.write("lab.json", body(name, "restore-half-made", "request").to_string());
        std::fs::remove_file(shell.path("lab.extras.json")).unwrap();
        let said = restore(&shell, &fake, name, &["--apply", "--force"]).exits(6);
        assert!(said.err.contains("\"Half made\" is left over"), "{name}: {}", said.err);
        let command = said.err.split("remove it with: ").nth(1).unwrap().lines().next().unwrap().to_owned();
        let words: Vec<&str> = command.split_whitespace().skip(1).collect();
        let id = words[words.iter().position(|word| *word == "--clean-up").unwrap() + 1];
        let other = run(&shell, &fake, &["restore", "--clean-up", "1", "--receipt", "half-made.restore.json"]).exits(2);
        assert!(other.err.contains("project 1 is not deleted"), "{}", other.err);
        assert_eq!(fake.count("DELETE"), 0);
        let mut run = shell.command(&words);
        run.env("SEMXFORM_TOKEN", TOKEN);
        assert!(said_of(run).exits(0).out.contains(&format!("project {id}")), "{name}");
        assert_eq!(fake.count("DELETE"), 1);
    }
}

fn said_of(command: std::process::Command) -> Said {
    said(command)
}

#[test]
fn a_connection_that_breaks_is_looked_into() {
    let (shell, name) = (folder("2.16.45"), "2.16.45");
    let fake = server(name).act("POST", "/api/projects/restore", 1, Act::PlayAndDrop);
    let said = restore(&shell, &fake, name, &["--apply"]).exits(6);
    assert!(said.err.contains("closed the connection") && said.err.contains("is left over, with 3 templates"), "{}", said.err);
    assert_eq!(fake.count("POST"), 1, "never sent twice");
    // Running again is safe: the name is taken now.
    let again = restore(&shell, &fake, name, &["--apply"]).exits(1);
    assert!(again.err.contains("already"), "{}", again.err);
    assert_eq!(fake.count("POST"), 1);
    let (shell, fake) = (folder(name), server(name).act("POST", "/api/projects/restore", 1, Act::Drop));
    let said = restore(&shell, &fake, name, &["--apply"]).exits(5);
    assert!(said.err.contains("no project was created"), "{}", said.err);
}

#[test]
fn what_a_proxy_or_the_server_refuses_leaves_nothing() {
    let name = "2.16.45";
    let html = || "<html>too large</html>".to_owned();
    for (act, part) in [
        (Act::Say(413, "text/html", html()), "client_max_body_size"),
        (Act::Say(401, "application/json", String::new()), "does not accept the token"),
        (Act::Redirect("https://login.example/".into()), "redirects to"),
        (Act::Say(400, "application/json", String::new()), "our prediction was another one"),
        (Act::Say(400, "application/json", r#"{"error":"project with name 'Q' already exists"}"#.into()), "already exists"),
        (Act::Say(200, "text/html", html()), "names no new project"),
    ] {
        let (shell, fake) = (folder(name), server(name).act("POST", "/api/projects/restore", 1, act));
        let said = restore(&shell, &fake, name, &["--apply"]).exits(5);
        assert!(said.err.contains(part), "{part} is missing in {}", said.err);
        let receipt: Value = serde_json::from_str(&shell.read("homelab-copy.restore.json")).unwrap();
        assert_eq!((&receipt["outcome"], &receipt["project_id"]), (&"refused".into(), &Value::Null));
    }
}

#[test]
fn a_step_that_fails_does_not_stop_the_others() {
    let name = "2.16.45";
    let (shell, fake) = (
        folder(name),
        server(name).act("PUT", "/api/project/3/inventory/5", 9, Act::Say(403, "application/json", String::new())),
    );
    let said = restore(&shell, &fake, name, &["--apply"]).exits(6);
    assert!(said.out.contains("failed: inventory \"from-file\"") && said.out.contains("1 failed"), "{}", said.out);
    let receipt: Value = serde_json::from_str(&shell.read("homelab-copy.restore.json")).unwrap();
    let steps = receipt["steps"].as_array().unwrap();
    assert!(steps.iter().any(|step| step["entity"] == "template \"Deploy app\"" && step["state"] == "done"), "{receipt}");
}

#[test]
fn without_a_place_for_the_receipt_nothing_is_sent() {
    let (shell, fake) = (folder("2.16.45"), server("2.16.45"));
    let said = restore(&shell, &fake, "2.16.45", &["--apply", "--receipt", "no/such/folder/r.json"]).exits(3);
    assert!(said.err.contains("nothing was sent"), "{}", said.err);
    assert_eq!(fake.count("POST"), 0);
}

#[test]
fn asleep_means_that_no_schedule_is_active() {
    let (shell, fake) = (folder("2.17.15"), server("2.17.15").restores_as("restore-ok"));
    restore(&shell, &fake, "2.17.15", &["--apply", "--asleep"]);
    let sent = fake.seen().into_iter().find(|seen| seen.path == "/api/projects/restore").unwrap();
    let sent: Value = serde_json::from_slice(&sent.body).unwrap();
    assert!(sent["schedules"].as_array().unwrap().iter().all(|schedule| schedule["active"] == false), "{sent}");
    assert!(!fake.seen().iter().any(|seen| seen.method != "GET"
        && seen.path.contains("/schedules/")
        && seen.body.windows(6).any(|w| w == b"run_at")
        && seen.path.ends_with("active")));
}

#[test]
fn asleep_takes_the_times_of_templates_too_and_says_so() {
    let (shell, fake) = (folder("2.16.45"), server("2.16.45"));
    let mut file: Value = serde_json::from_str(&shell.read("lab.json")).unwrap();
    file["templates"][0]["cron"] = json!("0 3 * * *");
    shell.write("lab.json", file.to_string());
    let said = restore(&shell, &fake, "2.16.45", &["--asleep"]).exits(0);
    let said = format!("{}{}", said.out, said.err);
    assert!(said.contains("--asleep: ") && said.contains("the times in `cron`"), "{said}");
}

#[test]
fn a_file_of_another_version_is_migrated_on_the_way() {
    let shell = Shell::new();
    shell.write("lab.json", body("2.12.14", "restore-ok", "request").to_string());
    let fake = server("2.16.45").restores_as("restore-ok");
    let plan = run(&shell, &fake, &["restore", "lab.json", "--migrate", "--format", "json"]).exits(0).json();
    let plan = &plan["remote"]["restores"][0];
    assert!(plan["migrated"].as_array().unwrap().len() > 2 && plan["outcome"] == "planned", "{plan}");
    assert_eq!(plan["creates"]["templates"], json!(3));
}

#[cfg(unix)]
#[test]
fn an_interruption_after_the_file_was_sent_says_so() {
    let (err, receipt) = interrupted("POST", "/api/projects/restore");
    assert!(err.contains("interrupted after the file was sent"), "{err}");
    assert_eq!(receipt["outcome"], "sent", "the receipt is there before the file is sent");
    // The project came up after all. The receipt does not know its number, and does not need to.
    let (shell, fake) = (Shell::new(), server("2.16.45"));
    shell.write("lab.json", body("2.16.45", "restore-ok", "request").to_string());
    run(&shell, &fake, &["restore", "lab.json", "--db", "sqlite", "--apply"]);
    let made = serde_json::from_str::<Value>(&shell.read("homelab-copy.restore.json")).unwrap();
    let mut sent = made.clone();
    sent.as_object_mut().unwrap().shift_remove("project_id");
    shell.write("homelab-copy.restore.json", sent.to_string());
    let id = made["project_id"].to_string();
    run(&shell, &fake, &["restore", "--clean-up", "1"]).exits(2);
    let removed = run(&shell, &fake, &["restore", "--clean-up", &id]);
    assert!(!removed.err.contains("no receipt in this folder"), "{}", removed.err);
}

#[cfg(unix)]
#[test]
fn an_interruption_while_the_rest_is_put_back_names_the_project_and_how_it_is_removed() {
    let (err, receipt) = interrupted("GET", "/api/project/3/templates");
    assert!(err.contains("interrupted: project 3 \"Homelab copy\" is restored"), "{err}");
    assert!(err.contains("--clean-up 3 --receipt homelab-copy.restore.json"), "{err}");
    assert_eq!((&receipt["outcome"], &receipt["project_id"]), (&json!("partly"), &json!(3)));
}

/// What a restore says, and its receipt, if it is interrupted while the server is slow to answer a request.
#[cfg(unix)]
fn interrupted(method: &str, path: &str) -> (String, Value) {
    let name = "2.16.45";
    let (shell, fake) = (folder(name), server(name).act(method, path, 1, Act::Wait(Duration::from_secs(20))));
    let mut command = shell.command(&["restore", "lab.json", "--db", "sqlite", "--apply", "--server", &fake.url]);
    command.env("SEMXFORM_TOKEN", TOKEN).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let sent = || fake.seen().iter().any(|seen| seen.path == path && seen.method == method);
    for _ in 0..600 {
        if sent() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(sent());
    let cmdline = std::fs::read(format!("/proc/{}/cmdline", child.id())).unwrap_or_default();
    assert!(!cmdline.windows(6).any(|part| part == b"CANARY"));
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{err}");
    (err.into_owned(), serde_json::from_str(&shell.read("homelab-copy.restore.json")).unwrap())
}
