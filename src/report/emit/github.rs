//! `github`: workflow commands that become annotations of a pull request. GitHub shows ten of each kind a step, so the worst come first
//! and one line counts the rest.

use std::fmt::Write as _;

use super::{Counts, Emit, Envelope, FileEntry, FindingEntry, details, rank, uri, with_entity, worst_first};
use crate::finding::{Severity, codes};
use crate::text::safe::{github_message, github_property};

/// How many annotations of a severity GitHub shows.
const SHOWN: usize = 10;

/// Annotations.
#[derive(Debug)]
pub(super) struct Github;

impl Emit for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn about(&self) -> &'static str {
        "Annotations of a GitHub workflow"
    }

    fn emit(&self, envelope: &Envelope) -> String {
        let mut out = String::new();
        if let Some(error) = &envelope.error {
            let _ = writeln!(out, "::error title=semxform::{}", github_message(&error.message));
        }
        let mut shown = [0; 3];
        let mut rest = Vec::new();
        for (file, finding) in worst_first(envelope) {
            let count = &mut shown[usize::from(rank(finding.severity))];
            if *count < SHOWN {
                *count += 1;
                annotation(file, finding, &mut out);
            } else {
                rest.push(finding);
            }
        }
        let rest = Counts::listed(rest).and(Counts::not_kept(&envelope.files)).text();
        if !rest.is_empty() {
            let _ = writeln!(out, "::notice title=semxform::and {rest} that are not shown here");
        }
        out
    }
}

fn annotation(file: &FileEntry, finding: &FindingEntry, out: &mut String) {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let title = codes::get(finding.code).map(|page| page.title).unwrap_or_default();
    let mut properties = format!("file={}", github_property(&uri::plain(&file.path)));
    if let (Some(line), Some(end), Some(column)) = (finding.line, finding.end_line, finding.column) {
        let _ = write!(properties, ",line={line},endLine={end},col={column}");
    }
    let _ = write!(properties, ",title={}", github_property(&format!("{} {title}", finding.code)));
    let mut message = with_entity(finding);
    for (label, text) in details(finding) {
        let _ = write!(message, "\n{label}: {text}");
    }
    let _ = writeln!(out, "::{command} {properties}::{}", github_message(&message));
}
