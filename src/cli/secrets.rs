//! `semxform secrets`: the form of secrets that no backup holds, and how they get to a server.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::args;
use super::config::Config;
use super::connect::{self, ConnectionArgs, failed};
use super::exit::Exit;
use super::extras;
use super::inputs::{self, Input};
use super::ui::{Stream, Ui};
use crate::detect;
use crate::remote::secrets::{self, Choice, Form, Resolver};
use crate::remote::{RemoteError, token};
use crate::report::envelope::FileEntry;
use crate::report::remote::{RemoteEntry, StepState};
use crate::semaphore::Release;
use crate::text::safe;

/// Arguments of `secrets`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform secrets list backup.json > secrets.yaml        a form to fill\n  semxform secrets apply --server prod --project Homelab --from secrets.yaml\n",
    help_template = args::HELP
)]
pub(crate) struct SecretsArgs {
    #[command(subcommand)]
    command: SecretsCommand,
}

#[derive(Debug, Subcommand)]
enum SecretsCommand {
    /// Print the form to fill: every secret of a backup, with what uses it; opens no connection
    #[command(before_help = "Examples:\n  semxform secrets list backup.json > secrets.yaml\n", help_template = args::HELP)]
    List(ListArgs),
    /// Set what the form has on a server
    #[command(
        before_help = "Examples:\n  semxform secrets apply --server prod --project Homelab --from secrets.yaml\n  sops -d secrets.yaml | semxform secrets apply --server prod --project Homelab --from -\n",
        help_template = args::HELP
    )]
    Apply(ApplyArgs),
}

#[derive(Debug, Args)]
struct ListArgs {
    /// The backup, - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What `pull` wrote beside it: says which variable group has which secret [default: FILE.extras.json, if it is there]
    #[arg(long, value_name = "FILE")]
    extras: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ApplyArgs {
    #[command(flatten)]
    server: ConnectionArgs,
    /// The project, by name or number [default: the project of a copied address]
    #[arg(long, value_name = "NAME|ID")]
    project: Option<String>,
    /// The form, - for standard input
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Also set what has a secret already, and what the server does not tell
    #[arg(long)]
    overwrite: bool,
    /// Run the programs that the form names
    #[arg(long)]
    allow_commands: bool,
}

/// Prints the form, or sets what it has.
pub(super) fn run(args: &SecretsArgs, config: &Config, ui: &mut Ui) {
    match &args.command {
        SecretsCommand::List(args) => list(args, ui),
        SecretsCommand::Apply(args) => apply(args, config, ui),
    }
}

/// Reads a form.
pub(super) fn read_form(path: &Path) -> Result<Form, RemoteError> {
    Form::read(&token::read_secret(path, path == Path::new("-"))?)
}

fn list(args: &ListArgs, ui: &mut Ui) {
    let input = Input::new(&args.file);
    let Some(doc) = inputs::backup(&input, ui) else { return };
    let Some(known) = extras::named_or_beside(args.extras.as_deref(), &input, ui) else { return };
    let release = detect::detect(&doc).bands.last().map_or_else(Release::newest_stable, |band| Release::of_band(*band));
    let text = secrets::template(&doc, &release, known.as_ref());
    if ui.json() {
        return ui.file(FileEntry { path: input.name(), form: Some(text), ..FileEntry::default() });
    }
    ui.text(Stream::Out, &text);
}

fn apply(args: &ApplyArgs, config: &Config, ui: &mut Ui) {
    let form = match read_form(&args.from) {
        Ok(form) => form,
        Err(error) => return failed(ui, &error),
    };
    let Some(connected) = connect::connect(&args.server, config, ui) else { return };
    let facts = &connected.facts;
    let copied = connected.client.address().project.map(|id| id.to_string());
    let Some(wanted) = args.project.clone().or(copied) else {
        return ui.error(Exit::Usage, "which project?", Some("--project NAME"));
    };
    let resolver = Resolver { env: &connect::env, commands: args.allow_commands };
    let choice = if args.overwrite { Choice::Overwrite } else { Choice::OnlyEmpty };
    let steps = facts
        .project(&connected.client, &wanted)
        .and_then(|project| secrets::apply(&connected.client, facts, project.id, &form, None, resolver, choice));
    let steps = match steps {
        Ok(steps) => steps,
        Err(error) => return failed(ui, &error),
    };
    if steps.iter().any(|step| matches!(step.state, StepState::Failed | StepState::Missing)) {
        ui.raise(Exit::Partly);
    }
    if ui.json() {
        return ui.remote(RemoteEntry { server: Some(facts.entry()), secrets: steps, ..RemoteEntry::default() });
    }
    if steps.is_empty() {
        ui.text(Stream::Err, "nothing to do: the form has no values, and the server calls no secret empty\n");
    }
    for step in &steps {
        let why = step.message.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
        let line = format!("{}: {}{why}", step.entity, step.what);
        ui.text(Stream::Out, &format!("{:<8} {}\n", step.state.word(), safe::line(&line)));
    }
}
