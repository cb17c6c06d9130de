//! `semxform fmt`: the canonical layout.

use clap::Args;

use super::args::{InputArgs, WriteArgs};
use super::config::Config;
use super::each;
use super::exit::Exit;
use super::hiding::BaselineArgs;
use super::inputs::{self, Input};
use super::silence::{Hidden, Looked};
use super::ui::{Stream, Ui};
use super::writing::{self, Destination};
use crate::finding::{Code, Finding, Severity, Stage};
use crate::json::Document;
use crate::layout::{self, LayoutError, Options};
use crate::report::Source;
use crate::report::envelope::FileEntry;
use crate::report::totals::Fate;
use crate::text::safe::{self, shell_path};

/// Arguments of `fmt`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform fmt backup.json                          print it\n  semxform fmt -i backups/*.json                    rewrite files that differ\n  semxform fmt --check backups/*.json               exit code 4 if one differs\n  git config diff.semaphore.textconv 'semxform fmt --lenient'\n",
    help_template = super::args::HELP
)]
pub(crate) struct FmtArgs {
    #[command(flatten)]
    inputs: InputArgs,
    /// Put entities in name order too; equal names and build chains keep theirs
    #[arg(long)]
    sort: bool,
    /// Pass what cannot be read through unchanged, with exit code 0: for `git config diff.semaphore.textconv`
    #[arg(long, conflicts_with_all = ["in_place", "check"])]
    lenient: bool,
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
}

impl FmtArgs {
    /// Whether files that differ are findings.
    pub(super) const fn finds(&self) -> bool {
        self.write.check
    }
}

/// Lays out each input.
pub(super) fn run(args: &FmtArgs, config: &Config, ui: &mut Ui) {
    // Git names the file in question, whatever it is.
    let inputs = if args.lenient {
        inputs::named(&args.inputs, &config.inputs, ui)
    } else {
        inputs::to_write(&args.inputs, &config.inputs, &args.write, ui)
    };
    let Some(inputs) = inputs else { return };
    let Some(mut plan) = writing::plan(&args.write, &inputs, ui) else { return };
    if plan.contains(&Destination::Nowhere { in_place: true }) {
        if inputs.len() > 1 {
            ui.error(Exit::Usage, "several results do not fit on standard output", Some("use -i, -o FOLDER or --check"));
            return;
        }
        plan = vec![if ui.json() { Destination::Nowhere { in_place: true } } else { Destination::Stdout }];
    }
    let work: Vec<_> = inputs.iter().zip(&plan).collect();
    each::each(&work, ui, |(input, destination), ui| {
        let doc = if args.lenient { lenient(input, destination, ui) } else { inputs::document_of_others(input, ui) };
        if let Some(doc) = doc {
            process_file(input, &doc, destination, Options { sort: args.sort }, ui);
        }
    });
    if args.write.check {
        ui.report_unused(Looked::Layout);
        if ui.exit() == Exit::Changes {
            let sort = if args.sort { "--sort " } else { "" };
            let differing = std::mem::take(&mut ui.totals.differing);
            let given: Vec<_> = args.inputs.files.iter().map(|file| file.display().to_string()).collect();
            // Of what was named only files that differ are rewritten.
            let named = if given.len() < differing.len() && !given.is_empty() { given } else { differing };
            let files: Vec<_> = named.iter().filter(|name| *name != "-").map(|name| shell_path(name)).collect();
            if !files.is_empty() {
                ui.note(&format!("not in canonical layout; to rewrite: semxform fmt {sort}-i {}", files.join(" ")));
            }
        }
    }
}

/// A document, or, where it cannot be laid out, its bytes: the differences of git go on where a file of an old commit is broken.
fn readable(bytes: Vec<u8>) -> Result<Document, Vec<u8>> {
    let doc = Document::parse_or_return(bytes).map_err(|(bytes, _)| bytes)?;
    let fits = crate::input::refused(&doc).is_none() && layout::is_canonical(&doc, Options { sort: false }).is_ok();
    if fits { Ok(doc) } else { Err(doc.source().to_vec()) }
}

/// As [`inputs::document_to_change`], but what is none passes through.
fn lenient(input: &Input, destination: &Destination, ui: &mut Ui) -> Option<Document> {
    let bytes = match input.read() {
        Ok(bytes) => bytes,
        Err(error) => {
            ui.file_error(Code::SX111, &error);
            return None;
        }
    };
    let bytes = match readable(bytes) {
        Ok(doc) => return Some(doc),
        Err(bytes) => bytes,
    };
    if let Err(error) = destination.write(true, ui, |out| out.write_all(&bytes)) {
        ui.file_error(Code::SX112, &error);
    }
    None
}

fn process_file(input: &Input, doc: &Document, destination: &Destination, options: Options, ui: &mut Ui) {
    let name = input.name();
    let is_canonical = match layout::is_canonical(doc, options) {
        Ok(is_canonical) => is_canonical,
        Err(error) => return ui.error(Exit::Input, &format!("{name}: {error}"), None),
    };
    let changed = !is_canonical;
    let source = Source::document(&name, doc);
    let mut findings = Vec::new();
    if changed && *destination == Destination::Check {
        let finding = Finding::new(Code::SX115, Severity::Warning, Stage::Schema, "not in canonical layout");
        findings.push(finding.command("semxform fmt -i FILE"));
    }
    let hidden = ui.hide(&source, &mut findings);
    let changed = changed && hidden == Hidden::default();
    if changed && *destination == Destination::Check && !ui.json() {
        ui.text(Stream::Out, &format!("{}\n", safe::line(&name)));
    }
    if changed && *destination == Destination::Check {
        ui.totals.differing.push(input.path.display().to_string());
    }
    let write =
        |out: &mut dyn std::io::Write| if is_canonical { out.write_all(doc.source()) } else { lay_out(doc, options, out) };
    match destination.write(changed, ui, write) {
        Ok(()) => {
            let written = destination.path().filter(|_| changed || !matches!(destination, Destination::InPlace(..)));
            if let Destination::File(_) | Destination::InFolder(_) | Destination::InPlace(..) = destination {
                ui.say_fate(&name, if written.is_some() { Fate::Written } else { Fate::Unchanged }, destination);
            }
            let findings = ui.entries(&source, &findings);
            ui.file(hidden.entry(FileEntry {
                path: name.clone(),
                written,
                changed: Some(changed),
                findings,
                ..FileEntry::default()
            }));
        }
        Err(error) => ui.file_error(Code::SX112, &error),
    }
}

fn lay_out(doc: &Document, options: Options, mut out: &mut dyn std::io::Write) -> std::io::Result<()> {
    layout::write(doc, options, &mut out).map_err(|error| match error {
        LayoutError::Io(error) => error,
        other => std::io::Error::other(other),
    })
}
