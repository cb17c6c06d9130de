//! `semxform migrate --to V FILE…`: from any version to any version, with a receipt.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap::Args;

use super::args::{self, DiffFormat, FailArgs, InputArgs, WriteArgs};
use super::config::Config;
use super::differences::Changed;
use super::exit::Exit;
use super::inputs::{self, Input};
use super::ui::{Stream, Ui};
use super::writing::{self, Destination};
use super::{check, packs, rules, target};
use crate::beside::early;
use crate::detect::{self, Detected};
use crate::files::{FileError, Prepared};
use crate::finding::{Finding, Severity, Stage};
use crate::input;
use crate::json::{Document, Splice};
use crate::migrate::{self, Accept, MigrateError, Migration, Options, Packs};
use crate::pack::Edition;
use crate::report::envelope::{FileEntry, FindingEntry, PlanEntry};
use crate::report::receipt::{self, Parts, Receipt};
use crate::report::run::Run;
use crate::report::{Source, origin, plan, verdict};
use crate::semaphore::{Band, Db, Release};

/// Arguments of `migrate`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform migrate --to 2.18 -o new.json backup.json\n  semxform migrate --to 2.16.45 -i backup.json      repair a file that 2.16.45 refuses\n  semxform migrate --to latest backups/*.json -o out/ --receipt out/\n  semxform migrate --to 2.18 --plan backup.json     what would be done\n",
    help_template = args::HELP
)]
pub struct MigrateArgs {
    #[command(flatten)]
    inputs: InputArgs,
    /// The Semaphore version that shall restore the result; the file's own version repairs it for that version
    #[arg(long, value_name = "VERSION", help_heading = "Versions")]
    to: Option<String>,
    /// The Semaphore version that wrote the file [default: detected]
    #[arg(long, value_name = "VERSION", help_heading = "Versions")]
    from: Option<String>,
    /// The target's database: mysql, postgres, sqlite or bolt; may be repeated [default: each SQL database it supports]
    #[arg(long, value_name = "DB", value_parser = args::db, value_delimiter = ',', help_heading = "Versions")]
    db: Vec<Db>,
    /// The edition of the target
    #[arg(long, value_name = "EDITION", value_parser = args::edition, default_value = "community", help_heading = "Versions")]
    edition: Edition,
    /// Losses that are fine: `all`, or ids of rules and packs; may be repeated
    #[arg(long, value_name = "all|ID", help_heading = "Migration")]
    accept_loss: Vec<String>,
    /// Show the steps and the rules that would act; nothing is run
    #[arg(long, conflicts_with_all = ["output", "in_place", "check", "receipt"], help_heading = "Migration")]
    plan: bool,
    /// Write a receipt (JSON) to FILE, or into a folder when there are several inputs
    #[arg(long, value_name = "FILE", conflicts_with = "check", help_heading = "Migration")]
    receipt: Option<PathBuf>,
    /// Take the migration packs from a folder instead of the shipped ones (`semxform rules show migrate/landing` prints one)
    #[arg(long, value_name = "DIR", help_heading = "Migration")]
    packs: Option<PathBuf>,
    /// A file with the names of the projects that are on the target already, one a line
    #[arg(long, value_name = "FILE", help_heading = "Versions")]
    existing_names: Option<PathBuf>,
    #[command(flatten)]
    write: WriteArgs,
    /// How the change is shown; where a result is written, it is shown only with this option [default: unified; opened on a terminal
    /// when lines are very long]
    #[arg(long, value_enum, value_name = "FORM", help_heading = "Output")]
    diff: Option<DiffFormat>,
    #[command(flatten)]
    fail: FailArgs,
}

/// What is the same for each file.
struct Job<'a> {
    args: &'a MigrateArgs,
    packs: &'a Packs,
    from: Option<Release>,
    to: Release,
    dbs: Vec<Db>,
    accept: Accept,
    existing_names: std::collections::HashSet<String>,
    several: bool,
}

/// Migrates each input.
pub fn run(args: &MigrateArgs, config: &Config, ui: &mut Ui) {
    let Some(to) = args.to.as_ref().or(config.to.as_ref()) else {
        let help = "semxform migrate --to 2.18 backup.json; semxform schema lists the versions";
        return ui.error(Exit::Usage, "which version shall the file go to?", Some(help));
    };
    let Some(to) = target::release(to, ui) else { return };
    let from = target::given(args.from.as_ref().or(config.from.as_ref()), ui);
    let chosen = target::databases(&args.db, &config.db);
    let dbs = match target::databases_of(&to, &chosen) {
        Ok(dbs) => dbs,
        Err(message) => return ui.error(Exit::Usage, &message, None),
    };
    let Some(packs) = load(args.packs.as_deref(), ui) else { return };
    let accept = Accept::read(args.accept_loss.iter().map(String::as_str));
    if let Some(unknown) = accept.unknown(&packs).first() {
        ui.error(
            Exit::Usage,
            &format!("--accept-loss: no rule is called {unknown}"),
            Some("the message about the loss names its rule"),
        );
    }
    let Some(existing_names) = check::existing_names(args.existing_names.as_ref(), ui) else { return };
    if ui.exit() == Exit::Usage {
        return;
    }
    let Some(inputs) = inputs::resolve(&args.inputs.files, &config.inputs, ui) else { return };
    let Some(plan) = writing::plan(&args.write, &inputs, ui) else { return };
    let job = Job { args, packs: &packs, from, to, dbs, accept, existing_names, several: inputs.len() > 1 };
    for (input, destination) in inputs.iter().zip(&plan) {
        one(&job, input, destination, ui);
    }
}

