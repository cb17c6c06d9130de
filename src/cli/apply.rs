//! The main job: `semxform -r RULES [FILE…]`.

use clap::Args;
use serde_json::Value;

use super::args::{self, DiffFormat, FailArgs, InputArgs, WriteArgs};
use super::config::Config;
use super::differences::Changed;
use super::exit::Exit;
use super::inputs::{self, Input};
use super::ui::{Stream, Ui};
use super::writing::{self, Destination};
use super::{packs, target};
use crate::beside::early;
use crate::check::Report;
use crate::detect;
use crate::engine::Context;
use crate::finding::Finding;
use crate::job::{Done, Job, Verdict};
use crate::json::Document;
use crate::pack::Edition;
use crate::report::envelope::{FileEntry, FindingEntry};
use crate::report::run::Run;
use crate::report::{Source, concise, origin, verdict};
use crate::semaphore::{Db, Release};

/// How many of the problems that were there before are listed.
const LISTED: usize = 20;

/// Arguments of the main job.
#[derive(Debug, Args)]
pub struct ApplyArgs {
    /// A rule pack: a file, or builtin:NAME (`semxform rules list`); may be repeated
    #[arg(short, long, value_name = "RULES", help_heading = "Rules")]
    rules: Vec<String>,
    #[command(flatten)]
    inputs: InputArgs,
    /// The Semaphore version that wrote the file [default: detected]
    #[arg(long, value_name = "VERSION", help_heading = "Versions")]
    from: Option<String>,
    /// The Semaphore version the result is for [default: the newest stable one that can have written the file]
    #[arg(long, value_name = "VERSION", help_heading = "Versions")]
    to: Option<String>,
    /// The database of that server: mysql, postgres, sqlite or bolt; may be repeated [default: each SQL database it supports]
    #[arg(long, value_name = "DB", value_parser = args::db, value_delimiter = ',', help_heading = "Versions")]
    db: Vec<Db>,
    /// The edition of that server, for rules that ask for it
    #[arg(long, value_name = "EDITION", value_parser = args::edition, default_value = "community", help_heading = "Versions")]
    edition: Edition,
    /// Give a parameter of a pack a value; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting, help_heading = "Rules")]
    set: Vec<(String, String)>,
    /// Run only these rules (ID or PACK/ID); may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Rules")]
    only: Vec<String>,
    /// Leave these rules out; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Rules")]
    skip: Vec<String>,
    /// Run these optional rules too; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Rules")]
    with: Vec<String>,
    /// A selector that matches nothing is an error
    #[arg(long, help_heading = "Rules")]
    strict: bool,
    #[command(flatten)]
    write: WriteArgs,
    /// How the change is shown, also where a result is written [default: unified; opened on a terminal when lines are very long]
    #[arg(long, value_enum, value_name = "FORM", help_heading = "Output")]
    diff: Option<DiffFormat>,
    #[command(flatten)]
    fail: FailArgs,
}

/// Applies the packs to each input.
pub fn run(args: &ApplyArgs, config: &Config, ui: &mut Ui) {
    let rules = if args.rules.is_empty() { &config.rules } else { &args.rules };
    if rules.is_empty() {
        let command = args.inputs.files.first().and_then(|first| super::command_near(&first.to_string_lossy()));
        let meant = command.map(|command| format!("did you mean `semxform {command}`?"));
        let help = "name rule packs with -r (semxform rules list shows the shipped ones), or see semxform --help";
        return ui.error(Exit::Usage, "nothing to do: no command and no rules", Some(meant.as_deref().unwrap_or(help)));
    }
    let Some(packs) = packs::load(rules, ui) else { return };
    let from = target::given(args.from.as_ref().or(config.from.as_ref()), ui);
    let to = target::given(args.to.as_ref().or(config.to.as_ref()), ui);
    if ui.exit() == Exit::Usage {
        return;
    }
    let dbs = target::databases(&args.db, &config.db);
    let Some(inputs) = inputs::resolve(&args.inputs.files, &config.inputs, ui) else { return };
    let Some(plan) = writing::plan(&args.write, &inputs, ui) else { return };
    let mut context = Context::new(Release::newest_stable());
    context.edition = args.edition;
    let settings = config.set.iter().map(|(name, value)| (name.clone(), value.clone())).chain(args.set.iter().cloned());
    context.params = settings.map(|(name, value)| (name, Value::String(value))).collect();
    context.only.clone_from(&args.only);
    context.skip.clone_from(&args.skip);
    context.with.clone_from(&args.with);
    context.strict = args.strict;
    for mistake in context.mistakes(&packs) {
        ui.coded(Exit::Usage, mistake.code, &mistake.message, None);
    }
    if ui.exit() == Exit::Usage {
        return;
    }
    let job = Job { packs: &packs, context, from, to, stop_at: args.fail.least() };
    let several = inputs.len() > 1;
    for (input, destination) in inputs.iter().zip(&plan) {
        one(&job, input, destination, &dbs, args, several, ui);
    }
}

