//! Formats of reports: one a file, each behind [`Emit`], all in one table. A format is made from the envelope alone, when the run is
//! over; `human` and `concise` are printed while it goes on.

mod github;
mod gitlab;
mod html;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod sarif;
mod uri;
pub(crate) mod view;

use super::envelope::{Envelope, FileEntry, FindingEntry};
use crate::finding::Severity;
use crate::json::WHOLE;
use crate::sorting::sort_by_key;

/// A format of reports.
pub(crate) trait Emit: std::fmt::Debug + Sync {
    /// As `--format` and `--report` name it.
    fn name(&self) -> &'static str;

    /// What it is for, in a few words.
    fn about(&self) -> &'static str;

    /// What the envelope must hold for it besides what is in its schema.
    fn extras(&self) -> Extras {
        Extras::default()
    }

    /// Whether it holds everything that a command has to say, so that nothing is said beside it.
    fn is_complete(&self) -> bool {
        false
    }

    /// The report, with a final newline.
    fn emit(&self, envelope: &Envelope) -> String;
}

/// What is collected for some formats only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Extras {
    /// The lines of the file around each finding.
    pub windows: bool,
    /// What would repair each finding.
    pub fixes: bool,
}

impl Extras {
    /// What either needs.
    #[must_use]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self { windows: self.windows || other.windows, fixes: self.fixes || other.fixes }
    }
}

/// The table of formats.
pub(crate) const FORMATS: &[&dyn Emit] = &[
    &json::Json,
    &jsonl::Jsonl,
    &sarif::Sarif,
    &github::Github,
    &gitlab::Gitlab,
    &junit::Junit,
    &markdown::Markdown,
    &html::Html,
];

/// The format of this name.
#[must_use]
pub(crate) fn format(name: &str) -> Option<&'static dyn Emit> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// All findings with their files, in order.
fn findings(envelope: &Envelope) -> impl Iterator<Item = (&FileEntry, &FindingEntry)> {
    envelope.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
}

/// The same, errors before warnings before the rest.
fn worst_first(envelope: &Envelope) -> Vec<(&FileEntry, &FindingEntry)> {
    let mut all: Vec<_> = findings(envelope).collect();
    sort_by_key(&mut all, |(_, finding)| rank(finding.severity));
    all
}

/// 0 is worst.
const fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}

/// `3 errors`
fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts([usize; 3]);

impl Counts {
    /// Those that are listed.
    fn listed<'a>(findings: impl IntoIterator<Item = &'a FindingEntry>) -> Self {
        let mut counts = Self::default();
        findings.into_iter().for_each(|finding| counts.0[usize::from(rank(finding.severity))] += 1);
        counts
    }

    /// Those that are counted and not kept.
    fn not_kept<'a>(files: impl IntoIterator<Item = &'a FileEntry>) -> Self {
        let mut counts = Self::default();
        let left_out = files.into_iter().flat_map(|file| &file.not_kept);
        left_out.for_each(|left| counts.0[usize::from(rank(left.severity))] += left.count);
        counts
    }

    /// Both together.
    fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] + other.0[at]))
    }

    fn sum(self) -> usize {
        self.0.iter().sum()
    }

    /// `2 errors, 1 warning, 3 notes`; nothing for none.
    fn text(self) -> String {
        let named = self.0.into_iter().zip(["error", "warning", "note"]).filter(|(count, _)| *count > 0);
        named.map(|(count, word)| counted(count, word)).collect::<Vec<_>>().join(", ")
    }
}

/// What files come to, and how many of it are listed where not all are: `7000 errors (1000 are listed)`; or that there is nothing.
fn totals<'a>(files: impl IntoIterator<Item = &'a FileEntry> + Clone) -> String {
    let listed = Counts::listed(files.clone().into_iter().flat_map(|file| &file.findings));
    let not_kept = Counts::not_kept(files);
    match (listed.and(not_kept).text(), not_kept.sum()) {
        (text, _) if text.is_empty() => "nothing to report".to_owned(),
        (text, 0) => text,
        (text, _) => format!("{text} ({} are listed)", listed.sum()),
    }
}

/// How many findings of a code and severity of a file are counted and not kept.
fn not_kept(file: &FileEntry, code: &str, severity: Severity) -> usize {
    file.not_kept.iter().filter(|left| left.code == code && left.severity == severity).map(|left| left.count).sum()
}

/// `no such key: templates["Deploy"]`
fn with_entity(finding: &FindingEntry) -> String {
    match finding.entity.as_deref().filter(|entity| *entity != WHOLE) {
        Some(entity) => format!("{}: {entity}", finding.message),
        None => finding.message.clone(),
    }
}

/// Everything there is to read about a finding, a paragraph a line.
fn details(finding: &FindingEntry) -> Vec<(&'static str, &str)> {
    let parts = [
        ("server", finding.server_message.as_deref()),
        ("consequence", finding.consequence.as_deref()),
        ("help", finding.help.as_deref()),
    ];
    parts.into_iter().filter_map(|(label, text)| Some((label, text?))).collect()
}
