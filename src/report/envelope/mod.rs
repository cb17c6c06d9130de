//! The JSON envelope: one complete object on stdout, whatever happens. These types are its schema; minor versions only add.

mod change;
mod finding;
mod part;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::remote::RemoteEntry;
use crate::finding::codes::Page;
use crate::finding::{Code, LeftOut, Severity};
use crate::text::safe;

pub(crate) use change::DifferenceEntry;
pub use change::{ChangeEntry, LossEntry, NoteEntry};
pub use finding::FindingEntry;
pub(crate) use finding::{Fix, Replacement};
pub(crate) use part::{DecisionEntry, PartEntry, TestEntry};

/// Version of the envelope.
pub(crate) const FORMAT_VERSION: &str = "1.2";

/// Everything a command has to say.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Envelope {
    /// Version of this format: minor versions only add.
    pub format_version: &'static str,
    /// Name and version of the program.
    pub tool: String,
    /// One entry a file, in the order of the command line; rule files with mistakes are files too.
    pub files: Vec<FileEntry>,
    /// Rule packs, for `rules list`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<PackEntry>,
    /// Pages of finding codes, for `explain`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeEntry>,
    /// What is assumed, for example about a version.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<String>,
    /// How many files there are, and how many of them would end how.
    pub summary: Summary,
    /// What was done with servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote: Option<RemoteEntry>,
    /// What stopped the command as a whole: a usage error, no input, an internal error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorEntry>,
}

/// What the files come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub(crate) struct Summary {
    /// Files with an entry.
    pub files: usize,
    /// Projects that would be restored, also of files that are no backup. Where no server is asked about, this and the other ends are 0.
    pub restored: usize,
    /// Of these, the files that are no backup: the server makes an empty project of them and reports success.
    pub no_backup: usize,
    /// 400, and nothing is created.
    pub refused: usize,
    /// 400, and an incomplete project is left.
    pub half_made: usize,
    /// The server drops the connection.
    pub crashed: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
}

impl Summary {
    /// Counts entries.
    #[must_use]
    pub(crate) fn of(files: &[FileEntry]) -> Self {
        let ends = |file: &FileEntry, outcome: &str| file.outcome == Some(outcome);
        let ended = |outcome: &str| files.iter().filter(|file| ends(file, outcome)).count();
        let is_no_backup =
            |file: &FileEntry| ends(file, "restored") && file.findings.iter().any(|finding| finding.code == Code::SX114.name());
        let found = |severity: Severity| {
            let kept = files.iter().flat_map(|file| &file.findings).filter(|finding| finding.severity == severity).count();
            let left_out = files.iter().flat_map(|file| &file.not_kept).filter(|left| left.severity == severity);
            kept + left_out.map(|left| left.count).sum::<usize>()
        };
        Self {
            files: files.len(),
            restored: ended("restored"),
            no_backup: files.iter().filter(|file| is_no_backup(file)).count(),
            refused: ended("refused"),
            half_made: ended("half_made"),
            crashed: ended("crashed"),
            errors: found(Severity::Error),
            warnings: found(Severity::Warning),
        }
    }
}

impl Default for Envelope {
    fn default() -> Self {
        let tool = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned();
        Self {
            format_version: FORMAT_VERSION,
            tool,
            files: Vec::new(),
            packs: Vec::new(),
            codes: Vec::new(),
            messages: Vec::new(),
            summary: Summary::default(),
            remote: None,
            error: None,
        }
    }
}

impl Envelope {
    /// What there is to say about one file, as a receipt.
    #[must_use]
    pub(crate) fn receipt(mut entry: FileEntry) -> Self {
        entry.sign();
        let files = vec![entry];
        Self { summary: Summary::of(&files), files, ..Self::default() }
    }

    /// Adds what another one holds. A usage error outranks other errors.
    pub(crate) fn merge(&mut self, other: Self) {
        self.files.extend(other.files);
        self.packs.extend(other.packs);
        self.codes.extend(other.codes);
        self.messages.extend(other.messages);
        let rank = |error: &Option<ErrorEntry>| error.as_ref().map(|error| error.exit_code == 2);
        if rank(&other.error) > rank(&self.error) {
            self.error = other.error;
        }
    }

    /// The text of the envelope, with a final newline.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        safe::pretty_json(self)
    }
}

/// The JSON Schema of the envelope.
#[must_use]
pub(crate) fn schema() -> String {
    super::schema_of::<Envelope>()
}

/// The page of a finding code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct CodeEntry {
    /// `SX301`
    pub code: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The severity that most findings of this code have.
    pub severity: Severity,
    /// What is found.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// The versions it concerns.
    pub versions: &'static str,
    /// How to repair it.
    pub repair: &'static str,
    /// What raises it.
    pub example: &'static str,
    /// The command that repairs it; `FILE` is the backup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<&'static str>,
}

