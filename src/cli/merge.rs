//! `semxform merge BASE ADD…`: several backups into one. Files of other versions are migrated first.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args;
use super::config::Config;
use super::exit::Exit;
use super::inputs::{self, Input};
use super::product::Outputs;
use super::ui::{Stream, Ui};
use super::{extras, packs, target};
use crate::detect::{self, Detected};
use crate::extras::Extras;
use crate::json::Document;
use crate::pack::MigrationPacks;
use crate::parts::{Decision, Fate, MergeInput, OnConflict, Server, common_server, merge, obstacles};
use crate::report::envelope::{FileEntry, LossEntry};
use crate::report::receipt::{self, Detail, Receipt};
use crate::report::{self, Source, parts};
use crate::run::{self, Accept, Request};
use crate::semaphore::Db;
use crate::text::plural;
use crate::text::safe::shell_path;

/// Arguments of `merge`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform merge web.json deploy.json                  what would come together?\n  semxform merge --on-conflict rename web.json other.json -o both.json\n  semxform merge --to 2.18 web-2.16.json db-2.18.json -o both.json\n",
    help_template = args::HELP
)]
pub(crate) struct MergeArgs {
    /// The backup that the others are added to; its project, layout and order stay
    #[arg(value_name = "BASE")]
    base: PathBuf,
    /// Backups to add
    #[arg(value_name = "ADD", required = true)]
    add: Vec<PathBuf>,
    /// What happens where two files have a name with another value each
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Conflict::Error)]
    on_conflict: Conflict,
    /// The Semaphore version that is to restore the result [default: one that can have written all files, else that of BASE]
    #[arg(long, value_name = "VERSION", help_heading = "Versions")]
    to: Option<String>,
    /// The database of that server: mysql, postgres, sqlite or bolt; may be repeated [default: each SQL database it supports]
    #[arg(long, value_name = "DB", value_parser = args::db, value_delimiter = ',', help_heading = "Versions")]
    db: Vec<Db>,
    /// Losses of migrations that are fine: `all`, or ids of rules and packs; may be repeated
    #[arg(long, value_name = "all|ID", help_heading = "Versions")]
    accept_loss: Vec<String>,
    /// Write the result to PATH, - for standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Writing")]
    output: Option<PathBuf>,
    /// What `semxform pull` wrote beside BASE, beside the first ADD and so on; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Writing")]
    extras: Vec<PathBuf>,
    /// Write a receipt (JSON) with each decision to FILE
    #[arg(long, value_name = "FILE", help_heading = "Writing")]
    receipt: Option<PathBuf>,
}

/// `--on-conflict`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Conflict {
    /// List all conflicts; nothing is merged
    Error,
    /// What was there first stays
    Keep,
    /// What comes later takes its place
    Replace,
    /// What comes later gets another name, and every reference of its file follows; a host mapping cannot be renamed, so the first stays
    Rename,
}

impl From<Conflict> for OnConflict {
    fn from(conflict: Conflict) -> Self {
        match conflict {
            Conflict::Error => Self::Error,
            Conflict::Keep => Self::Keep,
            Conflict::Replace => Self::Replace,
            Conflict::Rename => Self::Rename,
        }
    }
}

/// Merges the files.
pub(super) fn run(args: &MergeArgs, config: &Config, ui: &mut Ui) {
    let to = target::given(args.to.as_ref().or(config.to.as_ref()), ui);
    if ui.exit() == Exit::Usage {
        return;
    }
    let files: Vec<PathBuf> = std::iter::once(&args.base).chain(&args.add).cloned().collect();
    let Some(inputs) = inputs::resolve(&files, &[], ui).and_then(|inputs| inputs::backups_of(inputs, ui)) else { return };
    if inputs.len() < 2 {
        return ui.error(
            Exit::Usage,
            "there is only one backup, and nothing to add to it",
            Some("name BASE, and the backups to add"),
        );
    }
    let (output, receipt) = (args.output.as_deref(), args.receipt.as_deref());
    let Some(outputs) = Outputs::plan(output, receipt, &args.extras, &inputs, ui) else { return };
    let read: Vec<_> = inputs.iter().map(|input| inputs::backup(input, ui)).collect();
    let Some(docs) = read.into_iter().collect::<Option<Vec<Document>>>() else { return };
    let detected: Vec<Detected> = docs.iter().map(detect::detect).collect();
    if !can_be_merged(&inputs, &docs, &detected, ui) {
        return ui.text(Stream::Err, "nothing is written\n");
    }
    let server = match common_server(&detected, to.as_ref(), &target::databases(&args.db, &config.db)) {
        Ok(server) => server,
        Err(error) => return ui.error(Exit::Usage, &error.to_string(), None),
    };
    let Some(extras) = read_extras(&args.extras, inputs.len(), ui) else { return };
    let mut losses = Vec::new();
    let mut sources = Vec::new();
    let mut extras = extras.into_iter();
    for ((input, doc), detected) in inputs.iter().zip(docs).zip(&detected) {
        let extras = extras.next();
        let doc = if server.takes(detected) { Some(doc) } else { migrated(input, doc, &server, args, &mut losses, ui) };
        sources.extend(doc.map(|doc| MergeInput { name: input.name(), doc, extras }));
    }
    if sources.len() < inputs.len() {
        return ui.say("nothing is written");
    }
    let base = sources.remove(0);
    let entry = FileEntry {
        path: base.name.clone(),
        detected: detected.first().map(report::origin::entry),
        losses: (!losses.is_empty()).then_some(losses),
        ..FileEntry::default()
    };
    match merge(base, sources, server, args.on_conflict.into()) {
        Ok(merged) => {
            let decisions = Some(parts::decision_entries(&merged.decisions));
            let extras = merged.extras.as_ref().map(|extras| (extras, args.extras.first().map(PathBuf::as_path)));
            let text = parts::decisions(&merged.decisions);
            outputs.deliver(&merged.product, extras, &text, FileEntry { decisions, ..entry }, ui);
        }
        Err(decisions) => report_conflicts(decisions, entry, ui),
    }
}

