//! One line a finding, for editors, grep and CI logs: `backup.json:214:26: error[SX301] message: entity`.

use std::fmt::Write as _;

use super::source::Source;
use crate::finding::Finding;

/// The findings of one source, one line each.
#[must_use]
pub fn concise(source: &Source, findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        out.push_str(source.path);
        if let Some(span) = source.span(finding) {
            let at = source.position(span.start);
            let _ = write!(out, ":{}:{}", at.line, at.column);
        }
        let _ = write!(out, ": {}[{}] {}", finding.severity.name(), finding.code, one_line(&finding.message));
        if let Some(entity) = source.entity(finding) {
            let _ = write!(out, ": {entity}");
        }
        if !finding.db.is_empty() {
            let names: Vec<_> = finding.db.iter().map(|db| db.name()).collect();
            let _ = write!(out, " [{}]", names.join(", "));
        }
        out.push('\n');
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
