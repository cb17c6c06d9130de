//! What a run of packs did: journal, losses, notes, what refused, what became of each entity. Renders nothing.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::journal::Journal;
use crate::json::{Document, Snapshot};

/// Everything that a run has to tell. The edits themselves are in the document.
#[derive(Debug, Default)]
pub struct Outcome {
    /// One entry for each rule of each pack, in order, also for those that did not run.
    pub rules: Vec<RuleReport>,
    /// Every change, in order.
    pub journal: Journal,
    /// What the rules that declare a loss took away.
    pub losses: Vec<Loss>,
    /// Worth telling without being a loss.
    pub notes: Vec<Note>,
    /// Reasons why the result must not be written (exit 1): failed `assert` and `expect`, operations that refused.
    pub refusals: Vec<Refusal>,
    /// Broken rule files that only a run can find, for example a pack that is not idempotent; and internal errors (exit 2).
    pub broken: Vec<Refusal>,
    /// Entities that are not what they were.
    pub ledger: Vec<Fate>,
}

impl Outcome {
    /// Whether the result may be written.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.refusals.is_empty() && self.broken.is_empty()
    }
}

/// What one rule did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleReport {
    /// `fix-vaults/drop-orphan-links`
    pub rule: String,
    /// Nodes that its selector matched; 1 without a selector.
    pub matched: usize,
    /// Nodes that were left by `where`.
    pub acted_on: usize,
    /// Entries in the journal.
    pub changes: usize,
    /// Why it did not run.
    pub skipped: Option<Skipped>,
}

/// Why a rule did not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// Its `when`, or its pack's `step`, does not hold.
    When,
    /// It is optional and was not asked for.
    Optional,
    /// By `--only` or `--skip`.
    Chosen,
    /// A rule before it failed.
    Failed,
}

/// One change of the document.
#[derive(Debug, Clone)]
pub struct Change {
    /// `fix-vaults/drop-orphan-links`
    pub rule: Arc<str>,
    /// Name of the operation.
    pub operation: &'static str,
    /// JSON Pointer in the document as the rule found it; of something new, where it went.
    pub pointer: String,
    /// `templates["Deploy app"].vaults[1]`
    pub entity: String,
    /// The value before; none where there was none.
    pub before: Option<Json>,
    /// The value after; none where none is left. For a renamed key, the value stays and [`Self::renamed`] holds the new key.
    pub after: Option<Json>,
    /// New key of a member whose value stayed.
    pub renamed: Option<String>,
}

/// Something that is gone.
#[derive(Debug, Clone)]
pub struct Loss {
    /// `fix-vaults/drop-orphan-links`
    pub rule: Arc<str>,
    /// `templates["Deploy app"].vaults[1]`
    pub entity: String,
    /// JSON Pointer in the document as the rule found it.
    pub pointer: String,
    /// The rule's own words.
    pub what: Arc<str>,
    /// What was there. Not masked: that is the report's.
    pub value: Json,
}

/// Something to tell that is not a loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// `fix-vaults/drop-orphan-links`
    pub rule: Arc<str>,
    /// `templates["Deploy app"]`; none when it is about the whole run.
    pub entity: Option<String>,
    /// The rule's own words.
    pub text: Arc<str>,
}

/// A rule that stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `SX207`; one row of [`crate::finding::codes`].
    pub code: &'static str,
    /// `fix-vaults/drop-orphan-links`; empty for an internal error.
    pub rule: Arc<str>,
    /// Why.
    pub message: String,
    /// JSON Pointer of the place, where there is one.
    pub pointer: Option<String>,
    /// `templates["Deploy app"]`
    pub entity: Option<String>,
    /// Bytes in the source of the document.
    pub span: Option<Range<usize>>,
}

/// What became of an entity that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// `keys["deploy"]`, as it was called in the input.
    pub entity: String,
    /// What happened.
    pub what: FateKind,
}

/// What can happen to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FateKind {
    /// Its name is another one.
    Renamed(String),
    /// An equal entity stands for it.
    Merged(Arc<str>),
    /// Removed by this rule.
    Removed(Arc<str>),
}

/// A JSON value as it was when the run came by it: a stretch of the document's texts, so that large values cost nothing.
#[derive(Debug, Clone)]
pub struct Json(Held);

#[derive(Debug, Clone)]
enum Held {
    Then(Snapshot),
    Text(Arc<str>),
}

impl Json {
    /// A value of the document of the run.
    pub(super) const fn then(snapshot: Snapshot) -> Self {
        Self(Held::Then(snapshot))
    }

    /// A value that is in no document.
    pub(crate) fn of_value(value: &Value) -> Self {
        Self(Held::Text(value.to_string().into()))
    }

    /// JSON text. `doc` is the document of the run.
    #[must_use]
    pub fn text<'a>(&'a self, doc: &'a Document) -> Cow<'a, str> {
        match &self.0 {
            Held::Then(snapshot) => doc.text_then(*snapshot),
            Held::Text(text) => Cow::Borrowed(text),
        }
    }

    /// As a value, see [`Document::value`]. `doc` is the document of the run.
    #[must_use]
    pub fn value(&self, doc: &Document) -> Value {
        let text = self.text(doc);
        // Lone surrogates and deep nesting are read by our own reader only.
        let tolerant = || Document::parse(text.as_bytes().to_vec()).map(|json| json.value(json.root())).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_else(|_| tolerant())
    }
}
