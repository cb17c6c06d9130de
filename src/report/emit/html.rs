//! `html`: one page without script, for people who prefer to look: verdict, findings with their lines, losses, changes.

use minijinja::{AutoEscape, Environment};
use serde::Serialize;
use serde_json::Value;

use super::{Emit, Envelope, Extras, FileEntry, FindingEntry, counted, counts, details, findings, rank};
use crate::finding::codes;
use crate::report::envelope::{ChangeEntry, LossEntry};
use crate::text::safe;

const TEMPLATE: &str = include_str!("page.html");

/// A page to look at.
#[derive(Debug)]
pub(super) struct Html;

impl Emit for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "One page without script, to look at and to print"
    }

    fn extras(&self) -> Extras {
        Extras { windows: true, ..Extras::default() }
    }

    fn emit(&self, envelope: &Envelope) -> String {
        let mut environment = Environment::new();
        environment.set_keep_trailing_newline(true);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        // The template is part of the program, and the test of this file renders it.
        environment.render_str(TEMPLATE, Page::new(envelope)).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Page {
    tool: String,
    files_word: String,
    totals: String,
    error: Option<String>,
    files: Vec<File>,
}

#[derive(Serialize)]
struct File {
    path: String,
    target: Option<String>,
    outcome: Option<String>,
    good: bool,
    written: Option<String>,
    totals: String,
    groups: Vec<Group>,
    losses: Vec<Loss>,
    changes: Vec<Change>,
}

/// The findings of a code.
#[derive(Serialize)]
struct Group {
    code: &'static str,
    severity: &'static str,
    title: &'static str,
    url: String,
    findings: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    message: String,
    entity: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    details: Vec<(&'static str, String)>,
    window: Vec<Line>,
    was_there_before: bool,
}

/// A line of the file; `mark` is what the finding is about.
#[derive(Serialize)]
struct Line {
    number: String,
    before: String,
    mark: String,
    after: String,
}

#[derive(Serialize)]
struct Loss {
    entity: String,
    what: String,
    rule: String,
    value: Option<String>,
    accepted: bool,
}

#[derive(Serialize)]
struct Change {
    entity: String,
    pointer: String,
    rule: String,
    before: Option<String>,
    after: Option<String>,
    renamed: Option<String>,
}

impl Page {
    fn new(envelope: &Envelope) -> Self {
        Self {
            tool: line(&envelope.tool),
            files_word: counted(envelope.files.len(), "file"),
            totals: totals(findings(envelope).map(|(_, finding)| finding)),
            error: envelope.error.as_ref().map(|error| safe::lines(&error.message).into_owned()),
            files: envelope.files.iter().map(file).collect(),
        }
    }
}

fn totals<'a>(findings: impl Iterator<Item = &'a FindingEntry>) -> String {
    let counts = counts(findings);
    if counts.is_empty() { "nothing to report".to_owned() } else { counts }
}

fn line(text: &str) -> String {
    safe::line(text).into_owned()
}

fn file(entry: &FileEntry) -> File {
    let mut groups: Vec<Group> = Vec::new();
    for finding in &entry.findings {
        match groups.iter_mut().find(|group| group.code == finding.code && group.severity == finding.severity) {
            Some(group) => group.findings.push(shown(finding)),
            None => groups.push(Group {
                code: finding.code,
                severity: finding.severity,
                title: codes::get(finding.code).map(|page| page.title).unwrap_or_default(),
                url: finding.url.clone(),
                findings: vec![shown(finding)],
            }),
        }
    }
    groups.sort_by_key(|group| rank(group.severity));
    let outcome = entry.outcome.map(|outcome| match outcome {
        "restored" => "would restore this file",
        "refused" => "would refuse this file",
        "half_made" => "would stop half-way and leave an incomplete project",
        _ => "would crash on this file",
    });
    File {
        path: line(&entry.path),
        target: entry.target.as_deref().map(line),
        outcome: outcome.map(str::to_owned),
        good: entry.restorable == Some(true),
        written: entry.written.as_deref().map(line),
        totals: totals(entry.findings.iter()),
        groups,
        losses: entry.losses.iter().flatten().map(loss).collect(),
        changes: entry.changes.iter().flatten().map(change).collect(),
    }
}

fn shown(finding: &FindingEntry) -> Shown {
    let window = finding.window.iter().flat_map(|window| {
        let (start, end) = (window.mark.start, window.mark.end);
        let mut offset = 0;
        window.text.split('\n').zip(window.first_line..).map(move |(text, number)| {
            let cut = |at: usize| at.clamp(offset, offset + text.len()) - offset;
            let (from, to) = (cut(start), cut(end));
            offset += text.len() + 1;
            let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
            let number = format!("{number:5}");
            Line { number, before: part(0..from), mark: part(from..to), after: part(to..text.len()) }
        })
    });
    Shown {
        message: safe::lines(&finding.message).into_owned(),
        entity: finding.entity.as_deref().map(line),
        line: finding.line,
        column: finding.column,
        details: details(finding).into_iter().map(|(label, text)| (label, safe::lines(text).into_owned())).collect(),
        window: window.collect(),
        was_there_before: finding.was_there_before,
    }
}

fn value(value: &Value) -> String {
    line(&value.to_string())
}

fn loss(loss: &LossEntry) -> Loss {
    Loss {
        entity: line(&loss.entity),
        what: line(&loss.what),
        rule: line(&loss.rule),
        value: loss.value.as_ref().map(value),
        accepted: loss.accepted,
    }
}

fn change(change: &ChangeEntry) -> Change {
    Change {
        entity: line(&change.entity),
        pointer: line(&change.pointer),
        rule: line(&change.rule),
        before: change.before.as_ref().map(value),
        after: change.after.as_ref().map(value),
        renamed: change.renamed.as_deref().map(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_entities_are_text_and_not_markup() {
        let finding = FindingEntry {
            message: "<script>alert(1)</script>".into(),
            code: "SX301",
            severity: "error",
            ..FindingEntry::default()
        };
        let file = FileEntry { path: "\"><img src=x>\u{202e}".into(), findings: vec![finding], ..FileEntry::default() };
        let page = Html.emit(&Envelope { files: vec![file], ..Envelope::default() });
        assert!(page.ends_with("</html>\n"), "{page}");
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'), "{page}");
        assert!(page.contains("&lt;script&gt;") && page.contains("1 error"), "{page}");
    }
}
