//! `semxform fmt`: the canonical layout.

use clap::Args;

use super::args::{InputArgs, WriteArgs};
use super::config::Config;
use super::each;
use super::exit::Exit;
use super::inputs::{self, Input};
use super::ui::{Stream, Ui};
use super::writing::{self, Destination};
use crate::finding::{Code, Finding, Severity, Stage};
use crate::json::Document;
use crate::layout::{self, LayoutError, Options};
use crate::report::Source;
use crate::report::envelope::FileEntry;

/// Arguments of `fmt`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform fmt backup.json                          print it\n  semxform fmt -i backups/*.json                    rewrite files that differ\n  semxform fmt --check backups/*.json               exit code 4 if one differs\n  git config diff.semaphore.textconv 'semxform fmt'\n",
    help_template = super::args::HELP
)]
pub struct FmtArgs {
    #[command(flatten)]
    inputs: InputArgs,
    /// Put entities in name order too; equal names and build chains keep theirs
    #[arg(long)]
    sort: bool,
    #[command(flatten)]
    write: WriteArgs,
}

/// Lays out each input.
pub fn run(args: &FmtArgs, config: &Config, ui: &mut Ui) {
    let Some(inputs) = inputs::resolve(&args.inputs.files, &config.inputs, ui) else { return };
    let Some(mut plan) = writing::plan(&args.write, &inputs, ui) else { return };
    if plan.contains(&Destination::Nowhere) {
        if inputs.len() > 1 {
            ui.error(Exit::Usage, "several results do not fit on standard output", Some("use -i, -o FOLDER or --check"));
            return;
        }
        plan = vec![if ui.json() { Destination::Nowhere } else { Destination::Stdout }];
    }
    let work: Vec<_> = inputs.iter().zip(&plan).collect();
    each::each(&work, ui, |(input, destination), ui| process_file(input, destination, Options { sort: args.sort }, ui));
}

fn process_file(input: &Input, destination: &Destination, options: Options, ui: &mut Ui) {
    let name = input.name();
    let Some(doc) = inputs::document_to_change(input, ui) else { return };
    let changed = match layout::is_canonical(&doc, &options) {
        Ok(canonical) => !canonical,
        Err(error) => return ui.error(Exit::Input, &format!("{name}: {error}"), None),
    };
    if changed && *destination == Destination::Check && !ui.json() {
        ui.text(Stream::Out, &format!("{name}\n"));
    }
    match destination.write(changed, ui, |out| lay_out(&doc, options, out)) {
        Ok(()) => {
            let written = destination.path().filter(|_| changed || !matches!(destination, Destination::InPlace(..)));
            let findings = if changed && *destination == Destination::Check {
                let finding = Finding::new(Code::SX115, Severity::Warning, Stage::Schema, "not in canonical layout");
                ui.entries(&Source::document(&name, &doc), &[finding.help("semxform fmt -i FILE")])
            } else {
                Vec::new()
            };
            ui.file(FileEntry { path: name, written, changed: Some(changed), findings, ..FileEntry::default() });
        }
        Err(error) => ui.file_error(Code::SX112, &error),
    }
}

fn lay_out(doc: &Document, options: Options, mut out: &mut dyn std::io::Write) -> std::io::Result<()> {
    layout::write(doc, &options, &mut out).map_err(|error| match error {
        LayoutError::Io(error) => error,
        other => std::io::Error::other(other),
    })
}
