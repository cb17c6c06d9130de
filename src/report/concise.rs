//! One line a finding, for editors, grep and CI logs: `backup.json:214:26: error[SX301] message: entity`.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::source::Source;
use crate::finding::{Code, Finding, Severity};
use crate::text::{plural, safe};

/// The findings of one source, one line each.
#[must_use]
pub(crate) fn concise(source: &Source, findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        out.push_str(&safe::line(source.path));
        if let Some(span) = source.span(finding) {
            let at = source.position(span.start);
            let _ = write!(out, ":{}:{}", at.line, at.column);
        }
        let _ = write!(out, ": {}[{}] {}", finding.severity, finding.code, safe::line(&one_line(&finding.message)));
        if let Some(entity) = source.entity(finding) {
            let _ = write!(out, ": {}", safe::line(&entity));
        }
        if !finding.db.is_empty() {
            let names: Vec<_> = finding.db.iter().map(|db| db.name()).collect();
            let _ = write!(out, " [{}]", names.join(", "));
        }
        out.push('\n');
    }
    out
}

/// The findings of one source, the same of many entries as one line; at most `most` lines. Returns how many findings they leave out.
#[must_use]
pub(crate) fn concise_folded(source: &Source, findings: &[Finding], most: usize) -> (String, usize) {
    let mut groups: Vec<(&Finding, usize)> = Vec::new();
    let mut places: HashMap<(Code, &str), usize> = HashMap::new();
    for finding in findings {
        let place = *places.entry((finding.code, &finding.message)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => groups.push((finding, 1)),
        }
    }
    let left_out = groups.iter().skip(most).map(|(_, count)| count).sum();
    let line = |(finding, count): &(&Finding, usize)| {
        let line = concise(source, std::slice::from_ref(finding));
        if *count > 1 { format!("{} ({} more like this)\n", line.trim_end(), count - 1) } else { line }
    };
    (groups.iter().take(most).map(line).collect(), left_out)
}

/// So many errors of a file are named where little is to be said.
const BRIEF: usize = 20;

/// Those of the findings that are errors.
#[must_use]
pub(crate) fn errors(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()
}

/// The errors of one source in a line each, the same of many entries in one.
#[must_use]
pub(crate) fn errors_in_brief(source: &Source, findings: &[Finding]) -> String {
    let (mut lines, left_out) = concise_folded(source, &errors(findings), BRIEF);
    if left_out > 0 {
        let _ = writeln!(lines, "{}: … and {}", safe::line(source.path), plural(left_out, "more error"));
    }
    lines
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
