//! A situation for every finding code that a check raises, and laws that hold for any bytes.

use proptest::prelude::*;

use super::*;
use crate::codes;
use crate::finding::Stage;

fn report(target: &str, dbs: &[Db], file: &str) -> Report {
    check(file.as_bytes(), &Release::parse(target).unwrap(), dbs, &Options::default())
}

/// A project that every version since 2.10.27 restores, with `parts` laid over it.
fn project(parts: &str) -> String {
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

fn template(members: &str) -> String {
    let own = r#""name": "Deploy", "app": "bash", "playbook": "run.sh", "repository": "infra""#;
    project(&format!(r#"{{"templates": [{{{own}, {members}}}]}}"#))
}

struct Situation {
    code: &'static str,
    target: &'static str,
    db: Db,
    file: String,
    outcome: Outcome,
    pointer: &'static str,
}

use Db::{Bolt, Mysql, Postgres};
use Outcome::{Crashed, HalfMade, Refused, Restored};

fn at(code: &'static str, target: &'static str, db: Db, file: String, outcome: Outcome, pointer: &'static str) -> Situation {
    Situation { code, target, db, file, outcome, pointer }
}

/// One situation a code.
#[rustfmt::skip]
fn situations() -> Vec<Situation> {
    let long = "x".repeat(101);
    vec![
        at("SX301", "2.16", Mysql, template(r#""vaults": [{"type": "password", "vault_key": "gone"}]"#), Refused, "/templates/1/vaults/0/vault_key"),
        at("SX302", "2.16", Mysql, project(r#"{"repositories": [{"name": "r", "git_url": "/r"}]}"#), HalfMade, "/repositories/1"),
        at("SX303", "2.16", Mysql, project(r#"{"keys": [{"name": "deploy"}, {"name": "deploy"}]}"#), Refused, "/keys/0/name"),
        at("SX304", "2.16", Mysql, template(r#""type": "deploy""#), Refused, "/templates/1/type"),
        at("SX305", "2.17", Mysql, template(r#""roles": [{"role": "Release managers", "is_global": true}]"#), HalfMade, "/templates/1/roles/0/role"),
        at("SX306", "2.16", Mysql, project(r#"{"keys": [{"name": "deploy", "type": "ssh"}]}"#), Restored, "/keys/2/name"),
        at("SX307", "2.16", Mysql, template(r#""type": "deploy", "build_template": "Deploy""#), Restored, "/templates/1/build_template"),
        at("SX501", "2.16", Mysql, template(r#""survey_vars": "[]""#), Refused, "/templates/1/survey_vars"),
        at("SX502", "2.16", Mysql, project(r#"{"keys": [null]}"#), Refused, "/keys/2"),
        at("SX503", "2.13.3", Mysql, template(r#""task_params": {"allow_debug": false}"#), Refused, "/templates/1/task_params"),
        at("SX504", "2.10.22", Mysql, r#"{"views": [{"name": "Deploy", "position": 1.0}]}"#.into(), Refused, "/views/0/position"),
        at("SX505", "2.16", Mysql, project(r#"{"environments": [{"name": "", "json": "{}"}]}"#), HalfMade, "/environments/1/name"),
        at("SX506", "2.16", Mysql, project(r#"{"environments": [{"name": "eu", "json": "region: eu"}]}"#), HalfMade, "/environments/1/json"),
        at("SX507", "2.16", Mysql, template(r#""cron": "0 0 3 * * *""#), Refused, "/templates/1/cron"),
        at("SX508", "2.15", Mysql, project(r#"{"keys": [{"name": "k", "type": "SSH"}]}"#), HalfMade, "/keys/2/type"),
        at("SX509", "2.19", Mysql, template(r#""git_branch": "a b""#), HalfMade, "/templates/1/git_branch"),
        at("SX510", "2.20", Mysql, project(r#"{"host_configs": [{"type": "host", "name": "github.com:22", "ssh_key": "deploy"}]}"#), Refused, "/host_configs/0/name"),
        at("SX512", "2.20", Mysql, template(r#""name": "Backup""#), HalfMade, "/templates/1/name"),
        at("SX521", "2.16", Mysql, project(&format!(r#"{{"views": [{{"title": "{long}"}}]}}"#)), HalfMade, "/views/0/title"),
        at("SX522", "2.16", Postgres, project(r#"{"views": [{"title": "v", "position": 2147483648}]}"#), HalfMade, "/views/0/position"),
        at("SX523", "2.16", Postgres, project(r#"{"keys": [{"name": "a\u0000b", "type": "ssh"}]}"#), HalfMade, "/keys/2/name"),
        at("SX524", "2.16", Db::Sqlite, template(r#""vaults": [{"name": "v", "vault_key": "prod"}, {"name": "v", "vault_key": "prod"}]"#), HalfMade, "/templates/1/vaults/1"),
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
        at("SX618", "2.16", Mysql, template(r#""vaults": [{"type": "password"}]"#), Restored, "/templates/1/vaults/0"),
        at("SX619", "2.17", Mysql, project(r#"{"views": [{"title": "Deploy"}]}"#), Restored, "/views"),
        at("SX620", "2.16", Mysql, project(r#"{"inventories": [{"type": "static", "inventory": "web1"}]}"#), Restored, "/inventories/1"),
        at("SX651", "2.16", Mysql, project("{}"), Restored, "/keys/0"),
        at("SX652", "2.16", Mysql, project(r#"{"secret_storages": [{"name": "hv", "type": "vault"}]}"#), Restored, "/secret_storages/0"),
        at("SX653", "2.18", Mysql, project(r#"{"runners": [{"name": "east"}]}"#), Restored, "/runners/0"),
        at("SX654", "2.16", Mysql, project(r#"{"inventories": [{"name": "f", "type": "file", "inventory": "prod.ini"}]}"#), Restored, "/inventories/1"),
    ]
}

#[test]
fn every_situation_is_found_at_its_place() {
    for s in situations() {
        let report = report(s.target, &[s.db], &s.file);
        let found = report.findings.iter().find(|f| f.code == s.code && f.pointer.as_deref() == Some(s.pointer));
        let found = found.unwrap_or_else(|| panic!("{} at {}: {:#?}", s.code, s.pointer, report.findings));
        assert_eq!(report.outcome, s.outcome, "{}: {:#?}", s.code, report.findings);
        assert_eq!(found.severity, codes::get(s.code).unwrap().severity, "{}", s.code);
        assert!(found.span.is_some(), "{} has no place", s.code);
        if matches!(s.outcome, Refused | HalfMade | Crashed) {
            assert!(found.server_message.is_some() || Release::parse(s.target).unwrap().band.is_j(), "{}", s.code);
        }
    }
}

#[test]
fn every_code_of_a_check_has_a_situation() {
    let raised: HashSet<&str> = situations().iter().map(|s| s.code).chain(["SX511"]).collect();
    let hundreds = |code: &str| ["SX3", "SX5", "SX6"].iter().any(|h| code.starts_with(h));
    let missing: Vec<_> = codes::all().map(|c| c.code).filter(|c| hundreds(c) && !raised.contains(c)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_project_name_that_exists_is_refused_since_2_17() {
    let options = Options { existing_names: HashSet::from(["Infra".to_owned()]) };
    let file = project("{}");
    let ask = |target| check(file.as_bytes(), &Release::parse(target).unwrap(), &[Mysql], &options);
    assert_eq!(ask("2.16").outcome, Restored);
    let report = ask("2.17.0");
    assert_eq!((report.outcome, report.findings[0].code), (Refused, "SX511"));
    assert_eq!(report.findings[0].server_message.as_deref(), Some("project with name 'Infra' already exists"));
}

#[test]
fn the_first_error_is_the_servers_and_the_rest_would_come_next() {
    let file = project(r#"{"keys": [{"name": "", "type": "ssh"}], "environments": [{"name": ""}, {"name": "b", "json": "{"}]}"#);
    let report = report("2.16", &[Mysql, Bolt], &file);
    let said: Vec<_> = report.findings.iter().filter_map(|f| f.server_message.as_deref()).collect();
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
    assert!(report.findings.iter().any(|f| f.code == "SX613" && f.pointer.as_deref() == Some("/views/0/title")));
}

#[test]
fn old_servers_lay_repeated_keys_over_each_other() {
    let file = r#"{"Keys": [{"name": "a", "type": "ssh"}], "keys": [{"NAME": "b"}], "meta": null} trailing"#;
    let report = report("2.10.22", &[Mysql], file);
    assert_eq!(report.outcome, Restored, "{:#?}", report.findings);
    assert!(
        report.findings.iter().any(|f| f.code == "SX651" && f.entity.as_deref() == Some("keys[0]")),
        "{:#?}",
        report.findings
    );
}

#[test]
fn a_hundred_thousand_brackets_are_a_verdict() {
    for file in ["[".repeat(100_000), format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), "{\"a\":".repeat(100_000)] {
        let report = report("2.16", &[Mysql], &file);
        assert_eq!((report.outcome, report.findings[0].code), (Refused, "SX109"));
        assert!(report.findings[0].server_message.as_deref().unwrap().ends_with("exceeded max depth"));
    }
}

#[test]
fn facts_that_are_not_proved_are_marked() {
    let report = report("2.19", &[Mysql], &template(r#""git_branch": "a b""#));
    assert!(report.findings.iter().any(|f| f.code == "SX509" && f.uncertain));
}

/// JSON that looks like a backup, with all kinds of values at known keys.
fn backup_like() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("1e400".to_owned()),
        Just("-1.5".to_owned()),
        Just("9223372036854775808".to_owned()),
        "\"[a-z\\\\u]{0,6}\"",
        Just("\"deploy\"".to_owned()),
        Just("\"\\ud800\"".to_owned()),
    ];
    let keys =
        "name|type|keys|templates|vaults|vault_key|cron|schedules|meta|task_params|params|environments|json|Name|views|roles";
    scalar.prop_recursive(5, 40, 5, move |inner| {
        let member = (keys, inner.clone()).prop_map(|(key, value)| format!("\"{key}\": {value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(|list| format!("[{}]", list.join(", "))),
            prop::collection::vec(member, 0..6).prop_map(|list| format!("{{{}}}", list.join(", "))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), band in 0..26usize) {
        let release = Release::of_band(crate::format::Band::ALL[band]);
        prop_assert_eq!(check(&bytes, &release, &Db::ALL, &Options::default()).outcomes.len(), 4);
    }

    #[test]
    fn no_document_makes_it_panic(file in backup_like(), band in 0..26usize) {
        let release = Release::of_band(crate::format::Band::ALL[band]);
        let report = check(file.as_bytes(), &release, &Db::ALL, &Options::default());
        // What ends a run has a reason, and what has no reason is restored.
        for (db, outcome) in &report.outcomes {
            let reason = report.findings.iter().any(|f| {
                f.severity == Severity::Error && f.code != "SX535" && f.code != "SX536" && (f.db.is_empty() || f.db.contains(db))
            });
            prop_assert_eq!(*outcome != Restored, reason);
        }
        let _ = explain_log("error at templates[0]: x", Some(file.as_bytes()), Some(&release));
    }
}
