//! The doors of the library: detect, check, transform, migrate. They take bytes, give bytes and findings, and do no I/O.

use std::collections::BTreeMap;

use serde_json::Value;
use thiserror::Error;

use crate::check::{self as judge, Outcome};
use crate::detect::{self as detection, Detected};
use crate::input;
use crate::json::Document;
use crate::mask::Secrets;
use crate::pack::{MigrationPacks, Pack, RuleErrors};
use crate::report::Source;
use crate::report::envelope::{ChangeEntry, FindingEntry, LossEntry, NoteEntry};
use crate::report::run::Run;
use crate::run::{self, Accept, Judged, Request};
use crate::semaphore::{Db, Release, UnsupportedDb, VersionError};

/// Why there is no result.
#[derive(Debug, Error)]
pub enum Error {
    /// The bytes are not one JSON document that could be edited.
    #[error("the input cannot be read: {}", .0.message)]
    Unreadable(Box<FindingEntry>),
    /// No such version, or none whose format is known.
    #[error(transparent)]
    Version(#[from] VersionError),
    /// The target does not run on a database that was named.
    #[error(transparent)]
    Database(#[from] UnsupportedDb),
    /// Mistakes in a rule file.
    #[error(transparent)]
    Rules(#[from] RuleErrors),
    /// The run was stopped, or a finding or a loss that is not accepted forbids the result.
    #[error("there is no result: {0}")]
    Refused(Box<Refused>),
}

/// Why a result may not be used.
#[derive(Debug)]
pub struct Refused {
    /// What is wrong.
    pub findings: Vec<FindingEntry>,
    /// What would be lost; those that are not accepted prevent the result.
    pub losses: Vec<LossEntry>,
    /// The same in one sentence.
    pub summary: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.summary)
    }
}

/// What a server would do with a backup.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// How the restore ends on each database.
    pub outcomes: BTreeMap<Db, Outcome>,
    /// The worst of them.
    pub outcome: Outcome,
    /// What ends the restore, in the server's order; then losses; then what is worth knowing.
    pub findings: Vec<FindingEntry>,
}

impl Verdict {
    /// Whether the project is restored on every database.
    #[must_use]
    pub fn restorable(&self) -> bool {
        self.outcome == Outcome::Restored
    }

    fn new(report: &judge::Report, source: &Source<'_>) -> Self {
        Self {
            outcomes: report.outcomes.clone(),
            outcome: report.outcome,
            findings: report.findings.iter().map(|finding| FindingEntry::new(source, finding)).collect(),
        }
    }
}

/// What a transformation or migration made.
#[derive(Debug, Clone)]
pub struct Made {
    /// The new backup. Bytes that no rule touched are those of the input.
    pub bytes: Vec<u8>,
    /// What the target would do with it.
    pub verdict: Verdict,
    /// Every change, in order. Secrets are in them as they are.
    pub changes: Vec<ChangeEntry>,
    /// What could not be kept.
    pub losses: Vec<LossEntry>,
    /// What rules remark.
    pub notes: Vec<NoteEntry>,
}

/// What is wanted besides the rules. Everything can be left as it is.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The version that wrote the backup; detected where it is not named.
    pub from: Option<Release>,
    /// The version that the result is for; the backup's own where it is not named.
    pub to: Option<Release>,
    /// The databases of that server; empty: every SQL database that it supports.
    pub dbs: Vec<Db>,
    /// Values of the packs' parameters.
    pub params: BTreeMap<String, Value>,
}

/// Which versions can have written a backup, with the evidence.
///
/// ```
/// let found = semxform::detect(br#"{"meta":{"name":"web"},"templates":[{"name":"deploy","cron":"@daily","allow_parallel_tasks":false}]}"#)?;
/// assert_eq!((found.first.to_string(), found.last.to_string()), ("2.16.0".to_owned(), "2.17.0-beta2".to_owned()));
/// # Ok::<(), semxform::Error>(())
/// ```
///
/// # Errors
/// [`Error::Unreadable`]
pub fn detect(backup: &[u8]) -> Result<Detected, Error> {
    Ok(detection::detect(&read(backup.to_vec())?))
}

/// What a server of `target` would do with a backup, in its own words. Bytes that are no backup are refused, as the server does.
///
/// ```
/// use semxform::{Db, Outcome, Release};
///
/// let target = Release::parse("2.16.45")?;
/// let verdict = semxform::check(br#"{"meta": {"name": "Lab", "alert": "no"}}"#, &target, &[Db::Mysql])?;
/// assert_eq!(verdict.outcome, Outcome::Refused);
/// assert_eq!(verdict.findings[0].server_message.as_deref(), Some("expected bool for field, got string"));
/// # Ok::<(), semxform::Error>(())
/// ```
///
/// # Errors
/// [`Error::Database`]. Without databases every SQL database of the target is looked at.
pub fn check(backup: &[u8], target: &Release, dbs: &[Db]) -> Result<Verdict, Error> {
    let dbs = Db::of_server(target, dbs)?;
    let options = judge::Options::default();
    Ok(match Document::parse(backup.to_vec()) {
        Ok(doc) => {
            let mut report = judge::judge(&doc, target, &dbs, &options);
            run::prove(&mut report, &doc, target, &dbs, &options);
            Verdict::new(&report, &Source::document("backup.json", &doc))
        }
        Err(error) => Verdict::new(&judge::refuse(backup, &error, target, &dbs), &Source::text("backup.json", backup)),
    })
}

