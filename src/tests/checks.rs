//! What a check says in which situation: one for every code that it raises, and the servers' ways of ending.

use std::collections::HashSet;

use crate::check::Outcome::{Crashed, HalfMade, Refused, Restored};
use crate::check::{Options, Outcome, Report, check};
use crate::finding::Stage;
use crate::finding::codes;
use crate::semaphore::Db::{self, Bolt, Mysql, Postgres};
use crate::semaphore::Release;

fn report(target: &str, dbs: &[Db], file: &str) -> Report {
    check(file.as_bytes(), &Release::parse(target).unwrap(), dbs, &Options::default())
}

/// A project that every version since 2.10.27 restores, with `parts` laid over it.
pub(super) fn project(parts: &str) -> String {
    let mut file = serde_json::json!({
        "meta": {"name": "Infra"},
        "keys": [{"name": "deploy", "type": "ssh"}, {"name": "prod", "type": "login_password"}],
        "repositories": [{"name": "infra", "git_url": "/srv/infra", "ssh_key": "deploy"}],
        "inventories": [{"name": "hosts", "type": "static", "inventory": "web1"}],
        "environments": [{"name": "common", "json": "{}"}],
        "templates": [{"name": "Backup", "app": "ansible", "playbook": "backup.yml", "repository": "infra", "inventory": "hosts"}],
    });
    let parts: serde_json::Value = serde_json::from_str(parts).unwrap();
    for (section, value) in parts.as_object().unwrap() {
        match (file[section].as_array_mut(), value.as_array()) {
            (Some(list), Some(more)) => list.extend(more.iter().cloned()),
            _ => file[section] = value.clone(),
        }
    }
    file.to_string()
}

