//! Lines as people paste them from journals, containers and browsers.

use super::*;
use crate::semaphore::Band;

const FILE: &str = r#"{
  "keys": [{"name": "deploy", "type": "ssh"}, {"name": "vault", "type": "login_password"}],
  "repositories": [{"name": "infra", "git_url": "/srv/infra", "ssh_key": "deploy"}],
  "templates": [
    {"name": "Deploy", "app": "bash", "playbook": "run.sh", "repository": "infra", "survey_vars": [],
     "vaults": [{"type": "password", "vault_key": "vault"}]}
  ],
  "schedules": [
    {"name": "ok", "template": "Deploy", "cron_format": "@daily"},
    {"name": "Nightly", "template": "gone", "cron_format": "@daily"}
  ],
  "integration_aliases": ["ci", "ci"],
  "views": [{"title": "v", "position": "3"}]
}"#;

fn places(line: &str, file: &str) -> Vec<(&'static str, String)> {
    let explanation = explain_log(line, Some(file.as_bytes()), None);
    explanation
        .matches
        .iter()
        .map(|m| (m.finding.code.name(), m.finding.pointer(None).unwrap_or_default().into_owned()))
        .collect()
}

/// The file without the value that the decoder refuses.
fn decodable() -> String {
    FILE.replace(r#""position": "3""#, r#""position": 3"#)
}

#[test]
fn decoration_of_loggers_does_not_matter() {
    let words = "error at schedules[1]: template does not exist in templates[].name";
    for line in [
        words.to_owned(),
        format!("time=\"2025-02-10T10:00:00Z\" level=error msg=\"{words}\""),
        format!("ERRO[0042] {words}"),
        format!("semaphore-1  | {{\"level\":\"error\",\"msg\":\"{words}\",\"time\":\"2025-02-10T10:00:00Z\"}}"),
        format!("Feb 10 10:00:00 host semaphore[812]: time=\"x\" level=error msg=\"Cannot restore\" error=\"{words}\""),
        "error at schedules[1]: template does not…".to_owned(),
    ] {
        assert_eq!(places(&line, &decodable()), [("SX301", "/schedules/1/template".to_owned())], "{line}");
    }
}

#[test]
fn the_place_alone_shows_everything_there() {
    let found = places("error at schedules[1]: …", &decodable());
    assert!(found.contains(&("SX301", "/schedules/1/template".to_owned())), "{found:?}");
    assert!(found.iter().all(|(_, pointer)| pointer.starts_with("/schedules/1")), "{found:?}");
}

#[test]
fn the_place_alone_is_never_said_by_a_decoder() {
    let text = decodable().replace(r#""name": "Deploy""#, r#""name": "Deploy", "autorun": "yes""#);
    assert_eq!(places("error at templates[0]: …", &text), []);
    assert_eq!(places("expected bool for field, got string", &text), [("SX501", "/templates/0/autorun".to_owned())]);
}

#[test]
fn a_decoder_error_gets_its_place() {
    assert_eq!(places("expected number for field, got string", FILE), [("SX501", "/views/0/position".to_owned())]);
}

#[test]
fn a_database_error_is_found_whatever_the_database_is_called() {
    let line = "error at templates[0]: Error 1452: Cannot add or update a child row: a foreign key constraint fails \
                (`prod_db`.`project__template_vault`, CONSTRAINT `project__template_vault_ibfk_3` FOREIGN KEY (`vault_key_id`) \
                REFERENCES `access_key` (`id`) ON DELETE CASCADE)";
    let explanation = explain_log(line, Some(decodable().as_bytes()), None);
    let found = &explanation.matches[0];
    assert_eq!((found.finding.code.name(), found.dbs.as_slice()), ("SX525", &[Db::Mysql][..]));
    assert_eq!(found.versions(), "2.10.36 to 2.11.2");
}

#[test]
fn a_panic_is_found() {
    let line = "2025/02/10 10:00:00 http: panic serving 10.0.0.7:53122: runtime error: invalid memory address or nil pointer \
                dereference\ngoroutine 112 [running]:\nnet/http.(*conn).serve.func1()";
    let found = places(line, &decodable());
    assert!(found.contains(&("SX533", "/schedules/0".to_owned())), "{found:?}");
    assert!(found.contains(&("SX532", "/integration_aliases/1".to_owned())), "{found:?}");
}

#[test]
fn bytes_that_are_not_json_are_explained_too() {
    let explanation = explain_log("invalid character '}' looking for beginning of object key string", Some(b"{\"a\": 1,}"), None);
    assert_eq!(explanation.matches[0].finding.span(None), Some(8..9));
    assert_eq!(explanation.matches[0].versions(), format!("2.10.27 to {}", Band::newest().last_version()));
}

#[test]
fn without_a_file_the_words_have_a_page() {
    let codes = |line| explain_log(line, None, None).codes;
    assert_eq!(codes("error at keys[2]: invalid access token type"), ["SX508"]);
    assert_eq!(codes("pq: value too long for type character varying(100) (22001)"), ["SX521"]);
    assert_eq!(codes("panic: runtime error: invalid memory address or nil pointer dereference"), ["SX533", "SX532"]);
    assert!(codes("the weather is fine").is_empty());
}

#[test]
fn one_version_is_asked_when_it_is_named() {
    let release = Release::parse("2.16").unwrap();
    let line = "error at schedules[1]: template does not exist in templates[].name";
    let explanation = explain_log(line, Some(decodable().as_bytes()), Some(&release));
    assert_eq!(explanation.matches[0].bands, [Band::V2_16_0]);
}

fn notes(line: &str) -> String {
    explain_log(line, Some(decodable().as_bytes()), None).notes.join("\n")
}

#[test]
fn words_about_the_server_and_its_database_are_said_not_to_be_about_the_file() {
    for (line, part) in [
        ("pq: relation \"project__template\" does not exist", "semaphore migrate"),
        ("Error 2006: MySQL server has gone away", "closed the connection"),
        ("Error 1153: Got a packet bigger than 'max_allowed_packet' bytes", "raise max_allowed_packet"),
        ("Error 1213 (40001): Deadlock found when trying to get lock", "restore again"),
        ("attempt to write a readonly database", "owner and mode"),
        ("pq: sorry, too many clients already", "no more connections"),
        ("pq: password authentication failed for user \"semaphore\"", "user or password"),
        ("cipher: message authentication failed", "SEMAPHORE_ACCESS_KEY_ENCRYPTION"),
    ] {
        let said = notes(line);
        assert!(said.contains("not about the file") && said.contains(part), "{line}: {said}");
    }
}

#[test]
fn words_in_the_form_of_a_database_are_called_so_where_nothing_else_is_known() {
    for line in [
        "Error 1205 (HY000): Lock wait timeout exceeded; try restarting transaction",
        "error at keys[0]: pq: permission denied for table access_key",
        "ERROR: canceling statement due to user request (SQLSTATE 57014)",
        "unable to open database file (14) SQLITE_CANTOPEN",
    ] {
        assert!(notes(line).contains("words of the server's database"), "{line}: {}", notes(line));
    }
    assert!(notes("pq: null value in column \"x\" violates not-null constraint").contains("another version of Semaphore"));
    assert_eq!(notes("Error: something happened"), "");
}

#[test]
fn a_stack_without_a_step_of_a_restore_is_not_about_the_file() {
    let panic = "http: panic serving 10.0.0.7:53122: runtime error: invalid memory address or nil pointer dereference\ngoroutine 112 [running]:\n";
    for frame in [
        "github.com/semaphoreui/semaphore/services/tasks.(*TaskPool).Run(0xc0)",
        "github.com/ansible-semaphore/semaphore/api.Login(0xc0)",
    ] {
        let line = format!("{panic}{frame}\n\t/go/src/x.go:7 +0x1");
        assert_eq!(places(&line, &decodable()), [], "{line}");
        assert!(notes(&line).contains("no function of this stack"), "{}", notes(&line));
    }
    let line =
        format!("{panic}github.com/semaphoreui/semaphore/services/project.BackupSchedule.Restore(...)\n\t/go/src/restore.go:118");
    assert!(places(&line, &decodable()).contains(&("SX533", "/schedules/0".to_owned())));
}

#[test]
fn what_an_entry_has_twice_is_named_where_only_the_database_speaks() {
    let file = decodable().replace(
        r#"{"type": "password", "vault_key": "vault"}"#,
        r#"{"type": "password", "vault_key": "vault"}, {"type": "password", "vault_key": "vault"}"#,
    );
    let line = "pq: duplicate key value violates unique constraint \"project__template_vault_template_id_vault_key_id_name_key\"";
    let notes = explain_log(line, Some(file.as_bytes()), Some(&Release::parse("2.16.45").unwrap())).notes.join("\n");
    assert!(notes.contains("templates[\"Deploy\"]") && notes.contains("vaults[0] and vaults[1]"), "{notes}");
}

#[test]
fn a_place_in_no_section_says_nothing_about_the_file() {
    assert_eq!(notes("error at foo[1]: boom"), "");
    assert!(notes("error at roles[1]: boom").contains("has 0 roles"));
}
