//! Answers: what they are made of, and how they become JSON.

use serde::Serialize;

use crate::finding::{Finding, Severity};
use crate::mask::Secrets;
use crate::report::Source;
use crate::report::emit;
use crate::report::envelope::{Envelope, FileEntry, FindingEntry, Summary};

/// An answer to a question of the browser page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAnswer {
    /// What the page shows.
    pub json: Vec<u8>,
    /// A file that belongs to it: a result or a report. Empty where there is none.
    pub file: Vec<u8>,
}

impl PageAnswer {
    /// Without a file.
    pub(super) fn new(answer: &impl Serialize) -> Self {
        // Maps have text keys and numbers are finite, so this cannot fail.
        Self { json: serde_json::to_vec(answer).unwrap_or_default(), file: Vec::new() }
    }

    /// A report in place of what the page shows.
    pub(super) fn report(format: &str, mut entry: FileEntry) -> Result<Self, Failure> {
        let format = emit::format(format).ok_or_else(|| Failure::new(format!("there is no report format {format}")))?;
        entry.sign();
        let mut envelope = Envelope { files: vec![entry], ..Envelope::default() };
        envelope.summary = Summary::of(&envelope.files);
        Ok(Self { file: format.emit(&envelope).into_bytes(), ..Self::new(&serde_json::json!({})) })
    }
}

/// Why there is no other answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Failure {
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    pub(super) fn into_answer(self) -> PageAnswer {
        PageAnswer::new(&serde_json::json!({ "error": self }))
    }
}

/// Findings as entries, with the lines around them.
pub(super) fn entries(secrets: Secrets, source: &Source, findings: &[Finding]) -> Vec<FindingEntry> {
    findings.iter().map(|finding| FindingEntry::new(source, finding).with_window(source, finding, secrets)).collect()
}

/// The colour of a verdict: `good`, `warning` or `error`.
pub(super) fn tone(entry: &FileEntry) -> &'static str {
    let is = |severity: Severity| entry.findings.iter().any(|finding| finding.severity == severity);
    match entry.restorable {
        Some(true) if !is(Severity::Error) && !is(Severity::Warning) => "good",
        Some(true) if !is(Severity::Error) => "warning",
        _ => "error",
    }
}