pub(super) fn template(members: &str) -> String {
    let own = r#""name": "Deploy", "app": "bash", "playbook": "run.sh", "repository": "infra""#;
    project(&format!(r#"{{"templates": [{{{own}, {members}}}]}}"#))
}

pub(super) struct Situation {
    pub code: &'static str,
    pub target: &'static str,
    pub db: Db,
    pub file: String,
    pub outcome: Outcome,
    pointer: &'static str,
}

fn at(code: &'static str, target: &'static str, db: Db, file: String, outcome: Outcome, pointer: &'static str) -> Situation {
    Situation { code, target, db, file, outcome, pointer }
}

/// One situation a code; a project name that exists is in no file and has a test of its own.
#[rustfmt::skip]
pub(super) fn situations() -> Vec<Situation> {
    let long = "x".repeat(101);
    vec![
        at("SX301", "2.16", Mysql, template(r#""vaults": [{"type": "password", "vault_key": "gone"}]"#), Refused, "/templates/1/vaults/0/vault_key"),
        at("SX302", "2.16", Mysql, project(r#"{"repositories": [{"name": "r", "git_url": "/r"}]}"#), HalfMade, "/repositories/1"),
        at("SX303", "2.16", Mysql, project(r#"{"keys": [{"name": "deploy"}, {"name": "deploy"}]}"#), Refused, "/keys/0/name"),
        at("SX304", "2.16", Mysql, template(r#""type": "deploy""#), Refused, "/templates/1/type"),
        at("SX305", "2.17", Mysql, template(r#""roles": [{"role": "Release managers", "is_global": true}]"#), HalfMade, "/templates/1/roles/0/role"),
        at("SX306", "2.16", Mysql, project(r#"{"keys": [{"name": "deploy", "type": "ssh"}]}"#), Restored, "/keys/2/name"),
        at("SX307", "2.16", Mysql, template(r#""type": "deploy", "build_template": "Deploy""#), Restored, "/templates/1/build_template"),
        at("SX405", "2.10.22", Mysql, r#"{"meta": {"name": "Infra"}, "Views": []}"#.to_owned(), Restored, "/Views"),
        at("SX407", "2.16", Mysql, template(r#""type": "deployment""#), Restored, "/templates/1/type"),
        at("SX501", "2.16", Mysql, template(r#""survey_vars": "[]""#), Refused, "/templates/1/survey_vars"),
        at("SX502", "2.16", Mysql, project(r#"{"keys": [null]}"#), Refused, "/keys/2"),
        at("SX503", "2.13.3", Mysql, template(r#""task_params": {"allow_debug": false}"#), Refused, "/templates/1/task_params"),
        at("SX504", "2.10.22", Mysql, r#"{"views": [{"name": "Deploy", "position": 1.0}]}"#.into(), Refused, "/views/0/position"),
        at("SX505", "2.16", Mysql, project(r#"{"environments": [{"name": "", "json": "{}"}]}"#), HalfMade, "/environments/1/name"),
        at("SX506", "2.16", Mysql, project(r#"{"environments": [{"name": "eu", "json": "region: eu"}]}"#), HalfMade, "/environments/1/json"),
        at("SX507", "2.16", Mysql, template(r#""cron": "0 0 3 * * *""#), Refused, "/templates/1/cron"),
        at("SX508", "2.15", Mysql, project(r#"{"keys": [{"name": "k", "type": "SSH"}]}"#), HalfMade, "/keys/2/type"),
        at("SX509", "2.19", Mysql, template(r#""git_branch": "a b""#), HalfMade, "/templates/1/git_branch"),
        at("SX509", "2.20", Mysql, template(r#""app": "ansible", "inventory": "hosts", "task_params": {"limit": "web1"}"#), HalfMade, "/templates/1/task_params/limit"),
        at("SX509", "2.20", Postgres, template(r#""app": "ansible", "inventory": "hosts", "task_params": {"galaxy_role_args": ["--pre"]}"#), HalfMade, "/templates/1/task_params/galaxy_role_args"),
        at("SX509", "2.20", Db::Sqlite, template(r#""app": "ansible", "inventory": "hosts", "working_directory": "../x""#), HalfMade, "/templates/1/working_directory"),
        at("SX510", "2.20", Mysql, project(r#"{"host_configs": [{"type": "host", "name": "github.com:22", "ssh_key": "deploy"}]}"#), Refused, "/host_configs/0/name"),
        at("SX512", "2.20", Mysql, template(r#""name": "Backup""#), HalfMade, "/templates/1/name"),
        at("SX512", "2.20", Mysql, template(r#""name": "BACKUP ""#), HalfMade, "/templates/1/name"),
        at("SX521", "2.16", Mysql, project(&format!(r#"{{"views": [{{"title": "{long}"}}]}}"#)), HalfMade, "/views/0/title"),
        at("SX521", "2.18", Postgres, project(&format!(r#"{{"runners": [{{"name": "r", "tags": ["{long}{long}"]}}]}}"#)), HalfMade, "/runners/0/tags/0"),
        at("SX522", "2.16", Postgres, project(r#"{"views": [{"title": "v", "position": 2147483648}]}"#), HalfMade, "/views/0/position"),
        at("SX523", "2.16", Postgres, project(r#"{"keys": [{"name": "a\u0000b", "type": "ssh"}]}"#), HalfMade, "/keys/2/name"),
        at("SX523", "2.18", Postgres, project(r#"{"runners": [{"name": "r", "tags": ["a\u0000b"]}]}"#), HalfMade, "/runners/0/tags/0"),
        at("SX524", "2.16", Db::Sqlite, template(r#""vaults": [{"name": "v", "vault_key": "prod"}, {"name": "v", "vault_key": "prod"}]"#), HalfMade, "/templates/1/vaults/1"),
        at("SX524", "2.18", Mysql, project(r#"{"runners": [{"name": "r", "tags": ["gpu", "GPU"]}]}"#), HalfMade, "/runners/0/tags/1"),
        at("SX524", "2.20", Mysql, project(r#"{"host_configs": [{"type": "host", "name": "github.com", "ssh_key": "deploy"}, {"type": "host", "name": "GitHub.com", "ssh_key": "deploy"}]}"#), HalfMade, "/host_configs/1"),
        at("SX525", "2.11.2", Mysql, template(r#""vaults": [{"type": "password", "vault_key": "prod"}]"#), HalfMade, "/templates/1/vaults/0"),
        at("SX531", "2.16", Bolt, project(r#"{"secret_storages": [{"name": "hv", "type": "vault"}]}"#), Crashed, "/secret_storages/0"),
        at("SX532", "2.16", Bolt, project(r#"{"integration_aliases": ["ci", "ci"]}"#), Crashed, "/integration_aliases/1"),
        at("SX533", "2.17", Postgres, project(r#"{"schedules": [{"name": "n", "template": "Backup", "cron_format": "@daily"}]}"#), Crashed, "/schedules/0"),
        at("SX534", "2.16", Mysql, template(r#""cron": "CRON_TZ=UTC""#), Crashed, "/templates/1/cron"),
        at("SX535", "2.11.2", Bolt, template(r#""vaults": [{"type": "password", "vault_key": "prod"}]"#), Restored, "/templates/1/vaults/0"),
        at("SX536", "2.16", Mysql, project(r#"{"schedules": [{"template": "Backup", "active": true, "cron_format": "TZ=UTC"}]}"#), Restored, "/schedules/0/cron_format"),
        at("SX601", "2.15", Mysql, project(r#"{"keys": [{"name": "t", "type": "string", "owner": "vault"}]}"#), Restored, "/keys/2/owner"),
        at("SX602", "2.16", Mysql, project(r#"{"Views": [{"title": "v"}]}"#), Restored, "/Views"),
        at("SX603", "2.18", Mysql, template(r#""environment": "common""#), Restored, "/templates/1/environment"),
        at("SX604", "2.17", Mysql, template(r#""cron": "0 3 * * *""#), Restored, "/templates/1/cron"),
        at("SX605", "2.16", Mysql, template(r#""vault_key": "prod""#), Restored, "/templates/1/vault_key"),
        at("SX606", "2.16", Mysql, project(r#"{"views": [{"name": "Deploy"}]}"#), Restored, "/views/0/name"),
        at("SX607", "2.9.56", Mysql, project("{}").replace(r#""repository":"infra""#, r#""repository":"infra","environment":"common""#), Restored, "/inventories/0/inventory"),
        at("SX608", "2.16", Mysql, project(r#"{"integrations": [{"name": "Push", "template": "Backup", "matchers": [{"name": "m"}]}]}"#), Restored, "/integrations/0/matchers/0"),
        at("SX609", "2.16", Mysql, project(r#"{"integration_aliases": ["ci", "CI"]}"#), Restored, "/integration_aliases/1"),
        at("SX610", "2.16", Mysql, template(r#""cron": "0 3 * * *""#), Restored, "/templates/1/cron"),
        at("SX611", "2.16", Mysql, project(r#"{"schedules": [{"name": "n", "template": "Backup", "cron_format": "@daily", "active": true, "task_params": {"params": {"limit": ["web"]}}}]}"#), Restored, "/schedules/0/task_params"),
        at("SX612", "2.16", Mysql, project(r#"{"keys": [{"name": "DB", "type": "string", "owner": "environment"}]}"#), Restored, "/keys/2/owner"),
        at("SX613", "2.16", Mysql, project(r#"{"views": [{"title": "v", "position": 1.7}]}"#), Restored, "/views/0/position"),
        at("SX614", "2.17.2", Mysql, project(r#"{"schedules": [{"name": "n", "template": "Backup", "type": "run_at", "run_at": {}}]}"#), Restored, "/schedules/0/run_at"),
        at("SX615", "2.16", Mysql, template(r#""autorun": true"#), Restored, "/templates/1/autorun"),
        at("SX616", "2.16", Mysql, project(r#"{"schedules": [{"name": "n", "template": "Backup", "cron_format": "daily"}]}"#), Restored, "/schedules/0/cron_format"),
        at("SX617", "2.16", Mysql, template(r#""app": """#), Restored, "/templates/1/app"),
        at("SX618", "2.16", Mysql, template(r#""vaults": [{"type": "script"}]"#), Restored, "/templates/1/vaults/0"),
        at("SX655", "2.16", Mysql, project(r#"{"environments": [{"name": "db", "json": "{\"db_password\": \"geheim\"}"}]}"#), Restored, "/environments/1/json"),
        at("SX619", "2.17", Mysql, project(r#"{"views": [{"title": "Deploy"}]}"#), Restored, "/views"),
        at("SX620", "2.16", Mysql, project(r#"{"inventories": [{"type": "static", "inventory": "web1"}]}"#), Restored, "/inventories/1"),
        at("SX620", "2.16", Mysql, project("{}").replace("\"meta\"", "\"metta\""), Restored, ""),
        at("SX651", "2.16", Mysql, project("{}"), Restored, "/keys/0"),
        at("SX652", "2.16", Mysql, project(r#"{"secret_storages": [{"name": "hv", "type": "vault"}]}"#), Restored, "/secret_storages/0"),
        at("SX653", "2.18", Mysql, project(r#"{"runners": [{"name": "east"}]}"#), Restored, "/runners/0"),
        at("SX654", "2.16", Mysql, project(r#"{"inventories": [{"name": "f", "type": "file", "inventory": "prod.ini"}]}"#), Restored, "/inventories/1"),
        at("SX701", "2.16", Mysql, template(r#""vaults": [{"type": "password"}]"#), Restored, "/templates/1/vaults/0"),
        at("SX702", "2.16", Mysql, template(r#""arguments": "[1]""#), Restored, "/templates/1/arguments"),
        at("SX703", "2.16", Mysql, project(r#"{"environments": [{"name": "eu", "json": "{}", "env": "{\"N\": 3}"}], "templates": [{"name": "Deploy", "app": "bash", "playbook": "run.sh", "repository": "infra", "environment": "eu"}]}"#), Restored, "/environments/1/env"),
        at("SX704", "2.16", Mysql, template(r#""type": """#), Restored, "/templates/1"),
        at("SX705", "2.16", Mysql, template(r#""app": "ansible", "inventory": "hosts", "task_params": {"limit": "web1"}"#), Restored, "/templates/1/task_params/limit"),
        at("SX706", "2.17.15", Mysql, project(r#"{"schedules": [{"name": "n", "template": "Backup", "cron_format": "@daily", "task_params": {"params": {"limit": ["web"]}}}]}"#), Restored, "/schedules/0/task_params/params/limit"),
        at("SX707", "2.16", Mysql, template(r#""vaults": [{"type": "password", "vault_key": "deploy"}]"#), Restored, "/templates/1/vaults/0/vault_key"),
        at("SX708", "2.16", Mysql, template(r#""app": "ansible", "inventory": "hosts", "vaults": [{"type": "password", "vault_key": "prod", "name": ""}]"#), Restored, "/templates/1/vaults/0/name"),
        at("SX709", "2.16", Mysql, template(r#""app": "ruby""#), Restored, "/templates/1/app"),
        at("SX710", "2.16", Mysql, project(r#"{"inventories": [{"name": "i", "type": "Static", "inventory": "web1"}], "templates": [{"name": "Deploy", "app": "ansible", "playbook": "p.yml", "repository": "infra", "inventory": "i"}]}"#), Restored, "/inventories/1/type"),
        at("SX711", "2.16", Mysql, project(r#"{"repositories": [{"name": "r", "git_url": "github.com/example/infra", "git_branch": "main", "ssh_key": "deploy"}]}"#), Restored, "/repositories/1/git_url"),
        at("SX712", "2.20.1", Mysql, template(r#""playbook": "../x/run.sh""#), HalfMade, "/templates/1/playbook"),
        at("SX713", "2.16", Mysql, project(r#"{"integrations": [{"name": "Push", "template": "Backup", "auth_method": "token", "auth_header": "X", "aliases": ["ci"]}]}"#), Restored, "/integrations/0"),
        at("SX714", "2.16", Mysql, project(r#"{"integrations": [{"name": "Push", "template": "Backup"}]}"#), Restored, "/integrations/0"),
        at("SX715", "2.16", Mysql, project(r#"{"integrations": [{"name": "Push", "template": "Backup", "aliases": ["ci"], "extract_values": [{"name": "v", "value_source": "query", "key": "k", "variable": "v"}]}]}"#), Restored, "/integrations/0/extract_values/0/value_source"),
        at("SX716", "2.17.15", Mysql, project(r#"{"schedules": [{"name": "n", "template": "Backup", "type": "cron", "cron_format": "@daily", "task_params": {}}]}"#), Restored, "/schedules/0/type"),
        at("SX717", "2.16", Mysql, template(r#""runner_tag": "gpu""#), Restored, "/templates/1/runner_tag"),
        at("SX718", "2.16", Mysql, template(r#""type": "build""#), Restored, "/templates/1"),
        at("SX719", "2.17.15", Mysql, project(r#"{"keys": [{"name": "k", "type": "ssh", "source_storage_type": "consul"}]}"#), Restored, "/keys/2/source_storage_type"),
        at("SX720", "2.16", Mysql, project(r#"{"schedules": [{"name": "n", "template": "Backup", "cron_format": "@daily", "active": true}]}"#), Restored, "/schedules"),
        at("SX721", "2.16", Mysql, project(r#"{"repositories": [{"name": "r", "git_url": "git@example.com:a/b.git", "git_branch": "main", "ssh_key": "none"}], "keys": [{"name": "none", "type": "none"}]}"#), Restored, "/repositories/1/ssh_key"),
    ]
}

#[test]
fn every_situation_is_found_at_its_place() {
    for s in situations() {
        let report = report(s.target, &[s.db], &s.file);
        let found = report.findings.iter().find(|f| f.code == s.code && f.pointer(None).as_deref() == Some(s.pointer));
        let found = found.unwrap_or_else(|| panic!("{} at {}: {:#?}", s.code, s.pointer, report.findings));
        assert_eq!(report.outcome, s.outcome, "{}: {:#?}", s.code, report.findings);
        assert_eq!(found.severity, codes::get(s.code).unwrap().severity, "{}", s.code);
        assert!(found.span(None).is_some(), "{} has no place", s.code);
        if matches!(s.outcome, Refused | HalfMade | Crashed) {
            assert!(found.server_message.is_some() || Release::parse(s.target).unwrap().band.uses_go_decoder(), "{}", s.code);
        }
    }
}

#[test]
fn a_project_name_that_exists_is_refused_since_2_17() {
    let options = Options { existing_names: HashSet::from(["Infra".to_owned()]), ..Options::default() };
    let file = project("{}");
    let ask = |target| check(file.as_bytes(), &Release::parse(target).unwrap(), &[Mysql], &options);
    assert_eq!(ask("2.16").outcome, Restored);
    let report = ask("2.17.0");
    assert_eq!((report.outcome, report.findings[0].code.name()), (Refused, "SX511"));
    assert_eq!(report.findings[0].server_message.as_deref(), Some("project with name 'Infra' already exists"));
}

#[test]
fn of_more_than_200_projects_a_sql_server_sees_the_first_by_name_and_bolt_all() {
    let others = (0..200).map(|number| format!("A{number}"));
    let options = Options { existing_names: others.chain(["Infra".to_owned()]).collect(), ..Options::default() };
    let report = check(project("{}").as_bytes(), &Release::parse("2.17.0").unwrap(), &[Mysql, Bolt], &options);
    assert_eq!(report.outcomes[&Mysql], Restored);
    assert_eq!(report.outcomes[&Bolt], Refused);
}

#[test]
fn the_first_error_is_the_servers_and_the_rest_would_come_next() {
    let file = project(r#"{"keys": [{"name": "", "type": "ssh"}], "environments": [{"name": ""}, {"name": "b", "json": "{"}]}"#);
    let report = report("2.16", &[Mysql, Bolt], &file);
    let said: Vec<_> =
        report.findings.iter().filter(|f| f.stage != Stage::Run).filter_map(|f| f.server_message.as_deref()).collect();
    assert_eq!(
        said,
        [
            "error at environments[1]: Environment name can not be empty",
            "error at environments[2]: Extra variables must be valid JSON"
        ]
    );
    assert!(report.findings[0].consequence.as_deref().unwrap().contains("incomplete project"));
    assert!(report.findings[1].consequence.as_deref().unwrap().contains("would come next"));
}

#[test]
fn databases_differ() {
    let file = project(&format!(r#"{{"views": [{{"title": "{}"}}]}}"#, "x".repeat(101)));
    let report = report("2.16", &Db::ALL, &file);
    let outcomes: Vec<_> = report.outcomes.values().copied().collect();
    assert_eq!(outcomes, [HalfMade, HalfMade, Restored, Restored]);
    assert_eq!(report.outcome, HalfMade);
    let first = &report.findings[0];
    assert_eq!((first.db.as_slice(), first.stage), (&[Mysql][..], Stage::Database));
}

#[test]
fn blanks_at_the_end_that_do_not_fit_are_no_error() {
    let title = format!("{}{}", "x".repeat(100), " ".repeat(20));
    let report = report("2.16", &[Mysql, Postgres], &project(&format!(r#"{{"views": [{{"title": "{title}"}}]}}"#)));
    assert_eq!(report.outcome, Restored);
    assert!(report.findings.iter().any(|f| f.code == "SX613" && f.pointer(None).as_deref() == Some("/views/0/title")));
}

/// Seen on live servers of 2.9.56 to 2.10.32 with MariaDB and PostgreSQL.
#[test]
fn what_live_servers_did_beyond_the_recorded_cases() {
    let codes = |report: &Report| report.findings.iter().map(|f| f.code.name()).collect::<Vec<_>>();
    // A longtext column.
    let survey = template(&format!(r#""survey_vars": [{{"name": "v", "title": "{}"}}]"#, "x".repeat(70_000)));
    assert_eq!(report("2.10.32", &[Mysql], &survey).outcome, Restored);
    // Blanks at the end of a text column, and of a row whose errors are thrown away.
    let url = format!("{}{}", "x".repeat(65_534), " ".repeat(8));
    let url = project(&format!(
        r#"{{"repositories": [{{"name": "r", "git_url": "{url}", "git_branch": "main", "ssh_key": "deploy"}}]}}"#
    ));
    let cut = report("2.10.32", &[Mysql], &url);
    assert!(cut.outcome == Restored && codes(&cut).contains(&"SX613"), "{:#?}", cut.findings);
    assert!(!codes(&report("2.10.32", &[Postgres], &url)).contains(&"SX613"));
    let name = format!("{}{}", "x".repeat(254), " ".repeat(4));
    let matcher = format!(r#"{{"name": "{name}", "match_type": "header", "method": "equals", "key": "k", "value": "v"}}"#);
    let integration =
        project(&format!(r#"{{"integrations": [{{"name": "Push", "template": "Backup", "matchers": [{matcher}]}}]}}"#));
    assert!(codes(&report("2.10.32", &[Postgres], &integration)).contains(&"SX613"));
    // The largest number that a float of the decoder and 64 bits both hold.
    let view = |number: &str| project(&format!(r#"{{"meta": {{"name": "Infra", "max_parallel_tasks": {number}}}}}"#));
    assert!(!codes(&report("2.10.32", &[Bolt], &view("9223372036854774784"))).contains(&"SX613"));
    assert!(codes(&report("2.10.32", &[Bolt], &view("9223372036854775807"))).contains(&"SX613"));
    // Two keys that are one where letter case does not count.
    let twice = r#"{"meta": {"name": "Infra"}, "views": [{"name": "Deploy", "NAME": "Build"}], "Views": []}"#;
    let found = codes(&report("2.10.22", &[Bolt], twice)).into_iter().filter(|code| *code == "SX105").count();
    assert_eq!(found, 2);
    assert!(!codes(&report("2.10.27", &[Bolt], twice)).contains(&"SX105"));
    // No app is read, and since 2.10.16-beta none means none.
    for (version, told) in [("2.10.11", false), ("2.10.18", true), ("2.10.26-beta", true), ("2.10.27", false)] {
        assert_eq!(codes(&report(version, &[Bolt], &project("{}"))).contains(&"SX617"), told, "{version}");
    }
}

/// Read in the source of the server.
#[test]
fn what_the_source_says_beyond_the_recorded_cases() {
    fn first(report: &Report, code: &str) -> Option<String> {
        let found = report.findings.iter().find(|found| found.code.name() == code)?;
        found.pointer(None).map(|pointer| pointer.to_string())
    }
    // Terragrunt is an app since 2.15; before, only Terraform and OpenTofu need no playbook.
    for (app, version, outcome) in [
        ("terraform", "2.10.27", Restored),
        ("tofu", "2.14.12", Restored),
        ("terragrunt", "2.14.12", HalfMade),
        ("terragrunt", "2.15", Restored),
    ] {
        let file = template(&format!(r#""app": "{app}", "playbook": "", "inventory": null"#));
        assert_eq!(report(version, &[Mysql], &file).outcome, outcome, "{app} {version}");
    }
    // BoltDB looks for a used alias by its text, and has no empty key.
    let empty = project(r#"{"integration_aliases": ["", ""]}"#);
    let found = report("2.16", &[Bolt], &empty);
    assert_eq!((found.outcome, first(&found, "SX609")), (Restored, None));
    assert_eq!(first(&report("2.16", &[Mysql], &empty), "SX609").as_deref(), Some("/integration_aliases/1"));
    // Deploy templates are written behind the others, so that a link finds the other one of the name.
    let build = r#"{"name": "Build", "type": "build", "app": "bash", "playbook": "a.sh", "repository": "infra"}"#;
    let deploy = build.replace("\"build\"", "\"deploy\"").replace('}', r#", "build_template": "Build"}"#);
    let two = project(&format!(r#"{{"templates": [{deploy}, {build}]}}"#));
    assert_eq!(first(&report("2.17", &[Mysql], &two), "SX306").as_deref(), Some("/templates/1/name"));
}

#[test]
fn facts_that_are_not_proved_are_marked() {
    let report = report("2.19", &[Mysql], &template(r#""git_branch": "a b""#));
    assert!(report.findings.iter().any(|f| f.code == "SX509" && f.uncertain));
}
