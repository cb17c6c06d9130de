//! `docs/rules.md`: the language in words, and every operation from its own documentation and examples.

use std::fmt::Write as _;

use crate::op::{Example, Parameter, REGISTRY, Takes};

/// The page as Markdown.
#[must_use]
pub(super) fn markdown() -> String {
    let mut out = String::from(include_str!("rules.md"));
    for kind in REGISTRY {
        let _ = write!(out, "### `{}`\n\n{}\n\n", kind.name, kind.doc);
        parameters(&mut out, kind.takes.parameters().iter().chain(kind.options));
        for example in kind.examples {
            show(&mut out, example);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A table of parameters with what they are; words are listed with their meanings.
fn parameters<'k>(out: &mut String, parameters: impl Iterator<Item = &'k Parameter>) {
    let mut rows = String::new();
    for parameter in parameters {
        let name = match parameter.takes {
            Takes::Conditions | Takes::Operations => format!("*{}*", parameter.name),
            Takes::Table => "`table` or `table_file`".to_owned(),
            _ => format!("`{}`", parameter.name),
        };
        let words = parameter.takes.words().iter().map(|word| match word.about {
            "" => format!("`{}`", word.word),
            about => format!("`{}` ({about})", word.word),
        });
        let words: Vec<String> = words.collect();
        let words = if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) };
        let needed = if parameter.required { "; needed" } else { "" };
        let _ = writeln!(rows, "| {name} | {}{words}{needed} |", parameter.about);
    }
    if !rows.is_empty() {
        let _ = write!(out, "| parameter | is |\n|---|---|\n{rows}\n");
    }
}

fn show(out: &mut String, example: &Example) {
    let _ = write!(out, "*{}*\n\n```yaml\n{}\n```\n\n", example.title, example.rule);
    if example.given == example.expect {
        let _ = write!(out, "```json\n{}\n```\n\n", example.given);
    } else {
        let _ = write!(out, "```json\n{}\n// becomes\n{}\n```\n\n", example.given, example.expect);
    }
}
