//! The summary: by entity, what changed and which rule did it, with references that followed a new name and JSON text opened.
//! Also the text form of a comparison by name. Decides nothing; secrets are masked by place.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use serde_json::Value;

use super::byname::{self, Difference, DifferenceKind};
use super::lines::parse_text;
use crate::engine::Change;
use crate::json::{Document, NAMES, Path, Step, WHOLE};
use crate::mask::{self, Beside, Secrets};
use crate::text::safe;

/// Longest value that is shown whole, in characters.
const WIDTH: usize = 160;
/// Operations that change references along with a name.
const RENAMING: [&str; 2] = ["rename_entity", "unique_names"];

/// Writes the journal of a run by entity; nothing where it is empty. `doc` is the document of the run.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(
    journal: impl IntoIterator<Item = Change>,
    doc: &Document,
    secrets: Secrets,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut groups = Groups::default();
    let (mut total, mut rules) = (0, BTreeSet::new());
    for change in journal {
        let path = Path::from_pointer(&change.pointer).unwrap_or_default();
        let (title, member) = place(&path, &change.entity);
        total += 1;
        rules.insert(change.rule.clone());
        let text = |json: &Option<crate::engine::RecordedValue>| json.as_ref().map(|j| j.text(doc).into_owned());
        let mut remark = change.rule.to_string();
        if RENAMING.contains(&change.operation) && !member.is_empty() && !NAMES.contains(&member.as_str()) {
            remark.insert_str(0, "reference followed, ");
        }
        let base = Difference {
            kind: kind(&change),
            entity: title,
            member,
            pointer: change.pointer.clone(),
            before: text(&change.before),
            after: text(&change.after),
            beside: Beside::Unknown,
        };
        let lines = match &change.renamed {
            Some(key) => vec![format!("~ {} is called {key} now", base.member)],
            None => lines(&base, secrets),
        };
        groups.add(base.entity, lines, &remark);
    }
    groups.write(out)?;
    if total == 0 {
        return Ok(());
    }
    let (changes, entities) = (count(total, "change"), count(groups.titles.len(), "place"));
    writeln!(out, "{changes} in {entities} by {}", count(rules.len(), "rule"))
}

/// Writes a comparison by name; nothing where nothing differs.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write_differences(differences: &[Difference], secrets: Secrets, out: &mut dyn Write) -> io::Result<()> {
    let mut groups = Groups::default();
    for difference in differences {
        groups.add(difference.entity.clone(), lines(difference, secrets), "");
    }
    groups.write(out)
}

fn kind(change: &Change) -> DifferenceKind {
    match (&change.before, &change.after) {
        (None, _) => DifferenceKind::Added,
        (_, None) => DifferenceKind::Removed,
        _ => DifferenceKind::Changed,
    }
}

/// Lines under the titles they belong to, in the order in which the titles came up.
#[derive(Default)]
struct Groups {
    titles: Vec<String>,
    lines: HashMap<String, Vec<String>>,
}

impl Groups {
    fn add(&mut self, title: String, lines: Vec<String>, remark: &str) {
        let group = self.lines.entry(title.clone()).or_insert_with(|| {
            self.titles.push(title);
            Vec::new()
        });
        for (i, line) in lines.into_iter().enumerate() {
            let remark = if remark.is_empty() || i > 0 { String::new() } else { format!("  ({remark})") };
            group.push(line + &remark);
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for title in &self.titles {
            writeln!(out, "{}", safe::line(title))?;
            for line in self.lines.get(title).into_iter().flatten() {
                writeln!(out, "  {}", safe::line(line))?;
            }
        }
        Ok(())
    }
}

/// One difference; JSON text on both sides is opened into what differs inside.
fn lines(difference: &Difference, secrets: Secrets) -> Vec<String> {
    let Difference { kind, member, pointer, before, after, beside, .. } = difference;
    let show = |text: &Option<String>| text.as_deref().map(|t| shown(t, pointer, *beside, secrets)).unwrap_or_default();
    let name = if member.is_empty() { String::new() } else { format!("{member}: ") };
    let line = match kind {
        DifferenceKind::Added => format!("+ {name}{}", show(after)),
        DifferenceKind::Removed => format!("- {name}{}", show(before)),
        DifferenceKind::Changed if show(before) == show(after) => {
            format!("~ {name}{} (changed; --show-secrets shows how)", show(after))
        }
        DifferenceKind::Changed => format!("~ {name}{} → {}", show(before), show(after)),
        DifferenceKind::Suffix => format!("= {name}{} → {} (the random suffix of an export)", show(before), show(after)),
    };
    let inner = |text: &Option<String>| match serde_json::from_str(text.as_deref()?).ok()? {
        Value::String(text) => parse_text(&text),
        _ => None,
    };
    let (Some(from), Some(to)) = (inner(before), inner(after)) else {
        return vec![line];
    };
    let base = Difference { member: String::new(), ..difference.clone() };
    let inside = byname::compare_texts(&from, &to, &base);
    let head = if inside.is_empty() { "another spelling of the same JSON text" } else { "JSON text" };
    let inside = inside.iter().flat_map(|d| lines(d, secrets)).map(|line| format!("  {line}"));
    std::iter::once(format!("~ {name}{head}")).chain(inside).collect()
}

fn shown(json: &str, pointer: &str, beside: Beside, secrets: Secrets) -> String {
    let text = match secrets {
        Secrets::Hidden => mask::json(json, pointer, beside),
        Secrets::Shown => Cow::Borrowed(json),
    };
    if text.chars().count() <= WIDTH {
        return one_line(&text);
    }
    one_line(&text.chars().take(WIDTH - 1).chain(['…']).collect::<String>())
}

/// Values of the source keep their line ends and indentation; here they would only tear the list apart.
fn one_line(json: &str) -> String {
    if json.contains('\n') { json.split('\n').map(str::trim).collect::<Vec<_>>().join(" ") } else { json.to_owned() }
}

/// The entity around a place, and the place within it: `templates["Deploy app"]` and `vaults[1].vault_key`.
fn place(path: &Path, entity: &str) -> (String, String) {
    let of_section = matches!(path.0.get(1), Some(Step::Index(_)));
    let title = head(entity);
    let mut member = String::new();
    // Of the document itself a section is a member.
    let above = if of_section { 2 } else { usize::from(title != WHOLE) };
    for step in path.0.iter().skip(above) {
        match step {
            Step::Key(key) if member.is_empty() => member.push_str(key),
            Step::Key(key) => member.extend([".", key]),
            Step::Index(at) => member.extend(["[", &at.to_string(), "]"]),
        }
    }
    (title.to_owned(), member)
}

/// The first name and, in brackets behind it, the second: quotes may hold brackets.
fn head(entity: &str) -> &str {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in entity.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return &entity[..=at],
            '.' if !quoted => return &entity[..at],
            _ => {}
        }
    }
    entity
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
