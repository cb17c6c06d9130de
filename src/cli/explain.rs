//! `semxform explain CODE` and `semxform explain 'LOG LINE' FILE`.

use std::path::PathBuf;

use clap::Args;

use super::exit::Exit;
use super::ui::{Stream, Ui};
use crate::codes::{self, Code};
use crate::report::page;

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform explain SX301\n  semxform explain 'error at schedules[8]: template does not exist in templates[].name' backup.json\n  semxform explain --format concise all             every code with its title\n",
    help_template = super::args::HELP
)]
pub struct ExplainArgs {
    /// A finding code (SX301), `all`, or what the server logged, in quotes
    #[arg(value_name = "CODE|LOG LINE")]
    pub what: String,
    /// The backup that was posted, for a log line
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Prints the page of a code.
pub fn run(args: &ExplainArgs, ui: &mut Ui) {
    if let Some(code) = codes::get(args.what.trim()) {
        show(code, ui);
    } else if args.what == "all" {
        for code in codes::all() {
            ui.text(Stream::Out, &format!("{} {}\n", code.code, code.title));
        }
    } else if looks_like_code(&args.what) {
        let known: Vec<_> = codes::all().map(|c| c.code).collect();
        let near = crate::near::nearest(&args.what, known.iter().copied());
        let help = near.map_or_else(|| "semxform explain all lists them".to_owned(), |n| format!("did you mean {n}?"));
        ui.error(Exit::Usage, &format!("there is no finding code {}", args.what), Some(&help));
    }
}

fn looks_like_code(text: &str) -> bool {
    let digits = text.get(..2).filter(|p| p.eq_ignore_ascii_case("sx")).map_or(text, |_| &text[2..]);
    !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn show(code: &Code, ui: &mut Ui) {
    let text = page::page(code);
    ui.text(Stream::Out, &text);
}
