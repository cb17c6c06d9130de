//! What the packs for every version repair in a section, they repair in each: those of a new version too.

use std::collections::BTreeSet;

use crate::finding::{Severity, Stage};
use crate::json::Document;
use crate::run::{Accept, Judged, Request, run};
use crate::semaphore::{Band, EffectKind, Field, FieldShape, ObjectShape, Release, Type, all_hops, name_key, shape};
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

/// A value that a field takes.
fn value(field: &FieldShape) -> Value {
    match field.ty {
        Type::String => json!("x"),
        Type::Bool => json!(true),
        Type::Int => json!(1),
        Type::Object if field.children.is_some() => json!({}),
        Type::Object | Type::Map => json!({}),
        Type::List | Type::StringList => json!([]),
    }
}

/// Every key of a band that another one does not know, as a file that has it.
fn files_with_keys_of(
    own: &ObjectShape,
    other: Option<&ObjectShape>,
    wrap: &dyn Fn(Value) -> Value,
    out: &mut Vec<(String, Value)>,
) {
    for field in &own.fields {
        let there = other.and_then(|other| other.get(field.key));
        if there.is_none() {
            out.push((field.row.path.to_owned(), wrap(json!({field.key: value(field)}))));
        }
        if let (Some(children), Some(there)) = (&field.children, there) {
            let inside =
                |content: Value| wrap(json!({field.key: if field.ty == Type::List { json!([content]) } else { content }}));
            files_with_keys_of(children, there.children.as_ref(), &inside, out);
        }
    }
}

#[test]
fn no_step_leaves_a_key_that_its_new_version_does_not_know() {
    let packs = packs();
    let mut left = Vec::new();
    for hop in all_hops().into_iter().filter(|hop| ![hop.from, hop.to].contains(&Band::newest())) {
        let mut files = Vec::new();
        files_with_keys_of(shape(hop.from), Some(shape(hop.to)), &|file| file, &mut files);
        // Keys of the imaginary next version and of today beside it have packs of their own.
        for (path, file) in files.into_iter().filter(|(path, _)| path != "templates[].motto") {
            let doc = Document::parse(serde_json::to_vec(&file).unwrap()).unwrap();
            let (from, to) = (Release::of_band(hop.from), Release::of_band(hop.to));
            let request = Request { accept: Accept::All, from: Some(from), ..Request::migration(&packs, to) };
            let plan = request.plan(&doc).unwrap();
            if let Some(stopped) = run(doc, &plan).stopped.filter(|stopped| stopped.summary.contains("does not read")) {
                left.push(format!("{hop}, {path}: {}", stopped.summary));
            }
        }
    }
    assert!(left.is_empty(), "rules/migrate/up or down has no rule for them:\n{}", left.join("\n"));
}

/// Every text of a band, as a file that has something there.
fn files_with_texts(own: &ObjectShape, wrap: &dyn Fn(Value) -> Value, out: &mut Vec<(&'static Field, Value)>) {
    for field in &own.fields {
        match field.ty {
            Type::String => out.push((field.row, wrap(json!({field.key: SOMETHING})))),
            Type::Object | Type::List => {
                let Some(children) = &field.children else { continue };
                let inside =
                    |content: Value| wrap(json!({field.key: if field.ty == Type::List { json!([content]) } else { content }}));
                files_with_texts(children, &inside, out);
            }
            _ => {}
        }
    }
}

/// What stands in a text, and what beside it under the key that took its place.
const SOMETHING: &str = "Something";
const BESIDE: &str = "Beside";

#[test]
fn no_step_drops_a_text_without_a_word() {
    let packs = packs();
    let mut dropped = Vec::new();
    for hop in all_hops().into_iter().filter(|hop| ![hop.from, hop.to].contains(&Band::newest())) {
        let mut files = Vec::new();
        files_with_texts(shape(hop.from), &|file| file, &mut files);
        for (field, file) in files {
            let text = file.to_string();
            // The same with the text that took its place beside it, where that is in the same object.
            let (object, _) = field.split();
            let is_text = |path: &&str| shape(hop.to).at(path).is_some_and(|there| there.ty == Type::String);
            let became = field.successor.filter(is_text).and_then(|path| path.strip_prefix(object)?.strip_prefix('.'));
            let both =
                became.map(|key| text.replace(&format!("\"{SOMETHING}\""), &format!("\"{SOMETHING}\",\"{key}\":\"{BESIDE}\"")));
            for (text, words) in [(text, &[SOMETHING][..])].into_iter().chain(both.map(|text| (text, &[SOMETHING, BESIDE][..]))) {
                let doc = Document::parse(text.clone().into_bytes()).unwrap();
                let (from, to) = (Release::of_band(hop.from), Release::of_band(hop.to));
                let request = Request { accept: Accept::All, from: Some(from), ..Request::migration(&packs, to) };
                let plan = request.plan(&doc).unwrap();
                let judged = run(doc, &plan);
                let mut out = Vec::new();
                judged.draft().write_to(&mut out).unwrap();
                let out = String::from_utf8(out).unwrap();
                let losses: Vec<String> =
                    judged.outcome.losses.iter().map(|loss| loss.value.text(judged.document()).into_owned()).collect();
                for word in words {
                    if !out.contains(word) && !losses.iter().any(|loss| loss.contains(word)) {
                        dropped.push(format!("{hop}, {}: {text} becomes {out}", field.path));
                    }
                }
            }
        }
    }
    assert!(dropped.is_empty(), "a rule of rules/migrate needs a `loss:`:\n{}", dropped.join("\n"));
}
