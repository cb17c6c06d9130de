//! `semxform diff A B`: what changed between two backups, by name.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::args;
use super::differences::coloured;
use super::exit::Exit;
use super::inputs::{self, Input};
use super::ui::{Stream, Ui};
use crate::diff::byname::{self, Difference, DifferenceKind};
use crate::diff::summary;
use crate::finding::{Code, Finding, Resolved, Severity, Stage};
use crate::mask::{self, Secrets};
use crate::report::Source;
use crate::report::envelope::{DifferenceEntry, FileEntry};

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
}

/// Compares the two.
pub(super) fn run(args: &DiffArgs, ui: &mut Ui) {
    let inputs = [Input::new(&args.a), Input::new(&args.b)];
    if inputs.iter().all(Input::is_stdin) {
        return ui.error(Exit::Usage, "standard input (-) can be read only once", None);
    }
    let [Some(a), Some(b)] = inputs.each_ref().map(|input| inputs::backup(input, ui)) else { return };
    let differences = byname::compare(&a, &b);
    if args.check && !differences.is_empty() {
        ui.raise(Exit::Changes);
    }
    if args.exit_code && !differences.is_empty() {
        ui.raise(Exit::Findings);
    }
    if !ui.json() {
        let mut text = Vec::new();
        // Writing to memory cannot fail.
        let _ = summary::write_differences(&differences, ui.secrets, &mut text);
        ui.text(Stream::Out, &coloured(&String::from_utf8_lossy(&text)));
    }
    let entries = differences.iter().map(|difference| entry(difference, ui.secrets)).collect();
    let changed = Some(!differences.is_empty());
    let path = inputs[1].name();
    let findings: Vec<_> = differences.iter().filter(|_| args.check).map(finding).collect();
    let findings = ui.entries(&Source::document(&path, &b), &findings);
    ui.file(FileEntry { path, differences: Some(entries), changed, findings, ..FileEntry::default() });
}

/// A difference as reports carry it, without its values.
fn finding(difference: &Difference) -> Finding {
    let what = match difference.kind {
        DifferenceKind::Added => "was added",
        DifferenceKind::Removed => "was removed",
        DifferenceKind::Changed => "changed",
        DifferenceKind::Suffix => "has another random suffix",
    };
    let message = if difference.member.is_empty() { what.to_owned() } else { format!("{} {what}", difference.member) };
    let place = Resolved { entity: Some(difference.entity.clone()), pointer: Some(difference.pointer.clone()), span: None };
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
