//! A migration: repair of what older versions called otherwise, hop by hop, landing, then a look at the result.

use std::collections::HashSet;
use std::fmt;

use super::accept::Accept;
use super::graph::{Hop, plan, start};
use super::hold;
use super::packs::Packs;
use crate::beside::beside;
use crate::check;
use crate::engine::{Context, Outcome, Proof, Refusal, Session};
use crate::finding::{Finding, Severity};
use crate::json::Document;
use crate::pack::{Edition, Rule};
use crate::semaphore::{Band, Db, Release, Version};

/// What to migrate to, and how.
#[derive(Debug)]
pub struct Options<'p> {
    /// The oldest and the newest band that can have written the file.
    pub source: (Band, Band),
    /// The version that shall restore it.
    pub target: Release,
    /// Its databases.
    pub dbs: Vec<Db>,
    /// Its edition.
    pub edition: Edition,
    /// The packs.
    pub packs: &'p Packs,
    /// The losses that are fine.
    pub accept: Accept,
    /// Names of the projects that are on the target already.
    pub existing_names: HashSet<String>,
}

impl<'p> Options<'p> {
    /// To a version on every SQL database that it supports, with no loss accepted.
    #[must_use]
    pub fn new(source: (Band, Band), target: Release, packs: &'p Packs) -> Self {
        let dbs = Db::ALL.into_iter().filter(|db| db.is_sql() && db.supported(target.band)).collect();
        let accept = Accept::default();
        Self { source, target, dbs, edition: Edition::default(), packs, accept, existing_names: HashSet::new() }
    }
}

/// Where in a migration something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Before the first hop: what older versions called otherwise.
    Repair,
    /// A hop.
    Hop(Hop),
    /// After the last hop: what the target cannot take.
    Landing,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repair => f.write_str("repair before the first step"),
            Self::Hop(hop) => write!(f, "step {hop}"),
            Self::Landing => f.write_str("landing"),
        }
    }
}

/// A part of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub stage: Stage,
    /// The rules that changed something, and how often.
    pub rules: Vec<(String, usize)>,
}

/// What a migration did. The edits are in the document; whether it may be written is in [`Migration::is_good`].
#[derive(Debug)]
pub struct Migration {
    /// What was done, in order: the repair, each hop, landing.
    pub steps: Vec<Step>,
    /// Journal, losses, notes and ledger of the whole chain.
    pub outcome: Outcome,
    /// For each loss of `outcome`, whether it was accepted.
    pub accepted: Vec<bool>,
    /// What the target would do with the result.
    pub report: check::Report,
}

impl Migration {
    /// The hops, in order.
    pub fn hops(&self) -> impl Iterator<Item = Hop> + '_ {
        self.steps.iter().filter_map(|step| match step.stage {
            Stage::Hop(hop) => Some(hop),
            Stage::Repair | Stage::Landing => None,
        })
    }

    /// Whether the result may be written: restorable, and no loss that was not accepted.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.report.restorable() && self.errors().next().is_none() && self.accepted.iter().all(|accepted| *accepted)
    }

    /// What stands in the way of a restore.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.report.findings.iter().filter(|f| f.severity == Severity::Error)
    }

    /// The `--accept-loss` that would let the result through; none if there is nothing to accept.
    #[must_use]
    pub fn accept_loss(&self) -> Option<String> {
        let mut rules: Vec<&str> = Vec::new();
        for (loss, _) in self.outcome.losses.iter().zip(&self.accepted).filter(|(_, accepted)| !**accepted) {
            if !rules.contains(&&*loss.rule) {
                rules.push(&loss.rule);
            }
        }
        (!rules.is_empty()).then(|| format!("--accept-loss {}", rules.join(",")))
    }
}

/// Why there is no result.
#[derive(Debug)]
pub enum MigrateError {
    /// A rule refused (exit code 1), or a pack is broken (2): see the refusals.
    Stopped {
        /// Where.
        stage: Stage,
        /// What the rules said.
        refusals: Vec<Refusal>,
        /// Whether packs are to blame and not the file.
        broken: bool,
    },
    /// After a stage the document has something that the version it should be of does not read.
    Invalid {
        /// Where.
        stage: Stage,
        /// That version.
        version: Version,
        /// What is wrong.
        findings: Vec<Finding>,
        /// The rules of the stage that changed something.
        rules: Vec<String>,
    },
}

