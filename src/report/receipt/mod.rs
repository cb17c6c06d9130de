//! The receipt of a migration: what was done, what could not be kept, what is left to do. As JSON for `--receipt`; as text in
//! `text`, and in Markdown for a receipt whose name ends in `.md`.

mod markdown;
mod text;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::envelope::{Detected as DetectedEntry, FORMAT_VERSION, FindingEntry, LeftOutEntry, LossEntry, NoteEntry};
use super::origin;
use super::run::Run;
use super::source::Source;
use super::table::{Row, Written};
use super::verdict;
use crate::check::{MOST_USERS, Report, Secret, SecretToEnter};
use crate::finding::Finding;
use crate::json::PlaceCache;
use crate::mask::Secrets;
use crate::run::{Approved, Judged, Plan, StageKind, StageReport};
use crate::semaphore::{Band, omissions};
use crate::sorting;
use crate::text::hex;

pub(crate) use text::{Detail, human, not_accepted};

/// A migration on paper.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Receipt {
    /// Version of this format: minor versions only add.
    pub format_version: &'static str,
    /// Name and version of the program.
    pub tool: String,
    /// The input as given; `-` for standard input.
    pub path: String,
    /// SHA-256 of the input.
    pub sha256: String,
    /// Bytes of the input.
    pub size: usize,
    /// Which versions can have written it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detected: Option<DetectedEntry>,
    /// The Semaphore version it was migrated to.
    pub target: String,
    /// The databases of that server.
    pub db: Vec<&'static str>,
    /// What was put right before the first step: forms of older versions that were left in the file.
    pub repaired: Vec<RuleEntry>,
    /// The steps, in order.
    pub hops: Vec<HopEntry>,
    /// What was done for the target whatever the way there.
    pub landing: Vec<RuleEntry>,
    /// What could not be kept.
    pub losses: Vec<LossEntry>,
    /// What to pass so that losses that are not accepted let the result through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_loss: Option<String>,
    /// What rules say without it being a loss.
    pub notes: Vec<NoteEntry>,
    /// Whether the target restores the result on each of the databases.
    pub restorable: bool,
    /// The outcome for each database.
    pub outcomes: BTreeMap<&'static str, &'static str>,
    /// Whether no server like the target was recorded, so that the outcome is not certain.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub uncertain: bool,
    /// What the target would find wrong, lose or change. Pointers lead into the input, where it holds the value.
    pub findings: Vec<FindingEntry>,
    /// What is counted and not kept in `findings`, by code: `--all` keeps it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_kept: Vec<LeftOutEntry>,
    /// Keys whose values must be entered again after the restore, and what uses them.
    pub secrets: Vec<Secret>,
    /// What the backup does not hold or tell.
    pub never_held: Vec<String>,
    /// Where the result was written; missing where nothing was, because of an error or a loss that is not accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// What was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultEntry>,
    /// The command that says what the target would do with the result; none where no file was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify: Option<String>,
}

/// Bytes that were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct ResultEntry {
    /// Their SHA-256.
    pub sha256: String,
    /// How many there are.
    pub size: usize,
}

/// A step of a migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct HopEntry {
    /// `2.16.0-2.17.0-beta1`
    pub step: String,
    /// The first release with the format before.
    pub from: String,
    /// The first release with the format after.
    pub to: String,
    /// The rules that changed something.
    pub rules: Vec<RuleEntry>,
}

/// A rule that changed something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct RuleEntry {
    /// `pack/rule`
    pub rule: String,
    /// How often.
    pub changes: usize,
}

/// The JSON Schema of a receipt.
#[must_use]
pub(crate) fn schema() -> String {
    super::schema_of::<Receipt>()
}

impl Receipt {
    /// The receipt of a migration: `path` is the input as given, `written` where its result goes.
    #[must_use]
    pub(crate) fn new(path: &str, judged: &Judged, plan: &Plan<'_>, written: Option<&str>, shown: Secrets) -> Self {
        let run = Run { doc: judged.document(), outcome: &judged.outcome, secrets: shown };
        Self {
            losses: run.losses(&judged.accepted),
            notes: run.notes(),
            sha256: hex(&Sha256::digest(run.doc.source())),
            ..Self::of(path, judged, plan, written, usize::MAX)
        }
    }

    /// The same without losses, notes, the hash of the input and all users of secrets, for callers that write no receipt and take the
    /// lists of the run.
    #[must_use]
    pub(crate) fn without_lists(path: &str, judged: &Judged, plan: &Plan<'_>, written: Option<&str>) -> Self {
        Self::of(path, judged, plan, written, MOST_USERS)
    }

