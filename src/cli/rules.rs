//! `semxform rules list|show|test|lint [PACK…]`.

use std::path::Path;

use clap::{Args, Subcommand};

use super::args;
use super::exit::Exit;
use super::format::Format;
use super::hiding::BaselineArgs;
use super::packs;
use super::silence::Looked;
use super::ui::{Stream, Ui};
use crate::engine::TestResult;
use crate::files::FileError;
use crate::finding::{Code, Finding, Severity, Stage, Words};
use crate::pack::{BUILTIN, Pack, RuleError};
use crate::report::envelope::{FileEntry, PackEntry, TestEntry};
use crate::report::{Source, pack};
use crate::schema;
use crate::sorting;
use crate::text::{plural, safe};

/// Arguments of `rules`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform rules list                               the shipped packs\n  semxform rules list clean                         what the rules of one do\n  semxform rules show fix-vaults > rules/mine.yaml  a pack to start from\n  semxform rules test rules/                   run the tests of your own packs\n  semxform rules lint rules/*.yaml                  find traps\n",
    help_template = args::HELP
)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the packs, one a line; what their rules do with -v, or of packs that are named
    #[command(
        before_help = "Examples:\n  semxform rules list                               the shipped packs\n  semxform rules list fix-vaults rules/             what the rules of some do\n",
        help_template = args::HELP
    )]
    List(ListArgs),
    /// Print packs as they are written
    #[command(
        before_help = "Examples:\n  semxform rules show fix-vaults > rules/mine.yaml  a pack to start from\n  semxform rules show migrate/landing\n",
        help_template = args::HELP
    )]
    Show(Packs),
    /// Run the tests that packs bring along; exit code 1 if one fails
    #[command(
        before_help = "Examples:\n  semxform rules test rules/                        your own packs\n  semxform rules test --report junit:tests.xml rules/\n",
        help_template = args::HELP
    )]
    Test(Tried),
    /// Look for traps in packs; exit code 1 if there is one
    #[command(
        before_help = "Examples:\n  semxform rules lint rules/*.yaml\n  semxform rules lint --format github rules/        annotations for a pull request\n",
        help_template = args::HELP
    )]
    Lint(Tried),
    /// Write the pack that turns one backup into another; exit code 1 if it cannot say everything
    #[command(
        before_help = "Examples:\n  semxform rules draft before.json after.json\n  semxform rules draft before.json after.json -o rules/mine.yaml\n",
        help_template = args::HELP
    )]
    Draft(super::draft::DraftArgs),
}

#[derive(Debug, Args)]
struct Packs {
    /// Packs: files, folders, or names of shipped packs [default: all shipped packs]
    #[arg(value_name = "PACK")]
    packs: Vec<String>,
}

#[derive(Debug, Args)]
struct Tried {
    #[command(flatten)]
    packs: Packs,
    #[command(flatten)]
    baseline: BaselineArgs,
}

#[derive(Debug, Args)]
struct ListArgs {
    #[command(flatten)]
    packs: Packs,
    /// Also those that migrations are made of
    #[arg(long)]
    all: bool,
}

impl RulesArgs {
    /// Whether the action looks for mistakes.
    pub(crate) const fn finds(&self) -> bool {
        matches!(self.action, Action::Test(_) | Action::Lint(_))
    }

    /// The name of the action, if it looks for none.
    pub(super) const fn without_findings(&self) -> Option<&'static str> {
        match self.action {
            Action::List(_) => Some("rules list"),
            Action::Show(_) => Some("rules show"),
            Action::Draft(_) => Some("rules draft"),
            Action::Test(_) | Action::Lint(_) => None,
        }
    }

    /// `--baseline`
    pub(super) fn baseline(&self) -> Option<&Path> {
        match &self.action {
            Action::Test(tried) | Action::Lint(tried) => tried.baseline.baseline.as_deref(),
            Action::List(_) | Action::Show(_) | Action::Draft(_) => None,
        }
    }
}

/// Does it, pack by pack.
pub(super) fn run(args: &RulesArgs, ui: &mut Ui) {
    let (packs, action): (_, fn(&str, &mut Ui)) = match &args.action {
        Action::List(args) if args.packs.packs.is_empty() => return list_shipped(args.all, ui),
        Action::List(args) => (&args.packs, list),
        Action::Show(packs) => (packs, show),
        Action::Test(tried) => (&tried.packs, test),
        Action::Lint(tried) => (&tried.packs, lint),
        Action::Draft(args) => return super::draft::run(args, ui),
    };
    let names = if packs.packs.is_empty() { all() } else { packs.packs.iter().flat_map(|name| expand(name, ui)).collect() };
    for name in names {
        action(&name, ui);
    }
    let looked = match args.action {
        Action::Test(_) => Looked::Tests,
        Action::Lint(_) => Looked::Traps,
        Action::List(_) | Action::Show(_) | Action::Draft(_) => return,
    };
    ui.report_unused(looked);
}

fn all() -> Vec<String> {
    packs::shipped().map(|(name, _)| format!("{BUILTIN}{name}")).collect()
}

