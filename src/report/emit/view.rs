//! What is shown of a file on a page: findings by code, each with its lines, losses, changes. For the report and the browser page.

use serde::Serialize;
use serde_json::Value;

use super::{FileEntry, FindingEntry, details, not_kept, rank, totals};
use crate::finding::Repair;
use crate::finding::{Severity, codes};
use crate::report::envelope::{ChangeEntry, LossEntry};
use crate::report::verdict;
use crate::sorting::sort_by_key;
use crate::text::safe;

/// A file with everything there is to show of it, as text that hides and reorders nothing.
#[derive(Debug, Serialize)]
pub(crate) struct FileView {
    path: String,
    target: Option<String>,
    outcome: Option<String>,
    good: bool,
    written: Option<String>,
    totals: String,
    groups: Vec<Group>,
    losses: Vec<LossView>,
    changes: Vec<ChangeView>,
}

/// The findings of a code.
#[derive(Debug, Serialize)]
pub(crate) struct Group {
    code: &'static str,
    severity: Severity,
    title: &'static str,
    url: String,
    findings: Vec<FindingView>,
    /// How many more there are.
    not_kept: usize,
}

/// A finding.
#[derive(Debug, Serialize)]
pub(crate) struct FindingView {
    message: String,
    entity: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    details: Vec<(&'static str, String)>,
    db: Vec<&'static str>,
    window: Vec<Line>,
    was_there_before: bool,
    repair: Option<Repair>,
}

/// A line of the file; `mark` is what the finding is about.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    number: String,
    before: String,
    mark: String,
    after: String,
}

/// A loss.
#[derive(Debug, Serialize)]
pub(crate) struct LossView {
    entity: String,
    what: String,
    rule: String,
    value: Option<String>,
    accepted: bool,
}

/// A change by a rule.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeView {
    entity: String,
    pointer: String,
    rule: String,
    before: Option<String>,
    after: Option<String>,
    renamed: Option<String>,
}

/// A text of others in one line.
pub(crate) fn line(text: &str) -> String {
    safe::line(text).into_owned()
}

/// A text of others in several lines, none of which a CI runner takes for a command.
pub(super) fn lines(text: &str) -> String {
    safe::styled(&safe::lines(text)).into_owned()
}

/// What is shown of a file.
pub(crate) fn file(entry: &FileEntry) -> FileView {
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
                not_kept: not_kept(entry, finding.code, finding.severity),
            }),
        }
    }
    sort_by_key(&mut groups, |group| rank(group.severity));
    let outcome = entry.outcome.map(|outcome| match outcome {
        "restored" => "would restore this file",
        "refused" => "would refuse this file",
        "half_made" => "would stop half-way and leave an incomplete project",
        _ => "would crash on this file",
    });
    FileView {
        path: line(&entry.path),
        target: entry.target.as_deref().map(line),
        outcome: outcome.map(|outcome| outcome.to_owned() + if entry.uncertain { verdict::UNCERTAIN } else { "" }),
        good: entry.restorable == Some(true),
        written: entry.written.as_deref().map(line),
        totals: totals([entry]),
        groups,
        losses: entry.losses.iter().flatten().map(loss).collect(),
        changes: entry.changes.iter().flatten().map(change).collect(),
    }
}

fn shown(finding: &FindingEntry) -> FindingView {
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
    FindingView {
        message: lines(&finding.message),
        entity: finding.entity.as_deref().map(line),
        line: finding.line,
        column: finding.column,
        details: details(finding).into_iter().map(|(label, text)| (label, lines(text))).collect(),
        window: window.collect(),
        db: finding.db.clone(),
        was_there_before: finding.was_there_before,
        repair: finding.command.as_deref().and_then(Repair::named_in),
    }
}

/// A value as it is shown.
pub(crate) fn value(value: &Value) -> String {
    line(&value.to_string())
}

/// What is shown of a loss.
pub(crate) fn loss(loss: &LossEntry) -> LossView {
    LossView {
        entity: line(&loss.entity),
        what: line(&loss.what),
        rule: line(&loss.rule),
        value: loss.value.as_ref().map(value),
        accepted: loss.accepted,
    }
}

fn change(change: &ChangeEntry) -> ChangeView {
    ChangeView {
        entity: line(&change.entity),
        pointer: line(&change.pointer),
        rule: line(&change.rule),
        before: change.before.as_ref().map(value),
        after: change.after.as_ref().map(value),
        renamed: change.renamed.as_deref().map(line),
    }
}
