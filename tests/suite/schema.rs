//! Schemas and the reference graph against what real servers wrote, took and refused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use semxform::document::{Document, Kind, Node};
use semxform::finding::{Finding, Severity};
use semxform::format::{Band, Release, Type, all_fields};
use semxform::schema::{self, Problem, What};

use crate::oracle::{Posted, Verdict, cases, files as posted_files};
use crate::support::{files, lines, oracle, origin, stem};

fn read(path: &Path) -> Document {
    Document::parse(std::fs::read(path).unwrap()).unwrap()
}

fn band(version: &str) -> Band {
    Release::parse(version).unwrap().band
}

fn errors(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).collect()
}

#[test]
fn every_recorded_export_is_valid_for_its_version() {
    let Some(oracle) = oracle() else { return };
    for path in files(&oracle.join("exports"), "json") {
        let found = schema::validate(&read(&path), band(&origin(&path).0));
        assert!(found.is_empty(), "{}: {found:#?}", stem(&path));
    }
}

/// Each path with the kinds of its values: all that the shape of a version can object to in an export.
fn content(doc: &Document) -> BTreeSet<(String, Kind, bool)> {
    fn walk(doc: &Document, node: Node, path: &str, found: &mut BTreeSet<(String, Kind, bool)>) {
        found.insert((path.to_owned(), doc.kind(node), doc.is_empty(node)));
        let map = all_fields().any(|field| field.path == path && field.ty == Type::Map);
        if map && !path.contains("integrations[].task_params") {
            return;
        }
        for (key, value) in doc.members(node) {
            let key = key.text();
            walk(doc, value, &if path.is_empty() { key.into_owned() } else { format!("{path}.{key}") }, found);
        }
        for element in doc.elements(node) {
            walk(doc, element, &format!("{path}[]"), found);
        }
    }
    let mut found = BTreeSet::new();
    walk(doc, doc.root(), "", &mut found);
    found
}

/// Whether a band takes a value of this kind at this path, read off the rows of the tables.
fn takes(band: Band, path: &str, kind: Kind, empty: bool) -> bool {
    if path.is_empty() {
        return kind == Kind::Object;
    }
    let (bare, element) = path.strip_suffix("[]").map_or((path, false), |bare| (bare, true));
    let rows = || all_fields().filter(move |row| row.holds_in(band));
    let inside = |map: &str| path.strip_prefix(map).is_some_and(|rest| rest.starts_with('.'));
    if rows().any(|row| row.ty == Type::Map && inside(row.path)) {
        return true;
    }
    rows().filter(|row| row.path.trim_end_matches("[]") == bare).any(|row| match (row.ty, kind) {
        (_, Kind::Null) => !element || band.is_j(),
        (Type::String, kind) => kind == Kind::String,
        (Type::Bool, kind) => kind == Kind::Bool,
        (Type::Int, kind) => kind == Kind::Number,
        (Type::Object, kind) => kind == Kind::Object,
        (Type::Map, kind) => kind == Kind::Object && (empty || band > Band::R8),
        (Type::List, kind) => kind == if element { Kind::Object } else { Kind::Array },
        (Type::StringList, kind) => kind == if element { Kind::String } else { Kind::Array },
    })
}

#[test]
fn an_export_is_not_valid_for_versions_of_another_shape() {
    let Some(oracle) = oracle() else { return };
    let (mut refused, mut lucky) = (0, 0);
    for path in files(&oracle.join("exports"), "json") {
        let doc = read(&path);
        let own = band(&origin(&path).0);
        let content = content(&doc);
        for band in Band::ALL {
            let structural =
                |what: &What| !matches!(what, What::UnknownValue | What::RefusedValue | What::JsonText | What::CronText);
            let valid = !schema::problems(&doc, band).iter().any(|problem| structural(&problem.what));
            let fits = content.iter().all(|(path, kind, empty)| takes(band, path, *kind, *empty));
            let odd: Vec<_> = content.iter().filter(|(path, kind, empty)| !takes(band, path, *kind, *empty)).collect();
            assert_eq!(valid, fits, "{} against {band}: {odd:?}", stem(&path));
            let other = schema::text(band) != schema::text(own) && band.first_version() != own.first_version();
            lucky += usize::from(valid && other);
            refused += usize::from(!valid);
        }
    }
    println!(
        "schemas: {refused} pairs of export and version refused, {lucky} valid because nothing in the file shows the difference"
    );
    assert!(refused > 1_000);
}