impl fmt::Display for MigrateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped { stage, refusals, .. } => {
                write!(f, "{stage}")?;
                for refusal in refusals {
                    let rule = if refusal.rule.is_empty() { String::new() } else { format!(", rule {}", refusal.rule) };
                    let entity = refusal.entity.as_deref().map(|e| format!(" ({e})")).unwrap_or_default();
                    write!(f, "{rule}: {}{entity}", refusal.message)?;
                }
                Ok(())
            }
            Self::Invalid { stage, version, findings, rules } => {
                let first = findings.first().map(|f| (f.message.as_str(), f.entity.as_deref().unwrap_or_default()));
                let (message, entity) = first.unwrap_or_default();
                write!(
                    f,
                    "{stage} leaves something that {version} does not read: {message} ({entity}); rules that changed something there: {}",
                    rules.join(", ")
                )
            }
        }
    }
}

impl std::error::Error for MigrateError {}

/// Migrates a document in place.
///
/// # Errors
/// When a rule refuses, a pack is broken, or a hop leaves something that its band does not read. The document is then half-way and
/// must not be written.
pub fn run(doc: &mut Document, options: &Options<'_>) -> Result<Migration, MigrateError> {
    let converted = convert(doc, options)?;
    let verdict = converted.judge(doc, options);
    converted.settle(verdict, options)
}

/// A document that went through every step, and what was done; whether that is right is still to be asked.
#[derive(Debug)]
pub struct Converted {
    steps: Vec<Step>,
    outcome: Outcome,
    proof: Proof,
}

/// What is to be said of a converted document.
#[derive(Debug)]
pub struct Verdict {
    refutation: Option<Refusal>,
    report: check::Report,
}

/// As [`run`], for callers that do something else with the document while it is judged.
///
/// # Errors
/// As [`run`].
pub fn convert(doc: &mut Document, options: &Options<'_>) -> Result<Converted, MigrateError> {
    let from = start(options.source, options.target.band);
    let hops = plan(from, options.target.band);
    let context = context(options, from);
    let packs = options.packs;
    doc.lay_out();
    let mut way = Way { session: Session::new(doc, packs.all(), &context), steps: Vec::new(), seen: 0 };
    way.stopped(Stage::Repair)?;
    for pack in packs.first() {
        way.session.apply(doc, pack);
    }
    for hop in plan(Band::ALL[0], from) {
        if let Some(pack) = packs.step(hop) {
            way.session.apply_out_of_path(doc, pack, converts);
        }
    }
    way.close(doc, Stage::Repair, from, from.first_version())?;
    for hop in hops {
        if let Some(pack) = packs.step(hop) {
            way.session.apply(doc, pack);
        }
        way.close(doc, Stage::Hop(hop), hop.to, hop.to.first_version())?;
    }
    for pack in packs.last() {
        way.session.apply(doc, pack);
    }
    way.close(doc, Stage::Landing, options.target.band, options.target.version)?;
    let Way { session, steps, .. } = way;
    let (outcome, proof) = session.finish(doc);
    Ok(Converted { steps, outcome, proof })
}

/// A migration under way.
struct Way<'c> {
    session: Session<'c>,
    steps: Vec<Step>,
    /// How many rules the stages so far had.
    seen: usize,
}

