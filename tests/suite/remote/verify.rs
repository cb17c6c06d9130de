//! `semxform verify`: a restored project is what the file says, beyond what the version cannot keep.

use super::fake::{Fake, body, exchanges};
use super::{SERVERS, run};
use crate::shell::Shell;

/// A server after its restore.
fn restored(name: &str) -> Fake {
    let mut lines = exchanges(name);
    let at = lines.iter().position(|line| line["step"] == "projects-after-restore").unwrap();
    let mut index = 0;
    lines.retain(|line| {
        index += 1;
        let early = index <= at && line["request"]["path"] == "/api/projects";
        !early && line["step"] != "backup-after-fix-ups"
    });
    Fake::of(lines)
}

#[test]
fn what_was_restored_is_what_the_file_says() {
    for name in SERVERS {
        let (shell, fake) = (Shell::new(), restored(name));
        shell.write("lab.json", body(name, "restore-ok", "request").to_string());
        let mut args = vec!["verify", "lab.json"];
        if name == "2.17.0-dev" {
            args.extend(["--target", "2.17.0-beta13"]);
        }
        let said = run(&shell, &fake, &args);
        assert_eq!(said.code, 0, "{name}: {}{}", said.out, said.err);
        assert!(said.err.contains("is what the file says"), "{name}: {}", said.err);
    }
}

#[test]
fn a_difference_is_exit_4_and_is_named() {
    for name in ["2.9.56", "2.12.14", "2.16.45", "2.17.15"] {
        let (shell, fake) = (Shell::new(), restored(name));
        let file =
            body(name, "restore-ok", "request").to_string().replace("deploy.yml", "other.yml").replace("10.0.0.1", "10.0.0.2");
        shell.write("lab.json", file);
        let said = run(&shell, &fake, &["verify", "lab.json", "--project", "Homelab copy"]).exits(4);
        // 2.9.56 forgets the content of inventories, so that this is no difference there.
        let parts = ["Deploy app", "playbook", "inventories[\"prod\"]"];
        let count = if name == "2.9.56" { 2 } else { 3 };
        for part in &parts[..count] {
            assert!(said.out.contains(part), "{name}: {part} is missing in {}", said.out);
        }
        let json = run(&shell, &fake, &["verify", "lab.json", "--format", "json"]).exits(4).json();
        assert_eq!(json["files"][0]["differences"].as_array().unwrap().len(), count - 1, "{name}: {json}");
    }
}

#[test]
fn a_project_that_is_not_there_is_exit_2() {
    let (shell, fake) = (Shell::new(), restored("2.16.45"));
    shell.write("lab.json", body("2.16.45", "restore-ok", "request").to_string());
    let said = run(&shell, &fake, &["verify", "lab.json", "--project", "Elsewhere"]).exits(2);
    assert!(said.err.contains("no project \"Elsewhere\""), "{}", said.err);
}

#[test]
fn a_report_names_each_difference_at_its_line_and_a_baseline_hides_known_ones() {
    let (shell, fake) = (Shell::new(), restored("2.16.45"));
    let file: serde_json::Value = serde_json::from_str(&body("2.16.45", "restore-ok", "request").to_string()).unwrap();
    shell.write("lab.json", serde_json::to_string_pretty(&file).unwrap().replace("deploy.yml", "other.yml"));
    let args = ["verify", "lab.json", "--project", "Homelab copy"];
    let with = |more: &[&str]| run(&shell, &fake, &[&args[..], more].concat());
    with(&["--report", "gitlab:g.json", "--report", "json:old.json"]).exits(4);
    let issues: serde_json::Value = serde_json::from_str(&shell.read("g.json")).unwrap();
    let line = shell.read("lab.json").lines().position(|line| line.contains("other.yml")).unwrap() + 1;
    assert_eq!(issues[0]["location"]["lines"]["begin"], line, "{issues}");
    assert!(issues[0]["description"].as_str().unwrap().contains("differs on the server"), "{issues}");
    let known = with(&["--baseline", "old.json"]).exits(0);
    assert!(known.err.contains("1 finding known from the baseline"), "{}", known.err);
}
