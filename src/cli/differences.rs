//! Shows what a run changed, in the form that was asked for: exact for programs, masked and coloured for people.

use std::fmt::Write as _;
use std::io;
use std::sync::OnceLock;

use anstyle::{AnsiColor, Effects, Style};
use serde_json::Value;

use super::args::DiffFormat;
use super::ui::{Stream, Ui};
use crate::beside::ahead;
use crate::diff::{opened, patch, summary, unified};
use crate::engine::Journal;
use crate::json::{Document, Splice};
use crate::mask::Secrets;

const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const PLACE: Style = AnsiColor::Cyan.on_default();
const HEAD: Style = Style::new().effects(Effects::BOLD);

/// Longer lines cannot be compared by eye, as those of exports before 2.16, which are one line.
const LONG: usize = 500;
/// So many edits are looked at to find a long line.
const LOOKED_AT: usize = 100;

/// What was changed.
#[derive(Debug)]
pub struct Changed<'a> {
    doc: &'a Document,
    /// The name of the file.
    path: &'a str,
    /// The journal of the run.
    journal: &'a Journal,
    /// Found out once, by who needs them first.
    splices: OnceLock<Vec<Splice>>,
}

impl<'a> Changed<'a> {
    /// The edits of a document.
    pub const fn new(doc: &'a Document, path: &'a str, journal: &'a Journal) -> Self {
        Self::known(doc, path, journal, OnceLock::new())
    }

    /// The same, where its splices may be known.
    pub const fn known(doc: &'a Document, path: &'a str, journal: &'a Journal, splices: OnceLock<Vec<Splice>>) -> Self {
        Self { doc, path, journal, splices }
    }

    fn splices(&self) -> &[Splice] {
        self.splices.get_or_init(|| self.doc.splices())
    }

    /// Writes the document with its edits.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_result(&self, out: &mut dyn io::Write) -> io::Result<()> {
        self.doc.write_to(self.splices(), out)
    }

    /// Prints the difference, if `first` says so; it is rendered while that runs.
    pub fn print(&self, form: Option<DiffFormat>, stream: Stream, ui: &mut Ui, first: impl FnOnce(&mut Ui) -> bool) {
        let onlookers = ui.terminal || stream == Stream::Err;
        let opened = ui.terminal && has_long_line(self.doc.source(), self.splices());
        let form = form.unwrap_or(if opened { DiffFormat::Opened } else { DiffFormat::Unified });
        // On a pipe a patch is data; everywhere else people read it.
        let data = !onlookers && matches!(form, DiffFormat::Unified | DiffFormat::JsonPatch);
        let secrets = if data { Secrets::Shown } else { ui.secrets };
        ahead(self.doc.source().len(), &|out| self.write(form, secrets, out), |rendered| {
            if !first(ui) {
                return;
            }
            if data {
                return ui.data(|out| rendered.write_to(out));
            }
            let mut text = Vec::new();
            // Writing to memory cannot fail.
            let _ = rendered.write_to(&mut text);
            ui.text(stream, &coloured(&String::from_utf8_lossy(&text)));
        });
    }

    /// The difference for the envelope: RFC 6902 operations, or the text of another form.
    #[must_use]
    pub fn entry(&self, form: Option<DiffFormat>, secrets: Secrets) -> Option<Value> {
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
        match form {
            DiffFormat::Unified => unified::write(self.doc, self.splices(), self.path, secrets, out),
            DiffFormat::Opened => opened::write(self.doc, self.path, secrets, out),
            DiffFormat::Summary => summary::write(self.journal.changes(self.doc), self.doc, secrets, out),
            DiffFormat::JsonPatch => patch::write(&patch::operations(self.doc), out),
        }
    }
}

fn has_long_line(source: &[u8], splices: &[Splice]) -> bool {
    splices.iter().take(LOOKED_AT).any(|splice| {
        let before = &source[splice.range.start.saturating_sub(LONG)..splice.range.start];
        let after = &source[splice.range.end..source.len().min(splice.range.end + LONG)];
        let left = before.iter().rev().position(|b| *b == b'\n').unwrap_or(before.len());
        let right = after.iter().position(|b| *b == b'\n').unwrap_or(after.len());
        left + right > LONG
    })
}

/// Lines of a diff in the usual colours.
pub fn coloured(text: &str) -> String {
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
