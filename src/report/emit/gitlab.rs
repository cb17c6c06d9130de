//! `gitlab`: a Code Quality report, which a merge request shows beside the changed lines.

use serde::Serialize;

use super::{Emit, Envelope, findings, uri, with_entity};
use crate::finding::Severity;
use crate::text::safe::{self, pretty_json};

/// Code Quality.
#[derive(Debug)]
pub(super) struct Gitlab;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: std::borrow::Cow<'a, str>,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Emit for Gitlab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn about(&self) -> &'static str {
        "A Code Quality report of GitLab"
    }

    fn emit(&self, envelope: &Envelope) -> String {
        let issues: Vec<_> = findings(envelope)
            .map(|(file, finding)| {
                let begin = finding.line.unwrap_or(1);
                Issue {
                    description: safe::line(&with_entity(finding)).into_owned(),
                    check_name: finding.code,
                    fingerprint: &finding.fingerprint,
                    severity: match finding.severity {
                        Severity::Error => "critical",
                        Severity::Warning => "minor",
                        Severity::Info => "info",
                    },
                    location: Location {
                        path: uri::plain(&file.path),
                        lines: Lines { begin, end: finding.end_line.unwrap_or(begin) },
                    },
                }
            })
            .collect();
        pretty_json(&issues)
    }
}
