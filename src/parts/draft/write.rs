//! Rules as text. Values are JSON, which is YAML too.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::pack::Pack;
use crate::semaphore::Release;

/// Stands for a section where the rule renames entities.
pub(super) const RENAMES: &str = "rename_entity";

/// A rule to be.
#[derive(Debug)]
struct DraftRule {
    id: String,
    section: String,
    body: String,
}

/// The rules of a draft, in order.
#[derive(Debug, Default)]
pub(super) struct Rules {
    rules: Vec<DraftRule>,
    ids: HashSet<String>,
}

impl Rules {
    /// Adds a rule: its selector, if it has one, and its operations.
    pub(super) fn push(&mut self, section: &str, select: Option<&str>, operations: &[(&str, Value)]) {
        let kind = operations.first().map_or("", |operation| operation.0);
        let plain: String =
            section.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        let base = format!("{}-{}", plain.trim_matches('-'), kind.replace('_', "-"));
        let id = (1..=self.rules.len() + 1)
            .map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") })
            .find(|id| !self.ids.contains(id));
        let id = id.unwrap_or_default();
        self.ids.insert(id.clone());
        let mut body = String::new();
        if let Some(select) = select {
            let _ = writeln!(body, "    select: {}", Value::String(select.to_owned()));
        }
        for (name, value) in operations {
            let _ = writeln!(body, "    {name}: {value}");
        }
        if operations.iter().any(|(name, _)| matches!(*name, "remove" | "delete_entity")) {
            let _ = writeln!(body, "    loss: what this rule removes");
        }
        let section = if kind == RENAMES { RENAMES } else { section };
        let mut rule = DraftRule { id, section: section.to_owned(), body };
        if Pack::parse("draft.yaml", &text("draft", std::slice::from_ref(&rule), "")).is_err() {
            // Keys that no version knows have to be meant.
            rule.body.push_str("    unknown: true\n");
        }
        self.rules.push(rule);
    }

    pub(super) fn len(&self) -> usize {
        self.rules.len()
    }

    /// The pack, with its tests.
    pub(super) fn text(&self, id: &str, tests: &str) -> String {
        text(id, &self.rules, tests)
    }

    /// The section of a rule by its full id.
    pub(super) fn section_of(&self, full_id: &str) -> Option<String> {
        let id = full_id.rsplit('/').next()?;
        self.rules.iter().find(|rule| rule.id == id).map(|rule| rule.section.clone())
    }

    /// The section of the rule at an offset of the text.
    pub(super) fn section_at(&self, text: &str, offset: usize) -> Option<String> {
        let before = text.get(..offset)?;
        let line = before.rfind("  - id: ")?;
        self.section_of(text[line + 8..].lines().next()?)
    }

    pub(super) fn sections(&self) -> Vec<String> {
        self.rules.iter().map(|rule| rule.section.clone()).collect()
    }
}

fn text(id: &str, rules: &[DraftRule], tests: &str) -> String {
    let mut out = format!("semxform: 1\nid: {id}\ntitle: Drafted from two backups\n");
    out.push_str(if rules.is_empty() { "rules: []\n" } else { "rules:\n" });
    for rule in rules {
        let _ = write!(out, "  - id: {}\n{}", rule.id, rule.body);
    }
    out + tests
}

/// A test of the pack.
pub(super) fn test(from: &Release, to: &Release, given: &Value, expect: &Value) -> String {
    format!(
        "tests:\n  - name: what it was drafted from\n    with: {{from: \"{from}\", to: \"{to}\"}}\n    given: {given}\n    expect: {expect}\n"
    )
}

/// `$.templates`, `$['odd key']`
pub(super) fn child(path: &str, key: &str) -> String {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { format!("{path}.{key}") } else { format!("{path}[{}]", quoted(key)) }
}

/// A text in a selector.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            c if u32::from(c) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// An object of one member.
pub(super) fn one(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}
