//! `semxform migrate --to V FILE…`: from any version to any version, with a receipt.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{self, AppArgs, DiffFormat, ExtrasArgs, InputArgs, WriteArgs};
use super::config::Config;
use super::exit::Exit;
use super::hiding::BaselineArgs;
use super::inputs::Input;
use super::process::Job;
use super::threshold::FailArgs;
use super::ui::Ui;
use super::{each, extras, inputs, names, packs, target, writing};
use crate::files::{self, FileError};
use crate::pack::Edition;
use crate::pack::MigrationPacks;
use crate::run::{Accept, Request};
use crate::semaphore::Db;
use crate::sorting;
use crate::text::suggest::nearest;

/// Arguments of `migrate`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform migrate --to 2.18 -o new.json backup.json\n  semxform migrate --to 2.16.45 -i backup.json   repair what 2.16.45 refuses\n  semxform migrate --to latest backups/*.json -o out/ --receipt receipts/\n  semxform migrate --to 2.18 --plan backup.json     what would be done\n",
    help_template = args::HELP
)]
pub(crate) struct MigrateArgs {
    #[command(flatten)]
    inputs: InputArgs,
    /// The Semaphore version that is to restore the result; the file's own version repairs it for that version
    #[arg(long, alias = "target", value_name = "VERSION", help_heading = "Versions")]
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
    /// Show the steps and the rules that act; nothing is written
    #[arg(long, alias = "dry-run", conflicts_with_all = ["output", "in_place", "check", "receipt"], help_heading = "Migration")]
    plan: bool,
    /// Write a receipt to FILE (JSON; Markdown where its name ends in .md), or into a folder when there are several inputs; also where
    /// nothing else is written
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
    apps: AppArgs,
    #[command(flatten)]
    extras: ExtrasArgs,
    #[command(flatten)]
    fail: FailArgs,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
}

impl MigrateArgs {
    /// Whether anything is judged.
    pub(super) const fn finds(&self) -> bool {
        !self.plan
    }
}

/// Migrates each input.
pub(super) fn run(args: &MigrateArgs, config: &Config, ui: &mut Ui) {
    let Some(to) = args.to.as_ref().or(config.to.as_ref()) else {
        let help = "semxform migrate --to 2.18 backup.json; semxform schema lists the versions";
        return ui.error(Exit::Usage, "--to is missing: the version that the file goes to", Some(help));
    };
    let Some(to) = target::release(to, ui) else { return };
    let from = target::given(args.from.as_ref().or(config.from.as_ref()), ui);
    let chosen = target::databases(&args.db, &config.db);
    if let Err(error) = Db::of_server(&to, &chosen) {
        return ui.error(Exit::Usage, &error.to_string(), None);
    }
    let Some(packs) = load(args.packs.as_deref(), ui) else { return };
    let accept = Accept::read(args.accept_loss.iter().map(String::as_str));
    check_accept(&accept, &packs, ui);
    let Some(existing_names) = names::existing_names(args.existing_names.as_ref(), ui) else { return };
    if ui.exit() == Exit::Usage {
        return;
    }
    let Some(inputs) = inputs::to_write(&args.inputs, &config.inputs, &args.write, ui) else { return };
    let Some(plan) = writing::plan(&args.write, &inputs, ui) else { return };
    let several = inputs.len() > 1;
    let mut others = extras::files(args.extras.extras.as_slice(), &plan[0]);
    if args.receipt.as_ref().is_some_and(|path| !add_receipts(path, &inputs, &mut others, ui))
        || !writing::are_own_files(&others, &plan, &inputs, ui)
    {
        return;
    }
    let mut request = Request {
        from,
        dbs: chosen,
        accept,
        existing_names,
        apps: args.apps.names(&config.apps),
        fail_on: args.fail.threshold(&config.fail_on),
        always_detect: true,
        most: ui.most,
        ..Request::migration(&packs, to)
    };
    request.context.edition = args.edition;
    let Some(extras) = args.extras.read(inputs.len(), ui) else { return };
    let extras = extras.as_ref().map(|extras| (extras, args.extras.extras.as_deref()));
    let job = Job { extras, request: &request, diff: args.diff, plan: args.plan, receipt: args.receipt.as_deref(), several };
    let work: Vec<_> = inputs.iter().zip(&plan).collect();
    each::each(&work, ui, |(input, destination), ui| job.process_file(input, destination, ui));
    if !args.plan {
        ui.sum_up_results(inputs.len());
    }
}

/// Reports what `--accept-loss` names and no pack has; with exit code 2, so that nothing is run.
fn check_accept(accept: &Accept, packs: &MigrationPacks, ui: &mut Ui) {
    let Some(unknown) = accept.unknown(packs).first().copied() else { return };
    let all = packs.all();
    let rules = all.iter().flat_map(|pack| &pack.rules).map(|rule| &*rule.full_id);
    let near = nearest(unknown, all.iter().map(|pack| pack.id.as_str()).chain(rules));
    let help =
        near.map_or_else(|| "the message about the loss names its rule".to_owned(), |near| format!("did you mean {near}?"));
    ui.error(Exit::Usage, &format!("--accept-loss: no rule is called {unknown}"), Some(&help));
}

/// Adds the receipt of each input to what is written; false, with a message printed, if there is no room for all of them.
fn add_receipts(path: &Path, inputs: &[Input], others: &mut writing::OtherFiles, ui: &mut Ui) -> bool {
    let several = inputs.len() > 1;
    if several && !writing::names_a_folder(path) && writing::looks_like_a_file(path) {
        let help = "with several inputs --receipt names a folder; with a / at its end the name is taken for one";
        let message = format!("{} looks like a file, and there are {} inputs", path.display(), inputs.len());
        ui.error(Exit::Usage, &message, Some(help));
        return false;
    }
    if several && files::is_stdout(path) {
        ui.error(
            Exit::Usage,
            "several receipts do not fit on standard output",
            Some("with several inputs --receipt names a folder"),
        );
        return false;
    }
    others.written.extend(inputs.iter().map(|input| super::process::receipt_file(path, input, several)));
    true
}

/// The shipped packs, or those of a folder; `None`, with all mistakes reported, if they are broken.
fn load(folder: Option<&Path>, ui: &mut Ui) -> Option<MigrationPacks> {
    let read = match folder {
        None => MigrationPacks::shipped(),
        Some(folder) => {
            let mut files = Vec::new();
            if let Err(error) = packs::collect(folder, &mut files) {
                let error = FileError::reading(folder, &error);
                ui.error(Exit::Usage, &format!("--packs {error}"), error.help.as_deref());
                return None;
            }
            sorting::sort(&mut files);
            let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
            let texts: Option<Vec<_>> = names.into_iter().map(|name| packs::text(&name, ui).map(|text| (name, text))).collect();
            MigrationPacks::read(texts?)
        }
    };
    read.map_err(|bad| bad.iter().for_each(|pack| packs::broken(&pack.source, &pack.text, &pack.mistakes, ui))).ok()
}