/// Every posted file, with the verdicts of each target together.
fn each_posted(oracle: &Path, mut take: impl FnMut(&Document, Band, &[&Verdict])) {
    let mut of_one = |posted: &Posted| {
        let Ok(doc) = Document::parse(posted.bytes.clone()) else { return };
        let mut targets: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
        for verdict in &posted.verdicts {
            targets.entry(&verdict.target).or_default().push(verdict);
        }
        for (target, verdicts) in targets {
            take(&doc, band(target), &verdicts);
        }
    };
    for (_, posted) in posted_files(oracle) {
        of_one(&posted);
    }
    for path in files(&oracle.join("cases"), "jsonl") {
        cases(oracle, stem(&path)).iter().for_each(&mut of_one);
    }
}

fn in_words(doc: &Document, band: Band, problems: &[Problem]) -> String {
    let found = schema::findings(doc, band, problems);
    found.iter().map(|f| format!("{} {}", f.pointer.as_deref().unwrap_or_default(), f.message)).collect::<Vec<_>>().join("; ")
}

#[test]
fn what_the_decoder_refused_is_a_schema_error() {
    let Some(oracle) = oracle() else { return };
    let (mut refusals, mut restored, mut wrong) = (0, 0, Vec::new());
    each_posted(&oracle, |doc, band, verdicts| {
        let mut found = schema::problems(doc, band);
        found.retain(|problem| matches!(problem.what, What::WrongType | What::NullElement | What::Content | What::Number));
        for verdict in verdicts {
            let words = verdict.error.as_deref().unwrap_or_default();
            let decoding = words.starts_with("unsupported kind ") || words.starts_with("expected ") && words.contains(", got ");
            if decoding && found.is_empty() {
                wrong.push(format!("{} on {}: {words}, but nothing found", verdict.name, verdict.target));
            }
            if verdict.outcome == "restored" && !found.is_empty() {
                wrong.push(format!("{} on {}: restored, but {}", verdict.name, verdict.target, in_words(doc, band, &found)));
            }
            refusals += usize::from(decoding);
            restored += usize::from(verdict.outcome == "restored");
        }
    });
    println!("schemas: {refusals} refusals at decoding found, {restored} restored files without such an error");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn a_value_that_the_decoder_refused_is_pointed_at() {
    let Some(oracle) = oracle() else { return };
    let mut pointed = 0;
    for path in files(&oracle.join("cases"), "jsonl") {
        let version = stem(&path);
        let posted = cases(&oracle, version);
        for case in lines(&path) {
            let name = case["case"].as_str().unwrap();
            let Some([only]) = case["patch"].as_array().map(Vec::as_slice) else { continue };
            let Some(posted) = posted.iter().find(|p| p.verdicts[0].name == name) else { continue };
            let own = posted.verdicts.iter().find(|v| v.target == version && v.outcome == "refused");
            let words = own.and_then(|v| v.error.as_deref()).unwrap_or_default();
            if only["op"] == "remove" || !(words.starts_with("expected ") && words.contains(", got ")) {
                continue;
            }
            let doc = Document::parse(posted.bytes.clone()).unwrap();
            let edited = only["path"].as_str().unwrap();
            let edited = edited.strip_suffix("/-").unwrap_or(edited);
            let found = schema::validate(&doc, band(version));
            let there = |f: &&Finding| f.pointer.as_deref().is_some_and(|pointer| pointer.starts_with(edited));
            assert!(errors(&found).iter().any(there), "{name}: {words}: {found:#?}");
            pointed += 1;
        }
    }
    println!("schemas: {pointed} refused values pointed at");
    assert!(pointed > 1_000);
}

#[test]
fn links_that_the_server_did_not_find_are_found() {
    let Some(oracle) = oracle() else { return };
    let (mut dangling, mut restored, mut wrong) = (0, 0, Vec::new());
    each_posted(&oracle, |doc, band, verdicts| {
        let mut found = schema::references::problems(doc, band);
        found.retain(|problem| problem.severity == Severity::Error);
        for verdict in verdicts {
            let words = verdict.error.as_deref().unwrap_or_default();
            let link = words.contains(" does not exist in ")
                || words.contains("build_template is ")
                || words.ends_with("inventory can not be empty");
            let global = words.contains("global role does not exist");
            if link && !global && found.is_empty() {
                wrong.push(format!("{} on {}: {words}, but nothing found", verdict.name, verdict.target));
            }
            if verdict.outcome == "restored" && !found.is_empty() {
                wrong.push(format!("{} on {}: restored, but {}", verdict.name, verdict.target, in_words(doc, band, &found)));
            }
            dangling += usize::from(link);
            restored += usize::from(verdict.outcome == "restored");
        }
    });
    println!("references: {dangling} refused links found, {restored} restored files without such an error");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}
