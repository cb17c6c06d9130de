//! Rule packs as `semxform rules list` shows them.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};

use super::envelope::{PackEntry, RuleEntry};
use super::page::WIDTH;
use super::wrap::hang;
use crate::pack::Pack;
use crate::text::safe;

const NAME: Style = Style::new().effects(Effects::BOLD);
const OPTION: Style = AnsiColor::Yellow.on_default();

/// Name and title in one line, the titles below each other.
#[must_use]
pub(crate) fn line(name: &str, pack: &Pack, most: usize, width: usize) -> String {
    let title = hang(&safe::line(&pack.title), width, most + 2);
    format!("{NAME}{name:most$}{NAME:#}  {title}\n", name = safe::line(name))
}

/// A pack with its rules.
#[must_use]
pub(crate) fn human(name: &str, pack: &Pack, width: usize) -> String {
    let width = WIDTH.min(width);
    let mut out = format!("{NAME}{}{NAME:#}: {}\n", safe::line(name), safe::line(&pack.title));
    if let Some(about) = &pack.about {
        let _ = writeln!(out, "  {}", hang(&safe::lines(about.trim()), width, 2));
    }
    for param in &pack.params {
        let about = param.about.as_ref().map_or_else(String::new, |a| format!(": {}", safe::line(a)));
        let _ = writeln!(out, "  --set {}={}{about}", param.name, param.kind.name().to_uppercase());
    }
    for rule in &pack.rules {
        let optional = if rule.optional { format!(" {OPTION}(only --with {}){OPTION:#}", rule.id) } else { String::new() };
        let _ = writeln!(out, "  - {NAME}{}{NAME:#}{optional}", rule.id);
        if let Some(why) = &rule.why {
            let _ = writeln!(out, "    {}", hang(&safe::lines(why.trim()), width, 4));
        }
    }
    out
}

/// One line.
#[must_use]
pub(crate) fn concise(name: &str, pack: &Pack) -> String {
    format!("{}\t{}\n", safe::line(name), safe::line(&pack.title))
}

/// The same for the envelope.
#[must_use]
pub(crate) fn entry(name: &str, pack: &Pack) -> PackEntry {
    let rules = pack.rules.iter().map(|rule| RuleEntry {
        id: rule.id.clone(),
        why: rule.why.clone(),
        optional: rule.optional,
        operations: rule.operations().collect(),
    });
    PackEntry {
        name: name.to_owned(),
        title: pack.title.clone(),
        about: pack.about.clone(),
        params: pack.params.iter().map(|p| p.name.clone()).collect(),
        rules: rules.collect(),
        tests: pack.tests.len(),
        text: None,
    }
}
