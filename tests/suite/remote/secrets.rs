//! `semxform secrets`: a form, and what becomes of it on a server.

use super::fake::{Act, Fake, body, exchanges};
use super::{TOKEN, run};
use crate::shell::Shell;

/// A server with the restored project, whose keys are empty.
fn restored(name: &str) -> Fake {
    let mut lines = exchanges(name);
    let at = lines.iter().position(|line| line["step"] == "projects-after-restore").unwrap();
    let mut index = 0;
    lines.retain(|line| {
        index += 1;
        index > at || line["request"]["path"] != "/api/projects"
    });
    Fake::of(lines)
}

const PROJECT: [&str; 4] = ["secrets", "apply", "--project", "Homelab copy"];

fn apply(shell: &Shell, fake: &Fake, more: &[&str]) -> crate::shell::Said {
    let mut args = PROJECT.to_vec();
    args.extend(more);
    run(shell, fake, &args)
}

#[test]
fn the_form_names_every_secret_and_opens_no_connection() {
    let shell = Shell::with("lab.json", body("2.16.45", "backup", "response").to_string());
    let said = shell.run(&["secrets", "list", "lab.json"]).exits(0);
    for part in ["\"deploy-ssh\":", "private_key: \"\"", "repositories[\"infra\"]", "\"api-token\": \"\"", "# environments"] {
        assert!(said.out.contains(part), "{part} is missing in {}", said.out);
    }
    let json = shell.run(&["secrets", "list", "lab.json", "--format", "json"]).exits(0).json();
    assert_eq!(json["files"][0]["form"], said.out);
    run(&shell, &Fake::new("2.16.45"), &["pull", "--project", "Homelab", "-o", "lab.json"]).exits(0);
    let known = shell.run(&["secrets", "list", "lab.json"]).exits(0);
    assert!(known.out.contains("  \"common\":\n    \"DB_PASSWORD\": {type: env"), "{}", known.out);
}

#[test]
fn empty_keys_are_set_and_what_is_missing_is_exit_6() {
    let (shell, fake) = (Shell::new(), restored("2.16.45"));
    shell.write("pass", "CANARY-new-password\n");
    shell.write("s.yaml", "keys:\n  become: {login: root, password: {file: pass}}\n  api-token: {env: API}\n");
    let mut args = PROJECT.to_vec();
    args.extend(["--from", "s.yaml", "--server", &fake.url]);
    let mut command = shell.command(&args);
    command.env("SEMXFORM_TOKEN", TOKEN).env("API", "CANARY-new-string");
    let said = crate::shell::said(command).exits(6);
    assert!(said.out.contains("done     key \"become\"") && said.out.contains("missing  key \"deploy-ssh\""), "{}", said.out);
    assert!(!said.out.contains("CANARY") && !said.err.contains("CANARY"));
    assert_eq!(fake.unknown(), Vec::<String>::new(), "as real servers took it");
}

#[test]
fn what_is_set_is_kept_unless_it_is_to_be_overwritten() {
    let (shell, fake) = (Shell::new(), Fake::new("2.16.45"));
    shell.write("s.yaml", "keys: {become: {login: root, password: CANARY-x}}\nenvironments: {common: {DB_PASSWORD: CANARY-y}}\n");
    let args = |more: &[&str]| {
        let mut args = vec!["secrets", "apply", "--project", "Homelab", "--from", "s.yaml"];
        args.extend(more);
        run(&shell, &fake, &args)
    };
    let kept = args(&[]).exits(0);
    assert!(kept.out.contains("kept     key \"become\"") && kept.out.contains("kept     variable group"), "{}", kept.out);
    assert_eq!(fake.count("PUT"), 0);
    let set = args(&["--overwrite"]).exits(0);
    assert!(set.out.contains("done     key \"become\""), "{}", set.out);
    let sent = fake.seen().into_iter().find(|seen| seen.method == "PUT" && seen.path.contains("environment")).unwrap();
    let sent: serde_json::Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(sent["secrets"][0]["operation"], "update", "{sent}");
    assert_eq!(sent["secrets"][1]["operation"], "", "the others stay: {sent}");
}

#[test]
fn where_an_update_would_lose_the_secret_it_is_made_anew() {
    let (shell, fake) = (Shell::new(), Fake::new("2.12.14"));
    shell.write("s.yaml", "environments: {common: {DB_PASSWORD: CANARY-y}}\n");
    let args = ["secrets", "apply", "--project", "Homelab", "--from", "s.yaml", "--overwrite", "--db", "bolt"];
    run(&shell, &fake, &args);
    let sent = fake.seen().into_iter().find(|seen| seen.method == "PUT").unwrap();
    let sent: serde_json::Value = serde_json::from_slice(&sent.body).unwrap();
    let operations: Vec<&str> = sent["secrets"].as_array().unwrap().iter().map(|s| s["operation"].as_str().unwrap()).collect();
    assert_eq!(operations, ["delete", "", "create"], "{sent}");
}

#[test]
fn what_is_wrong_is_found_before_anything_is_sent() {
    let shell = Shell::new();
    for (form, part) in [
        ("keys: {becom: {login: a, password: CANARY}}", "did you mean \"become\"?"),
        ("keys: {become: {login: a, private_key: CANARY}}", "which has no \"private_key\""),
        ("keys: {None: CANARY}", "holds no secret"),
        ("environments: {comon: {A: CANARY}}", "did you mean \"common\"?"),
        ("keys: {become: {password: {env: NOT_SET}}}", "NOT_SET is not set"),
        ("keys: {become: {password: {command: [echo, CANARY]}}}", "--allow-commands"),
    ] {
        let fake = restored("2.16.45");
        shell.write("s.yaml", form);
        let said = apply(&shell, &fake, &["--from", "s.yaml"]).exits(2);
        assert!(said.err.contains(part), "{part} is missing in {}", said.err);
        assert_eq!(fake.count("PUT"), 0, "{form}");
    }
}

#[test]
fn a_connection_that_breaks_makes_no_secret_twice() {
    let (shell, name) = (Shell::new(), "2.16.45");
    let fake = restored(name).act("PUT", "/api/project/3/environment/8", 1, Act::PlayAndDrop);
    shell.write("s.yaml", "environments:\n  common:\n    DB_PASSWORD: {type: env, value: CANARY-new-env}\n    api_token: {type: var, value: CANARY-new-var}\n");
    apply(&shell, &fake, &["--from", "s.yaml"]).exits(6);
    let again = apply(&shell, &fake, &["--from", "s.yaml"]);
    assert!(again.out.contains("kept     variable group \"common\""), "{}", again.out);
    assert_eq!(fake.count("PUT"), 1);
}

#[test]
fn a_form_that_nobody_filled_in_for_a_project_that_lacks_nothing_has_nothing_to_do() {
    let (shell, fake) = (Shell::new(), Fake::new("2.16.45"));
    shell.write("s.yaml", "keys: {become: {login: \"\", password: \"\"}}\n");
    let said = run(&shell, &fake, &["secrets", "apply", "--project", "Homelab", "--from", "s.yaml"]).exits(0);
    assert!(said.err.contains("nothing to do: the form has no values"), "{}{}", said.out, said.err);
}
