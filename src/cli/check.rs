//! `semxform check`: what a server would do with a file.

use std::path::PathBuf;

use clap::Args;

use super::args::{self, AppArgs, ExtrasArgs, InputArgs};
use super::config::Config;
use super::each;
use super::exit::Exit;
use super::fixes;
use super::format::Format;
use super::hiding::BaselineArgs;
use super::inputs::{self, Input};
use super::names::existing_names;
use super::silence::Looked;
use super::target;
use super::threshold::FailArgs;
use super::ui::{Stream, Ui};
use crate::check::{self, Options};
use crate::detect::{self, Detected};
use crate::extras::Extras;
use crate::finding::{Code, Threshold};
use crate::json::Document;
use crate::report::envelope::FileEntry;
use crate::report::{Source, judged, origin, verdict};
use crate::run;
use crate::semaphore::{Db, Release};

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform check --target 2.16 backup.json\n  semxform check --target latest --db postgres backups/*.json\n  semxform check --format json backup.json          for scripts\n",
    help_template = args::HELP
)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    inputs: InputArgs,
    /// The Semaphore version of the server [default: the newest stable one that can have written the file]
    #[arg(long, value_name = "VERSION", visible_alias = "to")]
    target: Option<String>,
    /// The server's database: mysql, postgres, sqlite or bolt; may be repeated [default: each SQL database it supports]
    #[arg(long, value_name = "DB", value_parser = args::db, value_delimiter = ',')]
    db: Vec<Db>,
    /// A file with the names of the projects that are on the server already, one a line or as GET /api/projects answers; 2.17 and later refuse
    /// them
    #[arg(long, value_name = "FILE")]
    existing_names: Option<PathBuf>,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
    #[command(flatten)]
    apps: AppArgs,
    #[command(flatten)]
    extras: ExtrasArgs,
    #[command(flatten)]
    fail: FailArgs,
}

/// Checks each input.
pub(super) fn run(args: &CheckArgs, config: &Config, ui: &mut Ui) {
    let Some(inputs) = inputs::of(&args.inputs, &config.inputs, ui) else { return };
    let chosen = target::databases(&args.db, &config.db);
    let release = target::given(args.target.as_ref().or(config.target.as_ref()).or(config.to.as_ref()), ui);
    if ui.exit() == Exit::Usage {
        return;
    }
    let Some(existing_names) = existing_names(args.existing_names.as_ref(), ui) else { return };
    let Some(extras) = args.extras.read(inputs.len(), ui) else { return };
    let most = if extras.is_some() { usize::MAX } else { ui.most };
    let options = Options { existing_names, apps: args.apps.names(&config.apps), most, ..Options::default() };
    let fail_on = args.fail.threshold(&config.fail_on);
    let job = Job { several: inputs.len() > 1, release, chosen, options, extras, fail_on };
    each::each(&inputs, ui, |input, ui| job.process_file(input, ui));
    if job.fail_on.is_reached(&ui.report_unused(Looked::Backups)) {
        ui.raise(Exit::Findings);
    }
    ui.sum_up(inputs.len());
}

/// What is the same for all inputs.
struct Job {
    several: bool,
    release: Option<Release>,
    chosen: Vec<Db>,
    options: Options,
    extras: Option<Extras>,
    fail_on: Threshold,
}

impl Job {
    fn process_file(&self, input: &Input, ui: &mut Ui) {
        let name = input.name();
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(error) => return ui.file_error(Code::SX111, &error),
        };
        let parsed = Document::parse_or_return(bytes);
        let doc = parsed.as_ref().ok();
        let mut detected = doc.filter(|_| self.release.is_none()).map(detect::detect);
        let is_backup = doc.is_none_or(|doc| crate::input::not_a_backup(doc).is_none());
        if self.release.is_none() && is_backup {
            target::say_if_unsure(&name, detected.as_ref(), ui);
        }
        let fallback = || detected.as_ref().map_or_else(Release::newest_stable, Detected::default_target);
        let release = self.release.clone().unwrap_or_else(fallback);
        let dbs = match Db::of_server(&release, &self.chosen) {
            Ok(dbs) => dbs,
            Err(error) => return ui.error(Exit::Usage, &error.to_string(), None),
        };
        let mut report = match &parsed {
            Ok(doc) => check::judge(doc, &release, &dbs, &self.options),
            Err((bytes, error)) => check::refuse(bytes, error, &release, &dbs),
        };
        if ui.json() && detected.is_none() {
            detected = doc.map(detect::detect);
        }
        let mut advice = doc.map(|doc| run::prove(&mut report, doc, &release, &dbs, &self.options)).unwrap_or_default();
        let source = match &parsed {
            Ok(doc) => Source::document(&name, doc),
            Err((bytes, _)) => Source::broken_json(&name, bytes),
        };
        if let (Some(extras), Some(doc)) = (&self.extras, doc) {
            report.findings.retain(|finding| !extras.covers(doc, finding));
        }
        let mut sieve = ui.sieve(&name, Some(&release.to_string()));
        sieve.apply(&source, &mut report.findings);
        let hidden = sieve.hidden;
        if let Some(doc) = doc {
            advice.recount(doc, &report.findings);
        }
        ui.count(report.outcome, report.is_of_no_backup());
        if self.fail_on.is_reached(&report.findings) {
            ui.raise(Exit::Findings);
        }
        // What cannot be checked is no result of a check.
        let stream = if is_backup { Stream::Out } else { Stream::Err };
        ui.findings_with_advice(stream, &source, &report.findings, &advice, self.several);
        if ui.format == Format::Human {
            ui.text(Stream::Out, &verdict::line(&name, &release, &report, ui.line_width));
        }
        if let Some(note) = verdict::not_kept(&report.left_out) {
            ui.note(&format!("{name}: {note}"));
        }
        ui.note_hidden(&name, hidden);
        let detected = detected.as_ref().map(origin::entry);
        let mut findings = ui.entries(&source, &report.findings);
        if let (true, Some(doc)) = (ui.extras.fixes, doc) {
            fixes::add(&source, doc, &release, &dbs, &mut findings);
        }
        let entry = FileEntry { detected, findings, ..judged::of_check(&name, &release, &dbs, &report) };
        ui.file(hidden.entry(entry));
    }
}
