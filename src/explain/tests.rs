//! Log lines as people paste them.

use super::explain;
use crate::format::{Db, Release};

const FILE: &[u8] = include_bytes!("../../tests/fixtures/vault-link-to-deleted-key.json");

#[test]
fn a_line_with_the_loggers_decoration() {
    for line in [
        "error at templates[0]: vaults[].vaultKey does not exist in keys[].name",
        "time=\"2026-01-15T20:11:03Z\" level=error msg=\"error at templates[0]: vaults[].vaultKey does not exist in keys[].name\"",
        "semaphore-1  | ERRO[0042] error at templates[0]: vaults[].vaultKey  does not exist in keys[].name",
        "{\"level\":\"error\",\"msg\":\"error at templates[0]: vaults[].vaultKey does not exist in keys[].name\"}",
    ] {
        let found = explain(line, FILE, None, &[]).findings;
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        assert_eq!(found[0].pointer.as_deref(), Some("/templates/0/vaults/0/vault_key"));
        assert!(found[0].consequence.as_ref().unwrap().contains("servers from 2.10.32"), "{found:?}");
    }
}

#[test]
fn numbers_of_the_server_do_not_matter_but_positions_do() {
    let file = br#"{"meta": {"name": "a"}, "schedules": [{"name": "x"}], "templates": [{"name": "t", "app": "bash", "playbook": "p", "vaults": []}]}"#;
    let line = "http: panic serving 172.18.0.1:52312: runtime error: invalid memory address or nil pointer dereference";
    let release = Release::parse("2.18.2").unwrap();
    let other = explain("error at templates[7]: template playbook can not be empty", file, None, &[]);
    assert!(other.findings.is_empty(), "{other:?}");
    let crash = explain(line, file, Some(&release), &[Db::Mysql]).findings;
    assert_eq!(crash[0].entity.as_deref(), Some("schedules[\"x\"]"));
}

#[test]
fn an_object_is_shown_even_where_no_cause_is_known() {
    let found = explain("error at keys[1]: something new", FILE, None, &[]).findings;
    assert_eq!(found[0].code, "SX114");
    assert_eq!(found[0].entity.as_deref(), Some("keys[\"ansible vault\"]"));
}

#[test]
fn a_name_that_is_taken_and_words_without_a_file() {
    let taken = explain("project with name 'Home lab' already exists", FILE, None, &[]);
    assert_eq!(taken.findings.len(), 1, "{taken:?}");
    assert_eq!(taken.findings[0].pointer.as_deref(), Some("/meta/name"));
    let browser = explain("Request failed with status code 400", FILE, None, &[]);
    assert!(browser.findings.is_empty() && browser.remark.unwrap().contains("server's log"));
}
