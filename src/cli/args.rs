//! Groups of options that several commands share. Definitions only: `--help`, the manual page and completions come from them.

use std::collections::HashSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::format::{self, Format};
use super::reports::{self, ReportTarget};
use crate::pack::Edition;
use crate::semaphore::Db;

/// Text of `--help`: the examples come first.
pub(super) const HELP: &str = "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

/// How results and messages look.
#[derive(Debug, Clone, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct OutputArgs {
    /// How results and messages are written: for people, one line each, or one document on stdout
    #[arg(long, alias = "output-format", value_parser = format::parser(), value_name = "FORMAT", default_value = "human", global = true, help_heading = "Output")]
    pub format: Format,
    /// Also write a report to a file, - for standard output; may be repeated. `auto` writes what GitHub or GitLab shows, when it runs there
    #[arg(long, value_parser = reports::target, value_name = "FORMAT:PATH", global = true, help_heading = "Output")]
    pub report: Vec<ReportTarget>,
    /// When to use colour; the variables `NO_COLOR`, `CLICOLOR_FORCE` and `FORCE_COLOR` are respected
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, global = true, help_heading = "Output")]
    pub color: Color,
    /// Never use colour
    #[arg(long, global = true, hide = true)]
    pub no_color: bool,
    /// Print verdicts and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Print what is folded otherwise
    #[arg(short, long, global = true, help_heading = "Output")]
    pub verbose: bool,
    /// Keep every finding: without it the first 1,000 of each code are kept, and the others counted
    #[arg(long, global = true, help_heading = "Output")]
    pub all: bool,
    /// Take defaults from FILE instead of the semxform.yaml that is found upwards
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "no_config", help_heading = "Output")]
    pub config: Option<PathBuf>,
    /// Take no defaults from a semxform.yaml
    #[arg(long, global = true, help_heading = "Output")]
    pub no_config: bool,
    /// Show passwords, tokens and private keys instead of masking them
    #[arg(long, global = true, help_heading = "Output")]
    pub show_secrets: bool,
}

/// `--color`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Also into pipes and files
    Always,
    /// Nowhere
    Never,
}

/// `--diff`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// A patch for `patch` and `git apply`, exact to the byte
    Unified,
    /// By entity: which rule changed what
    Summary,
    /// One member a line, for files that are one long line; not a patch
    Opened,
    /// RFC 6902 operations
    JsonPatch,
}

/// Inputs of a command.
#[derive(Debug, Clone, Args)]
pub(super) struct InputArgs {
    /// Backups to read, folders of them, or - for standard input [default: `inputs` of semxform.yaml, else standard input when it is a pipe or a file]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What reports call standard input, for hooks and editors
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    pub stdin_filename: Option<PathBuf>,
}

/// Where extras are.
#[derive(Debug, Clone, Args)]
pub(super) struct ExtrasArgs {
    /// What `semxform pull` wrote beside the backup, and no backup holds
    #[arg(long, value_name = "FILE")]
    pub extras: Option<PathBuf>,
}

/// What commands take that make one new backup of one file.
#[derive(Debug, Args)]
pub(super) struct PartArgs {
    /// The Semaphore version that wrote the file, and that restores the result [default: detected]
    #[arg(long, value_name = "VERSION", help_heading = "Versions")]
    pub from: Option<String>,
    /// The database of that server: mysql, postgres, sqlite or bolt; may be repeated [default: each SQL database it supports]
    #[arg(long, value_name = "DB", value_parser = db, value_delimiter = ',', help_heading = "Versions")]
    pub db: Vec<Db>,
    /// Write the result to PATH, - for standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Writing")]
    pub output: Option<PathBuf>,
    /// Write a receipt (JSON) to FILE
    #[arg(long, value_name = "FILE", help_heading = "Writing")]
    pub receipt: Option<PathBuf>,
    #[command(flatten)]
    pub extras: ExtrasArgs,
    /// The backup, - for standard input [default: `inputs` of semxform.yaml, else standard input when it is a pipe or a file]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// What the server has that no file can tell.
#[derive(Debug, Clone, Args)]
pub(super) struct AppArgs {
    /// Apps that the administrator of the server has set up besides those of every server; may be repeated [default: `apps` of
    /// semxform.yaml]
    #[arg(long, value_name = "NAME", value_delimiter = ',', help_heading = "Versions")]
    apps: Vec<String>,
}

impl AppArgs {
    /// Their names, from the command line or else from semxform.yaml.
    pub(super) fn names(&self, configured: &[String]) -> HashSet<String> {
        let chosen = if self.apps.is_empty() { configured } else { &self.apps };
        chosen.iter().map(|app| app.trim().to_owned()).collect()
    }
}

/// Where results go.
#[derive(Debug, Clone, Args)]
pub(super) struct WriteArgs {
    /// Write the result to PATH: a file, - for standard output, or a folder when there are several inputs
    #[arg(short, long, value_name = "PATH", conflicts_with = "in_place", help_heading = "Writing")]
    pub output: Option<PathBuf>,
    /// Rewrite the input files
    #[arg(short, long, help_heading = "Writing")]
    pub in_place: bool,
    /// With --in-place: keep the old content beside the file, under its name with SUFFIX
    #[arg(long, value_name = "SUFFIX", requires = "in_place", value_parser = suffix, help_heading = "Writing")]
    pub backup: Option<String>,
    /// Write nothing; exit code 4 if something would change
    #[arg(long, conflicts_with_all = ["output", "in_place"], help_heading = "Writing")]
    pub check: bool,
}

/// Reads a database's name.
pub(super) fn db(word: &str) -> Result<Db, String> {
    Db::parse(word).ok_or_else(|| format!("there is no such database: choose {}", Db::ALL.map(Db::name).join(", ")))
}

/// Reads an edition.
pub(super) fn edition(text: &str) -> Result<Edition, String> {
    match text {
        "community" => Ok(Edition::Community),
        "pro" => Ok(Edition::Pro),
        _ => Err("choose community or pro".into()),
    }
}

fn suffix(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains(['/', '\\']) {
        return Err("give something to put behind the file's name, for example .bak".into());
    }
    Ok(text.to_owned())
}
