//! Secrets as they stand in real backups.

use serde_json::json;

use super::{Beside, cover, in_lines, in_source, json as mask_json, patterns, scalar, value};
use crate::json::Document;
use crate::mask::Place;

fn prose(message: &str) -> String {
    String::from_utf8(cover(message.as_bytes(), &patterns::find(message))).unwrap()
}

fn shown(text: &str) -> String {
    let doc = Document::parse(text.into()).unwrap();
    let hidden = in_source(&doc, 0..text.len());
    let masked = String::from_utf8(cover(text.as_bytes(), &hidden)).unwrap();
    // Lines cut out of the file and the text as a value give the same.
    assert_eq!(mask_json(text, "", Beside::Unknown), masked);
    assert_eq!(String::from_utf8(cover(text.as_bytes(), &in_lines(text.as_bytes(), None))).unwrap(), masked);
    masked
}

#[test]
fn passwords_of_variable_groups_and_clear_parts_of_keys_are_hidden() {
    assert_eq!(
        shown(r#"{"environments": [{"name": "prod", "password": "geheim"}], "keys": [{"name": "k", "plain": "x\"y"}]}"#),
        r#"{"environments": [{"name": "prod", "password": "***"}], "keys": [{"name": "k", "plain": "***"}]}"#
    );
}

#[test]
fn secrets_of_keys_that_are_copied_from_the_api_are_hidden() {
    assert_eq!(
        shown(
            r#"{"keys": [{"id": 3, "type": "string", "string": "geheim", "ssh": {"login": "root", "private_key": "p"}}], "string": "x"}"#
        ),
        r#"{"keys": [{"id": 3, "type": "string", "string": "***", "ssh": {"login": "***", "private_key": "***"}}], "string": "x"}"#
    );
}

#[test]
fn references_and_types_with_telling_names_are_not() {
    let text = r#"{"integrations": [{"auth_method": "token", "auth_secret": "hook key"}], "secret_storages": [{"name": "vault"}],
        "environments": [{"password": "", "secret_storage_key_prefix": "a/"}], "templates": [{"vaults": [{"type": "password"}]}]}"#;
    assert_eq!(shown(text), text);
}