/// A folder stands for the packs in it, a bare name for a shipped pack.
fn expand(name: &str, ui: &mut Ui) -> Vec<String> {
    let path = Path::new(name);
    if path.is_dir() {
        let mut files = Vec::new();
        if let Err(error) = packs::collect(path, &mut files) {
            ui.file_error(Code::SX111, &FileError::reading(path, &error));
        }
        sorting::sort(&mut files);
        return files.iter().map(|file| file.display().to_string()).collect();
    }
    let shipped = packs::shipped().any(|(shipped, _)| shipped == name) && !path.exists();
    vec![if shipped { format!("{BUILTIN}{name}") } else { name.to_owned() }]
}

/// The packs for everybody, or all.
fn list_shipped(all: bool, ui: &mut Ui) {
    let shipped = packs::shipped().filter(|(name, _)| all || !packs::is_of_migrations(name));
    let names: Vec<String> = shipped.map(|(name, _)| format!("{BUILTIN}{name}")).collect();
    let most = names.iter().map(String::len).max().unwrap_or(0);
    for name in &names {
        if ui.verbose || ui.format != Format::Human {
            list(name, ui);
        } else if let Some(pack) = packs::one(name, ui) {
            ui.text(Stream::Out, &pack::line(name, &pack, most, ui.line_width));
        }
    }
    if !ui.verbose && ui.format == Format::Human {
        let more = if all { "" } else { "; --all lists those of migrations too" };
        ui.note(&format!("semxform rules list NAME shows the rules of a pack{more}"));
    }
}

fn list(name: &str, ui: &mut Ui) {
    let Some(pack) = packs::one(name, ui) else { return };
    ui.pack(pack::entry(name, &pack));
    match ui.format {
        Format::Human => ui.text(Stream::Out, &pack::human(name, &pack, ui.width)),
        Format::Concise => ui.text(Stream::Out, &pack::concise(name, &pack)),
        Format::Document(_) => {}
    }
}

fn show(name: &str, ui: &mut Ui) {
    if let Some(text) = packs::text(name, ui) {
        let text = if name.starts_with(BUILTIN) { for_others(&text) } else { text };
        if ui.json() {
            let entry = packs::one(name, ui).map(|pack| pack::entry(name, &pack));
            return entry.into_iter().for_each(|entry| ui.pack(PackEntry { text: Some(text.clone()), ..entry }));
        }
        // A terminal would act on what a pack holds.
        let text = if ui.terminal { safe::lines(&text) } else { text.as_str().into() };
        ui.data(|out| out.write_all(text.as_bytes()));
    }
}

/// A shipped pack where it has no schemas beside it: editors find the one that is published.
fn for_others(text: &str) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.split_once("$schema=") {
        Some((before, _)) => format!("{before}$schema={}\n{rest}", schema::address(schema::RULES)),
        None => text.to_owned(),
    }
}

fn test(name: &str, ui: &mut Ui) {
    let Some(pack) = packs::one(name, ui) else { return };
    let results = crate::engine::run_tests(&pack);
    let mut findings = Vec::new();
    for result in results.iter().filter(|r| !r.failures.is_empty()) {
        let message = format!("{}: {}", result.name, result.failures.join("\n"));
        let finding = Finding::new(Code::SX210, Severity::Error, Stage::Schema, message);
        findings.push(finding.at_bytes(line(&pack.text, result.line)));
    }
    let failed = findings.len();
    let test =
        |result: &TestResult| TestEntry { name: result.name.clone(), line: result.line, passed: result.failures.is_empty() };
    report(name, &pack, results.iter().map(test).collect(), findings, ui);
    if !ui.json() {
        let passed = results.len() - failed;
        let failures = if failed > 0 { format!(", {failed} failed") } else { String::new() };
        ui.text(Stream::Out, &format!("{}: {} passed{failures}\n", safe::line(name), plural(passed, "test")));
    }
}

fn lint(name: &str, ui: &mut Ui) {
    let Some(pack) = packs::one(name, ui) else { return };
    let trap = |error: &RuleError| {
        let mut finding =
            Finding::new(Code::SX211, Severity::Warning, Stage::Schema, error.message.clone()).at_bytes(error.span.clone());
        finding.help = error.suggestion.clone().map(Words::from);
        finding
    };
    let findings: Vec<_> = pack.traps.iter().map(trap).collect();
    let left = report(name, &pack, Vec::new(), findings, ui);
    if ui.format == Format::Human {
        let count = if left == 0 { "no traps".to_owned() } else { plural(left, "trap") };
        ui.text(Stream::Out, &format!("{}: {count}\n", safe::line(name)));
    }
}

/// Reports findings of a pack that are not hidden; returns how many that are.
fn report(name: &str, pack: &Pack, tests: Vec<TestEntry>, mut findings: Vec<Finding>, ui: &mut Ui) -> usize {
    let source = Source::text(name, pack.text.as_bytes());
    let hidden = ui.hide(&source, &mut findings);
    if !findings.is_empty() {
        ui.raise(Exit::Findings);
    }
    ui.findings(Stream::Out, &source, &findings);
    let entries = ui.entries(&source, &findings);
    ui.file(hidden.entry(FileEntry { path: name.to_owned(), tests, findings: entries, ..FileEntry::default() }));
    findings.len()
}

/// The bytes of a line, counted from 1.
fn line(text: &str, number: usize) -> std::ops::Range<usize> {
    let start: usize = text.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum();
    let line = text[start..].lines().next().unwrap_or_default();
    let indent = line.len() - line.trim_start().len();
    start + indent..start + line.len()
}
