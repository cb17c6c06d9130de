//! One or more templates with everything that they need.

use crate::check::{self, Options};
use crate::finding::Severity;
use crate::json::Document;
use crate::parts::{ExtractError, Wanted, extract};
use serde_json::{Value, json};

use super::{Backup, Network, exports};

fn alone(name: &str) -> Wanted {
    Wanted { templates: vec![name.to_owned()], ..Wanted::default() }
}

fn everything(names: Vec<String>) -> Wanted {
    Wanted { templates: names, schedules: true, integrations: true, dependents: true, name: None }
}

fn template_names(value: &Value) -> Vec<String> {
    value["templates"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_template_alone_restores_on_its_own_server_and_has_nothing_too_much_or_too_little() {
    let (mut templates, mut restorable) = (0, 0);
    for path in exports() {
        let backup = Backup::read(&path);
        let whole = Network::of(&backup.value(), backup.release.band);
        let report = check::judge(&backup.document(), &backup.release, &[backup.db], &Options::default());
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let refused: Vec<_> = errors.map(|e| (e.code, e.message.to_string())).collect();
        for name in template_names(&backup.value()) {
            let what = format!("{}: {name}", path.display());
            let part = backup.extract(&alone(&name)).product.to_bytes();
            let doc = Document::parse(part.clone()).unwrap();
            let report = check::judge(&doc, &backup.release, &[backup.db], &Options::default());
            // Some servers cannot restore what they export; then the part fails for the same reason or not at all.
            let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
            let new: Vec<_> = errors.filter(|e| !refused.contains(&(e.code, e.message.to_string()))).collect();
            assert!(report.restorable() || !refused.is_empty() && new.is_empty(), "{what}: {new:?}");
            restorable += usize::from(report.restorable());
            let part = Network::of(&serde_json::from_slice(&part).unwrap(), backup.release.band);
            let (chosen, _) = part.section("templates").find(|(_, other)| **other == name).unwrap();
            let needed = part.needs([chosen.clone()]);
            assert_eq!(needed.len(), part.names.len(), "{what}: more than it needs: {:?}", part.names);
            let (original, _) = whole.section("templates").find(|(_, other)| **other == name).unwrap();
            assert_eq!(needed.len(), whole.needs([original.clone()]).len(), "{what}: less than it needs");
            let broken = |name: &String| !whole.loose.contains(name);
            assert!(!part.loose.iter().any(broken), "{what}: {:?}", part.loose);
            templates += 1;
        }
    }
    println!("{restorable} of {templates} parts restore on their own server");
    assert!(templates > 200 && restorable * 20 > templates * 19, "{restorable} of {templates}");
}

#[test]
fn all_templates_with_everything_are_the_original_but_for_what_nothing_points_to() {
    for path in exports() {
        let backup = Backup::read(&path);
        let value = backup.value();
        let whole = Network::of(&value, backup.release.band);
        let roots = ["templates", "schedules", "integrations", "workflows"];
        let used = whole.needs(whole.names.keys().filter(|(section, _)| roots.contains(&section.as_str())).cloned());
        let mut expected = value.clone();
        for (section, list) in expected.as_object_mut().unwrap() {
            let mut number = 0;
            if let Some(list) = list.as_array_mut().filter(|_| whole.section(section).next().is_some()) {
                list.retain(|_| {
                    number += 1;
                    used.contains(&(section.clone(), number - 1))
                });
            }
        }
        let part = backup.extract(&everything(template_names(&value)));
        let got: Value = serde_json::from_slice(&part.product.to_bytes()).unwrap();
        let integrated = !value["integrations"].as_array().is_none_or(Vec::is_empty);
        if !integrated && value.get("integration_aliases").is_some() {
            expected["integration_aliases"] = json!([]);
        }
        assert_eq!(got, expected, "{}", path.display());
    }
}

#[test]
fn what_is_kept_keeps_its_bytes_in_compact_and_in_indented_files() {
    for path in exports() {
        let backup = Backup::read(&path);
        let doc = backup.document();
        for name in template_names(&backup.value()) {
            let part = backup.extract(&alone(&name)).product.to_bytes();
            let part = Document::parse(part).unwrap();
            for (key, list) in part.members(part.root()) {
                let original = doc.get(doc.root(), key.text().as_ref()).unwrap();
                for entity in part.elements(list) {
                    let same = doc.elements(original).any(|other| doc.raw(other) == part.raw(entity));
                    assert!(same, "{}: {name}: {}", path.display(), part.entity(entity));
                }
            }
            let lines = |bytes: &[u8]| bytes.split(|b| *b == b'\n').count() > 2;
            assert_eq!(lines(part.source()), lines(doc.source()), "{}: {name}", path.display());
        }
    }
}

/// Build → deploy → second deploy, a workflow, a schedule and an integration around them, and a stranger.
fn chain() -> Value {
    serde_json::from_str(include_str!("../../../tests/fixtures/parts/chain.json")).unwrap()
}

fn names(value: &Value, section: &str) -> Vec<String> {
    let name = |entity: &Value| entity["name"].as_str().or(entity["title"].as_str()).unwrap_or_default().to_owned();
    value[section].as_array().unwrap().iter().map(name).collect()
}

fn part(wanted: &Wanted) -> Value {
    let backup = Backup {
        bytes: serde_json::to_vec(&chain()).unwrap(),
        release: crate::semaphore::Release::parse("2.19").unwrap(),
        db: crate::semaphore::Db::Mysql,
    };
    serde_json::from_slice(&backup.extract(wanted).product.to_bytes()).unwrap()
}

#[test]
fn a_chain_of_build_templates_comes_along_and_what_points_to_it_only_when_asked() {
    let plain = part(&alone("promote"));
    assert_eq!(names(&plain, "templates"), ["build", "deploy", "promote"]);
    assert_eq!((names(&plain, "keys"), names(&plain, "views")), (vec!["None".to_owned()], vec!["Main".to_owned()]));
    for section in ["schedules", "integrations", "integration_aliases", "workflows", "inventories"] {
        assert_eq!(plain[section], json!([]), "{section}");
    }
    let scheduled = part(&Wanted { schedules: true, ..alone("promote") });
    assert_eq!(
        (names(&scheduled, "schedules"), names(&scheduled, "inventories")),
        (vec!["nightly".to_owned()], vec!["night".to_owned()])
    );
    let integrated = part(&Wanted { integrations: true, ..alone("promote") });
    assert_eq!(
        (names(&integrated, "integrations"), names(&integrated, "keys")),
        (vec!["push".into()], vec!["None".to_owned(), "hook".into()])
    );
    assert_eq!(integrated["integration_aliases"], json!(["p1"]));
    let dependents = part(&Wanted { dependents: true, ..alone("build") });
    assert_eq!(names(&dependents, "templates"), ["build", "deploy", "promote", "stranger"], "the workflow needs the last one");
    assert_eq!(names(&dependents, "workflows"), ["release"]);
    assert_eq!(part(&Wanted { name: Some("Copy".into()), ..alone("build") })["meta"]["name"], "Copy");
}

#[test]
fn names_go_to_the_first_entity_that_has_them_and_a_shared_template_name_is_refused() {
    let mut value = chain();
    value["keys"].as_array_mut().unwrap().push(json!({"name": "None", "type": "ssh"}));
    value["templates"][3]["name"] = json!("build");
    let backup = Backup {
        bytes: serde_json::to_vec(&value).unwrap(),
        release: crate::semaphore::Release::parse("2.19").unwrap(),
        db: crate::semaphore::Db::Mysql,
    };
    let deploy = backup.extract(&alone("deploy"));
    let got: Value = serde_json::from_slice(&deploy.product.to_bytes()).unwrap();
    assert_eq!(got["keys"], json!([{"name": "None", "type": "none"}]));
    assert_eq!(names(&got, "templates"), ["build", "deploy"]);
    let errors = extract(backup.document(), backup.server(), &everything(vec!["build".into(), "deplox".into()])).unwrap_err();
    let expected = [
        ExtractError::Shared { name: "build".into(), places: vec!["/templates/0".into(), "/templates/3".into()] },
        ExtractError::Unknown { name: "deplox".into(), nearest: Some("deploy".into()) },
    ];
    assert_eq!(errors, expected);
}
