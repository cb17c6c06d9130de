//! `semxform pull`: the same project gives the same bytes, and what no backup holds lies beside it.

use serde_json::{Value, json};

use super::fake::{Act, Fake, body, exchanges};
use super::{SERVERS, TOKEN, run, run_as};
use crate::shell::{Shell, said};

fn read(shell: &Shell, name: &str) -> Value {
    serde_json::from_str(&shell.read(name)).unwrap()
}

#[test]
fn each_server_gives_its_backup_and_what_is_in_none() {
    for name in SERVERS {
        let (shell, fake) = (Shell::new(), Fake::new(name));
        run(&shell, &fake, &["pull", "-o", "out"]).exits(0);
        assert_eq!(read(&shell, "out/homelab.json"), sorted(&body(name, "backup", "response")), "{name}: nothing but the order");
        let extras = read(&shell, "out/homelab.extras.json");
        assert_eq!(extras["members"].as_array().unwrap().len(), 5, "{name}: {extras}");
        let sql = name.ends_with("mysql") || !name.starts_with("2.9") && name.len() == 7 && (name >= "2.16" || name == "2.17.15");
        if sql {
            let deploy = &extras["templates"]["Deploy app"];
            assert_eq!(*deploy, json!({"autorun": true, "suppress_success_alerts": true}), "{name}: {extras}");
        } else if name.starts_with("2.9") || name.starts_with("2.10") || name.starts_with("2.11") {
            assert!(extras.get("templates").is_none(), "{name}: a backup from BoltDB holds it: {extras}");
        }
        if !name.starts_with("2.9") {
            assert_eq!(extras["inventories"], json!({"from-file": {"repository": "infra"}}), "{name}");
            let secrets = json!([{"name": "DB_PASSWORD", "type": "env"}, {"name": "api_token", "type": "var"}]);
            assert_eq!(extras["environments"]["common"]["secrets"], secrets, "{name}");
        }
        if name == "2.17.15" {
            let once = extras["schedules"].as_array().unwrap().iter().find(|schedule| schedule["name"] == "Once").unwrap();
            assert_eq!(once["run_at"], "2030-05-01T10:00:00Z", "{extras}");
        }
        assert_eq!(read(&shell, "out/projects.json")["projects"], json!([{"file": "homelab.json", "id": 1, "name": "Homelab"}]));
        run(&shell, &fake, &["pull", "-o", "out", "--check"]).exits(0);
        let again = run(&shell, &fake, &["pull", "-o", "out", "--format", "json"]).exits(0).json();
        assert_eq!(again["remote"]["pulled"][0]["state"], "unchanged", "{name}");
        assert!(fake.seen().iter().all(|seen| seen.method == "GET"));
    }
}

/// A document with the entities of each section by name, as `pull` sorts them; deploy templates stay behind what they build on.
fn sorted(value: &Value) -> Value {
    let mut value = value.clone();
    for (key, list) in value.as_object_mut().unwrap() {
        if let Some(list) = list.as_array_mut().filter(|_| key != "views" && key != "integration_aliases") {
            list.sort_by_key(|entity| entity["name"].as_str().unwrap_or_default().to_owned());
        }
    }
    value
}

#[test]
fn what_pull_writes_is_taken_by_every_command_and_stays_what_it_was() {
    let (shell, fake) = (Shell::new(), Fake::new("2.16.45"));
    run(&shell, &fake, &["pull", "-o", "backups"]).exits(0);
    let files = ["backups/homelab.extras.json", "backups/homelab.json", "backups/projects.json"];
    let before = files.map(|name| shell.read(name));
    let commands: [&[&str]; 6] = [
        &["check", "--target", "2.16.45"],
        &["detect"],
        &["fmt", "--check"],
        &["fmt", "-i"],
        &["migrate", "--to", "2.18", "--accept-loss", "all"],
        &["-r", "builtin:sleep"],
    ];
    for args in commands {
        let of_folder = shell.run(&[args, &["backups"]].concat()).exits(0);
        assert!(!of_folder.err.contains("extras") && !of_folder.err.contains("projects.json"), "{args:?}: {}", of_folder.err);
        let named = shell.run(&[args, &files].concat()).exits(0);
        assert!(
            named.err.contains("left alone") && named.err.contains("homelab.extras.json and 1 more"),
            "{args:?}: {}",
            named.err
        );
        assert_eq!(named.out.replace("homelab.json", ""), of_folder.out.replace("homelab.json", ""), "{args:?}");
        assert!(
            shell.run(&[args, &files[2..]].concat()).exits(0).err.contains("projects.json"),
            "{args:?}: a hook names just that"
        );
    }
    assert_eq!(files.map(|name| shell.read(name)), before);
    let textconv = shell.run(&["fmt", "--lenient", files[0]]).exits(0);
    assert!(textconv.out.contains("semxform_extras"), "{}", textconv.out);
    shell.write("other.json", before[1].replace("\"Homelab\"", "\"Other\""));
    let merged = shell.run(&[&["merge", "other.json"], &files[..]].concat()).exits(0);
    assert!(merged.err.contains("left alone"), "{}", merged.err);
    let plan = run(&shell, &fake, &["restore", "--name", "Copy", files[1], files[2]]);
    assert!(!plan.err.contains("SX114"), "{}", plan.err);
}