fn one(job: &Job, input: &Input, destination: &Destination, chosen: &[Db], args: &ApplyArgs, several: bool, ui: &mut Ui) {
    let Some(mut doc) = inputs::document_to_change(input, ui) else { return };
    let name = input.name();
    let detected = if ui.json() { Some(detect::detect(&doc)) } else { job.detect(&doc) };
    let release = job.target(detected.as_ref());
    if job.to.is_none() && job.from.is_none() {
        target::say_if_unsure(&name, detected.as_ref(), ui);
    }
    let dbs = match target::databases_of(&release, chosen) {
        Ok(dbs) => dbs,
        Err(message) => return ui.error(Exit::Usage, &message, None),
    };
    let mut done = job.apply(&mut doc, detected, release, &dbs);
    let mut entry = FileEntry { path: name.clone(), ..FileEntry::default() };
    let changed = Changed::new(&doc, &name, &done.outcome.journal);
    let edited = !doc.is_unchanged();
    let prepare = || destination.prepare(edited, |out| changed.write_result(out));
    let mut verdict = Verdict::default();
    // The file is written and the difference rendered while the result is judged; only then they come to light.
    early(if done.is_good() { doc.source().len() } else { 0 }, &prepare, |prepared| {
        let end = |ui: &mut Ui| {
            verdict = job.judge(&doc, &done, &dbs);
            if !done.is_good() || !verdict.is_good() {
                let proven = done.broken.is_empty() && verdict.is_proven();
                ui.raise(if proven { Exit::Findings } else { Exit::Usage });
                return ui.terminal && proven;
            }
            let prepared = prepared.get();
            match prepared.and_then(|file| destination.settle(file, edited, ui, |out| changed.write_result(out))) {
                Ok(()) => entry.written = destination.path(),
                Err(error) => ui.file_error("SX112", &error),
            }
            true
        };
        if ui.json() {
            end(ui);
        } else {
            let stream = if *destination == Destination::Stdout { Stream::Err } else { Stream::Out };
            changed.print(args.diff, stream, ui, end);
        }
    });
    if ui.json() {
        entry.patch = changed.entry(args.diff, ui.secrets);
    }
    job.settle(&mut done, verdict);
    tell(&entry, &doc, &done, several, ui);
    ui.file(envelope(entry, &doc, &done, &dbs, ui));
}

/// Messages: what stopped it, what the rules did, what was there before, the prediction.
fn tell(entry: &FileEntry, doc: &Document, done: &Done, several: bool, ui: &mut Ui) {
    if ui.json() {
        return;
    }
    let name = entry.path.as_str();
    let source = Source::document(name, doc);
    for findings in [&done.broken, &done.refused, &done.brought_in] {
        ui.findings(Stream::Err, &source, findings);
    }
    if done.broken.is_empty() {
        let run = Run { doc, outcome: &done.outcome, secrets: ui.secrets };
        ui.text(Stream::Err, &run.human(ui.width));
    }
    if !done.was_there.is_empty() {
        let counts = verdict::counts(&done.was_there);
        ui.note(&format!("{name}: was there before: {counts}, for the format of {}", done.target));
        let lines: String =
            concise(&source, &done.was_there).lines().take(LISTED).fold(String::new(), |out, l| out + "  " + l + "\n");
        ui.text(Stream::Err, &lines);
        if done.was_there.len() > LISTED {
            ui.text(Stream::Err, &format!("  … and {} more; --format json lists all\n", done.was_there.len() - LISTED));
        }
    }
    if !done.is_good() {
        ui.text(Stream::Err, &format!("{name}: nothing is written\n"));
    } else if doc.is_unchanged() {
        ui.text(Stream::Err, &format!("{name}: nothing to change\n"));
    }
    if let Some(report) = &done.prediction {
        let of = if several { format!("{name}: ") } else { String::new() };
        ui.text(Stream::Err, &format!("{of}{}\n", prediction_line(entry, done, report)));
    }
}

fn envelope(entry: FileEntry, doc: &Document, done: &Done, dbs: &[Db], ui: &Ui) -> FileEntry {
    if !ui.json() {
        return entry;
    }
    let source = Source::document(&entry.path, doc);
    let list = |findings: &[Finding]| findings.iter().map(|f| FindingEntry::new(&source, f)).collect::<Vec<_>>();
    let mut findings = list(&done.broken);
    findings.extend(list(&done.refused));
    findings.extend(list(&done.brought_in));
    findings.extend(list(&done.was_there).into_iter().map(|f| FindingEntry { was_there_before: true, ..f }));
    let run = Run { doc, outcome: &done.outcome, secrets: ui.secrets };
    let prediction = done.prediction.as_ref();
    FileEntry {
        detected: done.detected.as_ref().map(origin::entry),
        target: Some(done.target.to_string()),
        db: dbs.iter().map(|db| db.name()).collect(),
        restorable: prediction.map(Report::restorable),
        outcome: prediction.map(|report| report.outcome.name()),
        outcomes: prediction.map(|r| r.outcomes.iter().map(|(db, o)| (db.name(), o.name())).collect()).unwrap_or_default(),
        findings,
        changed: Some(!doc.is_unchanged()),
        changes: Some(run.changes()),
        losses: Some(run.losses(|_| true)),
        notes: Some(run.notes()),
        prediction: prediction.map(|report| prediction_line(&entry, done, report)),
        ..entry
    }
}

/// The prediction, about the file that was written, if one was.
fn prediction_line(entry: &FileEntry, done: &Done, report: &Report) -> String {
    let written = entry.written.as_deref().filter(|path| *path != "-");
    verdict::ending(written.unwrap_or(&entry.path), &done.target, report)
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}