/// The shipped packs, or those of a folder; `None`, with all mistakes said, if they are broken.
fn load(folder: Option<&Path>, ui: &mut Ui) -> Option<Packs> {
    let read = match folder {
        None => Packs::shipped(),
        Some(folder) => {
            let mut files = Vec::new();
            if let Err(error) = rules::collect(folder, &mut files) {
                let error = FileError::reading(folder, &error);
                ui.error(Exit::Usage, &format!("--packs {error}"), error.help.as_deref());
                return None;
            }
            files.sort();
            let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
            let texts: Option<Vec<_>> = names.into_iter().map(|name| packs::text(&name, ui).map(|text| (name, text))).collect();
            Packs::read(texts?)
        }
    };
    read.map_err(|bad| bad.iter().for_each(|pack| packs::broken(&pack.source, &pack.text, &pack.mistakes, ui))).ok()
}

fn one(job: &Job, input: &Input, destination: &Destination, ui: &mut Ui) {
    let Some(mut doc) = inputs::document_to_change(input, ui) else { return };
    let name = input.name();
    let detected = (job.from.is_none() || ui.json()).then(|| detect::detect(&doc));
    if job.from.is_none() && detected.as_ref().is_some_and(|d| !d.confident) {
        ui.note(&format!("{name}: which version wrote this is not certain (semxform detect tells why); --from names it"));
    }
    let options = Options {
        source: source(job.from.as_ref(), detected.as_ref()),
        target: job.to.clone(),
        dbs: job.dbs.clone(),
        edition: job.args.edition,
        packs: job.packs,
        accept: job.accept.clone(),
        existing_names: job.existing_names.clone(),
    };
    let entry = FileEntry {
        path: name.clone(),
        detected: detected.as_ref().map(origin::entry),
        target: Some(job.to.to_string()),
        db: job.dbs.iter().map(|db| db.name()).collect(),
        ..FileEntry::default()
    };
    if job.args.plan {
        return show_plan(entry, &options, ui);
    }
    let converted = match migrate::convert(&mut doc, &options) {
        Ok(converted) => converted,
        Err(error) => return stopped(&doc, &error, entry, ui),
    };
    let splices = OnceLock::new();
    let edited = !doc.is_unchanged();
    let prepare = || destination.prepare(edited, |out| doc.write_to(splices.get_or_init(|| doc.splices()), out));
    // The file is written while the result is judged; only then it comes to light.
    let settled = early(doc.source().len(), &prepare, |prepared| {
        let verdict = converted.judge(&doc, &options);
        converted.settle(verdict, &options).map(|migration| (migration, prepared.get()))
    });
    match settled {
        Ok((migration, prepared)) => {
            let result = Outgoing { destination, prepared, splices };
            finish(job, input, result, &doc, &Done { detected, options, migration }, entry, ui);
        }
        Err(error) => stopped(&doc, &error, entry, ui),
    }
}

/// The result on its way out.
struct Outgoing<'a> {
    destination: &'a Destination,
    prepared: Result<Option<Prepared>, FileError>,
    splices: OnceLock<Vec<Splice>>,
}

fn source(from: Option<&Release>, detected: Option<&Detected>) -> (Band, Band) {
    let bands = detected.and_then(|d| Some((*d.bands.first()?, *d.bands.last()?)));
    from.map(|release| (release.band, release.band)).or(bands).unwrap_or((Band::ALL[0], Band::ALL[Band::ALL.len() - 1]))
}

fn show_plan(entry: FileEntry, options: &Options, ui: &mut Ui) {
    let planned = migrate::planned(options);
    if !ui.json() {
        return ui.text(Stream::Out, &plan::human(&entry.path, &planned));
    }
    let hops = planned.iter().filter(|p| matches!(p.stage, migrate::Stage::Hop(_))).map(|p| plan::stage(p.stage)).collect();
    let plan: Vec<PlanEntry> = planned.iter().map(plan::entry).collect();
    ui.file(FileEntry { hops: Some(hops), plan: Some(plan), ..entry });
}

