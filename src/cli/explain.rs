//! `semxform explain CODE` and `semxform explain 'LOG LINE' FILE`.

use std::path::PathBuf;

use clap::Args;

use super::args;
use super::config::Config;
use super::exit::Exit;
use super::inputs;
use super::target;
use super::ui::{Stream, Ui};
use crate::check::{self, LogMatch};
use crate::finding::Code;
use crate::finding::Finding;
use crate::finding::codes::{self, Page};
use crate::json::Document;
use crate::report::envelope::{FileEntry, FindingEntry};
use crate::report::{Source, page};

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform explain SX301\n  semxform explain 'error at schedules[8]: template does not exist in templates[].name' backup.json\n  semxform explain --format concise all             every code with its title\n",
    help_template = args::HELP
)]
pub struct ExplainArgs {
    /// A finding code (SX301), `all`, or what the server logged, in quotes
    #[arg(value_name = "CODE|LOG LINE")]
    pub what: String,
    /// The backup that was posted, for a log line
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The version of the server that logged it [default: all are tried]
    #[arg(long, value_name = "VERSION")]
    target: Option<String>,
}

/// Prints the page of a code, or shows what a log line is about.
pub fn run(args: &ExplainArgs, config: &Config, ui: &mut Ui) {
    if let Some(code) = codes::get(args.what.trim()) {
        show(code, ui);
    } else if args.what == "all" {
        for code in codes::all() {
            if ui.json() {
                ui.code(code);
            } else {
                ui.text(Stream::Out, &format!("{} {}\n", code.code, code.title));
            }
        }
    } else if looks_like_code(&args.what) {
        let known: Vec<_> = codes::all().map(|page| page.code.name()).collect();
        let near = crate::text::suggest::nearest(&args.what, known.iter().copied());
        let help = near.map_or_else(|| "semxform explain all lists them".to_owned(), |n| format!("did you mean {n}?"));
        ui.error(Exit::Usage, &format!("there is no finding code {}", args.what), Some(&help));
    } else {
        log_line(args, config, ui);
    }
}

fn log_line(args: &ExplainArgs, config: &Config, ui: &mut Ui) {
    let release = target::given(args.target.as_ref(), ui);
    if ui.exit() == Exit::Usage {
        return;
    }
    let Some(inputs) = inputs::resolve(args.file.as_slice(), &config.inputs, ui) else { return };
    let [input] = inputs.as_slice() else {
        return ui.error(Exit::Usage, "a log line is about one file", Some("name the backup behind it"));
    };
    let bytes = match input.read() {
        Ok(bytes) => bytes,
        Err(error) => return ui.file_error(Code::SX111, &error),
    };
    let found = check::explain_log(&args.what, Some(&bytes), release.as_ref());
    let doc = Document::parse(bytes.clone()).ok();
    let name = input.name();
    let source = doc.as_ref().map_or_else(|| Source::broken_json(&name, &bytes), |doc| Source::document(&name, doc));
    let findings: Vec<_> = found.matches.into_iter().map(with_versions).collect();
    ui.findings(Stream::Out, &source, &findings);
    if findings.is_empty() {
        ui.raise(Exit::Findings);
        ui.note(&format!("nothing in {name} makes a server say this"));
        ui.note(&source.help("semxform check --target VERSION FILE says what a server would do with it"));
        for code in found.codes.iter().filter_map(|code| codes::page(*code)) {
            show(code, ui);
        }
    }
    let findings = findings.iter().map(|f| FindingEntry::new(&source, f)).collect();
    ui.file(FileEntry { path: name.clone(), findings, ..FileEntry::default() });
}

/// The finding, with the servers that say so.
fn with_versions(found: LogMatch) -> Finding {
    let dbs: Vec<_> = found.dbs.iter().map(|db| db.name()).collect();
    let said = format!("said by Semaphore {} on {}", found.versions(), dbs.join(", "));
    let consequence = match &found.finding.consequence {
        Some(text) => format!("{text}; {said}"),
        None => said,
    };
    found.finding.consequence(consequence).only(&[])
}

fn looks_like_code(text: &str) -> bool {
    let digits = text.get(..2).filter(|p| p.eq_ignore_ascii_case("sx")).map_or(text, |_| &text[2..]);
    !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn show(code: &Page, ui: &mut Ui) {
    if ui.json() {
        return ui.code(code);
    }
    ui.text(Stream::Out, &page::page(code));
}
