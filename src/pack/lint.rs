//! Traps: rules that are valid but hardly do what was meant. Found while a pack is read; only `semxform rules lint` reports them.

use super::model::{Pack, Rule};
use crate::rule::{RuleError, RuleReader, Yaml};
use crate::semaphore::{Band, VersionRange};

/// Traps in a rule as a whole.
pub(super) fn rule(reader: &mut RuleReader<'_>, rule: &Rule) {
    if rule.why.is_none() {
        reader.trap(
            RuleError::new(rule.span.clone(), format!("rule {:?} does not say why it is there", rule.id)).suggest("add `why: …`"),
        );
    }
    let ranges = [("target", &rule.when.target), ("source", &rule.when.source)];
    for (key, range) in ranges {
        if range.as_ref().is_some_and(|range| !knows(range)) {
            reader
                .trap(RuleError::new(rule.span.clone(), format!("no known version is in the {key} range of rule {:?}", rule.id)));
        }
    }
}

fn knows(range: &VersionRange) -> bool {
    Band::ALL
        .iter()
        .any(|band| [band.first_version(), band.typical_version(), band.last_version()].iter().any(|v| range.contains(v)))
}

/// Traps in a pack as a whole.
pub(super) fn pack(reader: &mut RuleReader<'_>, pack: &Pack, params: Option<&Yaml>) {
    if let Some(at) = params {
        let unused: Vec<&str> =
            pack.params.iter().map(|p| p.name.as_str()).filter(|name| !reader.used_params.contains(*name)).collect();
        for name in unused {
            let message = format!("nothing uses the parameter {name:?}");
            reader.trap(RuleError::new(at.span.clone(), message));
        }
    }
    if pack.tests.is_empty() {
        reader.trap(RuleError::new(0..0, "the pack has no tests").suggest("add `tests:` with `given` and `expect`"));
    }
}