#[test]
fn values_inside_json_text_are_hidden_and_the_rest_stays() {
    assert_eq!(
        shown(
            r#"{"environments": [{"json": "{\"db\": {\"DB_PASS\": \"a\\\"b\", \"host\": \"h\"}, \"pin\": 1234}", "env": "{}"}]}"#
        ),
        r#"{"environments": [{"json": "{\"db\": {\"DB_PASS\": \"***\", \"host\": \"h\"}, \"pin\": ***}", "env": "{}"}]}"#
    );
    assert_eq!(shown(r#"{"templates": [{"arguments": "[\"-e\", \"ansible_password=x\"]"}]}"#).matches("***").count(), 1);
}

#[test]
fn tokens_in_urls_inventories_and_texts_are_hidden() {
    for (text, want) in [
        ("https://deploy:ghx@git.example.com/a.git", "https://deploy:***@git.example.com/a.git"),
        ("https://abc123@git.example.com/a.git", "https://***@git.example.com/a.git"),
        ("ssh://git@git.example.com/a.git", "ssh://git@git.example.com/a.git"),
        ("git@git.example.com:a.git", "git@git.example.com:a.git"),
        ("[web]\nh1 ansible_become_pass=geheim x=1", "[web]\nh1 ansible_become_pass=*** x=1"),
        (
            "all:\n  vars:\n    ansible_password: 'a b'\n    bypass: yes",
            "all:\n  vars:\n    ansible_password: '***'\n    bypass: yes",
        ),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END", "-----BEGIN OPENSSH PRIVATE KEY-----***-----END"),
        ("Authorization: Bearer abcdefgh.ijk", "Authorization: Bearer ***"),
        ("clone with glpat-abcdefghijklmnop now", "clone with *** now"),
        ("PASSWORD=Geheim", "PASSWORD=***"),
        ("key: deploy", "key: deploy"),
        ("run.sh --become-pass x -v", "run.sh --become-pass *** -v"),
        ("--token x --limit web", "--token *** --limit web"),
        ("--bearer x", "--bearer ***"),
        ("curl -sf -u admin:geheim https://example.com", "curl -sf -u admin:*** https://example.com"),
        ("curl --user 'admin:geheim' -X POST x", "curl --user 'admin:***' -X POST x"),
        ("curl -u admin https://example.com:8443", "curl -u admin https://example.com:8443"),
        ("curl -u \"$USER:$PASS\" https://example.com", "curl -u \"$USER:$PASS\" https://example.com"),
        ("curl -u deploy:{{token}} https://example.com", "curl -u deploy:{{token}} https://example.com"),
        ("https://deploy:{{token}}@example.com", "https://deploy:{{token}}@example.com"),
        ("docker run -u 1000:1000 curl", "docker run -u 1000:1000 curl"),
        ("-H 'Authorization: Basic eDp5'", "-H 'Authorization: Basic ***'"),
        ("authorization: token x", "authorization: token ***"),
        ("Set-Cookie: semaphore=x; Path=/", "Set-Cookie: semaphore=***; Path=/"),
        ("the password is wrong", "the password is wrong"),
    ] {
        assert_eq!(prose(text), want);
    }
}

#[test]
fn the_default_of_a_secret_question_is_hidden_even_where_its_type_is_cut_off() {
    let question =
        r#"{"templates": [{"survey_vars": [{"default_value": "x1", "type": "secret"}, {"type": "", "default_value": "y"}]}]}"#;
    assert_eq!(shown(question).replace("***", "x1"), question);
    let place = Place::at("/templates/0/survey_vars/0");
    let line = b"\"default_value\": \"x1\",\n";
    assert_eq!(cover(line, &in_lines(line, Some(place))), b"\"default_value\": \"***\",\n");
    assert_eq!(in_lines(b"\"default_value\": \"x1\",\n\"type\": \"\"\n}\n", Some(place)).len(), 0);
}

#[test]
fn values_of_reports_are_masked_by_their_place() {
    assert_eq!(value(&json!("x"), "/environments/3/password", Beside::Unknown), json!("***"));
    assert_eq!(
        value(&json!({"password": "x", "name": "n"}), "/environments/3", Beside::Unknown),
        json!({"password": "***", "name": "n"})
    );
    assert_eq!(
        value(&json!({"type": "secret", "default_value": "x"}), "/templates/0/survey_vars/0", Beside::Unknown)["default_value"],
        "***"
    );
    assert_eq!(value(&json!("hook key"), "/integrations/0/auth_secret", Beside::Unknown), json!("hook key"));
}

#[test]
fn a_single_value_is_masked_with_its_escapes() {
    let doc = Document::parse(br#"{"repositories": [{"git_url": "https:\/\/u:t\u00e4@h\/x"}]}"#.to_vec()).unwrap();
    let url = doc.at(&crate::json::Path::from_pointer("/repositories/0/git_url").unwrap()).unwrap();
    assert_eq!(scalar(&doc, url).unwrap(), r#""https:\/\/u:***@h\/x""#);
}

#[test]
fn broken_and_cut_text_is_survived() {
    for text in [
        "\"",
        "\"\\",
        "{\"password\": \"geheim",
        "]]]]\"token\": \"geheim\"",
        "{\"a\\ud800\":\"\\u12",
        "\u{feff}{",
        "-",
        "{\"pin\":-",
    ] {
        let shown = cover(text.as_bytes(), &in_lines(text.as_bytes(), Some(Place::root())));
        let shown = format!("{} {}", String::from_utf8_lossy(&shown), mask_json(text, "/a/b", Beside::Unknown));
        assert!(!shown.contains("geheim"), "{text}: {shown}");
        // This is for text between other text, and says nothing of JSON.
        let _ = prose(text);
    }
}

#[test]
fn a_text_of_brackets_costs_little_memory_and_still_hides() {
    let deep = format!("{}{{\"password\": \"x\"}}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert!(mask_json(&deep, "", Beside::Unknown).contains("\"password\": \"***\""));
    let objects = format!("{}1{}", "{\"password\":".repeat(50_000), "}".repeat(50_000));
    assert!(mask_json(&objects, "", Beside::Unknown).contains(":***}"));
}

#[test]
fn a_switch_hides_the_word_behind_it() {
    assert_eq!(
        mask_json(r#"["--private-token", "x", "--limit", "all", "--token=y"]"#, "/templates/0/arguments/x", Beside::Unknown),
        r#"["--private-token", "***", "--limit", "all", "--token=***"]"#
    );
}

#[test]
fn blocks_of_yaml_tokens_of_services_and_doubly_encoded_texts_are_hidden() {
    assert_eq!(prose("all:\n  vault_pass: |\n    geheim\n    more\n  host: x\n"), "all:\n  vault_pass: |\n***  host: x\n");
    assert_eq!(prose("npm_abcdefghijklmnopqrstuvwxyz0123456789"), "***");
    assert_eq!(prose("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"), "***");
    assert_eq!(prose("https://hooks.slack.com/services/T0/B0/xyz"), "https://hooks.slack.com/services/***");
    assert_eq!(prose(r#"{\"db_password\": \"x\", \"host\": \"h\"}"#), r#"{\"db_password\": \"***\", \"host\": \"h\"}"#);
}

#[test]
fn names_are_judged_by_their_words() {
    use super::place::looks_secret;
    for name in
        ["PGPASS", "dbpass", "DB_PASS", "passwort", "auth", "Authorization", "cookie", "signing_key", "encryption-key", "otp"]
    {
        assert!(looks_secret(name), "{name}");
    }
    for name in ["bypass", "auth_method", "compass", "keyboard", "ssh_key", "pinned", "asalt", "author"] {
        assert!(!looks_secret(name), "{name}");
    }
}

#[test]
fn what_only_looks_like_a_secret_is_shown() {
    for text in [
        "ansible_become_pass={{ vault_sudo }} x=1",
        "ansible_become_pass='{{ vault_sudo }}'",
        "ansible_password= ansible_user=deploy",
        "secrets_of_app:\n  token:\n    url: https://h",
        "db_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256",
        "run.sh --vault-password-file ~/.vault --token-url https://h",
        "password=''",
    ] {
        assert_eq!(prose(text), text);
    }
    let text = r#"{"environments": [{"json": "{\"db_password\": \"{{ vault_db }}\"}"}], "templates": [{"name": "rotate token: prod", "view": "password=x"}],
        "schedules": [{"cron_format": "* * * * *"}]}"#;
    assert_eq!(shown(text), text);
    assert_eq!(prose("token: dGVzdA== x"), "token: *** x");
    assert_eq!(prose("password: {{ lookup('x') | default('geheim') }}"), "password: {{ lookup('x') | default('geheim') }}");
}

#[test]
fn a_value_beside_a_name_that_looks_secret_is_hidden() {
    assert_eq!(
        shown(r#"{"integrations": [{"matchers": [{"key": "X-Hub-Token", "value": "a"}, {"value": "b", "key": "X-Event"}]}]}"#),
        r#"{"integrations": [{"matchers": [{"key": "X-Hub-Token", "value": "***"}, {"value": "b", "key": "X-Event"}]}]}"#
    );
    let questions = r#"{"templates": [{"survey_vars": [{"name": "db_password", "default_value": "x1"}, {"name": "host", "default_value": "y"}]}]}"#;
    assert_eq!(shown(questions).replace("***", "x1"), questions);
}

#[test]
fn a_text_without_its_secrets_still_means_the_same() {
    use crate::mask::cleared;
    let json = |text: &str| cleared(text, Place::at("/environments/0/json"), "");
    assert_eq!(json(r#"{"pass": 14, "n": 1}"#).as_deref(), Some(r#"{"pass": null, "n": 1}"#));
    assert_eq!((json(r#"{"pass": null, "n": 1}"#), json(r#"{"ask_pass": true}"#)), (None, None));
    // No JSON: what is left after the first look reads as another secret, until nothing does.
    let broken = json(r#"{"target": "nas"credential: 14}"#).unwrap();
    assert_eq!(json(&broken), None, "{broken}");
    let text = |text: &str| cleared(text, Place::at("/inventories/0/inventory"), "");
    for (given, want) in [
        ("h1 ansible_password=x ansible_user=root", "h1 ansible_password='' ansible_user=root"),
        ("a: 1\nvault_pass: |\n  one\n  two\nb: 2", "a: 1\nvault_pass: |\nb: 2"),
        ("token: 'x'", "token: ''"),
        ("run --become-pass x all", "run --become-pass '' all"),
        ("clone https://ghx@host/a and postgres://u:pw@host/b", "clone https://host/a and postgres://u:@host/b"),
        (
            r#"{"pin": 1234, "a": {"token": "x"}, "l": "{\"db_password\": \"y\"}"}"#,
            r#"{"pin": null, "a": {"token": ""}, "l": "{\"db_password\": \"\"}"}"#,
        ),
        (r#"["-e", "db_password=x", "--private-token", "y"]"#, r#"["-e", "db_password=''", "--private-token", ""]"#),
    ] {
        let once = text(given);
        assert_eq!(once.as_deref(), Some(want));
        assert_eq!(text(want), None, "{want}");
    }
    assert_eq!(cleared("x", Place::at("/environments/0/password"), "${PW}").as_deref(), Some("${PW}"));
    assert_eq!(cleared("${PW}", Place::at("/environments/0/password"), "${PW}"), None);
}
