//! Shows what a run changed, in the form that was asked for: exact for programs, masked and coloured for people.

use std::io;

use anstyle::{AnsiColor, Effects, Style};
use serde_json::Value;

use super::args::DiffFormat;
use super::ui::{Stream, Ui};
use crate::diff::mask::Secrets;
use crate::diff::{patch, unified};
use crate::document::{Document, Splice};

const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const PLACE: Style = AnsiColor::Cyan.on_default();
const HEAD: Style = Style::new().effects(Effects::BOLD);

/// Prints the difference.
pub fn print(doc: &Document, path: &str, form: Option<DiffFormat>, stream: Stream, ui: &mut Ui) {
    let splices = doc.splices();
    // On standard output of a pipe a patch is data; everywhere else people read it.
    let data = stream == Stream::Out && !ui.terminal;
    let secrets = if data { Secrets::Shown } else { ui.secrets };
    let form = form.unwrap_or(DiffFormat::Unified);
    if data {
        return ui.data(|out| write(doc, &splices, path, form, secrets, out));
    }
    let mut text = Vec::new();
    // Writing to memory cannot fail.
    let _ = write(doc, &splices, path, form, secrets, &mut text);
    ui.text(stream, &coloured(&String::from_utf8_lossy(&text)));
}

/// The difference for the envelope: RFC 6902 operations, or the text of another form.
pub fn entry(doc: &Document, path: &str, form: Option<DiffFormat>) -> Option<Value> {
    let form = form.unwrap_or(DiffFormat::JsonPatch);
    let mut text = Vec::new();
    write(doc, &doc.splices(), path, form, Secrets::Shown, &mut text).ok()?;
    match form {
        DiffFormat::JsonPatch => serde_json::from_slice(&text).ok(),
        _ => Some(Value::String(String::from_utf8_lossy(&text).into_owned())),
    }
}

fn write(
    doc: &Document,
    splices: &[Splice],
    path: &str,
    form: DiffFormat,
    secrets: Secrets,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match form {
        DiffFormat::JsonPatch => patch::write(&patch::operations(doc), out),
        _ => unified::write(doc, splices, path, secrets, out),
    }
}

/// Lines of a diff in the usual colours.
fn coloured(text: &str) -> String {
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
        out.push_str(&format!("{style}{body}{style:#}{end}"));
    }
    out
}