/// Applies rule packs to a backup. An error that the backup had before does not prevent the result; one that the rules bring in does.
///
/// ```
/// use semxform::{Options, Pack};
///
/// let pack = Pack::parse("rename.yaml", "semxform: 1\nid: rename\nrules:\n  - id: name\n    select: $.meta\n    set: {name: Lab 2}\n")?;
/// let made = semxform::transform(br#"{"meta": {"name": "Lab"}}"#, &[pack], &Options::default())?;
/// assert_eq!(made.bytes, br#"{"meta": {"name": "Lab 2"}}"#);
/// # Ok::<(), semxform::Error>(())
/// ```
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Database`], [`Error::Refused`]
pub fn transform(backup: &[u8], packs: &[Pack], options: &Options) -> Result<Made, Error> {
    run(backup, &with(options, Request::rules(packs)))
}

/// Brings a backup to `target`, up or down, or repairs it for its own version. Losses must be accepted.
///
/// ```
/// use semxform::{Accept, Options, Release};
///
/// let old = br#"{"meta": {"name": "Lab"}, "views": [{"name": "All", "position": 0}]}"#;
/// let made = semxform::migrate(old, &Release::parse("2.16.45")?, &Accept::Nothing, &Options::default())?;
/// assert!(made.verdict.restorable() && String::from_utf8_lossy(&made.bytes).contains(r#""title": "All""#));
/// # Ok::<(), semxform::Error>(())
/// ```
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Database`], [`Error::Refused`] also for a loss that is not accepted
pub fn migrate(backup: &[u8], target: &Release, accept: &Accept, options: &Options) -> Result<Made, Error> {
    let packs = MigrationPacks::shipped()
        .map_err(|bad| bad.into_iter().flat_map(|pack| pack.mistakes.0).collect())
        .map_err(RuleErrors)?;
    let request = Request { accept: accept.clone(), ..Request::migration(&packs, target.clone()) };
    let options = Options { to: Some(target.clone()), ..options.clone() };
    run(backup, &with(&options, request))
}

fn with<'p>(options: &Options, request: Request<'p>) -> Request<'p> {
    let mut request = Request { from: options.from.clone(), to: options.to.clone(), dbs: options.dbs.clone(), ..request };
    request.context.params.clone_from(&options.params);
    request
}

fn run(backup: &[u8], request: &Request<'_>) -> Result<Made, Error> {
    let doc = read(backup.to_vec())?;
    if let Some(finding) = input::refused(&doc) {
        return Err(Error::Unreadable(Box::new(FindingEntry::new(&Source::document("backup.json", &doc), &finding))));
    }
    let plan = request.plan(&doc)?;
    let judged = run::run(doc, &plan);
    let source = Source::document("backup.json", judged.document());
    let report = Run { doc: judged.document(), outcome: &judged.outcome, secrets: Secrets::Shown };
    let losses = report.losses(&judged.accepted);
    match (judged.approved(), &judged.report) {
        (Some(approved), Some(verdict)) => Ok(Made {
            bytes: approved.to_bytes(),
            verdict: Verdict::new(verdict, &source),
            changes: report.changes(),
            losses,
            notes: report.notes(),
        }),
        _ => Err(Error::Refused(Box::new(refused(&judged, &source, losses)))),
    }
}

fn refused(judged: &Judged, source: &Source<'_>, losses: Vec<LossEntry>) -> Refused {
    let stopped = judged.stopped.as_ref();
    let findings = stopped.into_iter().flat_map(|stopped| &stopped.findings).chain(&judged.brought_in.list);
    let errors = judged.report.iter().flat_map(|report| &report.findings);
    let findings: Vec<FindingEntry> = findings.chain(errors).map(|finding| FindingEntry::new(source, finding)).collect();
    let first = || findings.first().map(|finding| finding.message.clone());
    let lost = || losses.iter().find(|loss| !loss.accepted).map(|loss| format!("a loss is not accepted: {}", loss.what));
    let summary = stopped.map(|stopped| stopped.summary.clone()).or_else(lost).or_else(first).unwrap_or_default();
    Refused { findings, losses, summary }
}

fn read(backup: Vec<u8>) -> Result<Document, Error> {
    input::parse(backup).map_err(|wrong| {
        Error::Unreadable(Box::new(FindingEntry::new(&Source::text("backup.json", &wrong.bytes), &wrong.finding)))
    })
}
