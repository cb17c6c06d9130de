//! What the packs for every version repair in a section, they repair in each: those of a new version too.

use std::collections::BTreeSet;

use crate::finding::{Severity, Stage};
use crate::json::Document;
use crate::run::{Accept, Judged, Request, run};
use crate::semaphore::{Band, EffectKind, Type, name_key, shape};
use serde_json::{Value, json};

use super::{MigrationPacks, newest, packs, release};

fn band() -> Band {
    release(newest()).band
}

/// The lists of objects at the top.
fn sections() -> Vec<&'static str> {
    let lists = shape(band()).fields.iter().filter(|field| field.ty == Type::List && field.children.is_some());
    lists.map(|field| field.key).collect()
}

/// A project with something in a section, migrated to the newest version, its own.
fn repaired(packs: &MigrationPacks, section: &str, content: &Value) -> Judged {
    let mut file = json!({"meta": {"name": "web"}, "templates": [], "keys": [], "repositories": [], "inventories": [], "environments": [], "views": []});
    file[section] = content.clone();
    let doc = Document::parse(serde_json::to_vec(&file).unwrap()).unwrap();
    let request = Request { accept: Accept::All, from: Some(release(newest())), ..Request::migration(packs, release(newest())) };
    let plan = request.plan(&doc).unwrap();
    run(doc, &plan)
}

#[test]
fn what_is_no_list_of_entries_is_repaired_in_every_section() {
    let packs = packs();
    for section in sections() {
        for content in [json!({}), json!([null]), json!(["Deploy"])] {
            let judged = repaired(&packs, section, &content);
            let report = judged.report.as_ref().unwrap_or_else(|| panic!("{section} {content}: {:?}", judged.stopped));
            let wrong =
                report.findings.iter().find(|finding| finding.stage == Stage::Decode && finding.severity == Severity::Error);
            assert!(
                wrong.is_none(),
                "{content} as {section} is not repaired: name the section in the lists of rules/migrate/repair.yaml ({wrong:?})"
            );
        }
    }
}

#[test]
fn equal_and_long_names_are_repaired_in_every_section() {
    let packs = packs();
    let long = "x".repeat(300);
    for section in sections() {
        let Some(key) = name_key(section, band()) else { continue };
        // What must be an address cannot be made shorter.
        if shape(band()).at(&format!("{section}[].{key}")).unwrap().effect(EffectKind::FatalIfInvalid).is_some() {
            continue;
        }
        let errors = |names: [&str; 3]| {
            let entries: Vec<Value> = names.iter().map(|name| json!({key: name})).collect();
            let judged = repaired(&packs, section, &Value::Array(entries));
            let report = judged.report.as_ref().unwrap_or_else(|| panic!("{section}: {:?}", judged.stopped));
            let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
            errors.map(|finding| finding.code.name()).collect::<BTreeSet<_>>()
        };
        let fine = errors(["a", "b", "c"]);
        for names in [["a", "a", "a"], [&*long, "b", "c"]] {
            assert_eq!(
                errors(names),
                fine,
                "{names:?} in {section}: rules/migrate/repair.yaml or landing.yaml repairs no such names"
            );
        }
    }
}
