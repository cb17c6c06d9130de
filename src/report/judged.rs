//! What a check or a run came to, as an entry of the envelope.

use super::Source;
use super::envelope::{FileEntry, FindingEntry, LeftOutEntry};
use super::run::Run;
use super::verdict;
use crate::check::Report;
use crate::finding::Finding;
use crate::mask::Secrets;
use crate::run::{Judged, Plan};
use crate::semaphore::{Db, Release};
use crate::sorting;

/// What a server of a release does with a file, without the findings.
#[must_use]
pub(crate) fn of_check(name: &str, release: &Release, dbs: &[Db], report: &Report) -> FileEntry {
    FileEntry {
        path: name.to_owned(),
        target: Some(release.to_string()),
        db: dbs.iter().map(|db| db.name()).collect(),
        restorable: Some(report.restorable()),
        outcome: Some(report.outcome.name()),
        uncertain: !release.band.is_recorded(),
        outcomes: sorting::tree(report.outcomes.iter().map(|(db, outcome)| (db.name(), outcome.name()))),
        not_kept: report.left_out.iter().map(LeftOutEntry::from).collect(),
        ..FileEntry::default()
    }
}

/// The prediction, about the file that was written, if one was.
#[must_use]
pub(crate) fn prediction(entry: &FileEntry, judged: &Judged, plan: &Plan<'_>, report: &Report) -> String {
    let written = entry.written.as_deref().filter(|path| *path != "-");
    // Where nothing changes the input is the result.
    let holder = written.or_else(|| judged.document().is_unchanged().then_some(entry.path.as_str()).filter(|path| *path != "-"));
    if plan.migrates() {
        verdict::of_result(plan.target(), report)
    } else {
        verdict::ending(holder, plan.target(), report, plan.apps())
    }
}

/// What a run came to. `entries` makes the entries of findings, with the lines around them where somebody wants them.
#[must_use]
pub(crate) fn entry(
    entry: FileEntry,
    judged: &Judged,
    plan: &Plan<'_>,
    secrets: Secrets,
    entries: impl Fn(&Source, &[Finding]) -> Vec<FindingEntry>,
) -> FileEntry {
    let doc = judged.document();
    let source = Source::document(&entry.path, doc);
    let list = |findings: &[Finding]| entries(&source, findings);
    let mut findings = judged.stopped.as_ref().map(|stopped| list(&stopped.findings)).unwrap_or_default();
    if let Some(report) = judged.report.as_ref().filter(|_| plan.migrates()) {
        findings.extend(list(&report.findings));
    }
    findings.extend(list(&judged.brought_in.list));
    findings.extend(list(&judged.was_there.list).into_iter().map(|f| FindingEntry { was_there_before: true, ..f }));
    let run = Run { doc, outcome: &judged.outcome, secrets };
    let losses = run.losses(&judged.accepted);
    let report = judged.report.as_ref();
    FileEntry {
        restorable: report.map(Report::restorable),
        outcome: report.map(|report| report.outcome.name()),
        uncertain: report.is_some() && !plan.target().band.is_recorded(),
        outcomes: report.map(|r| sorting::tree(r.outcomes.iter().map(|(db, o)| (db.name(), o.name())))).unwrap_or_default(),
        findings,
        not_kept: report.iter().flat_map(|report| &report.left_out).map(LeftOutEntry::from).collect(),
        changed: Some(!doc.is_unchanged()),
        changes: Some(run.changes()),
        losses: Some(losses),
        notes: Some(run.notes()),
        hops: plan.migrates().then(|| plan.hops().map(|hop| hop.to_string()).collect()),
        prediction: report.map(|report| prediction(&entry, judged, plan, report)),
        ..entry
    }
}
