//! Migrations as a maintainer of many servers sees them: every recorded export to every version, there and back, and the shipped packs.

mod leaves;
mod packs;

use std::collections::BTreeSet;
use std::path::Path;

use semxform::detect::detect;
use semxform::document::Document;
use semxform::format::{Band, Release};
use semxform::migrate::{Accept, Migration, Options, Packs, run};
use serde_json::Value;

use crate::support;

/// The recorded servers, and the lines that were never run.
const TARGETS: [&str; 22] = [
    "2.9.56",
    "2.9.70",
    "2.10.22",
    "2.10.26-beta",
    "2.10.27",
    "2.10.31",
    "2.10.32",
    "2.10.42",
    "2.11.2",
    "2.11.3",
    "2.12.14",
    "2.13.3",
    "2.13.15",
    "2.14.7",
    "2.14.12",
    "2.15.0",
    "2.16.45",
    "2.17.0",
    "2.17.15",
    "2.18",
    "2.19",
    "2.20",
];

/// One migrated file.
struct Migrated {
    before: Value,
    after: Value,
    bytes: Vec<u8>,
    migration: Migration,
    /// Losses as `(path, what)`.
    losses: Vec<(String, String)>,
}

fn packs() -> Packs {
    Packs::shipped().unwrap_or_else(|bad| panic!("shipped packs: {bad:#?}"))
}

fn release(version: &str) -> Release {
    Release::parse(version).unwrap()
}

/// Migrates bytes as the command does: with the detected range.
fn migrate(packs: &Packs, bytes: &[u8], target: &str) -> Result<Migrated, String> {
    let mut doc = Document::parse(bytes.to_vec()).map_err(|e| e.message)?;
    let found = detect(&doc).bands;
    let range = (*found.first().unwrap(), *found.last().unwrap());
    migrate_from(packs, &mut doc, range, target)
}

fn migrate_from(packs: &Packs, doc: &mut Document, range: (Band, Band), target: &str) -> Result<Migrated, String> {
    let before = serde_json::from_slice(doc.source()).unwrap();
    let options = Options { accept: Accept::All, ..Options::new(range, release(target), packs) };
    let migration = run(doc, &options).map_err(|e| e.to_string())?;
    let bytes = doc.to_bytes();
    let after = serde_json::from_slice(&bytes).map_err(|e| format!("the result is no JSON: {e}"))?;
    let losses = migration.outcome.losses.iter().map(|loss| (leaves::loss_path(loss, doc), loss.what.clone())).collect();
    Ok(Migrated { before, after, bytes, migration, losses })
}

fn exports() -> Vec<std::path::PathBuf> {
    support::oracle().map_or_else(Vec::new, |oracle| support::files(&oracle.join("exports"), "json"))
}

/// Runs `f` for every export and target on all cores; returns what it complains about, in order.
fn for_all(f: impl Fn(&Packs, &Path, &str) -> Vec<String> + Sync) -> Vec<String> {
    let packs = packs();
    let exports = exports();
    let part = exports.len().div_ceil(2).max(1);
    let work = |files: &[std::path::PathBuf]| -> Vec<String> {
        let each = |path: &std::path::PathBuf| TARGETS.iter().flat_map(|t| f(&packs, path, t)).collect::<Vec<_>>();
        files.iter().flat_map(each).collect()
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = exports.chunks(part).map(|files| scope.spawn(|| work(files))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// The complaints, each kind once with how often, so that a failure can be read.
fn assert_none(complaints: &[String]) {
    let kinds: BTreeSet<&String> = complaints.iter().collect();
    let shown: Vec<_> = kinds.iter().take(60).collect();
    assert!(
        complaints.is_empty(),
        "{} complaints, {} different:\n{}",
        complaints.len(),
        kinds.len(),
        shown.iter().map(|s| format!("  {s}")).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn every_export_migrates_to_every_version_and_is_restorable_there() {
    assert_none(&for_all(|packs, path, target| {
        let name = support::stem(path);
        match migrate(packs, &std::fs::read(path).unwrap(), target) {
            Err(error) => vec![format!("{name} to {target}: {error}")],
            Ok(done) => {
                let errors = done
                    .migration
                    .errors()
                    .map(|f| format!("{name} to {target}: {} {} {:?} {:?}", f.code, f.message, f.entity, f.db));
                let mut out: Vec<String> = errors.collect();
                if !done.migration.report.restorable() && out.is_empty() {
                    out.push(format!("{name} to {target}: {:?}", done.migration.report.outcome));
                }
                out
            }
        }
    }));
}

#[test]
fn a_second_migration_to_the_same_version_changes_nothing() {
    assert_none(&for_all(|packs, path, target| {
        let name = support::stem(path);
        let Ok(first) = migrate(packs, &std::fs::read(path).unwrap(), target) else { return vec![format!("{name} to {target}")] };
        match migrate(packs, &first.bytes, target) {
            Ok(second) if second.bytes == first.bytes => Vec::new(),
            Ok(second) => {
                let change = &second.migration.outcome.journal[0];
                vec![format!("{name} to {target}: {} changed {} {}", change.rule, change.entity, change.pointer)]
            }
            Err(error) => vec![format!("{name} to {target}, again: {error}")],
        }
    }));
}

#[test]
fn what_is_not_in_the_result_is_in_the_list_of_losses() {
    assert_none(&for_all(|packs, path, target| {
        let name = support::stem(path);
        let Ok(done) = migrate(packs, &std::fs::read(path).unwrap(), target) else { return vec![format!("{name} to {target}")] };
        leaves::unexplained(&done.before, &done.after, &done.losses)
            .into_iter()
            .map(|leaf| format!("{name} to {target}: {leaf}"))
            .collect()
    }));
}
