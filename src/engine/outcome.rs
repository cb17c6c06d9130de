//! What a run of packs did: journal, losses, notes, what refused, what became of each entity. Renders nothing.

use std::ops::Range;
use std::sync::Arc;

use super::journal::Journal;
use crate::edit::RecordedValue;
use crate::finding::{Code, Finding, Resolved, Severity, Stage};
use crate::json::{Document, Node};
use crate::jsonpath::Unbounded;
use crate::mask::Beside;

/// Everything that a run has to tell. The edits themselves are in the document.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
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
    pub(crate) fn is_good(&self) -> bool {
        self.refusals.is_empty() && self.broken.is_empty()
    }
}

/// What one rule did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleReport {
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
pub(crate) enum Skipped {
    /// Its `when`, or its pack's `step`, does not hold.
    When,
    /// It is optional and was not chosen.
    Optional,
    /// By `--only` or `--skip`.
    Chosen,
    /// A rule before it failed.
    Failed,
}

/// Something that is gone.
#[derive(Debug, Clone)]
pub(crate) struct Loss {
    /// `fix-vaults/drop-orphan-links`
    pub rule: Arc<str>,
    /// `templates["Deploy app"].vaults[1]`
    pub entity: String,
    /// JSON Pointer in the input; of a value that a rule made, in the document as the next rule found it.
    pub pointer: String,
    /// The rule's own words.
    pub what: Arc<str>,
    /// What was there. Not masked: that is the report's.
    pub value: RecordedValue,
    /// Whether values beside it make it a secret.
    pub beside: Beside,
}

/// Something to tell that is not a loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// `fix-vaults/drop-orphan-links`
    pub rule: Arc<str>,
    /// `templates["Deploy app"]`; none when it is about the whole run.
    pub entity: Option<String>,
    /// The rule's own words.
    pub text: Arc<str>,
}

/// A rule that stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// `SX207`; one row of [`crate::finding::codes`].
    pub code: Code,
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

impl Refusal {
    /// Without a place. `rule`: its full id; empty where no rule is to blame.
    pub(super) fn new(code: Code, rule: impl Into<Arc<str>>, message: String) -> Self {
        Self { code, rule: rule.into(), message, pointer: None, entity: None, span: None }
    }

    /// Of a rule whose selector looks at more than it may.
    pub(super) fn unbounded(doc: &Document, rule: &Arc<str>, error: Unbounded) -> Self {
        let (pointer, entity) = (Some(String::new()), Some(doc.entity(doc.root())));
        Self {
            code: Code::SX214,
            rule: Arc::clone(rule),
            message: error.to_string(),
            pointer,
            entity,
            span: span_near(doc, doc.root()),
        }
    }

    /// The same as a finding, at its place.
    #[must_use]
    pub(crate) fn finding(&self) -> Finding {
        let place = Resolved { entity: self.entity.clone(), pointer: self.pointer.clone(), span: self.span.clone() };
        Finding::new(self.code, Severity::Error, Stage::Schema, self.message.clone()).at_resolved(place)
    }
}

/// What became of an entity that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fate {
    /// `keys["deploy"]`, as it was called in the input.
    pub entity: String,
    /// What happened.
    pub what: FateKind,
}

/// What can happen to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FateKind {
    /// Its name is another one.
    Renamed(String),
    /// An equal entity remains.
    Merged(Arc<str>),
    /// Removed by this rule.
    Removed(Arc<str>),
}

/// The place of the nearest value around a node that the source holds.
pub(super) fn span_near(doc: &Document, node: Node) -> Option<std::ops::Range<usize>> {
    doc.around(node).find_map(|node| doc.span(node))
}