#[test]
fn files_that_another_tool_has_laid_out_are_no_drift() {
    let (shell, fake) = (Shell::new(), Fake::new("2.16.45"));
    run(&shell, &fake, &["pull", "-o", "out"]).exits(0);
    for name in ["out/homelab.extras.json", "out/projects.json"] {
        shell.write(name, read(&shell, name).to_string());
    }
    run(&shell, &fake, &["pull", "-o", "out", "--check"]).exits(0);
    shell.write("out/projects.json", shell.read("out/projects.json").replace("Homelab", "Homelap"));
    run(&shell, &fake, &["pull", "-o", "out", "--check"]).exits(4);
}

#[test]
fn drift_is_exit_4_and_a_single_project_is_a_file() {
    let (shell, fake) = (Shell::new(), Fake::new("2.16.45"));
    run(&shell, &fake, &["pull", "-o", "out", "--check"]).exits(4);
    assert!(shell.names().is_empty(), "--check writes nothing");
    run(&shell, &fake, &["pull", "--project", "Homelab", "-o", "lab.json"]).exits(0);
    assert_eq!(shell.names(), ["lab.extras.json", "lab.json"]);
    shell.write("lab.json", shell.read("lab.json").replace("main", "dev"));
    run(&shell, &fake, &["pull", "--project", "1", "-o", "lab.json", "--check"]).exits(4);
    let mut copied =
        shell.command(&["pull", "--server", &format!("{}/project/1/templates", fake.url), "-o", "page.json", "--no-extras"]);
    copied.env("SEMXFORM_TOKEN", TOKEN);
    said(copied).exits(0);
    assert_eq!(shell.read("page.json"), shell.read("lab.json").replace("dev", "main"), "the page of a project names it");
    let piped = run(&shell, &fake, &["pull", "--project", "Homelab", "-o", "-"]).exits(0);
    assert!(piped.out.starts_with("{\n  \"environments\""), "{}", piped.out);
    let served = run(&shell, &fake, &["pull", "--project", "Homelab", "-o", "-", "--as-served"]).exits(0);
    assert_eq!(served.out, body("2.16.45", "backup", "response").to_string());
    let wrong = run(&shell, &fake, &["pull", "--project", "Homelap", "-o", "x.json"]).exits(2);
    assert!(wrong.err.contains("did you mean \"Homelab\"?"), "{}", wrong.err);
    run(&shell, &fake, &["pull", "-o", "-"]).exits(2);
    let none = run(&shell, &fake, &["pull", "--exclude", "Home*", "-o", "none"]).exits(0);
    assert!(none.err.contains("--exclude 'Home*' leaves none of the 1 that the server shows (\"Homelab\")"), "{}", none.err);
    assert!(!shell.path("none/homelab.json").exists());
}

/// A server with so many projects, of which only the first has a backup of its own.
fn many(count: u64) -> Fake {
    let mut lines = exchanges("2.16.45");
    let projects: Vec<Value> = (1..=count).map(|id| json!({"id": id, "name": format!("Project {id:03}")})).collect();
    let backup = lines.iter().find(|line| line["step"] == "backup").unwrap().clone();
    lines.retain(|line| {
        line["request"]["path"] != "/api/projects" && !line["request"]["path"].as_str().unwrap().ends_with("/backup")
    });
    let mut list = backup.clone();
    list["request"]["path"] = "/api/projects".into();
    list["response"]["body"] = projects.into();
    lines.push(list);
    for id in 1..=count {
        let mut backup = backup.clone();
        backup["request"]["path"] = format!("/api/project/{id}/backup").into();
        lines.push(backup);
    }
    Fake::of(lines)
}

#[test]
fn one_project_that_fails_does_not_stop_the_others() {
    let shell = Shell::new();
    let fake = many(3).act("GET", "/api/project/2/backup", 9, Act::Say(500, "text/plain", "panic".into()));
    let said = run(&shell, &fake, &["pull", "-o", "out", "--no-extras"]).exits(6);
    assert!(said.err.contains("Project 002") && said.err.contains("1 failed"), "{}", said.err);
    assert!(shell.path("out/project-001.json").exists() && shell.path("out/project-003.json").exists());
    assert!(!shell.path("out/project-002.json").exists());
    run(&shell, &many(3), &["pull", "-o", "out", "--no-extras"]).exits(0);
    assert!(shell.path("out/project-002.json").exists(), "running again completes it");
}