impl Way<'_> {
    /// Ends a stage: notes what it did, and holds the document against the version that it should be of now.
    fn close(&mut self, doc: &Document, stage: Stage, band: Band, version: Version) -> Result<(), MigrateError> {
        self.stopped(stage)?;
        let ran = &self.session.outcome().rules;
        let changed = ran[self.seen..].iter().filter(|rule| rule.changes > 0);
        let rules: Vec<(String, usize)> = changed.map(|rule| (rule.rule.clone(), rule.changes)).collect();
        self.seen = ran.len();
        let findings = hold::misfits(doc, stage, band, &self.session.samples());
        if !findings.is_empty() {
            let rules = rules.into_iter().map(|(rule, _)| rule).collect();
            return Err(MigrateError::Invalid { stage, version, findings, rules });
        }
        self.steps.push(Step { stage, rules });
        Ok(())
    }

    fn stopped(&self, stage: Stage) -> Result<(), MigrateError> {
        if !self.session.failed() {
            return Ok(());
        }
        let outcome = self.session.outcome();
        let broken = !outcome.broken.is_empty();
        let refusals = if broken { outcome.broken.clone() } else { outcome.refusals.clone() };
        Err(MigrateError::Stopped { stage, refusals, broken })
    }
}

impl Converted {
    /// Holds the document against its target, and the packs against their promise to change nothing a second time.
    #[must_use]
    pub fn judge(&self, doc: &Document, options: &Options<'_>) -> Verdict {
        let existing_names = options.existing_names.clone();
        let refute = || self.proof.refutation(doc, options.packs.all());
        let (refutation, mut report) = beside(doc.source().len(), refute, || {
            check::check_document(doc, &options.target, &options.dbs, &check::Options { existing_names })
        });
        report.findings.iter_mut().for_each(check::by_hand);
        Verdict { refutation, report }
    }

    /// Puts both together.
    ///
    /// # Errors
    /// When the packs are broken or an entity is missing without a rule that removed it.
    pub fn settle(self, verdict: Verdict, options: &Options<'_>) -> Result<Migration, MigrateError> {
        let Self { steps, mut outcome, .. } = self;
        outcome.broken.extend(verdict.refutation);
        if !outcome.is_good() {
            let broken = !outcome.broken.is_empty();
            let refusals = if broken { outcome.broken } else { outcome.refusals };
            return Err(MigrateError::Stopped { stage: Stage::Landing, refusals, broken });
        }
        let accepted = outcome.losses.iter().map(|loss| options.accept.allows(&loss.rule)).collect();
        Ok(Migration { steps, outcome, accepted, report: verdict.report })
    }
}

/// What the rules are told: they speak of the original source and the final target.
fn context(options: &Options<'_>, from: Band) -> Context {
    let mut context = Context::new(options.target.clone());
    context.source = Some((Release::of_band(from), Release::of_band(from)));
    context.dbs.clone_from(&options.dbs);
    context.edition = options.edition;
    context
}

/// Whether a rule converts something old. Those that only write what newer versions always write are left out where nothing is migrated.
fn converts(rule: &Rule) -> bool {
    rule.operations().any(|operation| !matches!(operation, "default"))
}

/// What a plan of a migration names: a hop, and the rules that would act.
#[derive(Debug)]
pub struct Planned<'p> {
    /// Where.
    pub stage: Stage,
    /// The pack; none where nothing is to do.
    pub pack: Option<&'p str>,
    /// The rules that run for this target: full id and why.
    pub rules: Vec<(&'p str, Option<&'p str>)>,
}

/// The hops of a migration and the rules that would run, without running them.
#[must_use]
pub fn planned<'p>(options: &Options<'p>) -> Vec<Planned<'p>> {
    let from = start(options.source, options.target.band);
    let context = context(options, from);
    let entry = |stage, pack: Option<&'p crate::pack::Pack>| Planned {
        stage,
        pack: pack.map(|pack| pack.id.as_str()),
        rules: pack
            .into_iter()
            .flat_map(|pack| pack.rules.iter().filter(|rule| context.skips(pack, rule).is_none()))
            .map(|rule| (&*rule.full_id, rule.why.as_deref()))
            .collect(),
    };
    let hops = plan(from, options.target.band);
    let mut out: Vec<Planned<'p>> = options.packs.first().map(|pack| entry(Stage::Repair, Some(pack))).collect();
    out.extend(hops.iter().map(|hop| entry(Stage::Hop(*hop), options.packs.step(*hop))));
    out.extend(options.packs.last().map(|pack| entry(Stage::Landing, Some(pack))));
    out
}
