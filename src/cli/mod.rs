//! The command line: one subcommand a file, each only reads arguments, calls the core, prints and returns the exit code.

mod apply;
mod args;
mod check;
mod clone;
mod completions;
mod config;
#[cfg(feature = "remote")]
mod connect;
mod definitions;
mod detect;
mod diff;
mod differences;
mod done;
mod draft;
mod each;
mod ending;
mod errors;
mod exit;
mod explain;
mod extract;
mod extras;
mod fixes;
mod fmt;
mod format;
mod help;
mod hiding;
mod inputs;
mod man;
mod merge;
mod migrate;
mod names;
mod own_files;
mod packs;
mod process;
mod product;
#[cfg(feature = "remote")]
mod progress;
#[cfg(feature = "remote")]
mod pull;
mod reports;
#[cfg(feature = "remote")]
mod restore;
mod rules;
mod schema;
#[cfg(feature = "remote")]
mod secrets;
mod select;
#[cfg(feature = "remote")]
mod server;
mod setting;
mod silence;
mod sums;
mod target;
mod texts;
mod threshold;
mod ui;
#[cfg(feature = "remote")]
mod verify;
mod writing;

use std::ffi::OsString;
use std::path::Path;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::text::suggest::nearest;
pub(crate) use args::OutputArgs;
pub(crate) use config::schema as settings_schema;
pub(crate) use definitions::{definitions, definitions_as_one};
pub(crate) use exit::Exit;
use ui::Ui;

/// Makes Semaphore UI project backups restorable: transform, migrate, validate and check them offline
#[derive(Debug, Parser)]
#[command(
    name = "semxform",
    version = texts::VERSION.as_str(),
    before_help = texts::EXAMPLES,
    after_help = texts::AFTER,
    disable_help_subcommand = true,
    help_template = args::HELP,
    override_usage = "semxform -r RULES [OPTIONS] [FILE]...\n       semxform COMMAND [OPTIONS] ..."
)]
pub(crate) struct Cli {
    /// A command; without one, rule packs are applied.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The main job.
    #[command(flatten)]
    pub apply: apply::ApplyArgs,
    /// How output looks.
    #[command(flatten)]
    pub output: OutputArgs,
}

impl Cli {
    /// The earlier report whose findings are hidden.
    fn baseline(&self) -> Option<&Path> {
        let args = match &self.command {
            None => &self.apply.baseline,
            Some(Command::Check(args)) => &args.baseline,
            Some(Command::Migrate(args)) => &args.baseline,
            Some(Command::Fmt(args)) => &args.baseline,
            Some(Command::Diff(args)) => &args.baseline,
            #[cfg(feature = "remote")]
            Some(Command::Verify(args)) => &args.baseline,
            Some(Command::Rules(args)) => return args.baseline(),
            Some(_) => return None,
        };
        args.baseline.as_deref()
    }

    /// Whether the settings of the repository have a say: what a mistake in them must not stop does without.
    fn needs_settings(&self) -> bool {
        match &self.command {
            Some(Command::Completions(_) | Command::Man(_) | Command::Schema(_) | Command::Help(_)) => false,
            Some(Command::Diff(args)) => args.finds(),
            Some(Command::Rules(args)) => args.finds(),
            _ => true,
        }
    }

    /// The name of the command, if it makes no findings.
    fn without_findings(&self) -> Option<&'static str> {
        match self.command.as_ref()? {
            Command::Completions(_) => Some("completions"),
            Command::Man(_) => Some("man"),
            Command::Help(_) => Some("help"),
            Command::Schema(_) => Some("schema"),
            Command::Explain(_) => Some("explain"),
            Command::Select(_) => Some("select"),
            Command::Detect(_) => Some("detect"),
            Command::Diff(args) if !args.finds() => Some("diff without --check"),
            Command::Fmt(args) if !args.finds() => Some("fmt without --check"),
            Command::Migrate(args) if !args.finds() => Some("migrate --plan"),
            Command::Rules(rules) => rules.without_findings(),
            #[cfg(feature = "remote")]
            Command::Server(_) => Some("server"),
            #[cfg(feature = "remote")]
            Command::Pull(_) => Some("pull"),
            #[cfg(feature = "remote")]
            Command::Restore(_) => Some("restore"),
            #[cfg(feature = "remote")]
            Command::Secrets(_) => Some("secrets"),
            _ => None,
        }
    }
}