/// A rule refused, or a step left something that its version does not read.
fn stopped(doc: &Document, error: &MigrateError, mut entry: FileEntry, ui: &mut Ui) {
    let source = Source::document(&entry.path, doc);
    let (exit, findings) = match error {
        MigrateError::Stopped { stage, refusals, broken } => {
            let finding = |refusal: &crate::engine::Refusal| {
                let mut finding = Finding::new(refusal.code, Severity::Error, Stage::Schema, refusal.message.clone());
                finding.entity.clone_from(&refusal.entity);
                finding.pointer.clone_from(&refusal.pointer);
                finding.span.clone_from(&refusal.span);
                finding.consequence(format!("{stage}, rule {}", refusal.rule))
            };
            (if *broken { Exit::Usage } else { Exit::Findings }, refusals.iter().map(finding).collect::<Vec<_>>())
        }
        MigrateError::Invalid { findings, .. } => (Exit::Findings, findings.clone()),
    };
    ui.findings(Stream::Err, &source, &findings);
    let entries = findings.iter().map(|f| FindingEntry::new(&source, f)).collect();
    ui.error(exit, &format!("{}: {error}; nothing is written", source.path), None);
    entry.findings = entries;
    ui.file(entry);
}

/// What a migration that ran through consists of.
struct Done<'a> {
    detected: Option<Detected>,
    options: Options<'a>,
    migration: Migration,
}

fn finish(job: &Job, input: &Input, result: Outgoing, doc: &Document, done: &Done, mut entry: FileEntry, ui: &mut Ui) {
    let Outgoing { destination, prepared, splices } = result;
    let Done { detected, options, migration } = done;
    let name = entry.path.clone();
    let source = Source::document(&name, doc);
    let guesses = input::guesses(doc);
    let spoilt = job.args.fail.reached(&migration.report.findings);
    let good = guesses.is_empty() && !spoilt && migration.accepted.iter().all(|accepted| *accepted);
    let changed = Changed::known(doc, &name, &migration.outcome.journal, splices);
    if good {
        entry.written = destination.path();
    } else {
        ui.raise(Exit::Findings);
    }
    let parts = Parts {
        path: &name,
        doc,
        detected: detected.as_ref(),
        options,
        migration,
        written: entry.written.as_deref(),
        secrets: ui.secrets,
    };
    let receipt = Receipt::new(parts);
    if good {
        let path = job.args.receipt.as_ref().map(|path| receipt_file(path, input, job.several));
        let written = prepared.and_then(|prepared| {
            // First the receipt: there is no other list of what a file that was changed in place has lost.
            path.map_or(Ok(()), |path| path.write(true, ui, |out| out.write_all(receipt.text().as_bytes())))?;
            destination.settle(prepared, !doc.is_unchanged(), ui, |out| changed.write_result(out))
        });
        if let Err(error) = written {
            return ui.file_error("SX112", &error);
        }
    }
    if ui.json() {
        entry.patch = changed.entry(job.args.diff, ui.secrets);
        return ui.file(envelope(entry, doc, done, &guesses, ui));
    }
    let stream = if *destination == Destination::Stdout { Stream::Err } else { Stream::Out };
    // A migration changes most of a file: who writes the result has asked for the result.
    let nowhere = matches!(destination, Destination::Nowhere | Destination::Check);
    if (good || ui.terminal) && (nowhere || job.args.diff.is_some()) {
        changed.print(job.args.diff, stream, ui, |_| true);
    }
    ui.findings(Stream::Err, &source, &guesses);
    let errors: Vec<Finding> = migration.errors().cloned().collect();
    ui.findings(Stream::Err, &source, &errors);
    ui.text(Stream::Err, &receipt::human(&receipt, ui.width));
    let of = if job.several { format!("{name}: ") } else { String::new() };
    let result = entry.written.as_deref().filter(|path| *path != "-").unwrap_or(&name);
    ui.text(Stream::Err, &format!("{of}{}\n", verdict::prediction(result, &job.to, &migration.report)));
    if !good {
        ui.text(Stream::Err, &format!("{name}: nothing is written\n"));
    }
}

/// With several inputs the path is a folder, and each receipt is called after its input.
fn receipt_file(path: &Path, input: &Input, several: bool) -> Destination {
    if !several && !path.is_dir() {
        return Destination::File(path.to_owned());
    }
    let name = input.path.file_stem().unwrap_or_default().to_string_lossy();
    Destination::InFolder(path.join(format!("{name}.receipt.json")))
}

fn envelope(entry: FileEntry, doc: &Document, done: &Done, guesses: &[Finding], ui: &Ui) -> FileEntry {
    let Migration { outcome, accepted, report, .. } = &done.migration;
    let source = Source::document(&entry.path, doc);
    let run = Run { doc, outcome, secrets: ui.secrets };
    let mut losses = run.losses(|_| false);
    losses.iter_mut().zip(accepted).for_each(|(loss, accepted)| loss.accepted = *accepted);
    FileEntry {
        restorable: Some(report.restorable()),
        outcome: Some(report.outcome.name()),
        outcomes: report.outcomes.iter().map(|(db, outcome)| (db.name(), outcome.name())).collect(),
        findings: guesses.iter().chain(&report.findings).map(|f| FindingEntry::new(&source, f)).collect(),
        changed: Some(!doc.is_unchanged()),
        changes: Some(run.changes()),
        losses: Some(losses),
        notes: Some(run.notes()),
        hops: Some(done.migration.hops().map(|hop| hop.to_string()).collect()),
        prediction: Some(verdict::prediction(&entry.path, &done.options.target, report)),
        ..entry
    }
}
