//! `docs/rules.md`: the language in words, and every operation from its own documentation and examples.

use std::fmt::Write as _;

use crate::op::{Example, REGISTRY};

/// The page as Markdown.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::from(include_str!("guide.md"));
    for kind in REGISTRY {
        let _ = write!(out, "### `{}`\n\n{}\n\n", kind.name, kind.doc);
        for example in kind.examples {
            show(&mut out, example);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn show(out: &mut String, example: &Example) {
    let _ = write!(out, "*{}*\n\n```yaml\n{}\n```\n\n", example.title, example.rule);
    if example.given == example.expect {
        let _ = write!(out, "```json\n{}\n```\n\n", example.given);
    } else {
        let _ = write!(out, "```json\n{}\n// becomes\n{}\n```\n\n", example.given, example.expect);
    }
}
