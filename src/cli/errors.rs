//! What stops a command or the work on a file: one message on stderr, the exit code, an entry in the envelope.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};

use super::args::OutputArgs;
use super::exit::Exit;
use super::ui::{Stream, Ui};
use crate::files::FileError;
use crate::finding::{Code, Finding, Severity, Stage, Words};
use crate::report::envelope::{ErrorEntry, FileEntry, FindingEntry};
use crate::report::{Source, hang};
use crate::text::safe;

const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
const HELP: Style = AnsiColor::BrightCyan.on_default().effects(Effects::BOLD);

impl Ui {
    /// Something that stops the command, or the work on a file; raises `exit`.
    pub(super) fn error(&mut self, exit: Exit, message: &str, help: Option<&str>) {
        self.stop(exit, None, message, help);
    }

    /// Something that ends the command with exit code 2, and has a page for `explain`.
    pub(super) fn error_with_code(&mut self, code: Code, message: &str, help: Option<&str>) {
        self.stop(Exit::Usage, Some(code), message, help);
    }

    fn stop(&mut self, exit: Exit, code: Option<Code>, message: &str, help: Option<&str>) {
        self.raise(exit);
        let shown = code.map(|code| format!("[{code}]")).unwrap_or_default();
        let mut text =
            format!("{ERROR}error{shown}{ERROR:#}: {}\n", hang(&safe::line(message), self.line_width, shown.len() + 7));
        if let Some(help) = help {
            let _ = writeln!(text, "  {HELP}help{HELP:#}: {}", hang(&safe::line(help), self.line_width, 8));
        }
        self.text(Stream::Err, &text);
        if let Some(envelope) = &mut self.envelope
            && envelope.error.as_ref().is_none_or(|e| e.exit_code != Exit::Usage.code())
        {
            let (message, help) = (message.to_owned(), help.map(str::to_owned));
            envelope.error = Some(ErrorEntry { code: code.map(Code::name), message, help, exit_code: exit.code() });
        }
    }

    /// The code of what stopped the command.
    #[cfg(test)]
    pub(super) fn stopped_by(&self) -> Option<&'static str> {
        self.envelope.as_ref()?.error.as_ref()?.code
    }

    /// A file that cannot be read or written; raises exit 3.
    pub(super) fn file_error(&mut self, code: Code, error: &FileError) {
        if error.broken_pipe {
            return;
        }
        self.raise(Exit::Input);
        let code = if error.too_large { Code::SX110 } else { code };
        if self.collects {
            let mut finding = Finding::new(code, Severity::Error, Stage::Decode, error.what.clone());
            finding.help = error.help.clone().map(Words::from);
            let entry = FindingEntry::new(&Source::text(&error.path, b""), &finding);
            self.file(FileEntry { path: error.path.clone(), findings: vec![entry], ..FileEntry::default() });
        }
        if self.json() {
            return;
        }
        let mut text = format!("{ERROR}error[{code}]{ERROR:#}: {error}\n");
        if let Some(help) = &error.help {
            let _ = writeln!(text, "  {HELP}help{HELP:#}: {}", hang(help, self.width, 8));
        }
        self.text(Stream::Err, &text);
    }
}

/// What clap has to say: help and version on stdout, mistakes on stderr (and in the envelope, if one was asked for).
pub(super) fn usage(error: &clap::Error, output: &OutputArgs) -> Exit {
    let mut ui = Ui::new(output);
    if !error.use_stderr() {
        ui.replace_envelope();
        ui.text(Stream::Out, &error.render().ansi().to_string());
        return ui.finish();
    }
    if ui.json() {
        let text = error.render().to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        let (message, rest) = text.split_once("\n\n").unwrap_or((text, ""));
        let tips: Vec<&str> = rest.lines().filter_map(|line| line.trim().strip_prefix("tip: ")).collect();
        let message = message.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        ui.error(Exit::Usage, &message, Some(tips.join("; ")).filter(|tips| !tips.is_empty()).as_deref());
    } else {
        let _ = error.print();
        ui.raise(Exit::Usage);
    }
    ui.finish()
}
