//! Which findings are hidden: those that `ignore:` of semxform.yaml silences with a reason, and those that an earlier report holds. One
//! list for a run, whatever the command: it asks for a sieve for each file, and what is left is reported and decides about writes and
//! exit codes. What the server does with the file stays what it is.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::finding::{Code, Finding, Fingerprints, Severity, Stage};
use crate::report::Source;
use crate::report::envelope::{FileEntry, FindingEntry};

/// What is hidden.
#[derive(Debug, Default)]
pub(super) struct Silence {
    entries: Vec<Entry>,
    /// The settings that the entries are in: path and text.
    settings: Option<(String, String)>,
    /// Fingerprints of the earlier report.
    baseline: HashSet<String>,
}

/// An entry of `ignore`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ignore {
    /// The finding code.
    pub code: Code,
    /// The entity, as findings name it; missing: each.
    pub entity: Option<String>,
    /// Where the entry is.
    pub span: Range<usize>,
}

/// An entry, and what became of it.
#[derive(Debug)]
struct Entry {
    ignore: Ignore,
    /// Whether it silenced something.
    used: AtomicBool,
}

/// How many findings are hidden.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// By `ignore:`.
    pub ignored: usize,
    /// By `--baseline`.
    pub known: usize,
}

/// What a command looks for in all that it reads, so that it knows which entries nothing needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looked {
    /// What is wrong with backups.
    Backups,
    /// Their layout.
    Layout,
    /// Tests of packs that fail.
    Tests,
    /// Traps in packs.
    Traps,
}

impl Looked {
    /// Whether a command that looks for this finds a code wherever it is to be found. Differences come and go: nobody calls an entry
    /// about them unused.
    const fn finds(self, code: Code) -> bool {
        match code {
            Code::SX115 => matches!(self, Self::Layout),
            Code::SX116 => false,
            Code::SX210 => matches!(self, Self::Tests),
            Code::SX211 => matches!(self, Self::Traps),
            _ => matches!(self, Self::Backups),
        }
    }
}

impl Hidden {
    /// `2 findings silenced by ...`; none where nothing is hidden.
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

    /// The numbers in the envelope.
    pub(super) fn entry(self, entry: FileEntry) -> FileEntry {
        FileEntry { ignored: self.ignored, known: self.known, ..entry }
    }
}

impl Silence {
    /// What `ignore:` of settings hides, with their path and text, and what is in an earlier report.
    pub(super) fn new(ignore: &[Ignore], settings: Option<(String, String)>, baseline: HashSet<String>) -> Self {
        let entries = ignore.iter().map(|ignore| Entry { ignore: ignore.clone(), used: AtomicBool::new(false) });
        Self { entries: entries.collect(), settings, baseline }
    }

    /// The path and the text of the settings.
    pub(super) const fn settings(&self) -> Option<&(String, String)> {
        self.settings.as_ref()
    }

    /// Whether it may hide something, so that each finding is needed to know what is left.
    pub(super) fn hides(&self) -> bool {
        !self.entries.is_empty() || !self.baseline.is_empty()
    }

    /// Whether an entry silences the finding. All that do count as used.
    fn is_ignored(&self, finding: &Finding, shown: &FindingEntry) -> bool {
        let entity = |wanted: &String| shown.entity.as_ref() == Some(wanted);
        let fits = |ignore: &Ignore| ignore.code == finding.code && ignore.entity.as_ref().is_none_or(entity);
        let fitting = self.entries.iter().filter(|entry| fits(&entry.ignore));
        fitting.map(|entry| entry.used.store(true, Ordering::Relaxed)).count() > 0
    }

    /// A finding for each entry that silenced nothing of what was looked for.
    pub(super) fn unused(&self, looked: Looked) -> Vec<Finding> {
        let unused = self.entries.iter().filter(|entry| !entry.used.load(Ordering::Relaxed) && looked.finds(entry.ignore.code));
        let finding = |Entry { ignore, .. }: &Entry| {
            let of = ignore.entity.as_ref().map_or_else(String::new, |entity| format!(" of {entity}"));
            let message = format!("no finding {}{of} was there to be silenced", ignore.code);
            let finding = Finding::new(Code::SX215, Severity::Warning, Stage::Schema, message);
            finding.help("remove the entry, or correct its `entity`").at_bytes(ignore.span.clone())
        };
        unused.map(finding).collect()
    }
}

/// Takes out what is hidden of one file. Its findings come in the order in which they are reported, since of equal ones the order tells
/// them apart.
#[derive(Debug)]
pub(super) struct Sieve {
    silence: Arc<Silence>,
    fingerprints: Fingerprints,
    /// What it took out.
    pub hidden: Hidden,
}

impl Sieve {
    /// For a file, which is looked at for a target if it is a backup.
    pub(super) fn new(silence: &Arc<Silence>, path: &str, target: Option<&str>) -> Self {
        Self { silence: Arc::clone(silence), fingerprints: Fingerprints::new(path, target), hidden: Hidden::default() }
    }

    /// Leaves what is to be reported.
    pub(super) fn apply(&mut self, source: &Source, findings: &mut Vec<Finding>) {
        if !self.silence.hides() {
            return;
        }
        findings.retain(|finding| {
            let mut entry = FindingEntry::new(source, finding);
            entry.sign_as_next(&mut self.fingerprints);
            if self.silence.is_ignored(finding, &entry) {
                self.hidden.ignored += 1;
                return false;
            }
            let known = self.silence.baseline.contains(&entry.fingerprint);
            self.hidden.known += usize::from(known);
            !known
        });
    }
}
