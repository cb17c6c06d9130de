//! Traps: rules that are valid but hardly do what was meant. Found while a pack is read; only `semxform rules lint` tells of them.

use super::error::RuleError;
use super::model::{Pack, Rule};
use super::reader::Reader;
use super::yaml::Yaml;
use crate::jsonpath::{LintKind, Selector};
use crate::semaphore::{Band, VersionRange};

/// Traps in a selector.
pub(super) fn selector(reader: &mut Reader<'_>, at: &Yaml, selector: &Selector) {
    let text = selector.text();
    for lint in selector.lints() {
        let path = path_before(text, lint.offset);
        // Where the filter compares the same value with null, its author has thought of it.
        let guarded = lint.kind == LintKind::NullCounts && compares_with_null(text, &path);
        if !guarded {
            let span = reader.inside(at, text, lint.offset);
            reader.trap(RuleError::new(span, lint.message.clone()));
        }
    }
    for (offset, path) in unequal_to_null(text) {
        if !asks_for(text, path) {
            let span = reader.inside(at, text, offset);
            let message = format!("{path} != null is also true where it is missing");
            reader.trap(RuleError::new(span, message).suggest(format!("write `{path} && {path} != null`")));
        }
    }
}

/// `@.vault_key` for the offset of its last name.
fn path_before(text: &str, offset: usize) -> String {
    let start = text.get(..offset).and_then(|before| before.rfind('@')).unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let mut end = 0;
    while let Some(c) = rest[end..].chars().next() {
        end += match c {
            // A filter of its own is no part of the path.
            '[' if !rest[end..].starts_with("[?") => rest[end..].find(']').map_or(1, |n| n + 1),
            c if is_path(c) => c.len_utf8(),
            _ => break,
        };
    }
    rest[..end].split_whitespace().collect()
}

fn is_path(c: char) -> bool {
    c.is_alphanumeric() || "@._".contains(c)
}

fn compares_with_null(text: &str, path: &str) -> bool {
    let compact: String = text.split_whitespace().collect();
    let forms = [format!("{path}!=null"), format!("{path}==null"), format!("null!={path}"), format!("null=={path}")];
    forms.iter().any(|form| compact.contains(form.as_str()))
}

/// Each `path != null`, with its offset.
fn unequal_to_null(text: &str) -> Vec<(usize, &str)> {
    let ends = text.match_indices("!=").filter(|(at, _)| text[at + 2..].trim_start().starts_with("null"));
    ends.filter_map(|(at, _)| {
        let before = text[..at].trim_end();
        let start = before.rfind(|c| !is_path(c)).map_or(0, |n| n + 1);
        let path = &before[start..];
        path.starts_with('@').then_some((start, path))
    })
    .filter(|(_, path)| path.len() > 1)
    .collect()
}

/// Whether the text asks for the existence of `path`, or compares it with something that is there.
fn asks_for(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(at, _)| {
        let after = &text[at + path.len()..];
        if after.starts_with(is_path) || after.starts_with('[') {
            return false;
        }
        let after = after.trim_start();
        let is_null = after.strip_prefix("==").is_some_and(|rest| rest.trim_start().starts_with("null"));
        !is_null && !after.starts_with("!=")
    })
}

/// Traps in a rule as a whole.
pub(super) fn rule(reader: &mut Reader<'_>, rule: &Rule) {
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
pub(super) fn pack(reader: &mut Reader<'_>, pack: &Pack, params: Option<&Yaml>) {
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
