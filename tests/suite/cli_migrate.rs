//! `semxform migrate` as a user sees it.

use serde_json::Value;

use sha2::Digest as _;

use crate::shell::Shell;

const HOME: &str = include_str!("../fixtures/home-lab-2.16.json");
const BROKEN: &str = include_str!("../fixtures/vault-link-to-deleted-key.json");

#[test]
fn to_a_newer_version_with_a_receipt() {
    let shell = Shell::with("backup.json", HOME);
    let said = shell.run(&["migrate", "--to", "2.18", "backup.json", "-o", "new.json", "--receipt", "receipt.json"]).exits(0);
    for part in ["To enter again", "ansible ssh (ssh)", "Never in this backup", "semxform check --target 2.18.30 new.json"] {
        assert!(said.err.contains(part), "{part} is missing in {}", said.err);
    }
    assert_eq!(said.out, "", "with -o the diff is shown on demand");
    let new: Value = serde_json::from_str(&shell.read("new.json")).unwrap();
    assert_eq!(new["templates"][0]["environments"], serde_json::json!(["Home lab"]));
    let receipt: Value = serde_json::from_str(&shell.read("receipt.json")).unwrap();
    assert_eq!(receipt["target"], "2.18.30");
    assert_eq!(receipt["written"], "new.json");
    assert_eq!(shell.read("backup.json"), HOME);
    shell.run(&["migrate", "--to", "2.18", "--check", "new.json"]).exits(0);
    shell.run(&["migrate", "--to", "2.18", "--check", "backup.json"]).exits(4);
    shell.run(&["check", "--target", "2.18", "new.json"]).exits(0);
}

