//! The one judge: simulates a restore by a version on a database. Decode, Verify, every write in its order, the database's
//! limits, and what is lost without a word. Reads documents and changes nothing.

mod changes;
mod claims;
mod codes;
mod compare;
mod database;
mod decode;
mod explain;
mod help;
mod hosts;
mod names;
mod project;
mod restore;
mod run;
mod secrets;
mod shape;
mod silent;
mod simulation;
mod text;
mod types;
mod verify;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::finding::{Finding, Found, LeftOut, Severity, Wanted};
use crate::input;
use crate::json::{Document, Kind, SyntaxError};
use crate::parallel;
use crate::semaphore::{Db, Release};
use crate::sorting;

use project::Project;
use simulation::Simulation;

pub(crate) use changes::{Change, judge_changes, leftovers};
pub(crate) use compare::{Compared, compare};
pub(crate) use explain::{LogMatch, explain_log, nothing_said};
pub(crate) use secrets::{MOST_USERS, Secret, SecretToEnter};

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
    /// All, the best first.
    pub(crate) const ALL: [Self; 4] = [Self::Restored, Self::Refused, Self::HalfMade, Self::Crashed];

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

/// What a file cannot tell, and how much is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// Names of the projects that are on the target already; 2.17.0 and later refuse them.
    pub existing_names: HashSet<String>,
    /// Apps that an administrator has set up on the target.
    pub apps: HashSet<String>,
    /// Whether losses and the secrets to enter again are wanted too. Without them a judgement costs half: what ends the restore,
    /// and where the file deviates from the format of the version.
    pub losses: bool,
    /// How many findings of a code and severity are kept; the rest is counted.
    pub most: usize,
    /// Which findings are wanted; none: all.
    pub wanted: Option<Wanted>,
}

impl Default for Options {
    fn default() -> Self {
        Self { existing_names: HashSet::new(), apps: HashSet::new(), losses: true, most: usize::MAX, wanted: None }
    }
}

impl Options {
    /// Only what ends the restore, and where the file deviates from the format of the version.
    #[must_use]
    pub(crate) fn without_losses() -> Self {
        Self { losses: false, ..Self::default() }
    }
}

/// What a server would do with a file.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// Everything found: first what ends the restore, in the server's order, then losses, then what is worth knowing.
    pub findings: Vec<Finding>,
    /// How it ends on each requested database.
    pub outcomes: BTreeMap<Db, Outcome>,
    /// The worst of them.
    pub outcome: Outcome,
    /// Databases on which the restored project can neither be opened nor exported.
    pub export_fails: Vec<Db>,
    /// The secrets to enter again after the restore, where losses are wanted.
    pub to_enter: Vec<SecretToEnter>,
    /// Findings that are counted and not kept.
    pub left_out: Vec<LeftOut>,
}

impl Report {
    /// Whether the file is no backup, so that what is restored is an empty project.
    #[must_use]
    pub(crate) fn is_of_no_backup(&self) -> bool {
        self.findings.iter().any(|finding| finding.code == codes::NO_BACKUP)
    }

    /// Whether the project is restored on every requested database.
    #[must_use]
    pub(crate) fn restorable(&self) -> bool {
        self.outcome == Outcome::Restored
    }

    /// How many findings are errors.
    #[must_use]
    pub(crate) fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many findings have a severity.
    #[must_use]
    pub(crate) fn count(&self, severity: Severity) -> usize {
        let left_out: usize = self.left_out.iter().filter(|left| left.severity == severity).map(|left| left.count).sum();
        self.findings.iter().filter(|f| f.severity == severity).count() + left_out
    }

    /// Writes the places of the findings out, for readers that do not have the document.
    #[must_use]
    pub(crate) fn resolve(mut self, doc: &Document) -> Self {
        self.findings = self.findings.into_iter().map(|finding| finding.resolve(doc)).collect();
        self
    }

    fn new(findings: Vec<Finding>, outcomes: BTreeMap<Db, Outcome>) -> Self {
        let outcome = outcomes.values().copied().max().unwrap_or(Outcome::Restored);
        let mut export_fails: Vec<Db> = Vec::new();
        for finding in findings.iter().filter(|f| f.code == codes::EXPORT_FAILS) {
            let new = |db: &&Db| outcomes.get(db) == Some(&Outcome::Restored);
            export_fails.extend(finding.db.iter().filter(new));
        }
        sorting::sort(&mut export_fails);
        export_fails.dedup();
        Self { findings, outcomes, outcome, export_fails, to_enter: Vec::new(), left_out: Vec::new() }
    }
}

/// Says what servers of `release` on each of `dbs` do with these bytes.
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) fn check(bytes: &[u8], release: &Release, dbs: &[Db], options: &Options) -> Report {
    match Document::parse(bytes.to_vec()) {
        Ok(doc) => judge(&doc, release, dbs, options).resolve(&doc),
        Err(error) => refuse(bytes, &error, release, dbs),
    }
}

