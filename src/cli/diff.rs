//! `semxform diff A B`: what changed between two backups, by name.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::args;
use super::differences::coloured;
use super::exit::Exit;
use super::hiding::BaselineArgs;
use super::inputs::{self, Input};
use super::ui::{Stream, Ui};
use crate::diff::byname::{self, Difference, DifferenceKind};
use crate::diff::summary;
use crate::finding::{Code, Finding, Resolved, Severity, Stage};
use crate::json::{self, Document, Kind};
use crate::mask::{self, Secrets};
use crate::report::envelope::{DifferenceEntry, FileEntry};
use crate::report::{Source, hang_each};

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform diff yesterday.json today.json\n  git show HEAD:backup.json | semxform diff - backup.json\n  semxform diff --check a.json b.json               exit code 4 if they differ\n",
    help_template = args::HELP
)]
pub(crate) struct DiffArgs {
    /// The first backup, - for standard input
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The second backup, - for standard input
    #[arg(value_name = "B")]
    b: PathBuf,
    /// Exit code 4 if they differ
    #[arg(long)]
    check: bool,
    /// Exit code 1 if they differ, as `git diff` has it
    #[arg(long, conflicts_with = "check")]
    exit_code: bool,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
}

impl DiffArgs {
    /// Whether differences are findings.
    pub(super) const fn finds(&self) -> bool {
        self.check
    }
}

/// Compares the two.
pub(super) fn run(args: &DiffArgs, ui: &mut Ui) {
    let inputs = [Input::new(&args.a), Input::new(&args.b)];
    if inputs.iter().all(Input::is_stdin) {
        return ui.error(Exit::Usage, "standard input (-) can be read only once", None);
    }
    let [first, second] = &inputs;
    let pair = match [first, second].map(is_nothing) {
        [true, false] => inputs::backup(second, ui).and_then(|b| Some((without_entries(&b)?, b))),
        [false, true] => inputs::backup(first, ui).and_then(|a| without_entries(&a).map(|b| (a, b))),
        _ => inputs::backup(first, ui).zip(inputs::backup(second, ui)),
    };
    let Some((a, b)) = pair else { return };
    let differences = byname::compare(&a, &b);
    if args.exit_code && !differences.is_empty() {
        ui.raise(Exit::Findings);
    }
    if !ui.json() {
        let mut text = Vec::new();
        // Writing to memory cannot fail.
        let _ = summary::write_differences(&differences, ui.secrets, &mut text);
        ui.text(Stream::Out, &coloured(&hang_each(&String::from_utf8_lossy(&text), ui.line_width)));
    }
    let entries = differences.iter().map(|difference| entry(difference, ui.secrets)).collect();
    let changed = Some(!differences.is_empty());
    let path = inputs[1].name();
    let words = |kind| match kind {
        DifferenceKind::Added => "was added",
        DifferenceKind::Removed => "was removed",
        DifferenceKind::Changed => "changed",
        DifferenceKind::Suffix => "has another random suffix",
    };
    let mut findings: Vec<_> =
        differences.iter().filter(|_| args.check).map(|difference| finding(difference, words, Some(&b))).collect();
    let source = Source::document(&path, &b);
    let hidden = ui.hide(&source, &mut findings);
    if !findings.is_empty() {
        ui.raise(Exit::Changes);
    }
    let findings = ui.entries(&source, &findings);
    ui.file(hidden.entry(FileEntry {
        path: path.clone(),
        differences: Some(entries),
        changed,
        findings,
        ..FileEntry::default()
    }));
}

/// Git names the null device where a file was added or taken away.
fn is_nothing(input: &Input) -> bool {
    input.name() == "/dev/null"
}

/// A backup with the same sections and nothing in them.
fn without_entries(doc: &Document) -> Option<Document> {
    let members = doc.members(doc.root()).filter(|(_, value)| doc.kind(*value) == Kind::Array);
    let sections: serde_json::Map<_, _> = members.map(|(key, _)| (key.text().into_owned(), Value::Array(Vec::new()))).collect();
    Document::parse(Value::Object(sections).to_string().into_bytes()).ok()
}

/// A difference as reports carry it, without its values; with its place, where `doc` has it.
pub(super) fn finding(
    difference: &Difference,
    words: impl Fn(DifferenceKind) -> &'static str,
    doc: Option<&Document>,
) -> Finding {
    let Difference { kind, entity, member, pointer, .. } = difference;
    let what = words(*kind);
    let message = if member.is_empty() { what.to_owned() } else { format!("{member} {what}") };
    // A pointer into another document can lead to something else here.
    let span = doc.zip(json::Path::from_pointer(pointer)).and_then(|(doc, path)| {
        let node = doc.at(&path).filter(|node| doc.entity(*node).starts_with(entity.as_str()))?;
        doc.span(node)
    });
    let place = Resolved { entity: Some(entity.clone()), pointer: Some(pointer.clone()), span };
    Finding::new(Code::SX116, Severity::Warning, Stage::Schema, message).at_resolved(place)
}

pub(super) fn entry(difference: &Difference, secrets: Secrets) -> DifferenceEntry {
    let value = |text: &String| {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        if secrets == Secrets::Shown { value } else { mask::value(&value, &difference.pointer, difference.beside) }
    };
    DifferenceEntry {
        kind: match difference.kind {
            DifferenceKind::Added => "added",
            DifferenceKind::Removed => "removed",
            DifferenceKind::Changed => "changed",
            DifferenceKind::Suffix => "suffix",
        },
        entity: difference.entity.clone(),
        member: difference.member.clone(),
        pointer: difference.pointer.clone(),
        before: difference.before.as_ref().map(value),
        after: difference.after.as_ref().map(value),
    }
}
