//! What the packs for every version repair in a section, they repair in each: those of a new version too.

use std::collections::BTreeSet;

use crate::finding::{Severity, Stage};
use crate::json::Document;
use crate::run::{Accept, Judged, Request, run};
use crate::semaphore::{Band, EffectKind, FieldShape, Hop, ObjectShape, Release, Type, all_hops, name_key, shape};
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
        let number = name_key(section, band()).map(|key| json!([{key: 7}]));
        for content in [json!({}), json!([null]), json!(["Deploy"])].into_iter().chain(number) {
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

/// What stands in a text, and what beside it under the key that took its place.
const SOMETHING: &str = "Something";
const BESIDE: &str = "Beside";

/// A value that a field takes.
fn value(field: &FieldShape) -> Value {
    match field.ty {
        Type::String => json!(SOMETHING),
        Type::Bool => json!(true),
        Type::Int => json!(1),
        Type::Object | Type::Map => json!({}),
        Type::List | Type::StringList => json!([]),
    }
}

/// Every field of an object, each as a file that has something there.
fn files(object: &'static ObjectShape, wrap: &dyn Fn(Value) -> Value, out: &mut Vec<(&'static FieldShape, String)>) {
    for field in &object.fields {
        out.push((field, wrap(json!({field.key: value(field)})).to_string()));
        if let Some(children) = &field.children {
            let inside =
                |content: Value| wrap(json!({field.key: if field.ty == Type::List { json!([content]) } else { content }}));
            files(children, &inside, out);
        }
    }
}

/// Each field of each step's first version, as a file that has something there. Keys of the imaginary next version, and the one that it
/// ends, have packs of their own.
fn steps() -> impl Iterator<Item = (Hop, &'static FieldShape, String)> {
    let real = all_hops().into_iter().filter(|hop| ![hop.from, hop.to].contains(&Band::newest()));
    real.flat_map(|hop| {
        let mut all = Vec::new();
        files(shape(hop.from), &|file| file, &mut all);
        all.into_iter().map(move |(field, file)| (hop, field, file))
    })
    .filter(|(_, field, _)| field.row.path != "templates[].motto")
}

fn taken(packs: &MigrationPacks, hop: Hop, file: &str) -> Judged {
    let doc = Document::parse(file.as_bytes().to_vec()).unwrap();
    let (from, to) = (Release::of_band(hop.from), Release::of_band(hop.to));
    let request = Request { accept: Accept::All, from: Some(from), ..Request::migration(packs, to) };
    let plan = request.plan(&doc).unwrap();
    run(doc, &plan)
}

#[test]
fn no_step_leaves_a_key_that_its_new_version_does_not_know() {
    let packs = packs();
    let mut left = Vec::new();
    for (hop, field, file) in steps().filter(|(hop, field, _)| shape(hop.to).at(field.row.path).is_none()) {
        if let Some(stopped) = taken(&packs, hop, &file).stopped {
            left.push(format!("{hop}, {}: {}", field.row.path, stopped.summary));
        }
    }
    assert!(left.is_empty(), "rules/migrate/up or down has no rule for them:\n{}", left.join("\n"));
}

#[test]
fn no_step_drops_a_text_without_a_word() {
    let packs = packs();
    let mut dropped = Vec::new();
    for (hop, field, file) in steps().filter(|(_, field, _)| field.ty == Type::String) {
        // The same with the text that took its place beside it, where that is in the same object.
        let (object, _) = field.row.split();
        let is_text = |path: &&str| shape(hop.to).at(path).is_some_and(|there| there.ty == Type::String);
        let became = field.row.successor.filter(is_text).and_then(|path| path.strip_prefix(object)?.strip_prefix('.'));
        let both =
            became.map(|key| file.replace(&format!("\"{SOMETHING}\""), &format!("\"{SOMETHING}\",\"{key}\":\"{BESIDE}\"")));
        for (file, words) in [(file, &[SOMETHING][..])].into_iter().chain(both.map(|file| (file, &[SOMETHING, BESIDE][..]))) {
            let judged = taken(&packs, hop, &file);
            let mut out = Vec::new();
            judged.draft().write_to(&mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            let losses: Vec<String> =
                judged.outcome.losses.iter().map(|loss| loss.value.text(judged.document()).into_owned()).collect();
            for word in words.iter().filter(|word| !out.contains(**word) && !losses.iter().any(|loss| loss.contains(**word))) {
                dropped.push(format!("{hop}, {}, {word}: {file} becomes {out}", field.row.path));
            }
        }
    }
    assert!(dropped.is_empty(), "a rule of rules/migrate needs a `loss:`:\n{}", dropped.join("\n"));
}
