//! Findings by the million are counted and not kept: of each code and severity the first ones in full, of the rest how many there are.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{Code, Finding, Severity};
use crate::json::Document;

/// So many of a code are kept where nobody asks for all: more than anybody reads, and little memory.
pub(crate) const MOST: usize = 1000;

/// Findings that are counted and not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// Their code.
    pub code: Code,
    /// Their severity.
    pub severity: Severity,
    /// How many there are.
    pub count: usize,
}

/// Findings of one kind: those that are kept, and how many are not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    /// Those that are kept, in order.
    pub list: Vec<Finding>,
    /// The others.
    pub left_out: Vec<LeftOut>,
}

impl Kept {
    /// How many have a severity.
    #[must_use]
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.counts().iter().filter(|((_, of), _)| *of == severity).map(|(_, count)| count).sum()
    }

    /// How many there are of each code and severity.
    #[must_use]
    pub(crate) fn counts(&self) -> BTreeMap<(Code, Severity), usize> {
        let mut counts = counts(&self.list);
        for left in &self.left_out {
            *counts.entry((left.code, left.severity)).or_default() += left.count;
        }
        counts
    }
}

/// How many there are of each code and severity.
fn counts(list: &[Finding]) -> BTreeMap<(Code, Severity), usize> {
    let mut counts = BTreeMap::new();
    for finding in list {
        *counts.entry((finding.code, finding.severity)).or_default() += 1;
    }
    counts
}

/// What is counted and not in the list of those that are kept.
#[must_use]
pub(crate) fn left_out(seen: &BTreeMap<(Code, Severity), usize>, list: &[Finding]) -> Vec<LeftOut> {
    let kept = counts(list);
    let left = |(kind, seen): (&(Code, Severity), &usize)| {
        let count = seen.saturating_sub(kept.get(kind).copied().unwrap_or_default());
        (count > 0).then_some(LeftOut { code: kind.0, severity: kind.1, count })
    };
    seen.iter().filter_map(left).collect()
}

/// Whether a finding is wanted; the document that it is about is there if its text can be read.
type IsWanted = dyn Fn(&Finding, Option<&Document>) -> bool + Send + Sync;

/// Which findings are wanted at all.
#[derive(Clone)]
pub(crate) struct Wanted(pub Arc<IsWanted>);

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wanted")
    }
}

/// Findings in the making.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Those that are kept, in order.
    pub list: Vec<Finding>,
    most: usize,
    wanted: Option<Wanted>,
    seen: BTreeMap<(Code, Severity), usize>,
}

impl Found {
    /// None yet; of each code and severity so many will be kept of those that are wanted.
    #[must_use]
    pub(crate) fn keeping(most: usize, wanted: Option<Wanted>) -> Self {
        Self { list: Vec::new(), most, wanted, seen: BTreeMap::new() }
    }

    /// Counts a finding that is to come; false if it need not be kept.
    pub(crate) fn wants(&mut self, finding: &Finding, doc: &Document) -> bool {
        if self.wanted.as_ref().is_some_and(|wanted| !wanted.0(finding, Some(doc))) {
            return false;
        }
        let seen = self.seen.entry((finding.code, finding.severity)).or_default();
        *seen += 1;
        *seen <= self.most
    }

    /// Counts a finding of which no more is needed than its kind; false if there is more to know of it.
    pub(crate) fn only_counts(&mut self, code: Code, severity: Severity) -> bool {
        let seen = self.seen.get_mut(&(code, severity)).filter(|seen| self.wanted.is_none() && **seen >= self.most);
        seen.map(|seen| *seen += 1).is_some()
    }

    /// Adds those of another one.
    pub(crate) fn append(&mut self, other: Self) {
        self.list.extend(other.list);
        other.seen.into_iter().for_each(|(kind, count)| *self.seen.entry(kind).or_default() += count);
    }

    /// Takes out those that something else says already, as if they had not been found.
    pub(crate) fn remove(&mut self, mut is_known: impl FnMut(&mut Finding) -> bool) {
        let seen = &mut self.seen;
        self.list.retain_mut(|finding| {
            let goes = is_known(finding);
            if let Some(count) = seen.get_mut(&(finding.code, finding.severity)).filter(|_| goes) {
                *count -= 1;
            }
            !goes
        });
    }

    /// Forgets those that do not matter.
    pub(crate) fn retain(&mut self, matters: impl Fn(Severity) -> bool) {
        self.list.retain(|finding| matters(finding.severity));
        self.seen.retain(|(_, severity), _| matters(*severity));
    }

    /// What is counted and not kept.
    #[must_use]
    pub(crate) fn left_out(&self) -> Vec<LeftOut> {
        left_out(&self.seen, &self.list)
    }
}
