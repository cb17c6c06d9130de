//! `semxform schema [V]`.

use clap::Args;

use super::args;
use super::target;
use super::ui::{Stream, Ui};
use crate::report::hang;
use crate::schema;
use crate::semaphore::Band;
use crate::stored;

/// Arguments of `schema`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform schema                                   which versions there are\n  semxform schema 2.16 > semaphore.schema.json      for your editor\n",
    help_template = args::HELP
)]
pub(crate) struct SchemaArgs {
    /// A Semaphore version: 2.16, v2.16.45, 2.17.0-beta2, latest; or `rules` for rule packs, `settings` for semxform.yaml, `report` and
    /// `receipt` for what semxform writes
    #[arg(value_name = "VERSION")]
    version: Option<String>,
}

/// Schemas of files that semxform reads and writes itself: the generated files, because what generates them is larger by far.
const OWN: [(&str, &str); 4] = [
    ("rules", "schemas/rules.schema.json"),
    ("settings", "schemas/semxform.schema.json"),
    ("report", "schemas/report.schema.json"),
    ("receipt", "schemas/receipt.schema.json"),
];

/// Prints a schema, or the list of versions.
pub(super) fn run(args: &SchemaArgs, ui: &mut Ui) {
    let own = |name: &str| OWN.iter().find(|(own, _)| *own == name).and_then(|(_, path)| stored::text(path)).map(str::to_owned);
    let text = match &args.version {
        Some(name) => match own(name) {
            Some(text) => text,
            None => match target::release(name, ui) {
                Some(release) => schema::text(release.band),
                None => return,
            },
        },
        None if ui.json() => schema::index(),
        None => return ui.text(Stream::Out, &list(ui.line_width)),
    };
    ui.replace_envelope();
    ui.data(|out| out.write_all(text.as_bytes()));
}

/// One line a band, broken below what it is about.
fn list(width: usize) -> String {
    let mut out = String::new();
    for band in Band::ALL {
        let (first, last) = (band.first_version().to_string(), band.last_version().to_string());
        let head = format!("{first:<15} to {last:<15} {:<5} ", band.label());
        out.extend([&*head, &hang(band.about(), width, head.len()), "\n"]);
    }
    out
}