/// Says the same of bytes that are no JSON: the server's reader refuses them.
#[must_use]
pub(crate) fn refuse(bytes: &[u8], error: &SyntaxError, release: &Release, dbs: &[Db]) -> Report {
    let finding = decode::syntax::unreadable(bytes, error, release.band).consequence(Outcome::Refused.consequence());
    Report::new(vec![finding], sorting::tree(dbs.iter().map(|db| (*db, Outcome::Refused))))
}

/// Whether the file is a backup. Of one that is none this is said and nothing else: a server makes an empty project of it. A document
/// that is no object is refused by the decoder.
fn is_backup(simulation: &mut Simulation<'_>) -> bool {
    let doc = simulation.project.doc;
    let Some(finding) = input::not_a_backup(doc).filter(|_| doc.kind(doc.root()) == Kind::Object) else { return true };
    simulation
        .note(finding.consequence("the server makes an empty project without a name and reports success: everything is lost"));
    false
}

/// Adds what will not run. A finding of it takes the place of one about the same value that says only that the value is not in its
/// list. Without `all` only such findings are added.
fn add_what_does_not_run(findings: &mut Found, mut not_run: Found, all: bool) {
    let warnings = not_run.list.iter().enumerate().filter(|(_, new)| new.severity > Severity::Info);
    let mut replaced = HashSet::new();
    let places: HashMap<_, usize> = warnings.filter_map(|(at, new)| Some((new.place.node()?, at))).collect();
    findings.remove(|finding| {
        let is_unknown = finding.code == codes::UNKNOWN_VALUE;
        let Some(at) = finding.place.node().filter(|_| is_unknown).and_then(|node| places.get(&node)) else { return false };
        not_run.list[*at].schema = finding.schema.take();
        replaced.insert(*at);
        true
    });
    if !all {
        let mut at = 0..;
        not_run.remove(|_| at.next().is_none_or(|at| !replaced.contains(&at)));
    }
    findings.append(not_run);
}

/// Judges a document, edits included: the same as [`check`]. Places of the findings are those of the document and written out
/// when they are rendered.
#[must_use]
pub(crate) fn judge(doc: &Document, release: &Release, dbs: &[Db], options: &Options) -> Report {
    let refused = decode::syntax::refused(doc, release.band);
    let is_read = refused.is_none();
    let (mut project, wrong) =
        if is_read { decode::decode(doc, release.band) } else { (Project::empty(doc, release.band), Vec::new()) };
    project.own_apps.clone_from(&options.apps);
    let mut simulation = Simulation::new(&project, release, dbs, options);
    if let Some(finding) = refused {
        simulation.stop(Outcome::Refused, finding);
    }
    for wrong in &wrong {
        simulation.stop(Outcome::Refused, types::wrong(doc, wrong));
    }
    let decodes = is_read && wrong.is_empty();
    let is_backup = is_read && is_backup(&mut simulation);
    let losses = is_backup && options.losses;
    let own = || Simulation::new(&project, release, dbs, options);
    let mut found = std::mem::replace(&mut simulation.findings, own().findings);
    let restore = || {
        if !decodes {
            return None;
        }
        verify::verify(&mut simulation);
        restore::restore(&mut simulation, options);
        silent::schedules(&mut simulation);
        losses.then(|| secrets::list_and_findings(own()))
    };
    // What else is said of the file needs no restore before it.
    let size = doc.source().len();
    let deviations = || is_backup.then(|| shape::deviations(own()));
    let idle_or_lost = || parallel::join(size, || run::troubles(&own()), || silent::lost(size, own));
    let others = || (losses && decodes).then(|| parallel::join(size, || secrets::in_clear_text(own()), idle_or_lost));
    let (secrets, (deviations, others)) = parallel::join(size, restore, || parallel::join(size, deviations, others));
    if let Some(deviations) = deviations {
        found.append(deviations);
    }
    found.append(simulation.findings);
    let (mut to_enter, mut troubles) = (Vec::new(), None);
    if let (Some((list, entered)), Some((clear, (idle, lost)))) = (secrets, others) {
        found.append(lost);
        found.append(entered);
        found.append(clear);
        (to_enter, troubles) = (list, Some(idle));
    }
    // Also where only errors are wanted it says what comes of a value outside of a list, so that this has one wording.
    if is_read && (losses || found.list.iter().any(|finding| finding.code == codes::UNKNOWN_VALUE)) {
        let restored = decodes && simulation.ends.len() < dbs.len();
        let troubles = troubles.unwrap_or_else(|| run::troubles(&own()));
        add_what_does_not_run(&mut found, run::findings(own(), troubles, restored), losses);
    }
    if !options.losses {
        // Secrets to enter and the like are neither an end nor a deviation.
        found.retain(|severity| severity > Severity::Info);
    }
    // What ends the restore comes first, in the server's order.
    sorting::sort_by_key(&mut found.list, |finding| std::cmp::Reverse(finding.severity));
    let outcomes = sorting::tree(dbs.iter().map(|db| (*db, simulation.ends.get(db).copied().unwrap_or(Outcome::Restored))));
    let left_out = found.left_out();
    Report { to_enter, left_out, ..Report::new(found.list, outcomes) }
}
