//! What people see of findings, on wide and narrow terminals.

use super::{Human, Source, concise};
use crate::finding::{Code, Finding, Severity, Stage};
use crate::json::{Document, Path};
use crate::mask::Secrets;
use crate::semaphore::Db;

const BACKUP: &str = r#"{
  "meta": {"name": "Infra"},
  "templates": [
    {
      "name": "Deploy app",
      "vaults": [
        {
          "type": "password",
          "vault_key": "gone"
        }
      ]
    }
  ]
}
"#;

fn orphan(doc: &Document, pointer: &str) -> Finding {
    let node = doc.at(&Path::from_pointer(pointer).unwrap()).unwrap();
    Finding::new(Code::SX301, Severity::Error, Stage::Verify, "vault link points to a key that does not exist")
        .at(node)
        .server("error at templates[0]: vaults[].vaultKey does not exist in keys[].name")
        .only(&[Db::Mysql, Db::Postgres])
        .consequence("the server refuses the whole file with a bare 400, and nothing is created")
        .help("semxform -r builtin:fix-vaults backup.json")
}

fn human(width: usize) -> Human {
    Human { width, line_width: usize::MAX, secrets: Secrets::Hidden, commands: true, verbose: false }
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn a_finding_with_its_window() {
    let doc = Document::parse(BACKUP.into()).unwrap();
    let finding = orphan(&doc, "/templates/0/vaults/0/vault_key");
    let text = human(80).findings(&Source::document("backup.json", &doc), &[finding]);
    insta::assert_snapshot!(plain(&text));
}

#[test]
fn an_object_shows_its_first_lines_and_narrow_terminals_wrap() {
    let doc = Document::parse(BACKUP.into()).unwrap();
    let finding = orphan(&doc, "/templates/0");
    let text = human(48).findings(&Source::document("backup.json", &doc), &[finding]);
    insta::assert_snapshot!(plain(&text));
}

#[test]
fn one_line_files_show_a_stretch_of_the_line() {
    let compact: String = BACKUP.split('\n').map(str::trim).collect();
    let long = compact.replace("Infra", &"ä".repeat(3000)).replace("gone", &"g".repeat(300));
    let doc = Document::parse(long.into()).unwrap();
    let finding = orphan(&doc, "/templates/0/vaults/0/vault_key");
    let text = human(80).findings(&Source::document("backup.json", &doc), &[finding]);
    let text = plain(&text);
    assert!(text.lines().all(|l| l.chars().count() <= 84), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn the_same_again_and_again_is_folded() {
    let keys: Vec<_> = (0..30).map(|i| format!("    {{\"name\": \"SECRET_{i}\"}}")).collect();
    let text = format!("{{\n  \"keys\": [\n{}\n  ]\n}}\n", keys.join(",\n"));
    let doc = Document::parse(text.into()).unwrap();
    let findings: Vec<_> = (0..30)
        .map(|i| {
            let node = doc.at(&Path::from_pointer(&format!("/keys/{i}")).unwrap()).unwrap();
            Finding::new(Code::SX601, Severity::Warning, Stage::Silent, "key belongs to a variable group").at(node)
        })
        .collect();
    let source = Source::document("backup.json", &doc);
    insta::assert_snapshot!(plain(&human(80).findings(&source, &findings)));
    assert_eq!(concise(&source, &findings).lines().count(), 30);
}

#[test]
fn of_many_findings_of_a_code_the_first_have_windows() {
    let keys: Vec<_> = (0..30).map(|i| format!("    {{\"name\": \"SECRET_{i}\"}}")).collect();
    let text = format!("{{\n  \"keys\": [\n{}\n  ]\n}}\n", keys.join(",\n"));
    let doc = Document::parse(text.into()).unwrap();
    let finding = |i: usize| {
        let node = doc.at(&Path::from_pointer(&format!("/keys/{i}")).unwrap()).unwrap();
        Finding::new(Code::SX301, Severity::Error, Stage::Verify, format!("no {i}")).at(node).help("fix it")
    };
    let findings: Vec<_> = (0..30).map(finding).collect();
    let source = Source::document("backup.json", &doc);
    let text = plain(&human(80).findings(&source, &findings));
    assert_eq!(text.matches("fix it").count(), 10, "{text}");
    assert!(text.ends_with(
        "error[SX301]: no 29\n  --> backup.json:32:5 keys[\"SECRET_29\"]\n… the first 10 of each code in full; -v shows all in full\n"
    ));
    let all = plain(&Human { verbose: true, ..human(80) }.findings(&source, &findings));
    assert_eq!(all.matches("fix it").count(), 30, "{all}");
}

#[test]
fn bytes_that_are_no_text_do_not_break_the_window() {
    let bytes = b"\xef\xbb\xbf{\"a\": \"\xff\xfe\x01\t\x1b[31m\"}\r\n\xe4";
    let source = Source::text("broken.json", bytes);
    for start in 0..=bytes.len() {
        for end in start..=bytes.len() {
            let finding = Finding::new(Code::SX101, Severity::Error, Stage::Decode, "not JSON").at_bytes(start..end);
            let text = human(20).findings(&source, &[finding]);
            assert!(!plain(&text).contains('\u{1b}'), "{text:?}");
        }
    }
}

#[test]
fn one_line_a_finding() {
    let doc = Document::parse(BACKUP.into()).unwrap();
    let finding = orphan(&doc, "/templates/0/vaults/0/vault_key");
    assert_eq!(
        concise(&Source::document("backup.json", &doc), &[finding]),
        "backup.json:9:24: error[SX301] vault link points to a key that does not exist: templates[\"Deploy app\"].vaults[0] \
         [mysql, postgres]\n"
    );
}

#[test]
fn secrets_around_the_place_are_masked() {
    let text = r#"{"keys": [
  {"name": "a", "login_password": {"password": "hunter2"}},
  {"name": "b", "type": "what"},
  {"name": "c", "ssh": {"private_key": "-----BEGIN"}}
]}"#;
    let doc = Document::parse(text.into()).unwrap();
    let finding = orphan(&doc, "/keys/1/type");
    let source = Source::document("backup.json", &doc);
    let hidden = human(100).findings(&source, std::slice::from_ref(&finding));
    assert!(!hidden.contains("hunter2") && !hidden.contains("BEGIN") && hidden.contains("\"***\""), "{hidden}");
    let shown = Human { width: 100, line_width: usize::MAX, secrets: Secrets::Shown, commands: true, verbose: false }
        .findings(&source, &[finding]);
    assert!(shown.contains("hunter2"), "{shown}");

    let broken = text.replace("\"what\"", "what");
    let source = Source::text("backup.json", broken.as_bytes());
    let at = broken.find("what").unwrap();
    let finding = Finding::new(Code::SX101, Severity::Error, Stage::Decode, "not JSON").at_bytes(at..at + 1);
    let hidden = human(100).findings(&source, &[finding]);
    assert!(!hidden.contains("hunter2") && !hidden.contains("BEGIN"), "{hidden}");
}

/// The mistakes of editing by hand, each beside a password.
#[test]
fn a_syntax_error_does_not_show_the_password_beside_it() {
    let broken = [
        r#""password": HUNTER2secret","#,
        r#""password": 'HUNTER2secret',"#,
        r#""password: "HUNTER2secret","#,
        r#""password" "HUNTER2secret","#,
        r#"password: "HUNTER2secret","#,
        r#""password": "x"HUNTER2secret","#,
        r#""password": 12HUNTER2secret,"#,
        r#""x" "y", "DB_PASS": "HUNTER2secret","#,
    ];
    for line in broken {
        let around = [
            format!("{{\"environments\": [{{\n  \"name\": \"prod\",\n  {line}\n  \"json\": \"{{}}\"\n}}]}}"),
            format!("{{\"environments\": [{{\"name\": \"prod\", {line} \"json\": \"{{}}\"}}]}}"),
        ];
        for text in around {
            let error = Document::parse(text.clone().into()).unwrap_err();
            let source = Source::broken_json("backup.json", text.as_bytes());
            let finding =
                Finding::new(Code::SX101, Severity::Error, Stage::Decode, error.message).at_bytes(error.offset..error.offset + 1);
            let hidden = plain(&human(100).findings(&source, &[finding]));
            assert!(!hidden.contains("UNTER2"), "{hidden}");
            assert!(hidden.contains("prod"), "the rest is shown: {hidden}");
        }
    }
}

#[test]
fn keys_and_file_names_of_others_do_not_act_on_a_terminal() {
    let text = "{\"templates\": [{\"\\u001b]0;x\\u0007\\u009b2J\\n::error::\\u202e\": {}}]}";
    let doc = Document::parse(text.into()).unwrap();
    let object = doc.elements(doc.get(doc.root(), "templates").unwrap()).next().unwrap();
    let node = doc.members(object).next().unwrap().1;
    let finding = Finding::new(Code::SX602, Severity::Warning, Stage::Decode, "unknown key").at(node);
    let source = Source::document("back\u{1b}[2J\nup.json", &doc);
    let concise = concise(&source, std::slice::from_ref(&finding));
    assert_eq!(concise.lines().count(), 1);
    for out in [plain(&human(80).findings(&source, &[finding])), concise] {
        let acts = |c: char| crate::text::safe::is_unsafe(c) && c != '\n';
        assert!(!out.contains(acts), "{out:?}");
    }
}

#[test]
fn a_file_that_is_something_else_does_not_show_its_secrets() {
    for text in [
        "HTTP/1.1 200 OK\nSet-Cookie: semaphore=HUNTER2\n",
        "https://user:HUNTER2@host/x\n",
        "{keys: [{string: \"HUNTER2\"}]}",
        "{\"keys\": [{\"string\" \"HUNTER2\"}]}",
        "{\"keys\": [{'string': 'HUNTER2'}]}",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nHUNTER2\n-----END OPENSSH PRIVATE KEY-----\n",
        "{\"note\": \"-----BEGIN RSA PRIVATE KEY-----\nHUNTER2\n-----END RSA PRIVATE KEY-----\n\"}",
        "Authorization: Bearer HUNTER2\n",
    ] {
        let error = Document::parse(text.into()).unwrap_err();
        let source = Source::broken_json("backup.json", text.as_bytes());
        let finding =
            Finding::new(Code::SX101, Severity::Error, Stage::Decode, error.message).at_bytes(error.offset..error.offset + 1);
        let shown = plain(&human(100).findings(&source, &[finding]));
        assert!(!shown.contains("HUNTER2"), "{shown}");
    }
}

#[test]
fn an_archive_is_named_and_not_drawn() {
    let bytes = b"\x1f\x8b\x08\0\0\0\0\0";
    let finding = Finding::new(Code::SX101, Severity::Error, Stage::Decode, "not JSON: a gzip archive")
        .at_bytes(0..2)
        .help("unpack it: gunzip -c backup.json.gz > backup.json; where the name of the file says nothing, file says what it is");
    let text = plain(&human(60).findings(&Source::broken_json("backup.json", bytes), &[finding]));
    assert_eq!(
        text,
        "error[SX101]: not JSON: a gzip archive\n --> backup.json:1:1\n  = help: unpack it:\n          gunzip -c backup.json.gz > backup.json; where\n          \
         the name of the file says nothing, file says\n          what it is\n\n"
    );
}
