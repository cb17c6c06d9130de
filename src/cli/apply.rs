//! The main job: `semxform -r RULES [FILE…]`.

use clap::Args;
use serde_json::Value;

use super::args::{self, AppArgs, DiffFormat, ExtrasArgs, InputArgs, WriteArgs};
use super::config::Config;
use super::exit::Exit;
use super::hiding::BaselineArgs;
use super::process::Job;
use super::threshold::FailArgs;
use super::ui::Ui;
use super::{each, extras, inputs, packs, target, writing};
use crate::engine::Context;
use crate::pack::Edition;
use crate::run::Request;
use crate::semaphore::{Db, Release};
use crate::text::safe::shell_path;

/// Arguments of the main job.
#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    /// A rule pack: a file, a folder of them, or builtin:NAME (`semxform rules list`); may be repeated
    #[arg(short, long, value_name = "RULES", help_heading = "Rules")]
    rules: Vec<String>,
    #[command(flatten)]
    inputs: InputArgs,
    /// The Semaphore version that wrote the file [default: detected]
    #[arg(long, value_name = "VERSION", help_heading = "Versions")]
    from: Option<String>,
    /// The Semaphore version the result is for [default: the newest stable one that can have written the file]
    #[arg(long, alias = "target", value_name = "VERSION", help_heading = "Versions")]
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
    apps: AppArgs,
    #[command(flatten)]
    extras: ExtrasArgs,
    #[command(flatten)]
    fail: FailArgs,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
}

const NOTHING_TO_DO: &str = "nothing to do: no command and no rules";
const NAME_PACKS: &str = "name rule packs with -r (semxform rules list shows the shipped ones), or see semxform --help";

/// Applies the packs to each input.
pub(super) fn run(args: &ApplyArgs, config: &Config, ui: &mut Ui) {
    let rules = if args.rules.is_empty() { &config.rules } else { &args.rules };
    if rules.is_empty() {
        return nothing_to_do(args, ui);
    }
    let Some(packs) = packs::load(rules, ui) else { return };
    let from = target::given(args.from.as_ref().or(config.from.as_ref()), ui);
    let to = target::given(args.to.as_ref().or(config.to.as_ref()), ui);
    if ui.exit() == Exit::Usage {
        return;
    }
    let dbs = target::databases(&args.db, &config.db);
    let Some(inputs) = inputs::to_write(&args.inputs, &config.inputs, &args.write, ui) else { return };
    let Some(plan) = writing::plan(&args.write, &inputs, ui) else { return };
    let others = extras::files(args.extras.extras.as_slice(), &plan[0]);
    if !writing::are_own_files(&others, &plan, &inputs, ui) {
        return;
    }
    let mut context = Context::new(Release::newest_stable());
    context.edition = args.edition;
    let settings = config.set.iter().map(|(name, value)| (name.clone(), value.clone())).chain(args.set.iter().cloned());
    context.params = settings.map(|(name, value)| (name, Value::String(value))).collect();
    context.only.clone_from(&args.only);
    context.skip.clone_from(&args.skip);
    context.with.clone_from(&args.with);
    context.strict = args.strict;
    for mistake in context.mistakes(&packs) {
        ui.error_with_code(mistake.code, &mistake.message, None);
    }
    if ui.exit() == Exit::Usage {
        return;
    }
    let request = Request {
        from,
        to,
        dbs,
        apps: args.apps.names(&config.apps),
        context,
        fail_on: args.fail.threshold(&config.fail_on),
        always_detect: ui.json(),
        most: ui.most,
        ..Request::rules(&packs)
    };
    let Some(extras) = args.extras.read(inputs.len(), ui) else { return };
    let extras = extras.as_ref().map(|extras| (extras, args.extras.extras.as_deref()));
    let job = Job { extras, request: &request, diff: args.diff, plan: false, receipt: None, several: inputs.len() > 1 };
    let work: Vec<_> = inputs.iter().zip(&plan).collect();
    each::each(&work, ui, |(input, destination), ui| job.process_file(input, destination, ui));
    ui.sum_up_results(inputs.len());
}

/// Words of other programs, and what does that here.
const MEANT: [(&str, &str); 13] = [
    ("convert", "migrate --to VERSION FILE"),
    ("export", "pull"),
    ("fix", "-r builtin:fix-vaults FILE"),
    ("format", "fmt FILE"),
    ("import", "restore FILE"),
    ("lint", "check FILE"),
    ("repair", "migrate --to VERSION FILE"),
    ("simulate", "check FILE"),
    ("test", "check FILE"),
    ("transform", "-r PACK FILE"),
    ("upgrade", "migrate --to VERSION FILE"),
    ("validate", "check FILE"),
    ("version", "--version"),
];

/// Without a command and without rules: what may have been meant.
fn nothing_to_do(args: &ApplyArgs, ui: &mut Ui) {
    let Some(first) = args.inputs.files.first() else {
        if !crate::files::stdin_is_fed() && !ui.json() {
            ui.raise(Exit::Usage);
            return ui.text(super::ui::Stream::Err, super::texts::SHORT);
        }
        return ui.error(Exit::Usage, NOTHING_TO_DO, Some(NAME_PACKS));
    };
    let name = first.to_string_lossy();
    let meant = if first.exists() {
        Some(format!("check {}", shell_path(&name)))
    } else {
        let known = MEANT.iter().find(|(word, _)| *word == name).map(|(_, meant)| (*meant).to_owned());
        known.or_else(|| super::command_near(&name))
    };
    let help = meant.map(|meant| format!("did you mean `semxform {meant}`?"));
    ui.error(Exit::Usage, NOTHING_TO_DO, Some(help.as_deref().unwrap_or(NAME_PACKS)));
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}
