//! `semxform detect`: which versions can have written a file.

use clap::Args;

use super::args::{self, InputArgs};
use super::config::Config;
use super::each;
use super::format::Format;
use super::inputs;
use super::ui::{Stream, Ui};
use crate::detect;
use crate::report::envelope::FileEntry;
use crate::report::origin;

/// Arguments of `detect`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform detect backup.json\n  semxform detect --format concise backups/*.json   one line a file\n",
    help_template = args::HELP
)]
pub(crate) struct DetectArgs {
    #[command(flatten)]
    inputs: InputArgs,
}

/// Looks at each input.
pub(super) fn run(args: &DetectArgs, config: &Config, ui: &mut Ui) {
    let Some(inputs) = inputs::of(&args.inputs, &config.inputs, ui) else { return };
    each::each(&inputs, ui, |input, ui| {
        let Some(doc) = inputs::document_to_change(input, ui) else { return };
        if !inputs::is_backup(input, &doc, ui) {
            return;
        }
        let name = input.name();
        let detected = detect::detect(&doc);
        if !ui.json() {
            let text = match ui.format {
                Format::Concise => origin::line(&name, &detected),
                _ => origin::human(&name, &detected, ui.width),
            };
            ui.text(Stream::Out, &text);
        }
        ui.file(FileEntry { path: name, detected: Some(origin::entry(&detected)), ..FileEntry::default() });
    });
}
