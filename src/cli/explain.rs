//! `semxform explain CODE` and `semxform explain 'LOG LINE' FILE`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args;
use super::config::Config;
use super::exit::Exit;
use super::inputs::{self, Input};
use super::target;
use super::ui::{Stream, Ui};
use crate::check::{self, LogMatch};
use crate::files;
use crate::finding::Code;
use crate::finding::codes::{self, Page};
use crate::json::Document;
use crate::report::envelope::{FileEntry, FindingEntry};
use crate::report::{Source, page};
use crate::run;
use crate::semaphore::Release;
use crate::text::safe;

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform explain SX301\n  semxform explain 'Request failed with status code 400' backup.json\n  docker logs semaphore 2>&1 | semxform explain - backup.json\n  semxform explain 'error at schedules[8]: template does not exist' backup.json\n  semxform explain --format concise all             every code with its title\n",
    help_template = args::HELP
)]
pub(crate) struct ExplainArgs {
    /// A finding code (SX301), `all`, or what the server logged or a browser, curl or Ansible said, in quotes; - for standard input, or a
    /// file with a log
    #[arg(value_name = "CODE|LOG")]
    pub what: Option<String>,
    /// The backup that was posted, for a log line
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The version of the server that logged it [default: that of the file first, then all others]
    #[arg(long, value_name = "VERSION")]
    target: Option<String>,
}

/// Prints the page of a code, or shows what a log line is about.
pub(super) fn run(args: &ExplainArgs, config: &Config, ui: &mut Ui) {
    let what = match &args.what {
        Some(what) => what.as_str(),
        None if files::stdin_is_fed() => "-",
        None => {
            let help = "semxform explain SX301, or the line of the log in quotes and the backup behind it; semxform explain all lists the codes";
            return ui.error(Exit::Usage, "there is nothing to explain", Some(help));
        }
    };
    if let Some(code) = codes::get(what.trim()) {
        show(code, ui);
    } else if what == "all" {
        for code in codes::all() {
            if ui.json() {
                ui.code(code);
            } else {
                ui.text(Stream::Out, &format!("{} {}\n", code.code, code.title));
            }
        }
    } else if looks_like_code(what) && !is_status(what) {
        let known: Vec<_> = codes::all().map(|page| page.code.name()).collect();
        let near = crate::text::suggest::nearest(what, known.iter().copied());
        let help = near.map_or_else(|| "semxform explain all lists them".to_owned(), |n| format!("did you mean {n}?"));
        ui.error(Exit::Usage, &format!("there is no finding code {what}"), Some(&help));
    } else {
        log_line(what, args, config, ui);
    }
}

fn log_line(what: &str, args: &ExplainArgs, config: &Config, ui: &mut Ui) {
    let release = target::given(args.target.as_ref(), ui);
    if ui.exit() == Exit::Usage {
        return;
    }
    let Some(text) = text(what, ui) else { return };
    if Document::parse(text.clone().into_bytes()).is_ok_and(|doc| crate::input::not_a_backup(&doc).is_none()) {
        let help = format!(
            "semxform check {0} says what a server would do with it; the line of a log goes before it: semxform explain LOG {0}",
            safe::shell_path(what)
        );
        return ui.error(Exit::Usage, &format!("{} is a backup, not a log", safe::line(what)), Some(&help));
    }
    if text.trim().is_empty() {
        let help = "name them in quotes, or pipe a log in: docker logs semaphore 2>&1 | semxform explain - backup.json";
        return ui.error(Exit::Input, "there are no words to explain", Some(help));
    }
    let Some(input) = backup(what, args, config, ui) else { return };
    let Some((input, bytes)) = input else { return without_file(&text, release.as_ref(), ui) };
    let found = check::explain_log(&text, Some(&bytes), release.as_ref());
    let doc = Document::parse(bytes.clone()).ok();
    if doc.as_ref().is_some_and(|doc| crate::input::own(doc).is_some() && !inputs::is_backup(&input, doc, ui)) {
        return;
    }
    let name = input.name();
    let source = doc.as_ref().map_or_else(|| Source::broken_json(&name, &bytes), |doc| Source::document(&name, doc));
    let mut findings: Vec<_> = found.matches.into_iter().map(LogMatch::into_finding).collect();
    if let (Some(doc), Some(release)) = (&doc, &found.release) {
        run::prove_some(&mut findings, doc, release);
    }
    ui.findings(Stream::Out, &source, &findings);
    for note in &found.notes {
        ui.note(&source.help(&safe::line(note)));
    }
    if findings.is_empty() && found.notes.is_empty() {
        ui.raise(Exit::Findings);
        ui.note(&safe::line(&check::nothing_said(&name, found.place.as_deref())));
        let version = found.release.as_ref().map_or_else(|| "VERSION".to_owned(), ToString::to_string);
        ui.note(&source.help(&format!("semxform check --target {version} FILE says what a server would do with it")));
    }
    if findings.is_empty() {
        for code in found.codes.iter().filter_map(|code| codes::page(*code)) {
            show(code, ui);
        }
    }
    let findings = findings.iter().map(|f| FindingEntry::new(&source, f)).collect();
    ui.file(FileEntry { path: name.clone(), findings, ..FileEntry::default() });
}