/// The commands besides the main job.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Bring a file to a version, up or down, or repair it for its own
    Migrate(migrate::MigrateArgs),
    /// Say what a server of a version would do with a file: restore, refuse, break half-way, crash; and what it would lose
    Check(check::CheckArgs),
    /// Say which versions can have written a file, with the evidence
    Detect(detect::DetectArgs),
    /// Compare two backups by name and not by position
    Diff(diff::DiffArgs),
    /// Explain a finding code, or find what a line of the server's log is about
    Explain(explain::ExplainArgs),
    /// Take templates with everything that they need out of a backup
    Extract(extract::ExtractArgs),
    /// Make a copy that can live beside the original on one server
    Clone(clone::CloneArgs),
    /// Merge several backups into one
    Merge(merge::MergeArgs),
    /// Canonical layout for git: that of 2.16+ servers
    Fmt(fmt::FmtArgs),
    /// Try a JSONPath selector
    Select(select::SelectArgs),
    /// Print the JSON Schema of a version, or list the versions
    Schema(schema::SchemaArgs),
    /// List, show, test and lint rule packs
    Rules(rules::RulesArgs),
    /// Say what a server is: version, database, rights, projects
    #[cfg(feature = "remote")]
    Server(server::ServerArgs),
    /// Backups of a server's projects as files, with what no backup holds
    #[cfg(feature = "remote")]
    Pull(pull::PullArgs),
    /// Plan a restore on a server; with --apply restore, and set what no backup holds
    #[cfg(feature = "remote")]
    Restore(restore::RestoreArgs),
    /// Say whether a project on a server is what a file says
    #[cfg(feature = "remote")]
    Verify(verify::VerifyArgs),
    /// List the secrets that no backup holds, and set them on a server
    #[cfg(feature = "remote")]
    Secrets(secrets::SecretsArgs),
    /// Print completions for a shell
    Completions(completions::CompletionsArgs),
    /// Print the manual page
    Man(man::ManArgs),
    /// Print this help, or that of a command
    Help(help::HelpArgs),
}

/// Runs the program with the arguments of the process.
///
/// The work is done on a thread with a large stack; a panic there becomes exit code 2 and a message.
#[must_use]
pub(crate) fn run() -> Exit {
    each::catch_panics();
    crate::files::watch();
    let args: Vec<OsString> = std::env::args_os().collect();
    let output = early_output(&args);
    let work = move || main(args);
    let done = match std::thread::Builder::new().stack_size(STACK).spawn(work.clone()) {
        Ok(thread) => thread.join(),
        // A tight memory limit leaves no room for the large stack.
        Err(_) => std::panic::catch_unwind(work),
    };
    done.unwrap_or_else(|panic| {
        let mut ui = Ui::new(&output);
        each::internal_error(&each::panic_text(&*panic), &mut ui);
        ui.finish()
    })
}

/// The command that somebody who typed `word` may have meant.
fn command_near(word: &str) -> Option<String> {
    let known: Vec<String> = Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
    nearest(word, known.iter().map(String::as_str)).map(str::to_owned)
}

/// Documents may be nested 10,000 levels deep; address space that is not touched costs nothing.
const STACK: usize = 512 << 20;

fn main(args: Vec<OsString>) -> Exit {
    let output = early_output(&args);
    let cli = match parse(args) {
        Ok(cli) => cli,
        Err(error) => return errors::usage(&error, &output),
    };
    let mut ui = Ui::new(&cli.output);
    execute(&cli, &mut ui);
    ui.finish()
}

/// How the program ends for these arguments, and what it says on the way; without the streams of the process.
#[cfg(test)]
pub(crate) fn exit_of(args: Vec<OsString>) -> (Exit, String) {
    let cli = match parse(args) {
        Ok(cli) => cli,
        Err(error) => return (Exit::Usage, error.to_string()),
    };
    let mut ui = Ui::collecting(ui::Setting::new(&cli.output), std::sync::Arc::default());
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| execute(&cli, &mut ui)));
    if let Err(panic) = done {
        return (Exit::Usage, each::panic_text(&*panic));
    }
    let said = ui.collected(ui::Stream::Err);
    (ui.finish(), said)
}

/// Does what the arguments say.
fn execute(cli: &Cli, ui: &mut Ui) {
    let configured = cli.output.report.is_empty() && cli.without_findings().is_none();
    if let Some(name) = cli.without_findings()
        && (!cli.output.report.is_empty() || !matches!(cli.output.format.name(), "human" | "concise" | "json"))
    {
        ui.error(Exit::Usage, &format!("`{name}` has no findings to report"), Some("use --format human, concise or json"));
        return;
    }
    if !add_reports(&cli.output.report, ui) {
        return;
    }
    if cli.needs_settings() {
        with_config(cli, configured, ui, |config, ui| dispatch(cli, config, ui));
    } else {
        dispatch(cli, &config::Config::default(), ui);
    }
}

