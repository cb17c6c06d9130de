//! Migrations as a maintainer of many servers sees them: every recorded export to every version, there and back, and the shipped packs.

mod accounted;
mod damaged;
mod golden;
mod leaves;
mod packs;
#[cfg(feature = "cli")]
mod property;
mod recorded;
mod repairs;
mod sections;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use crate::check::Report;
use crate::finding::{Finding, Severity, Threshold};
use crate::json::Document;
use crate::pack::MigrationPacks;
use crate::run::{Accept, Judged, Request, run};
use crate::semaphore::{Band, Db, RECORDED, Release, lines};
use serde_json::Value;

use crate::tests::support;

/// The recorded servers, and the lines that were never run.
fn targets() -> impl Iterator<Item = &'static str> {
    static LINES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let real = lines().map(|(line, _)| line).filter(|line| release(line).band != Band::newest());
        real.filter(|line| !RECORDED.iter().any(|known| known.starts_with(&format!("{line}.")))).collect()
    });
    RECORDED.into_iter().chain(LINES.iter().rev().map(String::as_str))
}

/// The newest line.
fn newest() -> &'static str {
    targets().last().unwrap()
}

/// One migrated file.
struct Migrated {
    before: Value,
    after: Value,
    bytes: Vec<u8>,
    judged: Judged,
    /// Losses as `(path, what)`.
    losses: Vec<(String, String)>,
}

fn packs() -> MigrationPacks {
    MigrationPacks::shipped().unwrap_or_else(|bad| panic!("shipped packs: {bad:#?}"))
}

fn release(version: &str) -> Release {
    Release::parse(version).unwrap()
}

/// Migrates bytes as the command does: with the detected range, for every SQL database of the target.
fn migrate(packs: &MigrationPacks, bytes: &[u8], target: &str) -> Result<Migrated, String> {
    migrate_for(packs, bytes, target, None)
}

/// As [`migrate`], as with `--db`.
fn migrate_for(packs: &MigrationPacks, bytes: &[u8], target: &str, db: Option<Db>) -> Result<Migrated, String> {
    migrate_from(packs, bytes, None, target, db)
}

/// As [`migrate_for`], as with `--from`. What stops the run is an error; what the target refuses is in the report.
fn migrate_from(
    packs: &MigrationPacks,
    bytes: &[u8],
    from: Option<Band>,
    target: &str,
    db: Option<Db>,
) -> Result<Migrated, String> {
    let doc = Document::parse(bytes.to_vec()).map_err(|e| e.message)?;
    // Lone surrogates are read by our own reader only.
    let before: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let request = Request {
        from: from.map(Release::of_band),
        accept: Accept::All,
        dbs: db.into_iter().collect(),
        fail_on: Threshold::never(),
        ..Request::migration(packs, release(target))
    };
    let plan = request.plan(&doc).map_err(|error| error.to_string())?;
    let judged = run(doc, &plan);
    if let Some(stopped) = &judged.stopped {
        return Err(stopped.summary.clone());
    }
    let Some(approved) = judged.approved() else { return Err(format!("{:?}", judged.report)) };
    let bytes = approved.to_bytes();
    let after = match serde_json::from_slice(&bytes) {
        Err(error) if !before.is_null() => return Err(format!("the result is no JSON: {error}")),
        after => after.unwrap_or_default(),
    };
    let path = |loss| leaves::loss_path(loss, judged.document());
    let losses = judged.outcome.losses.iter().map(|loss| (path(loss), loss.what.to_string())).collect();
    Ok(Migrated { before, after, bytes, judged, losses })
}

impl Migrated {
    fn report(&self) -> &Report {
        self.judged.report.as_ref().unwrap()
    }

    fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.report().findings.iter().filter(|f| f.severity == Severity::Error)
    }
}

fn exports() -> Vec<std::path::PathBuf> {
    support::files(&support::oracle().join("exports"), "json")
}

