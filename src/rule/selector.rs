//! JSONPath in rules: read with its mistakes placed inside the text, checked against the places that some version knows, and looked through
//! for traps (valid, but hardly meant).

use super::error::RuleError;
use super::known::known_shape;
use super::reader::RuleReader;
use super::yaml::Yaml;
use crate::finding::Code;
use crate::jsonpath::{LintKind, Selector, SelectorError};

/// Reads a JSONPath; a mistake is placed inside the text.
pub(crate) fn read_selector(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<Selector> {
    let text = reader.text(at, "a JSONPath such as `$.templates[*]`")?;
    match Selector::parse(&text) {
        Ok(selector) => {
            note_traps(reader, at, &selector);
            Some(selector)
        }
        Err(errors) => {
            for error in errors {
                wrong_inside(reader, Code::SX202, at, &text, &error);
            }
            None
        }
    }
}

/// Reads a JSONPath into the backup: what no version knows is a mistake, unless the rule has `unknown: true`.
pub(crate) fn read_known_selector(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<Selector> {
    let selector = read_selector(reader, at)?;
    if !reader.unknown {
        for dead_end in selector.dead_ends(known_shape()) {
            wrong_inside(reader, Code::SX203, at, selector.text(), &dead_end.error);
        }
    }
    Some(selector)
}

fn wrong_inside(reader: &mut RuleReader<'_>, code: Code, at: &Yaml, text: &str, error: &SelectorError) {
    let span = reader.inside(at, text, error.offset.min(text.len()));
    let mut wrong = RuleError::new(span, error.message.clone()).code(code);
    wrong.suggestion = error.suggestion.as_ref().map(|suggestion| match suggestion.split_once(", @.") {
        // A word without quotes can be a text or a key.
        Some((text, key)) if suggestion.ends_with("as a key") => {
            let (text, key) = (text.trim_end_matches(" as a text"), key.trim_end_matches(" as a key"));
            format!("write `{text}` for the text, `@.{key}` for the value of the key")
        }
        _ => format!("did you mean `{suggestion}`?"),
    });
    reader.push(wrong);
}

fn note_traps(reader: &mut RuleReader<'_>, at: &Yaml, selector: &Selector) {
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
