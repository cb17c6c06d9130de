//! From which findings on a run fails: for all codes, and for single ones.

use std::collections::BTreeMap;

use super::{Code, Finding, Severity};

/// The findings that stop a write or give exit code 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Threshold {
    /// The least severity that fails; none: no finding does.
    pub least: Option<Severity>,
    /// The same for single codes, which outranks it.
    pub codes: BTreeMap<Code, Option<Severity>>,
}

impl Default for Threshold {
    fn default() -> Self {
        Self { least: Some(Severity::Error), codes: BTreeMap::new() }
    }
}

impl Threshold {
    /// No finding fails.
    #[cfg(any(test, feature = "remote"))]
    #[must_use]
    pub(crate) const fn never() -> Self {
        Self { least: None, codes: BTreeMap::new() }
    }

    /// Whether one of the findings fails.
    #[must_use]
    pub(crate) fn is_reached<'a>(&self, findings: impl IntoIterator<Item = &'a Finding>) -> bool {
        let least = |finding: &Finding| self.codes.get(&finding.code).copied().unwrap_or(self.least);
        findings.into_iter().any(|finding| least(finding).is_some_and(|least| finding.severity >= least))
    }
}