#[test]
fn the_command_that_verifies_a_result_knows_the_apps_of_the_server() {
    let shell = Shell::with("backup.json", HOME.replace("\"app\": \"ansible\"", "\"app\": \"packer\""));
    let said = shell.run(&["migrate", "--to", "2.18", "--apps", "pulumi,packer", "backup.json", "-o", "new.json"]).exits(0);
    let verify = said.err.split("To verify: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(verify, "semxform check --target 2.18.30 --apps packer,pulumi new.json");
    assert!(!shell.run(&verify.split(' ').skip(1).collect::<Vec<_>>()).exits(0).out.contains("SX709"));
    assert!(shell.run(&["check", "--target", "2.18.30", "new.json"]).exits(0).out.contains("SX709"));
}

#[test]
fn the_diff_is_shown_when_nothing_is_written_or_on_demand() {
    let shell = Shell::with("backup.json", HOME);
    assert!(shell.run(&["migrate", "--to", "2.18", "backup.json"]).exits(0).out.contains("+      \"environments\": ["));
    let both = shell.run(&["migrate", "--to", "2.18", "--diff", "json-patch", "-o", "new.json", "backup.json"]).exits(0);
    assert!(both.out.starts_with("[\n  {\"op\": "), "{}", both.out);
}

#[test]
fn a_loss_must_be_accepted_by_name() {
    let two = HOME.replace("\"environments\"", "\"runners\": [{\"name\": \"east\"}],\n  \"environments\"");
    let shell = Shell::with("backup.json", two);
    let said = shell
        .run(&["migrate", "--from", "2.18", "--to", "2.16", "-o", "new.json", "--receipt", "r.json", "backup.json"])
        .exits(1);
    assert!(said.err.contains("loss") && said.err.contains("--accept-loss "), "{}", said.err);
    assert_eq!(shell.names(), ["backup.json", "r.json"], "with exit 1 only the receipt is written, which says why");
    let accept = said.err.split("--accept-loss ").nth(1).unwrap().lines().next().unwrap().to_owned();
    let args = ["migrate", "--from", "2.18", "--to", "2.16", "-o", "new.json", "--accept-loss", &accept, "backup.json"];
    shell.run(&args).exits(0);
    assert!(!shell.read("new.json").contains("runners"));
    shell.run(&["migrate", "--from", "2.18", "--to", "2.16", "--accept-loss", "all", "backup.json"]).exits(0);
    shell.run(&["migrate", "--to", "2.16", "--accept-loss", "nonsense", "backup.json"]).exits(2);
}

#[test]
fn to_its_own_version_is_a_repair() {
    let shell = Shell::with("backup.json", BROKEN);
    shell.run(&["check", "--target", "2.16.45", "backup.json"]).exits(1);
    shell.run(&["migrate", "--to", "2.16.45", "--accept-loss", "all", "-i", "backup.json"]).exits(0);
    shell.run(&["check", "--target", "2.16.45", "backup.json"]).exits(0);
}

#[test]
fn a_plan_lists_what_acts_and_writes_nothing() {
    let shell = Shell::with("backup.json", HOME);
    let plan = shell.run(&["migrate", "--to", "2.18", "--plan", "backup.json"]).exits(0).out;
    for part in ["  2.17.0-beta1 → 2.17.0\n", "    2.17.2-2.18.0/variable-group-to-list (4): ", "  for 2.18.30\n"] {
        assert!(plan.contains(part), "{part} is missing in {plan}");
    }
    assert!(!plan.contains("repair"), "only what acts is listed: {plan}");
    let json = shell.run(&["migrate", "--to", "2.18", "--plan", "--format", "json", "backup.json"]).exits(0).json();
    assert_eq!(json["files"][0]["hops"], serde_json::json!(["2.17.0-beta1-2.17.0", "2.17.0-2.17.2", "2.17.2-2.18.0"]));
    shell.run(&["migrate", "--to", "2.18", "--plan", "-i", "backup.json"]).exits(2);
}

#[test]
fn the_envelope_tells_hops_losses_and_findings() {
    let shell = Shell::with("backup.json", HOME);
    let json = shell.run(&["migrate", "--to", "2.18", "--format", "json", "backup.json"]).exits(0).json();
    let file = &json["files"][0];
    assert_eq!(file["restorable"], true);
    assert_eq!(file["hops"].as_array().unwrap().len(), 3);
    assert!(file["changes"].as_array().unwrap().iter().all(|c| c["rule"].is_string()));
    assert_eq!(file["losses"], serde_json::json!([]));
    assert!(file["patch"].is_array());
}

#[test]
fn many_files_go_on_after_a_failure_with_a_receipt_each() {
    let shell = Shell::with("in/a.json", HOME);
    shell.write("in/broken.json", "{");
    shell.write("in/z.json", HOME);
    let args = ["migrate", "--to", "2.18", "in/a.json", "in/broken.json", "in/z.json", "-o", "out", "--receipt", "receipts"];
    shell.run(&args).exits(3);
    assert_eq!(shell.read("out/a.json"), shell.read("out/z.json"));
    assert!(shell.path("receipts/a.receipt.json").exists() && shell.path("receipts/z.receipt.json").exists());
    assert!(!shell.path("out/broken.json").exists());
}

#[test]
fn versions_and_packs_are_checked_first() {
    let shell = Shell::with("backup.json", HOME);
    assert!(shell.run(&["migrate", "backup.json"]).exits(2).err.contains("--to is missing"));
    shell.run(&["migrate", "--to", "3.1", "backup.json"]).exits(2);
    shell.run(&["migrate", "--to", "2.19", "--db", "bolt", "backup.json"]).exits(2);
    shell.run(&["migrate", "--to", "2.18", "--packs", "nowhere", "backup.json"]).exits(2);
    shell.write("packs/up.yaml", "semxform: 1\nid: x\nrules: 3\n");
    assert!(
        shell.run(&["migrate", "--to", "2.18", "--packs", "packs", "backup.json"]).exits(2).err.contains("packs/up.yaml:3:8")
    );
}

/// What a pack with these lines of one's own says.
fn own_pack(lines: &str) -> String {
    let shell = Shell::with("backup.json", HOME);
    shell.write("packs/own.yaml", format!("semxform: 1\n{lines}"));
    let args = ["migrate", "--from", "2.16", "--to", "2.17.0-beta1", "--packs", "packs", "-o", "out.json", "backup.json"];
    let said = shell.run(&args).exits(1);
    assert!(!shell.path("out.json").exists());
    said.err
}

#[test]
fn a_step_that_writes_what_its_version_does_not_read_is_named_with_its_rule() {
    let number = "  - id: number\n    select: $.templates[*]\n    set: {playbook: 5}\n";
    let name = "  - id: name\n    select: $.templates[*]\n    unknown: true\n    rename_key: {playbook: file}\n";
    let said_of = [(number, "`playbook` must be a string", "own/number"), (name, "`file`", "own/name")];
    for (rules, what, rule) in said_of {
        let said = own_pack(&format!("id: own\nstep: {{from: 2.16.0, to: 2.17.0-beta1}}\nrules:\n{rules}"));
        assert!(said.contains(what) && said.contains("step 2.16.0-2.17.0-beta1") && said.contains(rule), "{said}");
    }
    // Repair is of the version that wrote the file, landing of the one that will read it.
    for (id, stage, version) in [("repair", "repair before the first step", "2.16.0"), ("own", "landing", "2.17.0-beta1")] {
        let said = own_pack(&format!("id: {id}\nrules:\n{number}"));
        let told = format!("{stage} leaves something that {version} does not read");
        assert!(said.contains(&told) && said.contains(&format!("{id}/number")), "{said}");
    }
}

#[test]
fn what_a_step_wrote_and_took_away_again_is_not_held_against_it() {
    let shell = Shell::with("backup.json", HOME);
    let rules = "  - id: number\n    select: $.schedules[*]\n    set: {cron_format: 5}\n  - id: gone\n    select: $.schedules[*]\n    delete_entity: {}\n    loss: times\n";
    shell.write("packs/own.yaml", format!("semxform: 1\nid: own\nstep: {{from: 2.16.0, to: 2.17.0-beta1}}\nrules:\n{rules}"));
    let args = ["migrate", "--from", "2.16", "--to", "2.17.0-beta1", "--packs", "packs", "--accept-loss", "all", "backup.json"];
    let said = shell.run(&args).exits(0);
    assert!(said.err.contains("times"), "{}", said.err);
}

/// Eight templates with two things to say of each.
fn many() -> String {
    let template = |i| serde_json::json!({"name": format!("Deploy app {i}"), "playbook": "run.yml", "repository": "infra", "inventory": "hosts", "view": "gone"});
    let file = serde_json::json!({
        "meta": {"name": "Infra"},
        "keys": [{"name": "deploy", "type": "ssh"}],
        "repositories": [{"name": "infra", "git_url": "/srv/infra", "ssh_key": "deploy"}],
        "inventories": [{"name": "hosts", "type": "static", "inventory": "web1"}],
        "templates": (0..8).map(template).collect::<Vec<_>>(),
    });
    file.to_string()
}

/// What is said of the losses and notes, on a terminal of so many columns.
fn told(columns: &str) -> String {
    let shell = Shell::with("backup.json", many());
    let said = shell.run_with(&["migrate", "--from", "2.15", "--to", "2.16.45", "backup.json"], "COLUMNS", columns).exits(1);
    let lines: Vec<&str> = said.err.lines().skip_while(|line| !line.starts_with("loss")).collect();
    let end = lines.iter().position(|line| line.starts_with("To enter")).unwrap();
    lines[..end].join("\n")
}

#[test]
fn what_is_said_of_many_places_is_said_once() {
    insta::assert_snapshot!(told("80"), @r#"
    loss: a link to something that is not in the file, or what cannot be without it
          (landing/links-to-nothing, not accepted), 8 times
      templates["Deploy app 0"].view: "gone"
      templates["Deploy app 1"].view: "gone"
      templates["Deploy app 2"].view: "gone"
      templates["Deploy app 3"].view: "gone"
      templates["Deploy app 4"].view: "gone"
      … and 3 more; --format json lists all
    note: the old file does not say which app runs this template; it has an
          inventory, so it was set to ansible (2.10.25-beta-2.10.27/app-of-ansible),
          8 times
      templates["Deploy app 0"]
      templates["Deploy app 1"]
      templates["Deploy app 2"]
      templates["Deploy app 3"]
      templates["Deploy app 4"]
      … and 3 more; --format json lists all
    warning: no variable group: tasks started on the screen, or by an integration,
             end at once; schedules run (and 7 more entries like it) (SX704)
      templates["Deploy app 0"]
    "#);
    let (narrow, wide) = (told("80"), told("140"));
    assert!(narrow.split_whitespace().eq(wide.split_whitespace()), "{wide}");
    let widest = |text: &str| text.lines().map(|line| line.chars().count()).max();
    assert!(widest(&wide) > widest(&narrow), "{wide}");
    let shell = Shell::with("backup.json", many());
    let json = shell.run(&["migrate", "--from", "2.15", "--to", "2.16.45", "--format", "json", "backup.json"]).exits(1).json();
    assert_eq!(json["files"][0]["losses"].as_array().unwrap().len(), 8, "programs get all");
    assert_eq!(json["files"][0]["notes"].as_array().unwrap().len(), 8);
}

#[test]
fn names_that_are_too_long_are_cut_and_their_links_follow() {
    let name = |end: &str| "n".repeat(254) + end;
    let file = serde_json::json!({
        "meta": {"name": name(" of a project")},
        "keys": [{"name": name(" one"), "type": "ssh"}, {"name": name(" two"), "type": "none"}],
        "repositories": [{"name": "infra", "git_url": "/srv/infra", "ssh_key": name(" two")}],
    });
    let shell = Shell::with("backup.json", file.to_string());
    shell.run(&["migrate", "--from", "2.16.45", "--to", "2.16.45", "-o", "new.json", "backup.json"]).exits(0);
    let new: Value = serde_json::from_str(&shell.read("new.json")).unwrap();
    let length = |value: &Value| value["name"].as_str().unwrap().chars().count();
    assert!([&new["meta"], &new["keys"][0], &new["keys"][1]].iter().all(|named| length(named) <= 255), "{new}");
    assert_ne!(new["keys"][0]["name"], new["keys"][1]["name"]);
    assert_eq!(new["repositories"][0]["ssh_key"], new["keys"][1]["name"]);
}

#[test]
fn a_view_that_only_newer_servers_need_is_not_made_on_the_way_down() {
    let shell = Shell::with("backup.json", HOME);
    let args = ["migrate", "--from", "2.18", "--to", "2.16", "--format", "json", "backup.json"];
    assert_eq!(shell.run(&args).exits(0).json()["files"][0]["losses"], serde_json::json!([]));
    let up = shell.run(&["migrate", "--to", "2.17", "-o", "-", "backup.json"]).exits(0).json();
    assert!(up["views"].as_array().unwrap().iter().any(|view| view["type"] == "all"));
}

#[test]
fn the_command_to_look_again_is_for_the_same_server_and_can_be_pasted() {
    let shell = Shell::with("my backup.json", HOME);
    let args = ["migrate", "--to", "2.16.45", "--db", "bolt", "-o", "my result.json", "my backup.json"];
    let said = shell.run(&args).exits(0).err;
    let command = "semxform check --target 2.16.45 --db bolt 'my result.json'";
    assert_eq!(said.matches(command).count(), 1, "{said}");
}

#[test]
fn a_file_is_not_changed_in_place_when_its_receipt_cannot_be_written() {
    let shell = Shell::with("backup.json", HOME);
    shell.run(&["migrate", "--to", "2.18", "-i", "--receipt", "missing/receipt.json", "backup.json"]).exits(3);
    assert_eq!(shell.read("backup.json"), HOME);
    shell.run(&["migrate", "--to", "2.18", "-i", "--receipt", "receipt.json", "backup.json"]).exits(0);
    assert_ne!(shell.read("backup.json"), HOME);
    assert!(shell.read("receipt.json").contains(r#""written": "backup.json""#), "{}", shell.read("receipt.json"));
}

#[test]
fn no_receipt_tells_of_a_result_that_could_not_be_written() {
    let shell = Shell::with("backup.json", HOME);
    shell.run(&["migrate", "--to", "2.18", "-o", "missing/new.json", "--receipt", "receipt.json", "backup.json"]).exits(3);
    assert_eq!(shell.names(), ["backup.json"]);
}

#[test]
fn a_receipt_has_the_hash_of_the_result_and_pointers_into_the_input() {
    let shell = Shell::with("b.json", HOME);
    shell.run(&["migrate", "--to", "2.18", "-o", "new.json", "--receipt", "r.json", "b.json"]).exits(0);
    let receipt: serde_json::Value = serde_json::from_str(&shell.read("r.json")).unwrap();
    let written = std::fs::read(shell.path("new.json")).unwrap();
    let hash = sha2::Sha256::digest(&written).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    assert_eq!((&receipt["result"]["sha256"], &receipt["result"]["size"]), (&hash.into(), &written.len().into()));
    let input: serde_json::Value = serde_json::from_str(HOME).unwrap();
    for finding in receipt["findings"].as_array().unwrap() {
        let pointer = finding["pointer"].as_str().unwrap();
        assert!(input.pointer(pointer).is_some(), "{pointer} is not in the input");
    }
}

#[test]
fn a_receipt_is_also_for_losses_that_are_not_accepted_and_for_people() {
    let shell = Shell::with("b.json", HOME.replace("\"vault_key\": \"ansible vault\"", "\"vault_key\": \"gone\""));
    let said = shell.run(&["migrate", "--to", "2.18", "-o", "new.json", "--receipt", "r.md", "b.json"]).exits(1);
    assert!(!shell.path("new.json").exists() && said.err.contains("receipt in r.md"), "{}", said.err);
    let text = shell.read("r.md");
    for part in [
        "# Migration of `b.json` to Semaphore 2.18.30",
        "| written to | nothing |",
        "**not accepted**",
        "--accept-loss landing/links-to-nothing",
        "## To enter again",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn a_value_of_a_wrong_type_beside_a_repaired_one_does_not_lead_to_the_same_command_again() {
    let shell = Shell::with("backup.json", with_template(r#""survey_vars": {"name": "a"}, "type": 7"#));
    let said = shell.run(&["migrate", "--to", "2.18", "backup.json"]).exits(1);
    assert!(said.err.contains("`type` must be a string"), "{}", said.err);
    assert!(!said.err.contains("semxform migrate"), "{}", said.err);
}

#[test]
fn what_is_no_list_where_a_rule_writes_one_stays() {
    for (key, old, from) in [("vaults", "vault_key", "2.9.56"), ("environments", "environment", "2.16")] {
        let shell = Shell::with("backup.json", with_template(&format!(r#""{old}": "k", "{key}": "odd""#)));
        let said = shell.run(&["migrate", "--from", from, "--to", "2.18", "--accept-loss", "all", "backup.json"]).exits(1);
        assert!(said.err.contains(&format!("`{key}` must be a list")), "{}", said.err);
    }
    let runner = r#"{"meta": {"name": "P"}, "runners": [{"name": "east", "tag": "gpu", "tags": "odd"}]}"#;
    let shell = Shell::with("backup.json", runner);
    let said = shell.run(&["migrate", "--from", "2.18", "--to", "2.20", "--accept-loss", "all", "backup.json"]).exits(1);
    assert!(said.err.contains("`tags` must be a list"), "{}", said.err);
    let shell = Shell::with("backup.json", with_template(r#""vault_key": "k", "vaults": "odd""#));
    let said = shell.run(&["-r", "builtin:fix-vaults", "--to", "2.16", "backup.json"]).exits(1);
    assert!(said.err.contains("`vaults` must be a list") && said.err.contains("nothing to change"), "{}", said.err);
}

/// A project with one template that has these members too.
fn with_template(members: &str) -> String {
    let repository = r#"{"name": "r", "git_url": "/srv/r", "git_branch": "main", "ssh_key": "k"}"#;
    format!(
        r#"{{"meta": {{"name": "P"}}, "keys": [{{"name": "k", "type": "none"}}], "repositories": [{repository}],
            "templates": [{{"name": "t", "repository": "r", "playbook": "p.yml", {members}}}]}}"#
    )
}
