//! The judgement of a result beside that of its input: what the rules brought in, and what was there before.

use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashSet;
use foldhash::fast::FixedState;

use crate::finding::{Finding, Kept, Severity, Wanted, left_out};
use crate::json::Document;

/// The findings of a changed document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Compared {
    /// Those that the changes brought in.
    pub brought_in: Kept,
    /// Those that the input had already.
    pub was_there: Kept,
}

/// Divides the findings about a changed document. `judge` judges a document for the same target. Nodes keep their numbers through edits, so
/// that findings of the input and of the result can be compared. Of the input's findings, which may be millions, nothing is kept but
/// numbers that tell them apart.
#[must_use]
pub(crate) fn compare(doc: &mut Document, after: Kept, judge: impl Fn(&Document, Option<Wanted>) -> Kept) -> Compared {
    let seen = Arc::new(Mutex::new(HashSet::default()));
    let collect = {
        let seen = Arc::clone(&seen);
        move |finding: &Finding, input: Option<&Document>| {
            if let Some(input) = input.filter(|_| finding.severity > Severity::Info) {
                seen.lock().unwrap_or_else(PoisonError::into_inner).insert(number(finding, input));
            }
            false
        }
    };
    doc.without_edits(|input| judge(input, Some(Wanted(Arc::new(collect)))));
    let doc = &*doc;
    let known = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    if after.left_out.is_empty() {
        let (was_there, brought_in) = after.list.into_iter().partition(|finding| known.contains(&number(finding, doc)));
        let all = |list| Kept { list, left_out: Vec::new() };
        return Compared { brought_in: all(brought_in), was_there: all(was_there) };
    }
    // Those that were left out may be of either kind: the first ones that are new are looked for by themselves.
    let mut counts = after.counts();
    let was_there: Vec<Finding> = after.list.into_iter().filter(|finding| known.contains(&number(finding, doc))).collect();
    let is_new = move |finding: &Finding, doc: Option<&Document>| doc.is_some_and(|doc| !known.contains(&number(finding, doc)));
    let brought_in = judge(doc, Some(Wanted(Arc::new(is_new))));
    for (kind, count) in brought_in.counts() {
        counts.entry(kind).and_modify(|all| *all = all.saturating_sub(count));
    }
    let left_out = left_out(&counts, &was_there);
    Compared { brought_in, was_there: Kept { list: was_there, left_out } }
}

/// A number that tells a finding from every other one.
fn number(finding: &Finding, doc: &Document) -> u64 {
    FixedState::with_seed(0).hash_one(finding.identity(doc))
}
