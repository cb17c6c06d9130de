//! The restore of a version on a database, in the head: decode, Verify, every write in its order, the database's limits, and
//! what is lost without a word. Reads documents and changes nothing.

mod codes;
mod course;
mod database;
mod decode;
mod explain;
mod help;
mod hosts;
mod names;
mod project;
mod restore;
mod secrets;
mod silent;
mod text;
mod types;
mod verify;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};

use crate::beside::beside;
use crate::finding::{Finding, Severity};
use crate::json::Document;
use crate::semaphore::{Db, Release};

use course::Course;
use project::Project;

pub use explain::{Explanation, LogMatch, explain_log};
pub(crate) use help::by_hand;

/// How a restore ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The project is there.
    Restored,
    /// 400, and nothing was created.
    Refused,
    /// 400, and an incomplete project is left.
    HalfMade,
    /// The server drops the connection.
    Crashed,
}

impl Outcome {
    /// The word in reports: `restored`, `refused`, `half_made`, `crashed`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Restored => "restored",
            Self::Refused => "refused",
            Self::HalfMade => "half_made",
            Self::Crashed => "crashed",
        }
    }

    const fn consequence(self) -> &'static str {
        match self {
            Self::Restored => "the project is restored",
            Self::Refused => "the server answers 400 and creates nothing",
            Self::HalfMade => "the server answers 400 and leaves an incomplete project behind",
            Self::Crashed => "the server drops the connection",
        }
    }
}

/// What a file cannot tell.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Names of the projects that are on the target already; 2.17.0 and later refuse them.
    pub existing_names: HashSet<String>,
}

/// What a server would do with a file.
#[derive(Debug, Clone)]
pub struct Report {
    /// Everything found: first what ends the restore, in the server's order, then losses, then what is worth knowing.
    pub findings: Vec<Finding>,
    /// How it ends on each database asked for.
    pub outcomes: BTreeMap<Db, Outcome>,
    /// The worst of them.
    pub outcome: Outcome,
    /// Databases on which the restored project can neither be opened nor exported.
    pub export_fails: Vec<Db>,
}

impl Report {
    /// Whether the project is restored on every database asked for.
    #[must_use]
    pub fn restorable(&self) -> bool {
        self.outcome == Outcome::Restored
    }

    /// How many findings are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|f| f.severity == Severity::Error).count()
    }

    fn new(findings: Vec<Finding>, outcomes: BTreeMap<Db, Outcome>) -> Self {
        let outcome = outcomes.values().copied().max().unwrap_or(Outcome::Restored);
        let mut export_fails: Vec<Db> = Vec::new();
        for finding in findings.iter().filter(|f| f.code == codes::EXPORT_FAILS) {
            let new = |db: &&Db| outcomes.get(db) == Some(&Outcome::Restored);
            export_fails.extend(finding.db.iter().filter(new));
        }
        export_fails.sort_unstable();
        export_fails.dedup();
        Self { findings, outcomes, outcome, export_fails }
    }
}

/// Says what servers of `release` on each of `dbs` do with these bytes.
///
/// ```
/// use semxform::check::{Options, Outcome, check};
/// use semxform::semaphore::{Db, Release};
/// let target = Release::parse("2.16").unwrap();
/// let report = check(b"{\"meta\": 7}", &target, &[Db::Mysql], &Options::default());
/// assert_eq!(report.outcome, Outcome::Refused);
/// assert_eq!(report.findings[0].server_message.as_deref(), Some("expected object for struct, got float64"));
/// ```
#[must_use]
pub fn check(bytes: &[u8], release: &Release, dbs: &[Db], options: &Options) -> Report {
    match Document::parse(bytes.to_vec()) {
        Ok(doc) => check_document(&doc, release, dbs, options),
        Err(error) => report_unreadable(decode::syntax::unreadable(bytes, &error, release.band), dbs),
    }
}

/// The report for bytes that the server's reader refuses.
fn report_unreadable(mut finding: Finding, dbs: &[Db]) -> Report {
    finding.consequence = Some(Outcome::Refused.consequence().into());
    Report::new(vec![finding], dbs.iter().map(|db| (*db, Outcome::Refused)).collect())
}

/// The same for a document, edits included.
#[must_use]
pub fn check_document(doc: &Document, release: &Release, dbs: &[Db], options: &Options) -> Report {
    run(doc, release, dbs, options, true)
}

/// Only how it ends and why: without what is lost, and without the secrets to enter again. Costs half of a check.
#[must_use]
pub fn ending(doc: &Document, release: &Release, dbs: &[Db]) -> Report {
    run(doc, release, dbs, &Options::default(), false)
}

fn run(doc: &Document, release: &Release, dbs: &[Db], options: &Options, losses: bool) -> Report {
    let refused = decode::syntax::refused(doc, release.band);
    let (project, wrong) =
        if refused.is_some() { (Project::empty(doc, release.band), Vec::new()) } else { decode::decode(doc, release.band) };
    let mut course = Course::new(&project, release, dbs);
    if let Some(finding) = refused {
        course.stop(Outcome::Refused, finding);
    }
    for wrong in &wrong {
        course.stop(Outcome::Refused, types::wrong(doc, wrong, release));
    }
    if course.findings.is_empty() {
        let size = if losses { doc.source().len() } else { 0 };
        let own = || Course::new(&project, release, dbs);
        let lost = || if losses { silent::lost(own()) } else { Vec::new() };
        let (lost, secrets) = beside(size, lost, || {
            verify::verify(&mut course);
            restore::restore(&mut course, options);
            if losses { secrets::secrets(own()) } else { Vec::new() }
        });
        course.findings.extend(lost);
        course.findings.extend(secrets);
    }
    // Losses that the writes themselves showed go behind what ends the restore.
    course.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let outcomes = dbs.iter().map(|db| (*db, course.ends.get(db).copied().unwrap_or(Outcome::Restored))).collect();
    Report::new(course.findings, outcomes)
}
