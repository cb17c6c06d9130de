//! `semxform verify`: whether a project on a server is what a file says.

use std::path::PathBuf;

use clap::Args;

use super::args;
use super::config::Config;
use super::connect::{self, Connected, ConnectionArgs, failed};
use super::diff::{entry, finding};
use super::differences::coloured;
use super::exit::Exit;
use super::extras;
use super::hiding::BaselineArgs;
use super::inputs::{self, Input};
use super::ui::{Stream, Ui};
use crate::diff::byname::DifferenceKind;
use crate::diff::summary;
use crate::json::Document;
use crate::remote::compare::{self, Comparison, FileVersion};
use crate::remote::{Failure, ProjectRef, RemoteError};
use crate::report::envelope::FileEntry;
use crate::report::remote::RemoteEntry;
use crate::report::{Source, hang_each};
use crate::semaphore::{Db, Release, api, key};
use crate::text::plural;

/// Arguments of `verify`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform verify --server prod --project Homelab homelab.json\n  semxform verify --server https://h/project/12 web.json   exit code 4: differs\n",
    help_template = args::HELP
)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    server: ConnectionArgs,
    /// The project, by name or number [default: the project of a copied address, else the name in the file]
    #[arg(long, value_name = "NAME|ID")]
    project: Option<String>,
    /// What `pull` wrote beside the backup [default: FILE.extras.json beside FILE, if it is there]
    #[arg(long, value_name = "FILE")]
    extras: Option<PathBuf>,
    /// The backup, - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
}

/// What a report says of a difference.
const fn words(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Added => "is only on the server",
        DifferenceKind::Removed => "is only in the file",
        DifferenceKind::Changed | DifferenceKind::Suffix => "differs on the server",
    }
}

/// Exports the project and compares.
pub(super) fn run(args: &VerifyArgs, config: &Config, ui: &mut Ui) {
    let input = Input::new(&args.file);
    let Some(mut file) = inputs::document_to_change(&input, ui) else { return };
    let Some(extras) = extras::named_or_beside(args.extras.as_deref(), &input, ui) else { return };
    let Some(connected) = connect::connect(&args.server, config, ui) else { return };
    let Some(release) = connected.release(ui) else { return };
    let facts = &connected.facts;
    let copied = connected.client.address().project.map(|id| id.to_string());
    let in_file = || {
        let meta = file.get(file.root(), key::META)?;
        file.text_of(meta, key::NAME).map(std::borrow::Cow::into_owned)
    };
    let wanted = args.project.clone().or(copied).or_else(in_file).unwrap_or_default();
    let (project, export) = match export(&connected, &wanted) {
        Ok(found) => found,
        Err(error) => return failed(ui, &error),
    };
    // The comparison takes the file to the server's version; reports speak of it as it is.
    let original = Document::parse(file.source().to_vec()).ok().filter(|_| ui.collects);
    // A project under another name is compared under that name.
    if let Some(meta) = file.get(file.root(), key::META).filter(|meta| file.is_container(*meta)) {
        let name = file.make_text(&project.name);
        file.set_member(meta, key::NAME, name);
    }
    let dbs: Vec<Db> = facts.possible_dbs();
    let comparison = match compare::compare(file, FileVersion::Any, extras.as_ref(), export, &release, &dbs) {
        Ok(comparison) => comparison,
        Err(why) => return ui.error(Exit::Findings, &why, Some("semxform check says what is wrong with it")),
    };
    let differences = &comparison.differences;
    let name = input.name();
    let source = match &original {
        Some(doc) => Source::document(&name, doc),
        None => Source::text(&name, b""),
    };
    let mut findings = differences.iter().map(|difference| finding(difference, words, original.as_ref())).collect();
    let hidden = ui.hide(&source, &mut findings);
    if !findings.is_empty() {
        ui.raise(Exit::Changes);
    }
    let entries = differences.iter().map(|difference| entry(difference, ui.secrets)).collect();
    let changed = Some(!differences.is_empty());
    let findings = ui.entries(&source, &findings);
    ui.file(hidden.entry(FileEntry {
        path: name.clone(),
        differences: Some(entries),
        changed,
        findings,
        ..FileEntry::default()
    }));
    if ui.json() {
        return ui.remote(RemoteEntry { server: Some(facts.entry()), ..RemoteEntry::default() });
    }
    show(&project.name, &release, &comparison, ui);
}

/// The project that is meant, and its backup.
fn export(connected: &Connected, wanted: &str) -> Result<(ProjectRef, Document), RemoteError> {
    let project = connected.facts.project(&connected.client, wanted)?;
    let bytes = connected.client.get_backup(&api::backup_of(project.id))?;
    let broken = |_| RemoteError::new(Failure::Nonsense, "the server sent broken JSON instead of a backup");
    Document::parse(bytes).map(|doc| (project, doc)).map_err(broken)
}

/// Prints the differences, and the answer in a sentence.
fn show(name: &str, release: &Release, comparison: &Comparison, ui: &mut Ui) {
    let (differences, expected) = (&comparison.differences, comparison.expected);
    let mut text = Vec::new();
    // Writing to memory cannot fail.
    let _ = summary::write_differences(differences, ui.secrets, &mut text);
    ui.text(Stream::Out, &coloured(&hang_each(&String::from_utf8_lossy(&text), ui.line_width)));
    let rest = if expected == 0 {
        String::new()
    } else {
        format!(", apart from {} that {release} cannot keep or export", plural(expected, "place"))
    };
    let what = match differences.len() {
        0 => "is what the file says".to_owned(),
        count => format!("differs in {}", plural(count, "place")),
    };
    ui.text(Stream::Err, &format!("project {name:?} {what}{rest}\n"));
}
