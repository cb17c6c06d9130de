//! `semxform check` and `select` as a user sees them.

use crate::shell::Shell;

/// A backup of 2.16 that restores.
const GOOD: &str = include_str!("../fixtures/home-lab-2.16.json");

fn orphan() -> String {
    GOOD.replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\"")
}

#[test]
fn a_good_file_restores_and_a_bad_one_is_explained() {
    let shell = Shell::with("good.json", GOOD);
    shell.write("bad.json", orphan());
    let good = shell.run(&["check", "--target", "2.16", "good.json"]).exits(0);
    assert!(good.out.contains("good.json: Semaphore 2.16.45 would restore this file"), "{}", good.out);
    let bad = shell.run(&["check", "--target", "2.16.45", "bad.json"]).exits(1);
    for part in
        ["error[SX301]", "--> bad.json:", "\"vault_key\": \"gone\"", "^^^^^^", "server: error at templates[0]", "would refuse"]
    {
        assert!(bad.out.contains(part), "{part} is missing in {}", bad.out);
    }
    let both = shell.run(&["check", "--target", "2.16", "good.json", "bad.json", "missing.json"]).exits(3);
    assert!(both.err.contains("missing.json: no such file"));
}

#[test]
fn the_envelope_has_the_verdict() {
    let shell = Shell::with("bad.json", orphan());
    let json = shell.run(&["check", "--target", "2.16", "--db", "mysql", "--format", "json", "bad.json"]).exits(1).json();
    let file = &json["files"][0];
    assert_eq!(file["path"], "bad.json");
    assert_eq!(file["target"], "2.16.45");
    assert_eq!(file["restorable"], false);
    assert_eq!(file["outcome"], "refused");
    assert_eq!(file["outcomes"]["mysql"], "refused");
    let finding = &file["findings"][0];
    assert_eq!(finding["server_message"], "error at templates[0]: vaults[].vaultKey does not exist in keys[].name");
    assert_eq!(finding["pointer"], "/templates/0/vaults/0/vault_key");
    assert!(finding["line"].as_u64().unwrap() > 1);
}

#[test]
fn what_no_recorded_server_stands_behind_is_called_uncertain() {
    let shell = Shell::with("good.json", GOOD);
    for (target, uncertain) in [("2.16.45", false), ("2.17.30", false), ("2.18", true), ("2.19", true), ("2.20", true)] {
        let (check, migrate) = (["check", "--target", target, "good.json"], ["migrate", "--to", target, "good.json"]);
        let check = shell.run(&check);
        assert_eq!(check.out.replace('\n', " ").contains("(uncertain: no such server"), uncertain, "{}", check.out);
        let migrate = shell.run(&migrate);
        assert_eq!(migrate.err.replace('\n', " ").contains("(uncertain: no such server"), uncertain, "{}", migrate.err);
        let json = shell.run(&["check", "--target", target, "--format", "json", "good.json"]).json();
        assert_eq!(json["files"][0]["uncertain"] == true, uncertain, "{target}");
        let report = shell.run(&["check", "--target", target, "--report", "markdown:-", "good.json"]);
        assert_eq!(report.out.contains("(uncertain"), uncertain, "{}", report.out);
    }
}

