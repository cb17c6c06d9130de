//! `semxform rules draft BEFORE AFTER`: the pack that turns one backup into another.

use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Exit;
use super::inputs::{self, Input};
use super::ui::{Stream, Ui};
use super::{diff, writing};
use crate::diff::summary;
use crate::files;
use crate::finding::Code;
use crate::json::Document;
use crate::mask::{self, Echoes, Secrets};
use crate::parts::draft;
use crate::report::envelope::FileEntry;
use crate::report::hang_each;
use crate::text::{plural, safe};

/// Arguments of `rules draft`.
#[derive(Debug, Args)]
pub(super) struct DraftArgs {
    /// The backup as it was
    #[arg(value_name = "BEFORE")]
    before: PathBuf,
    /// The backup as it should be
    #[arg(value_name = "AFTER")]
    after: PathBuf,
    /// Write the pack to FILE [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Drafts the pack, and reports what it does not reproduce.
pub(super) fn run(args: &DraftArgs, ui: &mut Ui) {
    let inputs = [Input::new(&args.before), Input::new(&args.after)];
    if inputs.iter().all(Input::is_stdin) {
        return ui.error(Exit::Usage, "standard input (-) can be read only once", None);
    }
    let output = args.output.as_deref().filter(|path| !files::is_stdout(path));
    let Some(plan) = writing::plan_new(output, &inputs[..1], ui) else { return };
    let after = writing::OtherFiles { read: vec![args.after.clone()], ..writing::OtherFiles::default() };
    if !writing::are_own_files(&after, &plan, &inputs, ui) {
        return;
    }
    let [Some(before), Some(after)] = inputs.each_ref().map(|input| inputs::backup(input, ui)) else { return };
    let drafted = draft(&id(output), &before, &after);
    // A pack without rules is none.
    let is_none = drafted.rules == 0;
    for destination in plan.iter().filter(|_| !is_none) {
        if let Err(error) = destination.write(true, ui, |out| out.write_all(drafted.text.as_bytes())) {
            return ui.file_error(Code::SX112, &error);
        }
    }
    let written = output.filter(|_| !is_none).map(|path| path.display().to_string());
    if !drafted.unsaid.is_empty() {
        ui.raise(Exit::Findings);
    }
    let onlookers = ui.terminal && ui.secrets == Secrets::Hidden;
    let text = || if onlookers { hidden(&drafted.text, &before, &after) } else { drafted.text.clone() };
    if ui.json() {
        let differences = Some(drafted.unsaid.iter().map(|difference| diff::entry(difference, ui.secrets)).collect());
        return ui.file(FileEntry {
            path: inputs[1].name(),
            differences,
            draft: (!is_none).then(text),
            written,
            ..FileEntry::default()
        });
    }
    if is_none && drafted.unsaid.is_empty() {
        let message = format!("{} and {} do not differ", safe::line(&inputs[0].name()), safe::line(&inputs[1].name()));
        return ui.text(Stream::Err, &format!("{message}: there is no pack to write\n"));
    }
    if output.is_none() && !is_none {
        let text = text();
        let text = if ui.terminal { safe::lines(&text) } else { text.into() };
        ui.data(|out| out.write_all(text.as_bytes()));
    }
    let name = safe::line(written.as_deref().unwrap_or("the draft"));
    let test = if drafted.is_tested { "" } else { ", without a test" };
    let rules = plural(drafted.rules, "rule") + test;
    if drafted.unsaid.is_empty() {
        return ui.text(
            Stream::Err,
            &format!("{name}: {rules}, which make {} from {}\n", safe::line(&inputs[1].name()), safe::line(&inputs[0].name())),
        );
    }
    let mut text = Vec::new();
    // Writing to memory cannot fail.
    let _ = summary::write_differences(&drafted.unsaid, ui.secrets, &mut text);
    ui.text(Stream::Err, &hang_each(&String::from_utf8_lossy(&text), ui.line_width));
    let end = if is_none {
        "no rule makes the differences above: there is no pack to write\n".to_owned()
    } else {
        format!("{name}: {rules}; the differences above are not in it\n")
    };
    ui.text(Stream::Err, &end);
}

/// The text of a pack for a terminal, which has onlookers; what is piped is data. A pack repeats values of both backups, also as keys.
fn hidden(text: &str, before: &Document, after: &Document) -> String {
    let text = Echoes::of(&[before, after]).cover(text);
    let hidden = mask::in_text(text.as_bytes());
    String::from_utf8_lossy(&mask::cover(text.as_bytes(), &hidden)).into_owned()
}

/// The id of the pack: the name of its file, as far as ids can have it.
fn id(output: Option<&Path>) -> String {
    let stem = output.and_then(Path::file_stem).map_or_else(String::new, |stem| stem.to_string_lossy().to_lowercase());
    let plain: String = stem.chars().map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' }).collect();
    let id = plain.trim_matches('-');
    if id.starts_with(|c: char| c.is_ascii_lowercase()) { id.to_owned() } else { "draft".to_owned() }
}