#[test]
fn files_of_projects_that_are_gone_go_on_demand() {
    let shell = Shell::new();
    run(&shell, &many(3), &["pull", "-o", "out"]).exits(0);
    shell.write("out/mine.json", "{}");
    let fewer = || {
        let mut lines = exchanges("2.16.45");
        lines.retain(|line| line["step"] != "projects-before-restore" && line["step"] != "projects-after-restore");
        Fake::of(lines)
    };
    // Another server's projects are no reason to delete: the address differs.
    run(&shell, &fewer(), &["pull", "-o", "out", "--prune"]).exits(0);
    assert!(shell.path("out/project-003.json").exists());
    let same = many(3);
    run(&shell, &same, &["pull", "-o", "gone"]).exits(0);
    let index = shell.read("gone/projects.json").replace("\"id\": 3", "\"id\": 9");
    shell.write("gone/projects.json", index);
    shell.write("gone/mine.json", "{}");
    let index = read(&shell, "gone/projects.json");
    assert!(index["projects"].as_array().unwrap().iter().any(|entry| entry["id"] == 9));
    run(&shell, &same, &["pull", "--project", "Project 001", "-o", "gone/", "--check"]).exits(4);
    run(&shell, &same, &["pull", "--project", "Project 001", "-o", "gone/"]).exits(0);
    assert!(shell.path("gone/project-003.json").exists());
    run(&shell, &same, &["pull", "--project", "Project 001", "-o", "gone/", "--prune"]).exits(0);
    assert!(!shell.path("gone/project-003.json").exists() && shell.path("gone/mine.json").exists());
}

#[test]
fn a_list_that_may_be_cut_prunes_nothing() {
    let shell = Shell::new();
    let fake = many(200);
    shell.write(
        "out/projects.json",
        json!({"semxform_projects": 1, "server": fake.url, "version": "v", "projects": [{"file": "old.json", "id": 999, "name": "Old"}]}).to_string(),
    );
    shell.write("out/old.json", "{}");
    let said = run(&shell, &fake, &["pull", "--project", "Project 001", "-o", "out", "--no-extras", "--prune"]).exits(0);
    assert!(said.err.contains("--prune deletes nothing") && shell.path("out/old.json").exists(), "{}", said.err);
}

#[test]
fn a_project_that_a_cut_list_does_not_show_is_found_by_its_number() {
    let shell = Shell::new();
    // Project 201 is there, and behind the end of the list.
    let json = |value: Value| Act::Say(200, "application/json", value.to_string());
    let listed: Vec<Value> = (1..=200).map(|id| json!({"id": id, "name": format!("Project {id:03}")})).collect();
    let fake = many(201).act("GET", "/api/projects", 99, json(listed.into())).act(
        "GET",
        "/api/project/201",
        99,
        json(json!({"id": 201, "name": "Project 201"})),
    );
    run(&shell, &fake, &["pull", "--project", "201", "-o", "out/", "--no-extras"]).exits(0);
    assert_eq!(read(&shell, "out/projects.json")["projects"][0]["id"], 201);
    run(&shell, &fake, &["pull", "--project", "1", "-o", "out/", "--no-extras"]).exits(0);
    let check = run(&shell, &fake, &["pull", "--project", "1", "-o", "out/", "--no-extras", "--check"]).exits(0);
    assert!(!check.err.contains("gone"), "{}", check.err);
    let named = run(&shell, &fake, &["pull", "--project", "Project 201", "-o", "out/", "--no-extras"]).exits(2);
    assert!(named.err.contains("name others by their number"), "{}", named.err);
}

#[test]
fn a_list_of_files_cannot_delete_outside_its_folder() {
    let shell = Shell::new();
    let fake = many(1);
    shell.write(
        "out/projects.json",
        json!({"semxform_projects": 1, "server": fake.url, "version": "v", "projects": [{"file": "../keep.json", "id": 9, "name": "x"}]}).to_string(),
    );
    shell.write("keep.json", "{}");
    run(&shell, &fake, &["pull", "-o", "out", "--no-extras", "--prune"]).exits(0);
    assert!(shell.path("keep.json").exists());
}

#[test]
fn a_guest_may_pull_and_a_place_that_cannot_be_written_is_named() {
    let shell = Shell::new();
    let mut lines = exchanges("2.16.45");
    let user = lines.iter().find(|line| line["step"] == "user").unwrap().clone();
    lines.push(user);
    run_as(&shell, &Fake::of(lines), "CANARY-guest-token", &["pull", "-o", "out"]).exits(0);
    shell.write("taken", "");
    let said = run(&shell, &Fake::new("2.16.45"), &["pull", "-o", "taken"]).exits(2);
    assert!(said.err.contains("taken is a file"), "{}", said.err);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_of_a_file() {
    let (shell, fake) = (Shell::new(), Fake::new("2.16.45"));
    let program = shell.command(&[]).get_program().to_str().unwrap().to_owned();
    let script = format!("ulimit -f 1; exec {program} pull --server {} -o out", fake.url);
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &script]).current_dir(shell.path("")).env("SEMXFORM_TOKEN", super::TOKEN);
    let said = crate::shell::said(command).exits(3);
    assert!(said.err.contains("make room") && said.err.contains("1 failed"), "{}", said.err);
    let names: Vec<_> = std::fs::read_dir(shell.path("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name == "homelab.json" || name.to_string_lossy().ends_with(".tmp")), "{names:?}");
    run(&shell, &fake, &["pull", "-o", "out"]).exits(0);
    assert!(shell.path("out/homelab.json").exists(), "running again completes it");
}