#[test]
fn what_is_written_as_json_is_valid_for_its_schema() {
    let shell = Shell::with("bad.json", orphan());
    let holds = |schema: &str, json: &serde_json::Value| {
        let schema = serde_json::from_str(schema).unwrap();
        let wrong: Vec<_> = jsonschema::validator_for(&schema).unwrap().iter_errors(json).map(|e| e.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    };
    for target in ["2.16", "2.20"] {
        let report = shell.run(&["check", "--target", target, "--format", "json", "bad.json"]).json();
        holds(include_str!("../../schemas/report.schema.json"), &report);
        shell.run(&[
            "migrate",
            "--to",
            target,
            "--accept-loss",
            "all",
            "bad.json",
            "-o",
            "new.json",
            "--receipt",
            "receipt.json",
        ]);
        let receipt = serde_json::from_slice(&std::fs::read(shell.path("receipt.json")).unwrap()).unwrap();
        holds(include_str!("../../schemas/receipt.schema.json"), &receipt);
    }
}

#[test]
fn any_readable_bytes_are_a_question() {
    let shell = Shell::with("empty.json", "");
    shell.write("page.json", "<html>");
    let json = shell.run(&["check", "--target", "2.16", "--format", "json", "empty.json", "page.json"]).exits(1).json();
    assert_eq!(json["files"][0]["findings"][0]["server_message"], "unexpected end of JSON input");
    assert_eq!(json["files"][1]["outcome"], "refused");
    shell.run(&["check", "--target", "2.16", "."]).exits(1);
}

#[test]
fn versions_and_databases_are_checked_before_anything_else() {
    let shell = Shell::with("good.json", GOOD);
    let unknown = shell.run(&["check", "--target", "2.997", "good.json"]).exits(2);
    assert!(unknown.err.contains(&semxform::Release::newest_stable().to_string()), "{}", unknown.err);
    let bolt = shell.run(&["check", "--target", "2.19", "--db", "bolt", "good.json"]).exits(2);
    assert!(bolt.err.contains("mysql, postgres, sqlite"), "{}", bolt.err);
    shell.run(&["check", "--target", "2.16", "--db", "oracle", "good.json"]).exits(2);
}

#[test]
fn the_threshold_of_exit_code_1_can_be_moved() {
    let shell = Shell::with("bad.json", orphan());
    shell.run(&["check", "--target", "2.16", "bad.json"]).exits(1);
    shell.run(&["check", "--target", "2.16", "--fail-on", "never", "bad.json"]).exits(0);
}

#[test]
fn a_project_name_that_is_taken() {
    let shell = Shell::with("good.json", GOOD);
    shell.write("names.txt", "Other\nHome lab\n");
    shell.run(&["check", "--target", "2.17", "--existing-names", "names.txt", "good.json"]).exits(1);
    shell.run(&["check", "--target", "2.16", "--existing-names", "names.txt", "good.json"]).exits(0);
    shell.run(&["check", "--target", "2.17", "--existing-names", "missing.txt", "good.json"]).exits(3);
}

#[test]
fn a_selector_is_tried() {
    let shell = Shell::with("good.json", GOOD);
    let found = shell.run(&["select", "$.keys[?@.type == 'ssh']", "good.json"]).exits(0);
    assert!(found.out.contains("$['keys'][2]  (line "), "{}", found.out);
    assert!(found.out.contains("keys[\"github\"]"), "{}", found.out);
    assert!(shell.run(&["select", "$.nothing", "good.json"]).exits(0).err.contains("nothing in good.json matches"));
    assert_eq!(shell.run(&["select", "--format", "json", "$.nothing", "good.json"]).exits(0).out, "[]\n");
    let json = shell.pipe(&["select", "--format", "json", "$[0]"], "[1.10]").exits(0).out;
    assert_eq!(json, "[\n  {\"path\": \"$[0]\", \"pointer\": \"/0\", \"value\": 1.10}\n]\n");
    let broken = shell.run(&["select", "$.keys[?(@.type = 1)]", "good.json"]).exits(2);
    assert!(broken.err.contains("selector:1:17") && broken.err.contains("write =="), "{}", broken.err);
    assert_eq!(
        shell.run(&["select", "$.a[", "good.json", "--format", "json"]).exits(2).json()["files"][0]["findings"][0]["code"],
        "SX202"
    );
}

#[test]
fn a_log_line_leads_to_the_object() {
    let shell = Shell::with("bad.json", orphan());
    let line = "level=error msg=\"error at templates[0]: vaults[].vaultKey does not exist in keys[].name\"";
    let found = shell.run(&["explain", line, "bad.json"]).exits(0).out;
    for part in ["error[SX301]", "--> bad.json:", "^^^", "templates[\"Back up VMs\"].vaults[0]", "said by Semaphore 2.10.32"] {
        assert!(found.contains(part), "{part} is missing in {found}");
    }
    assert!(shell.run(&["explain", "error at keys[0]: the weather is fine", "bad.json"]).err.contains("keys[0] is"));
    assert!(shell.run(&["explain", "the weather is fine", "bad.json"]).exits(1).err.contains("nothing in bad.json"));
}

#[test]
fn the_version_is_told_with_its_evidence() {
    let shell = Shell::with("good.json", GOOD);
    let found = shell.run(&["detect", "good.json"]).exits(0).out;
    assert!(found.contains("good.json: 2.16.0 to 2.17.0-beta2") && found.contains("secret_storages"), "{found}");
    let json = shell.run(&["detect", "--format", "json", "good.json"]).exits(0).json();
    assert_eq!(json["files"][0]["detected"]["bands"], serde_json::json!(["2.16.0", "2.17.0-beta1"]));
    assert_eq!(json["files"][0]["detected"]["confident"], true);
    shell.write("broken.json", "{");
    shell.run(&["detect", "broken.json", "good.json"]).exits(3);
    assert!(shell.run(&["check", "good.json"]).exits(0).out.contains("Semaphore 2.16.45 would restore"));
}

/// Scripts save what they got: a server makes an empty project of it and says nothing.
#[test]
fn of_a_file_that_is_no_backup_only_that_is_said_and_it_is_counted_by_itself() {
    let receipt = r#"{"format_version": "1.0", "tool": "semxform 0.1.0", "secrets": {"password": "hunter2"}}"#;
    let shell = Shell::with("receipt.json", receipt);
    shell.write("good.json", GOOD);
    let said = shell.run(&["check", "--format", "json", "receipt.json", "good.json"]).exits(1).json();
    let codes: Vec<_> = said["files"][0]["findings"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["SX114"]);
    assert_eq!((&said["summary"]["restored"], &said["summary"]["no_backup"]), (&2.into(), &1.into()));
    let said = shell.run(&["check", "receipt.json"]).exits(1);
    assert!(!format!("{}{}", said.out, said.err).contains("certain"), "{}{}", said.out, said.err);
}

#[test]
fn a_value_outside_of_its_list_has_one_code_in_every_command() {
    let shell = Shell::with("b.json", GOOD.replace("\"type\": \"password\"", "\"type\": \"passwd\""));
    let codes = |args: &[&str]| {
        let said = shell.run(&[args, &["--format", "json", "b.json"]].concat()).json();
        let findings = said["files"][0]["findings"].as_array().unwrap().clone();
        let of_type = findings.into_iter().filter(|finding| finding["pointer"].as_str().is_some_and(|at| at.ends_with("/type")));
        of_type.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&["check", "--target", "2.16.45"]), ["SX708"]);
    assert_eq!(codes(&["-r", "builtin:runnable", "--to", "2.16.45"]), ["SX708"]);
}

