//! Several backups into one.

use crate::check::{self, Options};
use crate::json::Document;
use crate::parts::{Decision, Fate, MergeInput, Merged, OnConflict, Wanted, merge};
use crate::semaphore::{Db, Release};
use serde_json::{Map, Value, json};

use super::{Backup, Network, exports};

fn source(name: &str, bytes: &[u8]) -> MergeInput {
    MergeInput { name: name.to_owned(), doc: Document::parse(bytes.to_vec()).unwrap(), extras: None }
}

fn merged(backup: &Backup, base: &[u8], added: &[Vec<u8>], on_conflict: OnConflict) -> Result<Merged, Vec<Decision>> {
    let added = added.iter().enumerate().map(|(number, bytes)| source(&format!("{number}.json"), bytes)).collect();
    merge(source("base.json", base), added, backup.server(), on_conflict)
}

/// Lists of entities as maps by name; what shares a name is counted.
fn by_name(value: &Value, backup: &Backup) -> Value {
    let network = Network::of(value, backup.release.band);
    let mut out = Map::new();
    for (section, member) in value.as_object().unwrap() {
        let list = member.as_array().filter(|_| network.section(section).next().is_some() || section == "integration_aliases");
        let Some(list) = list.filter(|list| !list.is_empty()) else { continue };
        let mut texts: Vec<String> = list.iter().map(Value::to_string).collect();
        texts.sort();
        out.insert(section.clone(), json!(texts));
    }
    out.insert("meta".into(), value["meta"].clone());
    Value::Object(out)
}

#[test]
fn a_backup_merged_with_itself_stays_as_it_is_to_the_byte() {
    for path in exports() {
        let backup = Backup::read(&path);
        for policy in [OnConflict::Error, OnConflict::Keep, OnConflict::Replace, OnConflict::Rename] {
            let same = merged(&backup, &backup.bytes, std::slice::from_ref(&backup.bytes), policy).unwrap();
            assert!(same.product.to_bytes() == backup.bytes, "{} {policy:?}", path.display());
            assert!(same.decisions.iter().all(|decision| decision.fate == Fate::Equal), "{}", path.display());
        }
    }
}

#[test]
fn the_parts_of_a_backup_merged_in_any_order_are_the_whole_again() {
    let mut whole = 0;
    for path in exports() {
        let backup = Backup::read(&path);
        let value = backup.value();
        let names: Vec<String> =
            value["templates"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap().to_owned()).collect();
        let wanted = |names: &[String]| Wanted {
            templates: names.to_vec(),
            schedules: true,
            integrations: true,
            dependents: true,
            name: None,
        };
        let all = backup.extract(&wanted(&names)).product.to_bytes();
        let mut parts: Vec<Vec<u8>> =
            names.iter().map(|n| backup.extract(&wanted(std::slice::from_ref(n))).product.to_bytes()).collect();
        if parts.len() < 2 {
            continue;
        }
        let base = parts.remove(0);
        let forth = merged(&backup, &base, &parts, OnConflict::Error).unwrap().product;
        parts.reverse();
        let back = merged(&backup, &base, &parts, OnConflict::Error).unwrap().product;
        assert!(forth.to_bytes() == back.to_bytes(), "{}: the order of the files matters", path.display());
        let got: Value = serde_json::from_slice(&forth.to_bytes()).unwrap();
        let expected: Value = serde_json::from_slice(&all).unwrap();
        assert_eq!(by_name(&got, &backup), by_name(&expected, &backup), "{}", path.display());
        let judge = |bytes: Vec<u8>| {
            check::judge(&Document::parse(bytes).unwrap(), &backup.release, &[backup.db], &Options::default()).restorable()
        };
        assert_eq!(judge(forth.to_bytes()), judge(all), "{}", path.display());
        whole += 1;
    }
    assert!(whole > 50, "{whole}");
}

/// A project with one entity in each section of 2.19; those of `a` and `b` have the same names and differ in all else.
fn project(mark: &str) -> Value {
    let text = match mark {
        "a" => include_str!("../../../tests/fixtures/parts/lab-a.json"),
        _ => include_str!("../../../tests/fixtures/parts/lab-b.json"),
    };
    serde_json::from_str(text).unwrap()
}

const SECTIONS: [&str; 10] = [
    "environments",
    "integrations",
    "inventories",
    "keys",
    "repositories",
    "roles",
    "schedules",
    "templates",
    "views",
    "workflows",
];

fn backup(value: &Value) -> Backup {
    Backup { bytes: serde_json::to_vec(value).unwrap(), release: Release::parse("2.19").unwrap(), db: Db::Mysql }
}

/// Project a with a conflicting entity of project b in one section.
fn one_conflict(section: &str, policy: OnConflict) -> (Result<Merged, Vec<Decision>>, Value, Value) {
    let (base, mut added) = (project("a"), project("a"));
    added[section] = project("b")[section].clone();
    let result = merged(&backup(&base), &serde_json::to_vec(&base).unwrap(), &[serde_json::to_vec(&added).unwrap()], policy);
    (result, base, added)
}

fn value(merged: &Merged) -> Value {
    serde_json::from_slice(&merged.product.to_bytes()).unwrap()
}