fn dispatch(cli: &Cli, config: &config::Config, ui: &mut Ui) {
    let Some(command) = &cli.command else { return apply::run(&cli.apply, config, ui) };
    match command {
        Command::Migrate(args) => migrate::run(args, config, ui),
        Command::Check(args) => check::run(args, config, ui),
        Command::Detect(args) => detect::run(args, config, ui),
        Command::Diff(args) => diff::run(args, ui),
        Command::Explain(args) => explain::run(args, config, ui),
        Command::Extract(args) => extract::run(args, config, ui),
        Command::Clone(args) => clone::run(args, config, ui),
        Command::Merge(args) => merge::run(args, config, ui),
        Command::Fmt(args) => fmt::run(args, config, ui),
        Command::Select(args) => select::run(args, config, ui),
        Command::Schema(args) => schema::run(args, ui),
        Command::Rules(args) => rules::run(args, ui),
        #[cfg(feature = "remote")]
        Command::Server(args) => server::run(args, config, ui),
        #[cfg(feature = "remote")]
        Command::Pull(args) => pull::run(args, config, ui),
        #[cfg(feature = "remote")]
        Command::Restore(args) => restore::run(args, config, ui),
        #[cfg(feature = "remote")]
        Command::Verify(args) => verify::run(args, config, ui),
        #[cfg(feature = "remote")]
        Command::Secrets(args) => secrets::run(args, config, ui),
        Command::Completions(args) => completions::run(args, ui),
        Command::Man(args) => man::run(args, ui),
        Command::Help(args) => help::run(args, ui),
    }
}

/// Options of the main job do not go with a command.
fn parse(args: Vec<OsString>) -> Result<Cli, clap::Error> {
    let mut definitions = definitions();
    let matches = definitions.try_get_matches_from_mut(help::in_front(args))?;
    if let Some(command) = matches.subcommand_name() {
        let given = |arg: &&clap::Arg| {
            let id = arg.get_id().as_str();
            !arg.is_global_set() && matches.value_source(id) == Some(ValueSource::CommandLine)
        };
        let stray = definitions.get_arguments().find(given).map(ToString::to_string);
        if let Some(stray) = stray {
            let message = format!("{stray} comes before the command `{command}` and has no meaning there");
            return Err(definitions.error(ErrorKind::ArgumentConflict, message));
        }
    }
    Cli::from_arg_matches(&matches)
}

/// Settles which reports are written; if one cannot be, that is reported.
fn add_reports(targets: &[reports::ReportTarget], ui: &mut Ui) -> bool {
    if targets.is_empty() {
        return true;
    }
    match reports::Reports::new(targets) {
        Ok(reports) => ui.add_reports(reports),
        Err(refused) => {
            ui.error(Exit::Usage, &refused.message, refused.help.as_deref());
            return false;
        }
    }
    true
}

/// Broken settings stop a command that uses them.
fn with_config(cli: &Cli, reports: bool, ui: &mut Ui, run: impl FnOnce(&config::Config, &mut Ui)) {
    let output = &cli.output;
    let config = if output.no_config { Some(config::Config::default()) } else { config::load(output.config.as_deref(), ui) };
    let Some(config) = config else { return };
    // Options take the place of settings.
    if reports && !add_reports(&config.reports, ui) {
        return;
    }
    if let Some(silence) = hiding::silence(&config, cli.baseline(), ui) {
        ui.set_silence(silence);
        run(&config, ui);
    }
}

/// The form of output as far as it is known before (or without) reading the arguments properly.
fn early_output(args: &[OsString]) -> OutputArgs {
    let value = |name: &str| {
        let at =
            args.iter().position(|a| a.to_str().is_some_and(|a| a.trim_start_matches('-').split('=').next() == Some(name)))?;
        let text = args[at].to_str()?;
        text.split_once('=').map_or_else(|| args.get(at + 1).and_then(|a| a.to_str()), |(_, v)| Some(v))
    };
    let read = |name: &str| value(name).map(str::to_owned);
    OutputArgs {
        format: read("format").and_then(|name| format::Format::named(&name)).unwrap_or_default(),
        report: Vec::new(),
        color: read("color").and_then(|v| clap::ValueEnum::from_str(&v, true).ok()).unwrap_or_default(),
        no_color: args.iter().any(|arg| arg == "--no-color"),
        quiet: false,
        verbose: false,
        all: false,
        config: None,
        no_config: false,
        show_secrets: false,
    }
}