#[test]
fn a_file_that_is_no_backup_is_an_error_of_every_command_and_nothing_is_made_of_it() {
    for (content, help) in [
        ("{}", "export the project again"),
        (r#"{"tasks": null, "history": null}"#, "export the project again"),
        (r#"{"status": 200, "json": {"meta": {"name": "Infra"}, "keys": []}}"#, "jq .json 'my file.json' > project.json"),
        (r#"[{"meta": {"name": "A"}, "keys": []}, {"meta": {"name": "B"}, "keys": []}]"#, "jq -c '.[]' 'my file.json'"),
        (r#"{"format_version": "1.0", "tool": "semxform 0.1.0", "hops": []}"#, "another folder"),
        ("null", "export the project again"),
    ] {
        let shell = Shell::with("my file.json", content);
        for args in [
            &["check", "--target", "2.17.15"][..],
            &["detect"],
            &["migrate", "--to", "2.18", "--accept-loss", "all", "-o", "out.json"],
            &["-r", "builtin:clean", "-o", "out.json"],
        ] {
            let said = shell.run(&[args, &["my file.json"]].concat()).exits(1);
            let all = format!("{}{}", said.out, said.err).replace("\n          ", " ");
            assert!(all.contains("no project backup"), "{args:?} on {content}: {all}");
            assert!(all.replace('\n', " ").contains(help), "{args:?} on {content}: {all}");
            assert!(!all.contains("would restore this file"), "{all}");
            assert!(!shell.path("out.json").exists(), "{args:?} on {content}");
        }
    }
}

#[test]
fn a_project_without_a_name_is_mentioned() {
    for name in [r#""""#, "null", r#"" ""#] {
        let shell = Shell::with("backup.json", format!(r#"{{"meta": {{"name": {name}}}, "keys": []}}"#));
        let file = shell.run(&["check", "--target", "2.17.15", "--format", "json", "backup.json"]).exits(0).json();
        assert_eq!(file["files"][0]["findings"][0]["pointer"], "/meta/name", "{file}");
    }
}

/// A backup of 2.16 that restores.
const LAB: &str = include_str!("../fixtures/home-lab-2.16.json");

#[test]
fn an_app_of_the_server_is_named_on_the_command_line_or_in_the_settings() {
    let packer = LAB.replacen("\"app\": \"ansible\"", "\"app\": \"packer\"", 1);
    let shell = Shell::with("b.json", &packer);
    let refused = ["check", "--target", "2.19", "b.json"];
    assert!(shell.run(&refused).exits(1).out.contains("SX509"));
    assert!(shell.run(&["check", "--target", "2.18", "b.json"]).exits(0).out.contains("SX709"));
    assert!(!shell.run(&["check", "--target", "2.18", "--apps", "vagrant,packer", "b.json"]).exits(0).out.contains("SX709"));
    shell.run(&["check", "--target", "2.19", "--apps", "packer", "b.json"]).exits(0);
    shell.run(&["migrate", "--to", "2.19", "--apps", "packer", "-o", "new.json", "b.json"]).exits(0);
    shell.run(&["-r", "builtin:sleep", "--to", "2.19", "--apps", "packer", "b.json"]).exits(0);
    shell.write("semxform.yaml", "apps: [packer]\n");
    shell.run(&refused).exits(0);
}

#[test]
fn secrets_in_clear_text_are_named_and_a_gate_may_stop_at_them() {
    let text = LAB.replace("{\\\"TZ\\\": \\\"Europe/Berlin\\\"}", "{\\\"API_TOKEN\\\": \\\"HUNTER2\\\"}");
    let text =
        text.replace("git@github.com:example/home-lab.git", "https://ci:ghp_HUNTER3abcdef@github.com/example/home-lab.git");
    let shell = Shell::with("b.json", &text);
    let said = shell.run(&["check", "--target", "2.16.45", "--format", "json", "b.json"]).exits(0);
    assert!(!said.out.contains("HUNTER"), "{}", said.out);
    let json = said.json();
    let found = json["files"][0]["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "SX655");
    let found: Vec<_> = found.map(|finding| finding["pointer"].as_str().unwrap()).collect();
    assert_eq!(found, ["/environments/0/env", "/repositories/0/git_url"]);
    shell.run(&["check", "--target", "2.16.45", "--fail-on", "info", "b.json"]).exits(1);
    shell.write("semxform.yaml", "fail-on: {default: error, SX655: info}\n");
    shell.run(&["check", "--target", "2.16.45", "b.json"]).exits(1);
    shell.run(&["-r", "builtin:scrub", "--to", "2.16.45", "-i", "b.json"]).exits(0);
    shell.run(&["check", "--target", "2.16.45", "b.json"]).exits(0);
}

/// Findings by the million fill no memory and no screen: the first of each code, and how many more there are.
#[test]
fn findings_by_the_thousand_are_counted() {
    let keys = vec!["{}"; 3000].join(",");
    let shell = Shell::with("keys.json", format!("{{\"meta\":{{\"name\":\"P\"}},\"keys\":[{keys}]}}"));
    let args = ["check", "--target", "2.16", "--format", "json", "keys.json"];
    let short = shell.run(&args).exits(1).json();
    let whole = shell.run(&[&args[..], &["--all"]].concat()).exits(1).json();
    let count = |envelope: &serde_json::Value| envelope["files"][0]["findings"].as_array().unwrap().len();
    let left_out: u64 =
        short["files"][0]["not_kept"].as_array().unwrap().iter().map(|left| left["count"].as_u64().unwrap()).sum();
    assert!(left_out >= 2000 && whole["files"][0].get("not_kept").is_none());
    assert_eq!(count(&short) as u64 + left_out, count(&whole) as u64);
    assert_eq!(short["summary"], whole["summary"]);
    let human = shell.run(&["check", "--target", "2.16", "keys.json"]).exits(1);
    assert!(human.err.contains("are counted and not listed; --all lists them"), "{}", human.err);
}

#[test]
fn what_each_of_several_commands_repairs_is_said_of_errors_and_warnings_apart() {
    let home = include_str!("../fixtures/home-lab-2.16.json");
    let mut doc: serde_json::Value = serde_json::from_str(home).unwrap();
    doc["templates"][0]["vaults"][0]["vault_key"] = "gone".into();
    doc["templates"][1]["task_params"] = serde_json::json!({"limit": "web1"});
    let shell = Shell::with("a.json", doc.to_string());
    let said = shell.run(&["check", "--target", "2.16.45", "a.json"]).exits(1).out;
    let commands: Vec<_> = said.lines().filter(|line| line.contains("  (repairs ")).collect();
    assert_eq!(commands.len(), 2, "{said}");
    assert!(commands[0].contains("-r builtin:fix-vaults a.json  (repairs the error, no warning; 1 loss)"), "{said}");
    assert!(commands[1].contains("-r builtin:runnable a.json  (repairs no error, 1 of 2 warnings)"), "{said}");
}

#[test]
fn a_pack_is_suggested_for_the_version_that_was_named_and_only_where_it_helps_there() {
    let file = r#"{"meta": {"name": "P"}, "keys": [{"name": "None", "type": "none"}],
        "repositories": [{"name": "infra", "git_url": "/srv/x", "git_branch": "", "ssh_key": "None"}],
        "environments": [{"name": "E", "json": "{}"}], "templates": [{"name": "T", "app": "bash", "playbook": "a.sh",
        "repository": "infra", "environment": "E", "vaults": [], "cron": "0 3 * * *"}]}"#;
    let shell = Shell::with("a.json", file);
    let said = |target: &str| shell.run(&["check", "--target", target, "a.json"]).exits(0).out;
    let command = "semxform -r builtin:no-double-schedules --to 2.13.15 a.json";
    assert!(said("2.13.15").contains(&format!("Next: {command}")), "{}", said("2.13.15"));
    // Before 2.11.3 nothing reads the schedules that it writes.
    assert!(!said("2.10.42").contains("no-double-schedules"), "{}", said("2.10.42"));
    let repaired = shell.run(&command.split(' ').skip(1).chain(["-o", "b.json"]).collect::<Vec<_>>()).exits(0);
    assert!(
        shell.run(&["check", "--target", "2.13.15", "b.json"]).exits(0).out.contains("would restore this file"),
        "{}",
        repaired.err
    );
}

#[test]
fn one_mistake_that_each_database_refuses_in_its_own_words_is_shown_once() {
    let home = include_str!("../fixtures/home-lab-2.16.json");
    let mut doc: serde_json::Value = serde_json::from_str(home).unwrap();
    let vault = serde_json::json!({"type": "password", "vault_key": "ansible vault", "name": "a"});
    doc["templates"][0]["vaults"] = serde_json::json!([vault, vault]);
    let shell = Shell::with("a.json", serde_json::to_string_pretty(&doc).unwrap());
    let said = shell.run(&["check", "--target", "2.16.45", "a.json"]).exits(1).out;
    assert_eq!(said.matches("error[SX524]:").count(), 1, "{said}");
    assert_eq!(said.matches("error[SX524] ").count(), 1, "{said}");
    for part in ["mysql: error at templates[0]: Error 1062", "postgres: error at templates[0]: pq:", "[mysql, postgres, sqlite]"]
    {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    let json = shell.run(&["check", "--target", "2.16.45", "--format", "json", "a.json"]).exits(1).json();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    assert_eq!(findings.iter().filter(|finding| finding["code"] == "SX524").count(), 3, "programs learn of each database");
}