/// Runs `f` for every export and target on all cores; returns what it complains about, in order.
fn for_all(f: impl Fn(&MigrationPacks, &Path, &str) -> Vec<String> + Sync) -> Vec<String> {
    let packs = packs();
    let exports = exports();
    let part = exports.len().div_ceil(2).max(1);
    let work = |files: &[std::path::PathBuf]| -> Vec<String> {
        let each = |path: &std::path::PathBuf| targets().flat_map(|t| f(&packs, path, t)).collect::<Vec<_>>();
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

/// What is wrong with a migration: the result is not restored, not valid, changed by a second migration, or lacks something that no loss
/// names.
fn complaints(packs: &MigrationPacks, path: &Path, target: &str, db: Option<Db>) -> Vec<String> {
    let done = match migrate_for(packs, &std::fs::read(path).unwrap(), target, db) {
        Ok(done) => done,
        Err(error) => return vec![error],
    };
    let report = done.report();
    let mut out: Vec<String> = done.errors().map(|f| format!("{} {} {:?} {:?}", f.code, f.message, f.place, f.db)).collect();
    if !report.restorable() || !report.export_fails.is_empty() {
        out.push(format!("not restorable: {:?}", report.outcomes));
    }
    // The inventory of type `none` that 2.9.56 makes for a project stays what it is.
    let invalid = report.findings.iter().filter(|f| f.schema.is_some() && f.code != "SX407");
    out.extend(invalid.map(|f| format!("schema: {} {:?}", f.message, f.place)));
    match migrate_for(packs, &done.bytes, target, db) {
        Ok(again) if again.bytes == done.bytes => {}
        Ok(again) => {
            let rules = again.judged.outcome.rules.iter().filter(|rule| rule.changes > 0);
            out.extend(rules.map(|rule| format!("again: {} changed {} values", rule.rule, rule.changes)));
        }
        Err(error) => out.push(format!("again: {error}")),
    }
    out.extend(leaves::unexplained(&done.before, &done.after, &done.losses).into_iter().map(|leaf| format!("lost: {leaf}")));
    out
}

#[test]
fn every_export_migrates_to_every_version_whole_valid_restorable_and_for_good() {
    assert_none(&for_all(|packs, path, target| {
        let name = support::stem(path);
        complaints(packs, path, target, None).into_iter().map(|complaint| format!("{name} to {target}: {complaint}")).collect()
    }));
}

#[test]
fn every_export_migrates_to_every_version_with_boltdb() {
    assert_none(&for_all(|packs, path, target| {
        if !Db::Bolt.supported(release(target).band) {
            return Vec::new();
        }
        let name = support::stem(path);
        let told = |complaint| format!("{name} to {target} on bolt: {complaint}");
        complaints(packs, path, target, Some(Db::Bolt)).into_iter().map(told).collect()
    }));
}

#[test]
fn there_and_back_again_is_the_original_but_for_the_losses() {
    assert_none(&for_all(|packs, path, target| {
        let name = support::stem(path);
        let (version, ..) = support::origin(path);
        let home = release(&version);
        if release(target).band <= home.band {
            return Vec::new();
        }
        let there = migrate(packs, &std::fs::read(path).unwrap(), target).unwrap();
        let back = match migrate_from(packs, &there.bytes, Some(release(target).band), &version, None) {
            Ok(back) => back,
            Err(error) => return vec![format!("{name} to {target} and back: {error}")],
        };
        let losses: Vec<_> = there.losses.into_iter().chain(back.losses).collect();
        let lost = leaves::unexplained(&there.before, &back.after, &losses);
        let new = leaves::unexplained(&back.after, &there.before, &[]);
        let tell = |kind: &str, leaf: String| format!("{name} to {target} and back: {kind} {leaf}");
        lost.into_iter().map(|leaf| tell("lost", leaf)).chain(new.into_iter().map(|leaf| tell("new", leaf))).collect()
    }));
}

fn sample(name: &str, target: &str) -> Migrated {
    let path = support::shared("samples/real").join(format!("{name}.json"));
    migrate(&packs(), &std::fs::read(path).unwrap(), target).unwrap()
}

#[test]
#[ignore = "needs ../shared/samples"]
fn the_schedule_of_a_2_19_export_gets_the_parameters_that_2_18_2_crashes_without() {
    let done = sample("switchtender-semaphore_real_v2_backup", "2.18.2");
    assert_eq!(done.before["schedules"][0].get("task_params"), None);
    let parameters = serde_json::json!({"environment": "", "message": "", "params": {}});
    assert_eq!(done.after["schedules"][0]["task_params"], parameters);
    assert!(done.losses.is_empty() && done.report().restorable());
}

#[test]
#[ignore = "needs ../shared/samples"]
fn a_hand_written_file_keeps_its_variable_groups_and_its_cron_on_2_18() {
    let done = sample("hardKOrr-homelab-infra-project", "2.18");
    let templates = done.after["templates"].as_array().unwrap();
    assert_eq!(templates.len(), 14);
    for (before, after) in done.before["templates"].as_array().unwrap().iter().zip(templates) {
        assert_eq!(after["environments"], serde_json::json!([before["environment"]]));
        assert_eq!(after.get("cron"), None);
    }
    let schedules = done.after["schedules"].as_array().unwrap();
    assert_eq!(schedules.len(), 1);
    assert_eq!(schedules[0]["template"], "Check Native App Updates");
    assert_eq!(schedules[0]["cron_format"], "0 6 * * 1");
    assert_eq!(schedules[0]["active"], true);
    assert!(done.losses.is_empty() && done.report().restorable());
}

#[test]
#[ignore = "needs ../shared/samples"]
fn what_ran_twice_runs_once_and_the_repairs_are_named() {
    let done = sample("Ebdruplab-project_30_20260115", "2.17");
    assert!(done.after["templates"].as_array().unwrap().iter().all(|template| template.get("cron").is_none()));
    assert_eq!(done.after["schedules"].as_array().unwrap().len(), 2);
    let losses: Vec<_> = done.judged.outcome.losses.iter().map(|loss| (&*loss.rule, loss.entity.as_str())).collect();
    assert!(losses.contains(&("landing/deploy-without-build", "templates[\"Deploy Service\"]")), "{losses:?}");
    let notes = done.judged.outcome.notes.iter();
    let twice = notes.filter(|note| note.rule.ends_with("/cron-of-a-schedule")).count();
    assert_eq!(twice, 2);
    assert!(done.report().restorable());
}
