//! Which findings are not shown: those that `ignore:` of semxform.yaml silences with a reason, and those that an earlier report holds.
//! What the server does with the file stays what it is.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::config::Config;
use super::exit::Exit;
use super::ui::{Stream, Ui};
use crate::finding::{Code, Finding, Severity, Stage};
use crate::report::Source;
use crate::report::envelope::{FileEntry, FindingEntry};

/// What is hidden.
pub(super) struct Silence<'a> {
    config: &'a Config,
    /// Which entries of `ignore:` silenced something.
    used: Vec<AtomicBool>,
    /// Fingerprints of the earlier report.
    baseline: HashSet<String>,
}

/// How many findings are hidden.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// By `ignore:`.
    pub ignored: usize,
    /// By `--baseline`.
    pub known: usize,
}

impl Hidden {
    /// `2 findings are ignored, 1 is in the baseline`; none where nothing is hidden.
    pub(super) fn note(self) -> Option<String> {
        let of = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 finding {what}")),
            _ => Some(format!("{count} findings {what}")),
        };
        let parts: Vec<_> =
            [of(self.ignored, "silenced by `ignore`"), of(self.known, "known from the baseline")].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

impl<'a> Silence<'a> {
    /// Reads the earlier report; `None`, with a message, if it is none.
    pub(super) fn new(config: &'a Config, baseline: Option<&PathBuf>, ui: &mut Ui) -> Option<Self> {
        let used = config.ignore.iter().map(|_| AtomicBool::new(false)).collect();
        let mut silence = Self { config, used, baseline: HashSet::new() };
        let Some(path) = baseline else { return Some(silence) };
        let bytes = match crate::files::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                ui.file_error(Code::SX111, &error);
                return None;
            }
        };
        let Some(fingerprints) = fingerprints(&bytes) else {
            let message = format!("{} is no report of findings", path.display());
            ui.error(Exit::Input, &message, Some("--baseline takes what --format json or --report json:PATH wrote"));
            return None;
        };
        silence.baseline = fingerprints;
        Some(silence)
    }

    /// Whether it may hide something, so that each finding is needed to know what is left.
    pub(super) fn hides(&self) -> bool {
        !self.used.is_empty() || !self.baseline.is_empty()
    }

    /// Leaves what is to be shown of the findings of a file.
    pub(super) fn apply(&self, source: &Source, target: &str, findings: &mut Vec<Finding>) -> Hidden {
        let mut hidden = Hidden::default();
        if !self.hides() {
            return hidden;
        }
        let mut entries: Vec<_> = findings.iter().map(|finding| FindingEntry::new(source, finding)).collect();
        FindingEntry::sign(&mut entries, source.path, Some(target));
        let mut entries = entries.into_iter();
        findings.retain(|finding| {
            let Some(entry) = entries.next() else { return true };
            if self.is_ignored(finding, &entry) {
                hidden.ignored += 1;
                return false;
            }
            let known = self.baseline.contains(&entry.fingerprint);
            hidden.known += usize::from(known);
            !known
        });
        hidden
    }

    /// Whether an entry silences the finding. All that do count as used.
    fn is_ignored(&self, finding: &Finding, entry: &FindingEntry) -> bool {
        let fits = self.config.ignore.iter().zip(&self.used).filter(|(ignore, _)| {
            let entity = |wanted: &String| entry.entity.as_ref() == Some(wanted);
            ignore.code == finding.code && ignore.entity.as_ref().is_none_or(entity)
        });
        fits.map(|(_, used)| used.store(true, Ordering::Relaxed)).count() > 0
    }

    /// Reports entries that silenced nothing in all of the run. Of a file that could not be read nobody knows.
    pub(super) fn report_unused(&self, ui: &mut Ui) {
        if ui.exit() >= Exit::Input {
            return;
        }
        let unused = self.config.ignore.iter().zip(&self.used).filter(|(_, used)| !used.load(Ordering::Relaxed));
        let finding = |(ignore, _): (&super::config::Ignore, _)| {
            let of = ignore.entity.as_ref().map_or_else(String::new, |entity| format!(" of {entity}"));
            let message = format!("no finding {}{of} was there to be silenced", ignore.code);
            let finding = Finding::new(Code::SX215, Severity::Warning, Stage::Schema, message);
            finding.help("remove the entry, or correct its `entity`").at_bytes(ignore.span.clone())
        };
        let findings: Vec<_> = unused.map(finding).collect();
        let Some((path, text)) = self.config.file.as_ref().filter(|_| !findings.is_empty()) else { return };
        let source = Source::text(path, text.as_bytes());
        ui.findings(Stream::Out, &source, &findings);
        let findings = ui.entries(&source, &findings);
        ui.file(FileEntry { path: path.clone(), findings, ..FileEntry::default() });
    }
}

/// The fingerprints of a report, if it is one.
fn fingerprints(report: &[u8]) -> Option<HashSet<String>> {
    let report: Value = serde_json::from_slice(report).ok()?;
    let findings = report.get("files")?.as_array()?.iter().flat_map(|file| file["findings"].as_array().into_iter().flatten());
    Some(findings.filter_map(|finding| finding["fingerprint"].as_str()).map(str::to_owned).collect())
}
