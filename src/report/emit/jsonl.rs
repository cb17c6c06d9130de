//! `jsonl`: one JSON object a finding, with the path and the target of its file.

use serde::Serialize;

use super::{Emit, Envelope, FindingEntry, findings};
use crate::text::safe;

/// A line a finding.
#[derive(Debug)]
pub(super) struct Jsonl;

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    #[serde(flatten)]
    finding: &'a FindingEntry,
}

impl Emit for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "One JSON object a finding, a line each"
    }

    fn emit(&self, envelope: &Envelope) -> String {
        let mut out = String::new();
        for (file, finding) in findings(envelope) {
            let line = Line { path: &file.path, target: file.target.as_deref(), finding };
            // Maps have text keys, so this cannot fail.
            out.push_str(&safe::json(&serde_json::to_string(&line).unwrap_or_default()));
            out.push('\n');
        }
        out
    }
}