#[test]
fn each_kind_of_conflict_is_listed_and_solved_as_the_policy_says() {
    for section in SECTIONS {
        let (stopped, base, added) = one_conflict(section, OnConflict::Error);
        let conflicts: Vec<_> = stopped.unwrap_err().into_iter().filter(|d| d.fate == Fate::Conflict).collect();
        assert_eq!(conflicts.len(), 1, "{section}");
        assert_eq!(conflicts[0].section, section);
        assert!(
            conflicts[0].other.as_ref().is_some_and(|(file, differs)| file == "base.json" && differs.len() == 1),
            "{conflicts:?}"
        );
        let kept = one_conflict(section, OnConflict::Keep).0.unwrap();
        assert_eq!(value(&kept), base, "{section}");
        let replaced = one_conflict(section, OnConflict::Replace).0.unwrap();
        assert_eq!(value(&replaced), added, "{section}");
        let renamed = one_conflict(section, OnConflict::Rename).0.unwrap();
        let got = value(&renamed);
        for other in SECTIONS {
            let list = got[other].as_array().unwrap();
            assert_eq!(list[0], base[other][0], "{section}: what was there stays");
            if let Some(new) = list.get(1) {
                let name = new["name"].as_str().or(new["title"].as_str()).unwrap();
                assert!(name.ends_with(" (2)"), "{section}: {new}");
            }
        }
        assert_eq!(got[section].as_array().unwrap().len(), 2, "{section}");
        let network = Network::of(&got, backup(&base).release.band);
        assert!(network.loose.is_empty(), "{section}: {:?}", network.loose);
    }
}

#[test]
fn whoever_names_a_renamed_entity_is_another_entity_too() {
    let got = value(&one_conflict("keys", OnConflict::Rename).0.unwrap());
    assert_eq!(got["keys"][1], json!({"name": "deploy (2)", "type": "none"}));
    assert_eq!(got["repositories"][1]["ssh_key"], "deploy (2)");
    assert_eq!(got["templates"][1]["repository"], "app (2)");
    assert_eq!(got["templates"][1]["vaults"][0]["vault_key"], "deploy (2)");
    assert_eq!(got["templates"][1]["view"], "Main", "the view is the same");
    assert_eq!(got["schedules"][1]["template"], "deploy (2)");
    assert_eq!(got["workflows"][1]["nodes"][0]["template"], "deploy (2)");
    assert_eq!((got["views"].as_array().unwrap().len(), got["roles"].as_array().unwrap().len()), (1, 1));
}

#[test]
fn a_host_mapping_is_for_its_host_so_the_first_stays_where_others_are_renamed() {
    let lab = |kind: &str, user: &str| {
        json!({"meta": {"name": "Lab"}, "keys": [{"name": "git", "type": kind}], "repositories": [], "templates": [],
            "host_configs": [{"type": "host", "name": "github.com", "ssh_key": "git"}, {"type": "host", "name": user, "ssh_key": "git"}]})
    };
    let backup = |value: &Value| Backup { release: Release::parse("2.20").unwrap(), ..backup(value) };
    let (base, added) = (lab("ssh", "a.example"), lab("login_password", "b.example"));
    let bytes = |value: &Value| serde_json::to_vec(value).unwrap();
    let result = merged(&backup(&base), &bytes(&base), &[bytes(&added)], OnConflict::Rename).unwrap();
    let got = value(&result);
    assert_eq!(got["keys"][1], json!({"name": "git (2)", "type": "login_password"}));
    let hosts: Vec<_> = got["host_configs"].as_array().unwrap().iter().map(|host| (&host["name"], &host["ssh_key"])).collect();
    let expected = [("github.com", "git"), ("a.example", "git"), ("b.example", "git (2)")].map(|(a, b)| (json!(a), json!(b)));
    assert_eq!(hosts, expected.iter().map(|(a, b)| (a, b)).collect::<Vec<_>>());
    let kept: Vec<_> = result.decisions.iter().filter(|decision| decision.fate == Fate::KeptName).collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].other, Some(("base.json".to_owned(), vec!["ssh_key".to_owned()])));
    assert!(merged(&backup(&base), &bytes(&base), &[bytes(&added)], OnConflict::Error).is_err());
    let replaced = value(&merged(&backup(&base), &bytes(&base), &[bytes(&added)], OnConflict::Replace).unwrap());
    assert_eq!(replaced["host_configs"].as_array().unwrap().len(), 3);
}

#[test]
fn a_deploy_template_comes_behind_the_deploy_template_that_it_builds_on() {
    let template = |name: &str, build: &str| json!({"name": name, "app": "bash", "playbook": "x", "repository": "app", "type": "deploy", "build_template": build});
    let mut base = project("a");
    base["templates"] = json!([{"name": "build", "app": "bash", "playbook": "x", "repository": "app", "type": "build"}]);
    for section in ["schedules", "integrations", "workflows"] {
        base[section] = json!([]);
    }
    let mut added = base.clone();
    added["templates"].as_array_mut().unwrap().extend([template("z first", "build"), template("a second", "z first")]);
    let result =
        merged(&backup(&base), &serde_json::to_vec(&base).unwrap(), &[serde_json::to_vec(&added).unwrap()], OnConflict::Error);
    let got = value(&result.unwrap());
    let names: Vec<_> = got["templates"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["build", "z first", "a second"]);
}
