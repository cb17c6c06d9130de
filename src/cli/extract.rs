//! `semxform extract --template NAME FILE`: templates with everything that they need, as a backup of their own.

use clap::{Args, ValueEnum};

use super::args::{self, PartArgs};
use super::config::Config;
use super::exit::Exit;
use super::format::Format;
use super::product::Outputs;
use super::ui::Ui;
use super::{inputs, target};
use crate::detect;
use crate::parts::{Server, Wanted, extract};
use crate::report::envelope::FileEntry;
use crate::report::{origin, parts};

/// Arguments of `extract`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform extract --template 'Deploy app' backup.json    what would come along?\n  semxform extract --template 'Deploy app' backup.json -o deploy.json\n  semxform extract --template A --template B --with schedules web.json -o a.json\n",
    help_template = args::HELP
)]
pub(crate) struct ExtractArgs {
    /// A template to take out, by its name; may be repeated
    #[arg(long, value_name = "NAME", required = true)]
    template: Vec<String>,
    /// Also what points to the templates: their schedules, their integrations, the templates and workflows that depend on them
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    with: Vec<With>,
    /// Another name for the project
    #[arg(long, value_name = "PROJECT")]
    name: Option<String>,
    #[command(flatten)]
    part: PartArgs,
}

/// `--with`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum With {
    /// The schedules of all templates that are taken
    Schedules,
    /// The integrations of all templates that are taken, and the aliases of the project
    Integrations,
    /// Templates that build on those that were named, and workflows in which these are a step
    Dependents,
}

/// Takes the templates out.
pub(super) fn run(args: &ExtractArgs, config: &Config, ui: &mut Ui) {
    let from = target::given(args.part.from.as_ref().or(config.from.as_ref()), ui);
    if ui.exit() == Exit::Usage {
        return;
    }
    let Some(inputs) = inputs::resolve(args.part.file.as_slice(), &config.inputs, ui) else { return };
    let [input] = inputs.as_slice() else {
        return ui.error(Exit::Usage, "extract takes parts out of one file", Some("name it behind the options"));
    };
    let Some(extras) = args.part.extras.read(1, ui) else { return };
    let PartArgs { output, receipt, extras: beside, .. } = &args.part;
    let beside = beside.extras.as_slice();
    let Some(outputs) = Outputs::plan(output.as_deref(), receipt.as_deref(), beside, &inputs, ui) else { return };
    let Some(doc) = inputs::backup(input, ui) else { return };
    let detected = detect::detect(&doc);
    let server = match Server::of(&detected, from.as_ref(), &target::databases(&args.part.db, &config.db)) {
        Ok(server) => server,
        Err(error) => return ui.error(Exit::Usage, &error.to_string(), None),
    };
    let has = |with| args.with.contains(&with);
    let wanted = Wanted {
        templates: args.template.clone(),
        schedules: has(With::Schedules),
        integrations: has(With::Integrations),
        dependents: has(With::Dependents),
        name: args.name.clone(),
    };
    match extract(doc, server, &wanted) {
        Ok(extracted) => {
            let name = input.name();
            let text = if ui.format == Format::Concise { parts::lines(&name, &extracted) } else { parts::tree(&extracted) };
            let entry = FileEntry {
                path: name,
                detected: Some(origin::entry(&detected)),
                parts: Some(parts::members(&extracted)),
                left_out: Some(extracted.left_out.iter().cloned().collect()),
                ..FileEntry::default()
            };
            let extras = extras.as_ref().map(|extras| (extras, args.part.extras.extras.as_deref()));
            outputs.deliver(&extracted.product, extras, &text, entry, ui);
        }
        Err(errors) => {
            for error in errors {
                ui.error(Exit::Findings, &format!("{}: {error}", input.name()), Some(&error.help(&input.name())));
            }
        }
    }
}
