//! What semxform.yaml may say.

use std::path::Path;

use crate::semaphore::Db;

use super::schema::Settings;
use super::{Config, KEYS, read};

#[test]
fn the_settings_of_a_repository() {
    let text =
        "rules: [builtin:clean, rules/prod.yaml]\nfrom: 2.10\nto: v2.17.0-beta2\ndb: mysql\nset:\n  env: prod\n  retries: 3\n";
    let config = read(text, Path::new("../..")).unwrap();
    assert_eq!(config.rules, ["builtin:clean", "../../rules/prod.yaml"]);
    assert_eq!(config.from.as_deref(), Some("2.10"));
    assert_eq!(config.to.as_deref(), Some("v2.17.0-beta2"));
    assert_eq!(config.db, [Db::Mysql]);
    assert_eq!(config.set["retries"], "3");
    assert_eq!(read("", Path::new("")).unwrap(), Config::default());
}

#[test]
fn all_mistakes_at_once_with_their_places() {
    let text = "rulse: [a.yaml]\nto: [2.16]\nset: 3\ndb: [mysql, dbase]\nfrom: 9.9\n";
    let mistakes = read(text, Path::new("")).unwrap_err();
    let newest = crate::semaphore::Release::newest_stable();
    let unknown = format!("Semaphore 9.9 is not known; the newest known stable release is {newest}");
    let seen: Vec<_> = mistakes.iter().map(|m| (m.span(None).unwrap().start, m.message.as_str())).collect();
    assert_eq!(
        seen,
        [
            (0, "unknown key \"rulse\""),
            (20, "expected text, found a list"),
            (32, "expected a map of parameters, found a number"),
            (46, "there is no such database: choose mysql, postgres, sqlite, bolt"),
            (59, unknown.as_str()),
        ]
    );
    assert_eq!(mistakes[0].help.as_deref(), Some("did you mean `rules`?"));
}

#[test]
fn globs_are_relative_to_the_file() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("backups")).unwrap();
    for name in ["b.json", "a.json", "note.txt"] {
        std::fs::write(dir.path().join("backups").join(name), "{}").unwrap();
    }
    let config = read("inputs: ['backups/*.json', missing.json]\n", dir.path()).unwrap();
    let names: Vec<_> = config.inputs.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a.json", "b.json", "missing.json"]);
    assert_eq!(read("inputs: [none/*.json, '*.bk']\n", dir.path()).unwrap().inputs, [dir.path().join("none/*.json")]);
}

#[cfg(unix)]
#[test]
fn settings_name_only_regular_files_of_their_repository() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("repo/conf");
    std::fs::create_dir_all(dir.path().join("repo/.git")).unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(dir.path().join("secret.json"), "{}").unwrap();
    std::fs::write(dir.path().join("repo/a.json"), "{}").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.join("link.json")).unwrap();
    for settings in [
        "inputs: [/etc/passw*]",
        "inputs: [/dev/zero]",
        "inputs: [../../secret.json]",
        "inputs: ['*.json']",
        "inputs: [../../missing.json]",
        "rules: [/etc/passwd]",
        "rules: [../../rules.yaml]",
        "reports: ['json:../../report.json']",
    ] {
        let mistakes = read(settings, &folder).unwrap_err();
        assert!(mistakes[0].message.ends_with("is outside of the folder"), "{settings}: {}", mistakes[0].message);
    }
    assert_eq!(read("inputs: [../a.json]\nrules: [missing.yaml]\nreports: ['json:../r.json']", &folder).unwrap().inputs.len(), 1);
}

#[test]
fn the_schema_for_editors_knows_the_same_keys() {
    let schema = serde_json::to_value(schemars::schema_for!(Settings)).unwrap();
    let mut keys: Vec<_> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut known = KEYS.to_vec();
    keys.sort_unstable();
    known.sort_unstable();
    assert_eq!(keys, known);
}
