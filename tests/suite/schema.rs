//! Schemas and the reference graph against what real servers wrote, took and refused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use semxform::finding::{Finding, Severity};
use semxform::json::{Document, Kind, Node};
use semxform::schema::{self, Problem, What};
use semxform::semaphore::{Band, Field, Release, Type, all_fields};

use crate::oracle::{Posted, Verdict, cases, exports};
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
    let oracle = oracle();
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

/// The rows of the tables for a path, and for the free object that it is inside of.
fn rows_for(path: &str) -> Vec<&'static Field> {
    let bare = path.strip_suffix("[]").unwrap_or(path);
    let inside = |row: &Field| row.ty == Type::Map && path.strip_prefix(row.path).is_some_and(|rest| rest.starts_with('.'));
    all_fields().filter(|row| row.path.trim_end_matches("[]") == bare || inside(row)).collect()
}

/// Whether a band takes a value of this kind at this path, read off the rows of the tables.
fn takes(band: Band, rows: &[&Field], path: &str, kind: Kind, empty: bool) -> bool {
    let element = path.ends_with("[]");
    let takes = |row: &Field| match (row.ty, kind) {
        (Type::Map, _) if path != row.path => true,
        (_, Kind::Null) => !element || band.uses_go_decoder(),
        (Type::String, kind) => kind == Kind::String,
        (Type::Bool, kind) => kind == Kind::Bool,
        (Type::Int, kind) => kind == Kind::Number,
        (Type::Object, kind) => kind == Kind::Object,
        (Type::Map, kind) => kind == Kind::Object && (empty || band > Band::V2_13_0),
        (Type::List, kind) => kind == if element { Kind::Object } else { Kind::Array },
        (Type::StringList, kind) => kind == if element { Kind::String } else { Kind::Array },
    };
    path.is_empty() && kind == Kind::Object || rows.iter().filter(|row| row.holds_in(band)).any(|row| takes(row))
}

#[test]
fn an_export_is_not_valid_for_versions_of_another_shape() {
    let oracle = oracle();
    let (mut refused, mut lucky) = (0, 0);
    for path in files(&oracle.join("exports"), "json") {
        let doc = read(&path);
        let own = band(&origin(&path).0);
        let content: Vec<_> = content(&doc).into_iter().map(|at| (rows_for(&at.0), at)).collect();
        for band in Band::ALL {
            let not_of_shape =
                |what| matches!(what, What::UnknownValue | What::RefusedValue | What::JsonText | What::CronText) || is_link(what);
            let valid = schema::problems(&doc, band).iter().all(|problem| not_of_shape(problem.what));
            let odd: Vec<_> = content
                .iter()
                .filter(|(rows, (path, kind, empty))| !takes(band, rows, path, *kind, *empty))
                .map(|(_, at)| at)
                .collect();
            assert_eq!(valid, odd.is_empty(), "{} against {band}: {odd:?}", stem(&path));
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

fn is_link(what: What) -> bool {
    matches!(what, What::NoSuchEntry | What::LinkMissing | What::BuildTemplate | What::LinkLost)
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
    exports(oracle).iter().for_each(&mut of_one);
    for path in files(&oracle.join("cases"), "jsonl") {
        cases(oracle, stem(&path)).iter().for_each(&mut of_one);
    }
}

fn in_words(doc: &Document, band: Band, problems: &[Problem]) -> String {
    let found = schema::findings(doc, band, problems);
    found.iter().map(|f| format!("{} {}", f.pointer.as_deref().unwrap_or_default(), f.message)).collect::<Vec<_>>().join("; ")
}

/// Words of the decoder, and words about a link.
fn is_about(words: &str) -> (bool, bool) {
    let decoding = words.starts_with("unsupported kind ") || words.starts_with("expected ") && words.contains(", got ");
    let link = words.contains(" does not exist in ")
        || words.contains("build_template is ")
        || words.ends_with("inventory can not be empty");
    (decoding, link)
}

#[test]
fn what_servers_refused_is_found_and_what_they_restored_is_not() {
    let oracle = oracle();
    let (mut decoding, mut links, mut restored, mut wrong) = (0, 0, 0, Vec::new());
    each_posted(&oracle, |doc, band, verdicts| {
        let found = schema::problems(doc, band);
        let refusing = |problem: &&Problem| match problem.what {
            What::WrongType | What::NullElement | What::Content | What::Number => true,
            what => is_link(what) && problem.severity == Severity::Error,
        };
        let (of_links, of_types): (Vec<_>, Vec<_>) = found.iter().filter(refusing).partition(|p| is_link(p.what));
        for verdict in verdicts {
            let words = verdict.error.as_deref().unwrap_or_default();
            let (type_error, link_error) = is_about(words);
            if type_error && of_types.is_empty() || link_error && of_links.is_empty() {
                wrong.push(format!("{} on {}: {words}, but nothing found", verdict.name, verdict.target));
            }
            let is_restored = verdict.outcome == "restored";
            if is_restored && !(of_types.is_empty() && of_links.is_empty()) {
                wrong.push(format!("{} on {}: restored, but {}", verdict.name, verdict.target, in_words(doc, band, &found)));
            }
            decoding += usize::from(type_error);
            links += usize::from(link_error);
            restored += usize::from(is_restored);
        }
    });
    println!("schemas: {decoding} refusals at decoding and {links} of links found, nothing of them in {restored} restored files");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    assert!(decoding > 10_000 && links > 5_000);
}

#[test]
fn a_value_that_the_decoder_refused_is_pointed_at() {
    let oracle = oracle();
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