/// The words to explain: as given, from standard input, or from a file that is called so.
fn text(what: &str, ui: &mut Ui) -> Option<String> {
    let path = Path::new(what);
    let bytes = if what == "-" {
        files::read_stdin()
    } else if path.is_file() || is_name_of_file(path) {
        files::read(path)
    } else {
        return Some(what.to_owned());
    };
    match bytes {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) => {
            ui.file_error(Code::SX111, &error);
            None
        }
    }
}

/// Whether words are rather the name of a file that is not there.
fn is_name_of_file(path: &Path) -> bool {
    let ends = path.extension().is_some_and(|end| ["json", "log", "txt"].iter().any(|known| end.eq_ignore_ascii_case(known)));
    ends && !path.to_string_lossy().contains(char::is_whitespace)
}

/// The backup that was posted; the inner `None` where there is none, the outer, with a message, where it cannot be read.
#[allow(clippy::option_option, reason = "no file, a file that cannot be read, a file")]
fn backup(what: &str, args: &ExplainArgs, config: &Config, ui: &mut Ui) -> Option<Option<(Input, Vec<u8>)>> {
    let named = args.file.is_some() || !config.inputs.is_empty();
    if !named && (what == "-" || !files::stdin_is_fed()) {
        return Some(None);
    }
    let inputs = inputs::resolve(args.file.as_slice(), &config.inputs, ui)?;
    let [input] = inputs.as_slice() else {
        ui.error(Exit::Usage, "a log line is about one file", Some("name the backup behind it"));
        return None;
    };
    match input.read() {
        Ok(bytes) if !named && bytes.trim_ascii().is_empty() => Some(None),
        Ok(bytes) => Some(Some((input.clone(), bytes))),
        Err(error) => {
            ui.file_error(Code::SX111, &error);
            None
        }
    }
}

/// What is known of the words alone.
fn without_file(text: &str, release: Option<&Release>, ui: &mut Ui) {
    let found = check::explain_log(text, None, release);
    for note in &found.notes {
        ui.note(&safe::line(note));
    }
    for code in found.codes.iter().filter_map(|code| codes::page(*code)) {
        show(code, ui);
    }
    if found.codes.is_empty() && found.notes.is_empty() {
        ui.error(
            Exit::Findings,
            "these words are not known",
            Some("name the backup behind them: semxform explain 'WORDS' backup.json"),
        );
    } else if !found.codes.is_empty() {
        ui.note("add the backup to see the place: semxform explain 'WORDS' backup.json");
    }
}

/// A status of HTTP that is no code.
fn is_status(text: &str) -> bool {
    ["400", "401", "403", "404", "405", "413", "415", "429"].contains(&text)
}

fn looks_like_code(text: &str) -> bool {
    let digits = text.get(..2).filter(|p| p.eq_ignore_ascii_case("sx")).map_or(text, |_| &text[2..]);
    !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn show(code: &Page, ui: &mut Ui) {
    if ui.json() {
        return ui.code(code);
    }
    ui.text(Stream::Out, &page::page(code, ui.width));
}
