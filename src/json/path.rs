//! Places in a document, in the three ways people and programs write them.

use std::fmt::Write as _;

/// One step of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Member name.
    Key(String),
    /// Position in an array, from 0.
    Index(usize),
}

/// A place, from the root.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(crate) struct Path(pub Vec<Step>);

impl Path {
    /// RFC 6901 JSON Pointer: `/templates/1/vaults/0`.
    #[must_use]
    pub(crate) fn pointer(&self) -> String {
        // As long as most are.
        let mut out = String::with_capacity(64);
        for step in &self.0 {
            out.push('/');
            match step {
                Step::Key(key) if key.contains(['~', '/']) => out.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Key(key) => out.push_str(key),
                Step::Index(i) => {
                    let _ = write!(out, "{i}");
                }
            }
        }
        out
    }

    /// RFC 9535 normalized path: `$['templates'][1]['vaults'][0]`.
    #[must_use]
    pub(crate) fn normalized(&self) -> String {
        let mut out = String::from("$");
        for step in &self.0 {
            match step {
                Step::Index(i) => {
                    let _ = write!(out, "[{i}]");
                }
                Step::Key(key) => {
                    out.push_str("['");
                    for c in key.chars() {
                        match c {
                            '\'' => out.push_str("\\'"),
                            '\\' => out.push_str("\\\\"),
                            '\u{8}' => out.push_str("\\b"),
                            '\u{c}' => out.push_str("\\f"),
                            '\n' => out.push_str("\\n"),
                            '\r' => out.push_str("\\r"),
                            '\t' => out.push_str("\\t"),
                            '\u{0}'..='\u{1f}' => {
                                let _ = write!(out, "\\u{:04x}", c as u32);
                            }
                            _ => out.push(c),
                        }
                    }
                    out.push_str("']");
                }
            }
        }
        out
    }

    /// Reads a JSON Pointer. Digits become a position; `Document::at` takes them as a name where it finds an object.
    #[must_use]
    pub(crate) fn from_pointer(pointer: &str) -> Option<Self> {
        if pointer.is_empty() {
            return Some(Self::default());
        }
        let steps = pointer.strip_prefix('/')?.split('/');
        Some(Self(
            steps
                .map(|s| match s.parse() {
                    Ok(i) if s == "0" || !s.starts_with(['0', '+']) => Step::Index(i),
                    _ => Step::Key(s.replace("~1", "/").replace("~0", "~")),
                })
                .collect(),
        ))
    }
}