    /// The part that has no lists, and up to so many users of each secret.
    fn of(path: &str, judged: &Judged, plan: &Plan<'_>, written: Option<&str>, users: usize) -> Self {
        let doc = judged.document();
        let source = Source::document(path, doc);
        let result = written.filter(|path| *path != "-");
        let of = |kind| judged.stages.iter().find(|stage| stage.kind == kind).map(entries).unwrap_or_default();
        let mut places = PlaceCache::new();
        let describe = |secret: &SecretToEnter| secret.describe(doc, &mut places, users);
        let to_enter = judged.report.iter().flat_map(|report| &report.to_enter);
        let secrets = to_enter.map(describe).collect();
        let report = judged.report.as_ref();
        let outcomes = report.into_iter().flat_map(|report| &report.outcomes);
        let findings = report.into_iter().flat_map(|report| &report.findings);
        let entry = |finding: &Finding| {
            let mut entry = FindingEntry::new(&source, finding);
            // Who reads a receipt has the input.
            if let Some(node) = finding.place.node().filter(|node| doc.in_source(*node)) {
                entry.pointer = Some(doc.path_in_source(node).pointer());
            }
            entry
        };
        let mut findings: Vec<_> = findings.map(entry).collect();
        FindingEntry::sign(&mut findings, path, Some(&plan.target().to_string()));
        let every = (Band::ALL[0], Band::ALL[Band::ALL.len() - 1]);
        Self {
            format_version: FORMAT_VERSION,
            tool: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
            path: path.to_owned(),
            sha256: String::new(),
            size: doc.source().len(),
            detected: plan.detected.as_ref().map(origin::entry),
            target: plan.target().to_string(),
            db: plan.dbs().iter().map(|db| db.name()).collect(),
            repaired: of(StageKind::Repair),
            hops: judged.stages.iter().filter_map(hop).collect(),
            landing: of(StageKind::Landing),
            losses: Vec::new(),
            accept_loss: judged.accept_loss(),
            notes: Vec::new(),
            restorable: report.is_some_and(Report::restorable),
            outcomes: sorting::tree(outcomes.map(|(db, outcome)| (db.name(), outcome.name()))),
            uncertain: !plan.target().band.is_recorded(),
            findings,
            not_kept: report.iter().flat_map(|report| &report.left_out).map(LeftOutEntry::from).collect(),
            secrets,
            never_held: omissions(plan.source.unwrap_or(every), plan.target().band),
            written: written.map(str::to_owned),
            result: None,
            verify: result.map(|path| verdict::command(path, plan.target(), plan.dbs().iter().copied(), plan.apps())),
        }
    }

    /// Its row in the table of several files.
    #[must_use]
    pub(crate) fn row(&self, judged: &Judged, written: Written) -> Row {
        let from = self.detected.as_ref().map_or_else(String::new, |found| origin::range(&found.first, &found.last));
        Row {
            file: self.path.clone(),
            from,
            to: self.target.clone(),
            written,
            losses: judged.outcome.losses.len(),
            secrets: self.secrets.len(),
            open: judged.open_losses().into_iter().map(str::to_owned).collect(),
        }
    }

    /// Adds the hash of what is written.
    pub(crate) fn sign(&mut self, approved: Approved<'_>) {
        let mut hash = Hash::default();
        // A hash takes everything.
        let _ = approved.write_to(&mut hash);
        self.result = Some(ResultEntry { sha256: hex(&hash.digest.finalize()), size: hash.size });
    }

    /// The same in Markdown, with a final newline.
    #[must_use]
    pub(crate) fn markdown(&self) -> String {
        markdown::document(self)
    }

    /// The text of `--receipt FILE`, with a final newline.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        crate::text::safe::pretty_json(self)
    }
}

fn hop(stage: &StageReport) -> Option<HopEntry> {
    let StageKind::Hop(hop) = stage.kind else { return None };
    let (from, to) = (hop.from.first_version().to_string(), hop.to.first_version().to_string());
    Some(HopEntry { step: hop.to_string(), from, to, rules: entries(stage) })
}

fn entries(stage: &StageReport) -> Vec<RuleEntry> {
    stage.rules.iter().map(|(rule, changes)| RuleEntry { rule: rule.clone(), changes: *changes }).collect()
}

/// Hashes what is written to it.
#[derive(Default)]
struct Hash {
    digest: Sha256,
    size: usize,
}

impl std::io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.digest.update(bytes);
        self.size += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
