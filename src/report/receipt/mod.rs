//! The receipt of a migration: what was done, what could not be kept, what is left to do by hand. As JSON for `--receipt`; as text in
//! [`text`].

mod text;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::envelope::{Detected as DetectedEntry, FORMAT_VERSION, FindingEntry, LossEntry, NoteEntry};
use super::origin;
use super::run::Run;
use super::source::Source;
use super::verdict;
use crate::beside::beside;
use crate::detect::Detected;
use crate::json::Document;
use crate::mask::Secrets;
use crate::migrate::{Migration, Options, Secret, Stage, Step, never_held, secrets};

pub use text::human;

/// A migration on paper.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Receipt {
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
    /// What the target would find wrong, lose or change.
    pub findings: Vec<FindingEntry>,
    /// Keys whose values must be entered again after the restore, and what uses them.
    pub secrets: Vec<Secret>,
    /// What the backup does not hold or tell.
    pub never_held: Vec<String>,
    /// Where the result was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// The command that tells what the target would do with the result.
    pub verify: String,
}

/// A step of a migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HopEntry {
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
pub struct RuleEntry {
    /// `pack/rule`
    pub rule: String,
    /// How often.
    pub changes: usize,
}

/// What a receipt is made of.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The input as given.
    pub path: &'a str,
    /// The document, migrated.
    pub doc: &'a Document,
    /// Which versions can have written it, where that was not said with `--from`.
    pub detected: Option<&'a Detected>,
    /// What was asked for.
    pub options: &'a Options<'a>,
    /// What was done.
    pub migration: &'a Migration,
    /// Where the result was written.
    pub written: Option<&'a str>,
    /// Whether values show secrets.
    pub secrets: Secrets,
}

/// The JSON Schema of a receipt.
#[must_use]
pub fn schema() -> String {
    super::envelope::pretty(&schemars::schema_for!(Receipt))
}

impl Receipt {
    /// Writes it.
    #[must_use]
    pub fn new(parts: Parts<'_>) -> Self {
        let Parts { path, doc, detected, options, migration, written, secrets: shown } = parts;
        let run = Run { doc, outcome: &migration.outcome, secrets: shown };
        let source = Source::document(path, doc);
        let result = written.filter(|path| *path != "-").unwrap_or(path);
        let of = |stage| migration.steps.iter().find(|step| step.stage == stage).map(entries).unwrap_or_default();
        let hash = || hex(&Sha256::digest(doc.source()));
        let (sha256, secrets) = beside(doc.source().len(), hash, || secrets(doc, options.target.band));
        Self {
            format_version: FORMAT_VERSION,
            tool: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
            path: path.to_owned(),
            sha256,
            size: doc.source().len(),
            detected: detected.map(origin::entry),
            target: options.target.to_string(),
            db: options.dbs.iter().map(|db| db.name()).collect(),
            repaired: of(Stage::Repair),
            hops: migration.steps.iter().filter_map(hop).collect(),
            landing: of(Stage::Landing),
            losses: run.losses(|loss| options.accept.allows(&loss.rule)),
            accept_loss: migration.accept_loss(),
            notes: run.notes(),
            restorable: migration.report.restorable(),
            outcomes: migration.report.outcomes.iter().map(|(db, outcome)| (db.name(), outcome.name())).collect(),
            findings: migration.report.findings.iter().map(|finding| FindingEntry::new(&source, finding)).collect(),
            secrets,
            never_held: never_held(options.source, options.target.band),
            written: written.map(str::to_owned),
            verify: verdict::command(result, &options.target, options.dbs.iter().copied()),
        }
    }

    /// The text of `--receipt FILE`, with a final newline.
    #[must_use]
    pub fn text(&self) -> String {
        // Maps have text keys and numbers are finite, so this cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

fn hop(step: &Step) -> Option<HopEntry> {
    let Stage::Hop(hop) = step.stage else { return None };
    let (from, to) = (hop.from.first_version().to_string(), hop.to.first_version().to_string());
    Some(HopEntry { step: hop.to_string(), from, to, rules: entries(step) })
}

fn entries(step: &Step) -> Vec<RuleEntry> {
    step.rules.iter().map(|(rule, changes)| RuleEntry { rule: rule.clone(), changes: *changes }).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