impl From<&Page> for CodeEntry {
    fn from(page: &Page) -> Self {
        let Page { code, title, severity, what, why, versions, repair, example, command } = *page;
        Self { code: code.name(), title, severity, what, why, versions, repair, example, command }
    }
}

/// A rule pack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct PackEntry {
    /// As `-r` takes it.
    pub name: String,
    /// One line.
    pub title: String,
    /// More.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Its parameters.
    pub params: Vec<String>,
    /// Its rules, in the order in which they run.
    pub rules: Vec<RuleEntry>,
    /// How many tests it brings along.
    pub tests: usize,
    /// As it is written, for `rules show`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A rule of a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct RuleEntry {
    /// Within the pack.
    pub id: String,
    /// Why it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Runs only with `--with`.
    pub optional: bool,
    /// Names of its operations.
    pub operations: Vec<&'static str>,
}

/// Findings of one code that are counted and not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct LeftOutEntry {
    /// `SX301`
    pub code: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: Severity,
    /// How many, besides those that are in `findings`.
    pub count: usize,
}

impl From<&LeftOut> for LeftOutEntry {
    fn from(left: &LeftOut) -> Self {
        Self { code: left.code.name(), severity: left.severity, count: left.count }
    }
}

/// Why a command did not run to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct ErrorEntry {
    /// Its page: `semxform explain CODE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The exit code that goes with it.
    pub exit_code: u8,
}

/// What there is to say about one file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub(crate) struct FileEntry {
    /// The argument as given; `-` for standard input.
    pub path: String,
    /// Which versions can have written it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detected: Option<Detected>,
    /// The Semaphore version it was looked at for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The databases it was looked at for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub db: Vec<&'static str>,
    /// Whether the target restores it on each of the databases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restorable: Option<bool>,
    /// The worst of `outcomes`: `restored`, `refused`, `half_made` or `crashed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
    /// The outcome for each database.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub outcomes: BTreeMap<&'static str, &'static str>,
    /// Whether no server like the target was recorded, so that the outcome is not certain.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub uncertain: bool,
    /// What is wrong or worth knowing.
    pub findings: Vec<FindingEntry>,
    /// What is counted and not kept in `findings`, by code: `--all` keeps it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_kept: Vec<LeftOutEntry>,
    /// The tests that a rule pack brings along, for `rules test`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<TestEntry>,
    /// How many findings `ignore` of semxform.yaml silences.
    #[serde(skip_serializing_if = "is_none")]
    pub ignored: usize,
    /// How many findings are left out because the baseline holds them.
    #[serde(skip_serializing_if = "is_none")]
    pub known: usize,
    /// What differs from the first file, for `diff`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differences: Option<Vec<DifferenceEntry>>,
    /// What rules changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<ChangeEntry>>,
    /// What could not be kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub losses: Option<Vec<LossEntry>>,
    /// What rules say for the receipt without being a loss.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<NoteEntry>>,
    /// The steps of a migration, as `2.10.32-2.10.36`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hops: Option<Vec<String>>,
    /// What would be done, for `migrate --plan`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Vec<PlanEntry>>,
    /// The change as RFC 6902 operations, or as the text of another `--diff`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<Value>,
    /// Whether the result differs from the input, for commands that only rewrite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
    /// What a part holds, and why, for `extract`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<PartEntry>>,
    /// How many entities were left out, by section, for `extract`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<BTreeMap<String, usize>>,
    /// What became of the entities of each added file, for `merge`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Vec<DecisionEntry>>,
    /// The text of the pack, for `rules draft`; `differences` is what it does not reproduce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
    /// The text of the form to fill, for `secrets list`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Where the result was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// The prediction for the target, in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prediction: Option<String>,
}

impl FileEntry {
    /// Gives the findings their fingerprints.
    pub(crate) fn sign(&mut self) {
        FindingEntry::sign(&mut self.findings, &self.path, self.target.as_deref());
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

/// A stage of a migration's plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct PlanEntry {
    /// `2.16.0-2.17.0-beta1`, `landing`
    pub stage: String,
    /// The pack; missing where nothing is to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// The rules that would act.
    pub rules: Vec<String>,
}

/// Which versions can have written a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Detected {
    /// Labels of the bands, in order.
    pub bands: Vec<&'static str>,
    /// The oldest release of them.
    pub first: String,
    /// The newest release of them.
    pub last: String,
    /// False where the evidence conflicts.
    pub confident: bool,
    /// What decided.
    pub evidence: Vec<EvidenceEntry>,
    /// Signs of an edit by hand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

/// One thing that decided about the version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct EvidenceEntry {
    /// JSON Pointer.
    pub pointer: String,
    /// `at least 2.16.0`
    pub says: String,
    /// The reason.
    pub why: String,
    /// Whether it speaks against the bands that were found.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub against: bool,
}