/// Whether nothing stands against merging the documents; what does is reported, each in its own file.
fn can_be_merged(inputs: &[Input], docs: &[Document], detected: &[Detected], ui: &mut Ui) -> bool {
    let mut earlier: Vec<(String, &Document)> = Vec::new();
    let mut found = false;
    for ((input, doc), detected) in inputs.iter().zip(docs).zip(detected) {
        let name = input.name();
        let obstacles = obstacles(doc, &detected.default_target(), &earlier);
        if !obstacles.is_empty() {
            found = true;
            inputs::unusable(&Source::document(&name, doc), &obstacles, Exit::Findings, ui);
        }
        earlier.push((name, doc));
    }
    !found
}

/// What lies beside the files, in their order; `None`, with a message printed, where one cannot be read or there are too many.
fn read_extras(paths: &[PathBuf], inputs: usize, ui: &mut Ui) -> Option<Vec<Extras>> {
    if paths.len() > inputs {
        ui.error(Exit::Usage, "there are more --extras than files", Some("name them in the order of BASE and ADD"));
        return None;
    }
    paths.iter().map(|path| extras::read(path, ui)).collect()
}

/// Reports the conflicts among the decisions; nothing is written.
fn report_conflicts(decisions: Vec<Decision>, entry: FileEntry, ui: &mut Ui) {
    let conflicts: Vec<_> = decisions.into_iter().filter(|decision| decision.fate == Fate::Conflict).collect();
    let message = format!("{}: {}; nothing is written", entry.path, plural(conflicts.len(), "conflict"));
    ui.file(FileEntry { decisions: Some(parts::decision_entries(&conflicts)), ..entry });
    if !ui.json() {
        ui.text(Stream::Err, &parts::decisions(&conflicts));
    }
    let help = "--on-conflict keep, replace or rename says what to do with all of them";
    ui.error(Exit::Findings, &message, Some(help));
}

/// The document in the format of the server; `None`, with a message printed, where that loses what nobody accepted or cannot be done.
fn migrated(
    input: &Input,
    doc: Document,
    server: &Server,
    args: &MergeArgs,
    losses: &mut Vec<LossEntry>,
    ui: &mut Ui,
) -> Option<Document> {
    let packs = MigrationPacks::shipped()
        .map_err(|bad| bad.iter().for_each(|pack| packs::broken(&pack.source, &pack.text, &pack.mistakes, ui)))
        .ok()?;
    let accept = Accept::read(args.accept_loss.iter().map(String::as_str));
    let request = Request { dbs: server.dbs.clone(), accept, ..Request::migration(&packs, server.release.clone()) };
    let name = input.name();
    let plan = request.plan(&doc).map_err(|error| ui.error(Exit::Usage, &error.to_string(), None)).ok()?;
    let judged = run::run(doc, &plan);
    let receipt = Receipt::new(&name, &judged, &plan, None, ui.secrets);
    let Some(approved) = judged.approved() else {
        let help = judged.accept_loss().map_or_else(
            || format!("semxform migrate --to {} {} says more", server.release, shell_path(&name)),
            |accept| format!("{accept} lets it through"),
        );
        if !ui.json() {
            let detail = if ui.verbose { Detail::All } else { Detail::Usual };
            ui.text(Stream::Err, &receipt::human(&receipt, &judged, ui.secrets, ui.width, detail));
        }
        ui.error(Exit::Findings, &format!("{name} cannot be migrated to {} without more", server.release), Some(&help));
        return None;
    };
    ui.note(&format!("{name} was migrated to {} first: {}", server.release, plural(receipt.losses.len(), "loss")));
    losses.extend(receipt.losses.into_iter().map(|loss| LossEntry { file: Some(name.clone()), ..loss }));
    Document::parse(approved.to_bytes()).ok()
}
