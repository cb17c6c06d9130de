//! A restore, simulated: what is found on the way, in the server's order, and where each database's run ends. The first
//! thing that ends a run is the server's error; what is found later would come next.

use std::collections::BTreeMap;

use enumset::EnumSet;

use crate::finding::{Code, Finding, Found, Severity};
use crate::semaphore::{Band, Db, Release};

use super::help::Repairs;
use super::project::Project;
use super::{Options, Outcome, claims};

/// A set of databases.
pub(super) type DbSet = EnumSet<Db>;

/// One check in progress.
pub(super) struct Simulation<'p> {
    pub project: &'p Project<'p>,
    pub release: &'p Release,
    pub dbs: &'p [Db],
    pub findings: Found,
    pub ends: BTreeMap<Db, Outcome>,
    repairs: Repairs,
    is_recorded: bool,
}

impl<'p> Simulation<'p> {
    pub(super) fn new(project: &'p Project<'p>, release: &'p Release, dbs: &'p [Db], options: &Options) -> Self {
        Self {
            project,
            release,
            dbs,
            findings: Found::keeping(options.most, options.wanted.clone()),
            ends: BTreeMap::new(),
            repairs: Repairs::new(release),
            is_recorded: project.band.is_recorded(),
        }
    }

    pub(super) fn band(&self) -> Band {
        self.project.band
    }

    /// The requested databases that `holds` is true of.
    pub(super) fn pick(&self, holds: impl Fn(Db) -> bool) -> DbSet {
        self.dbs.iter().copied().filter(|db| holds(*db)).collect()
    }

    /// The requested SQL databases.
    pub(super) fn sql(&self) -> DbSet {
        self.pick(Db::is_sql)
    }

    /// Something that ends the run on every database.
    pub(super) fn stop(&mut self, outcome: Outcome, finding: Finding) {
        let all = self.pick(|_| true);
        self.end(outcome, all, finding);
    }

    /// The same, made only where it is kept: there may be a million of them.
    pub(super) fn stop_with(&mut self, outcome: Outcome, code: Code, severity: Severity, make: impl FnOnce() -> Finding) {
        let is_first = self.dbs.iter().any(|db| !self.ends.contains_key(db));
        if is_first || !self.findings.only_counts(code, severity) {
            self.stop(outcome, make());
        }
    }

    /// Something that ends the run on some databases.
    pub(super) fn stop_on(&mut self, outcome: Outcome, dbs: DbSet, finding: Finding) {
        if !dbs.is_empty() {
            self.end(outcome, dbs, finding.only(&Vec::from_iter(dbs)));
        }
    }

    fn end(&mut self, outcome: Outcome, dbs: DbSet, mut finding: Finding) {
        let first: Vec<Db> = dbs.iter().filter(|db| !self.ends.contains_key(db)).collect();
        let words = if first.is_empty() { "would come next, when what is above is repaired" } else { outcome.consequence() };
        finding.consequence = Some(match finding.consequence.take() {
            Some(more) => format!("{words}; {more}").into(),
            None => words.into(),
        });
        for db in first {
            self.ends.insert(db, outcome);
        }
        self.note(finding);
    }

    /// Something that does not end the run.
    pub(super) fn note(&mut self, mut finding: Finding) {
        if !self.findings.wants(&finding, self.project.doc) {
            return;
        }
        if finding.command.is_none() && finding.severity != Severity::Info {
            self.repairs.add(&mut finding, self.project.doc);
        }
        // What ends a restore was seen on the servers of a band, or it was not.
        finding.uncertain |= finding.severity == Severity::Error && !self.is_recorded;
        finding.schema = claims::keyword(&finding, self.project.doc).map(|keyword| (self.project.band, keyword));
        self.findings.list.push(finding);
    }

    /// The same, made only where it is kept.
    pub(super) fn note_with(&mut self, code: Code, severity: Severity, make: impl FnOnce() -> Finding) {
        if !self.findings.only_counts(code, severity) {
            self.note(make());
        }
    }

    /// The same, on some databases.
    pub(super) fn note_on(&mut self, dbs: DbSet, finding: Finding) {
        if !dbs.is_empty() {
            self.note(finding.only(&Vec::from_iter(dbs)));
        }
    }
}
