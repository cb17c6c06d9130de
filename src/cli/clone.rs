//! `semxform clone --name NEW FILE`: a copy that can live beside the original. The shipped packs `clone` and `sleep` do the work.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::Value;

use super::args::{self, DiffFormat, PartArgs};
use super::config::Config;
use super::exit::Exit;
use super::process::Job;
use super::ui::Ui;
use super::{extras, inputs, packs, target, writing};
use crate::engine::Context;
use crate::pack::BUILTIN;
use crate::run::Request;
use crate::semaphore::{Release, key};
use crate::text::safe::shell_word;

/// Arguments of `clone`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform clone --name 'Web test' backup.json    what would the copy lack?\n  semxform clone --name 'Web test' --asleep backup.json -o copy.json\n",
    help_template = args::HELP
)]
pub(crate) struct CloneArgs {
    /// The name of the copy
    #[arg(long, value_name = "NEW", value_parser = NonEmptyStringValueParser::new())]
    name: String,
    /// Switch all schedules off
    #[arg(long)]
    asleep: bool,
    #[command(flatten)]
    part: PartArgs,
    /// How the change is shown [default: unified; opened on a terminal when lines are very long]
    #[arg(long, value_enum, value_name = "FORM", help_heading = "Output")]
    diff: Option<DiffFormat>,
}

/// Makes the copy.
pub(super) fn run(args: &CloneArgs, config: &Config, ui: &mut Ui) {
    let names = if args.asleep { &["clone", "sleep"][..] } else { &["clone"] };
    let names: Vec<String> = names.iter().map(|name| format!("{BUILTIN}{name}")).collect();
    let Some(packs) = packs::load(&names, ui) else { return };
    let from = target::given(args.part.from.as_ref().or(config.from.as_ref()), ui);
    if ui.exit() == Exit::Usage {
        return;
    }
    let Some(inputs) = inputs::resolve(args.part.file.as_slice(), &config.inputs, ui) else { return };
    let [input] = inputs.as_slice() else {
        return ui.error(Exit::Usage, "clone copies one file", Some("name it behind the options"));
    };
    let Some(plan) = writing::plan_new(args.part.output.as_deref(), &inputs, ui) else { return };
    let mut others = extras::files(args.part.extras.extras.as_slice(), &plan[0]);
    others.written.extend(args.part.receipt.as_ref().map(|path| super::process::receipt_file(path, input, false)));
    if !writing::are_own_files(&others, &plan, &inputs, ui) {
        return;
    }
    let mut context = Context::new(Release::newest_stable());
    context.params.insert("name".to_owned(), Value::String(args.name.clone()));
    let dbs = target::databases(&args.part.db, &config.db);
    let request = Request { from, dbs, context, always_detect: ui.json(), ..Request::rules(&packs) };
    let Some(extras) = args.part.extras.read(1, ui) else { return };
    let extras = extras.as_ref().map(|extras| (extras, args.part.extras.extras.as_deref()));
    let job =
        Job { extras, request: &request, diff: args.diff, plan: false, receipt: args.part.receipt.as_deref(), several: false };
    let Some(doc) = inputs::backup(input, ui) else { return };
    let own = doc.get(doc.root(), key::META).and_then(|meta| doc.text_of(meta, key::NAME));
    if own.as_deref() == Some(&*args.name) {
        let message = format!("{} is the backup of a project {:?}, and its copy needs another name", input.name(), args.name);
        return ui.error(Exit::Usage, &message, Some(&format!("--name {}", shell_word(&format!("{} (2)", args.name)))));
    }
    if let Some(destination) = plan.first() {
        job.process(doc, input, destination, ui);
    }
}
