//! Hides findings in what is printed and reported: reads the earlier report of `--baseline`, and says how much is hidden.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::Value;

use super::config::Config;
use super::exit::Exit;
use super::silence::{Hidden, Looked, Sieve, Silence};
use super::ui::{Stream, Ui};
use crate::finding::{Code, Finding};
use crate::report::Source;
use crate::report::envelope::FileEntry;

/// `--baseline`
#[derive(Debug, Clone, Args)]
pub(super) struct BaselineArgs {
    /// Hide findings that an earlier report of the same command (`--report json:PATH`) holds, and count them
    #[arg(long, value_name = "REPORT", help_heading = "Output")]
    pub baseline: Option<PathBuf>,
}

/// What settings and an earlier report hide; `None`, with a message, if that is none.
pub(super) fn silence(config: &Config, baseline: Option<&Path>, ui: &mut Ui) -> Option<Silence> {
    let known = match baseline {
        Some(path) => known(path, ui)?,
        None => HashSet::new(),
    };
    Some(Silence::new(&config.ignore, config.file.clone(), known))
}

/// The fingerprints of an earlier report.
fn known(path: &Path, ui: &mut Ui) -> Option<HashSet<String>> {
    let bytes = match crate::files::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            ui.file_error(Code::SX111, &error);
            return None;
        }
    };
    let fingerprints = fingerprints(&bytes);
    if fingerprints.is_none() {
        let message = format!("{} is no report of findings", path.display());
        ui.error(Exit::Input, &message, Some("--baseline takes what --format json or --report json:PATH wrote"));
    }
    fingerprints
}

impl Ui {
    /// The sieve for a file, which is looked at for a target if it is a backup.
    pub(super) fn sieve(&self, path: &str, target: Option<&str>) -> Sieve {
        Sieve::new(&self.silence, path, target)
    }

    /// Takes out what is hidden of a file that no server is asked about, and says how much that is.
    pub(super) fn hide(&mut self, source: &Source, findings: &mut Vec<Finding>) -> Hidden {
        let mut sieve = self.sieve(source.path, None);
        sieve.apply(source, findings);
        self.note_hidden(source.path, sieve.hidden);
        sieve.hidden
    }

    /// Says how much is hidden.
    pub(super) fn note_hidden(&mut self, name: &str, hidden: Hidden) {
        if let Some(note) = hidden.note() {
            self.note(&format!("{name}: {note}"));
        }
    }

    /// Reports entries of `ignore:` that silenced nothing in all of the run. Of a file that could not be read nobody knows.
    pub(super) fn report_unused(&mut self, looked: Looked) -> Vec<Finding> {
        if self.exit() >= Exit::Input {
            return Vec::new();
        }
        let silence = Arc::clone(&self.silence);
        let findings = silence.unused(looked);
        if let Some((path, text)) = silence.settings().filter(|_| !findings.is_empty()) {
            let source = Source::text(path, text.as_bytes());
            self.findings(Stream::Out, &source, &findings);
            let entries = self.entries(&source, &findings);
            self.file(FileEntry { path: path.clone(), findings: entries, ..FileEntry::default() });
        }
        findings
    }
}

/// The fingerprints of a report, if it is one.
fn fingerprints(report: &[u8]) -> Option<HashSet<String>> {
    let report: Value = serde_json::from_slice(report).ok()?;
    let findings = report.get("files")?.as_array()?.iter().flat_map(|file| file["findings"].as_array().into_iter().flatten());
    Some(findings.filter_map(|finding| finding["fingerprint"].as_str()).map(str::to_owned).collect())
}
