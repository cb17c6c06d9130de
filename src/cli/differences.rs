//! Shows what a run changed, in the form that was asked for: exact for programs, masked and coloured for people.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use anstyle::{AnsiColor, Effects, Style};
use serde_json::Value;

use super::args::DiffFormat;
use super::ui::{Stream, Ui};
use crate::diff::{opened, patch, summary, unified};
use crate::json::Splices;
use crate::mask::Secrets;
use crate::run::Draft;

const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const PLACE: Style = AnsiColor::Cyan.on_default();
const HEAD: Style = Style::new().effects(Effects::BOLD);

/// Longer lines cannot be compared by eye, as those of exports before 2.16, which are one line.
const LONG: usize = 500;
/// So many edits are looked at to find a long line.
const LOOKED_AT: usize = 100;

/// What was changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changed<'a> {
    result: Draft<'a>,
    /// The file.
    path: &'a Path,
}

/// Who looks at the output.
#[derive(Debug, Clone, Copy)]
pub(super) struct Onlookers {
    /// Whether it goes to a terminal.
    pub terminal: bool,
    /// Whether secrets are shown there.
    pub secrets: Secrets,
}

/// In which form a difference is shown, and to whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    form: DiffFormat,
    stream: Stream,
    secrets: Secrets,
    /// On a pipe a patch is data; everywhere else people read it.
    data: bool,
}

/// A difference, ready to be printed.
#[derive(Debug)]
pub(super) struct Rendered {
    view: View,
    text: Vec<u8>,
}

impl<'a> Changed<'a> {
    /// The edits of a document.
    pub(super) const fn new(result: Draft<'a>, path: &'a Path) -> Self {
        Self { result, path }
    }

    /// How the difference is shown on a stream.
    pub(super) fn view(&self, form: Option<DiffFormat>, stream: Stream, to: Onlookers) -> View {
        let opened = to.terminal && has_long_line(self.result.document().source(), self.result.splices());
        let form = form.unwrap_or(if opened { DiffFormat::Opened } else { DiffFormat::Unified });
        let people = to.terminal || stream == Stream::Err;
        let data = !people && matches!(form, DiffFormat::Unified | DiffFormat::JsonPatch);
        let secrets = if data { Secrets::Shown } else { to.secrets };
        View { form, stream, secrets, data }
    }

    /// Renders the difference.
    pub(super) fn render(&self, view: View) -> Rendered {
        let mut text = Vec::new();
        // Writing to memory cannot fail.
        let _ = self.write(view.form, view.secrets, &mut text);
        Rendered { view, text }
    }

    /// The difference for the envelope: RFC 6902 operations, or the text of another form.
    #[must_use]
    pub(super) fn entry(&self, form: Option<DiffFormat>, secrets: Secrets) -> Option<Value> {
        let form = form.unwrap_or(DiffFormat::JsonPatch);
        let secrets = if matches!(form, DiffFormat::Unified | DiffFormat::JsonPatch) { Secrets::Shown } else { secrets };
        let mut text = Vec::new();
        self.write(form, secrets, &mut text).ok()?;
        match form {
            DiffFormat::JsonPatch => serde_json::from_slice(&text).ok(),
            _ => Some(Value::String(String::from_utf8_lossy(&text).into_owned())),
        }
    }

    fn write(&self, form: DiffFormat, secrets: Secrets, out: &mut dyn io::Write) -> io::Result<()> {
        let doc = self.result.document();
        match form {
            DiffFormat::Unified => unified::write(doc, self.result.splices(), self.path, secrets, out),
            DiffFormat::Opened => opened::write(doc, &self.path.to_string_lossy(), secrets, out),
            DiffFormat::Summary => summary::write(self.result.journal().changes(doc), doc, secrets, out),
            DiffFormat::JsonPatch => patch::write(&patch::operations(doc), secrets, out),
        }
    }
}

impl Rendered {
    /// Prints it.
    pub(super) fn show(self, ui: &mut Ui) {
        if self.view.data {
            ui.data(|out| out.write_all(&self.text));
        } else {
            ui.text(self.view.stream, &coloured(&String::from_utf8_lossy(&self.text)));
        }
    }
}

fn has_long_line(source: &[u8], splices: &Splices) -> bool {
    splices.list().iter().take(LOOKED_AT).any(|splice| {
        let range = splice.range();
        let before = &source[range.start.saturating_sub(LONG)..range.start];
        let after = &source[range.end..source.len().min(range.end + LONG)];
        let left = before.iter().rev().position(|b| *b == b'\n').unwrap_or(before.len());
        let right = after.iter().position(|b| *b == b'\n').unwrap_or(after.len());
        left + right > LONG
    })
}

/// Lines of a diff in the usual colours.
pub(super) fn coloured(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split_inclusive('\n') {
        let style = match line.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => HEAD,
            [b'@', b'@', ..] => PLACE,
            [b'+', ..] => ADDED,
            [b'-', ..] => REMOVED,
            _ => Style::new(),
        };
        let (body, end) = line.split_at(line.len() - usize::from(line.ends_with('\n')));
        let _ = write!(out, "{style}{body}{style:#}{end}");
    }
    out
}
