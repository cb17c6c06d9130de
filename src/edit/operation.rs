//! The interface of operations, and the names they are recorded under.

use std::fmt;

use super::draft::Draft;
use super::edits::Edits;
use super::targets::{Selected, Targets};
use crate::rule::Table;
use crate::sorting;

/// What an operation writes, to find two that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Writes {
    /// Nothing of the node.
    Nothing,
    /// These members of the node.
    Keys(Vec<String>),
    /// The node as a whole, or places all over the document.
    Whole,
}

/// An operation and its name.
#[derive(Debug)]
pub(crate) struct NamedOperation {
    pub name: &'static str,
    pub operation: Box<dyn Operation>,
}

/// An operation of a rule, ready to run.
pub(crate) trait Operation: fmt::Debug + Send + Sync {
    /// What it writes.
    fn writes(&self) -> Writes;

    /// Proposes edits for one node. Nothing for operations that look at the whole document.
    fn propose<'p>(&'p self, _draft: &mut Draft<'_, 'p>, _target: &Selected<'_>) {}

    /// Proposes edits for all nodes of a rule. Operations that look at the whole document do that here.
    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &Targets) {
        draft.each(targets, |draft, target| self.propose(draft, target));
    }

    /// Whether it looks at the whole document, so that what it acts on is not the nodes of its rule.
    fn acts_everywhere(&self) -> bool {
        false
    }

    /// The table that must be read from a file before it can run.
    fn table(&mut self) -> Option<&mut Table> {
        None
    }

    /// Whether what it proposes for a node does not depend on the other nodes of the rule.
    fn is_local(&self) -> bool {
        !self.acts_everywhere()
    }

    /// Whether it needs the selector of its rule (and what for).
    fn needs_select(&self) -> Option<&'static str> {
        None
    }
}

/// Proposes for one node, by operations that do not depend on the other nodes of the rule.
pub(crate) fn propose_for<'p>(draft: &mut Draft<'_, 'p>, operations: &'p [NamedOperation], target: &Selected<'_>) {
    draft.target = target.node;
    for named in operations {
        draft.operation = named.name;
        named.operation.propose(draft, target);
    }
}

/// The edits that operations propose for these nodes, node by node as a reader of the journal expects.
pub(crate) fn propose<'p>(draft: &mut Draft<'_, 'p>, operations: &'p [NamedOperation], targets: &Targets) -> Edits<'p> {
    if operations.iter().all(|named| named.operation.is_local()) {
        targets.iter().for_each(|target| propose_for(draft, operations, &target));
        return Edits::of([std::mem::take(&mut draft.edits)]);
    }
    for named in operations {
        draft.operation = named.name;
        named.operation.propose_all(draft, targets);
    }
    let mut edits = std::mem::take(&mut draft.edits);
    if operations.len() > 1 {
        sorting::sort_by_key(&mut edits, |edit| edit.target);
    }
    Edits::of([edits])
}
