//! How output looks: format, colours, width, how much of it.

use std::io::{self, IsTerminal};

use anstream::ColorChoice;

use super::args::{Color, OutputArgs};
use super::format::Format;
use crate::finding::MOST;
use crate::mask::Secrets;
use crate::report::Human;
use crate::report::emit::Extras;

/// Width for pipes and files.
const UNKNOWN_WIDTH: usize = 80;

/// Which stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// Results.
    Out,
    /// Messages.
    Err,
}

/// How output looks.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Setting {
    /// `--format`
    pub format: Format,
    /// Whether people see secrets.
    pub secrets: Secrets,
    /// Whether stdout is a terminal.
    pub terminal: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Columns for a line that is a result of its own: programs read it whole.
    pub(crate) line_width: usize,
    /// Whether the envelope is wanted, for stdout or for reports.
    pub collects: bool,
    /// Whether only verdicts and errors are wanted.
    pub quiet: bool,
    /// Whether what is folded is wanted too.
    pub verbose: bool,
    /// How many findings of a code and severity are kept.
    pub most: usize,
    /// What it holds besides.
    pub extras: Extras,
    /// Whether stdout and stderr take colours.
    pub(super) colors: [bool; 2],
}

impl Setting {
    /// Looks at the streams and the environment.
    #[must_use]
    pub(super) fn new(args: &OutputArgs) -> Self {
        // A switch that other programs know too; `NO_COLOR` is stronger.
        let variable = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        let forced = variable("FORCE_COLOR") && !variable("NO_COLOR");
        // What anstream takes for a wish at any value is none at 0.
        let piped = variable("CLICOLOR_FORCE");
        let choose = |auto: ColorChoice, is_terminal: bool| match args.color {
            _ if args.no_color => false,
            Color::Always => true,
            Color::Auto if forced => true,
            Color::Never => false,
            Color::Auto => auto != ColorChoice::Never && (is_terminal || piped),
        };
        let (out, err) = (io::stdout(), io::stderr());
        let colors = [
            choose(anstream::AutoStream::choice(&out), out.is_terminal()),
            choose(anstream::AutoStream::choice(&err), err.is_terminal()),
        ];
        Self {
            format: args.format,
            secrets: if args.show_secrets { Secrets::Shown } else { Secrets::Hidden },
            terminal: io::stdout().is_terminal(),
            colors,
            width: width(),
            line_width: if io::stdout().is_terminal() || io::stderr().is_terminal() { width() } else { usize::MAX },
            quiet: args.quiet,
            verbose: args.verbose,
            most: if args.all { usize::MAX } else { MOST },
            collects: matches!(args.format, Format::Document(_)),
            extras: if let Format::Document(format) = args.format { format.extras() } else { Extras::default() },
        }
    }
}

impl Setting {
    /// Whether messages go to stderr: one document holds them itself, the others list findings.
    #[must_use]
    pub(super) fn speaks(&self) -> bool {
        !matches!(self.format, Format::Document(format) if format.is_complete())
    }

    /// The renderer of findings for people; `commands`: whether each names its command.
    #[must_use]
    pub(crate) fn human(&self, commands: bool) -> Human {
        Human { width: self.width, line_width: self.line_width, secrets: self.secrets, commands, verbose: self.verbose }
    }
}

fn width() -> usize {
    let named = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let seen = || terminal_size::terminal_size_of(io::stderr()).or_else(|| terminal_size::terminal_size_of(io::stdout()));
    named.or_else(|| seen().map(|(columns, _)| columns.0.into())).unwrap_or(UNKNOWN_WIDTH).clamp(40, 160)
}
