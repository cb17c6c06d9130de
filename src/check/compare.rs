//! The judgement of a result beside that of its input: what the rules brought in, and what was there before.

use foldhash::HashSet;

use crate::finding::{Finding, Identity};
use crate::json::Document;

use super::Report;

/// The findings of a changed document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Compared {
    /// Those that the changes brought in.
    pub brought_in: Vec<Finding>,
    /// Those that the input had already.
    pub was_there: Vec<Finding>,
}

/// Divides the findings about a changed document. `input` is the same source without the edits, and `before` the judgement of it
/// for the same target: nodes of the input keep their numbers, so that findings of both can be compared.
#[must_use]
pub(crate) fn compare(input: &Document, before: &Report, doc: &Document, after: Vec<Finding>) -> Compared {
    let known: HashSet<Identity> = before.findings.iter().map(|finding| finding.identity(input)).collect();
    let (was_there, brought_in) = after.into_iter().partition(|finding| known.contains(&finding.identity(doc)));
    Compared { brought_in, was_there }
}
