//! `semxform select JSONPATH [FILE]`: tries a selector.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::args;
use super::config::Config;
use super::exit::Exit;
use super::format::Format;
use super::inputs;
use super::ui::{Stream, Ui};
use crate::edit::growth_limit;
use crate::finding::{Code, Finding, Severity, Stage};
use crate::json::{Document, Kind, Node};
use crate::jsonpath::{Selector, SelectorError};
use crate::mask::{self, Secrets};
use crate::report::Source;
use crate::text::safe;

/// Arguments of `select`.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  semxform select '$.templates[*].name' backup.json\n  semxform select '$.schedules[?@.active == true]' backup.json\n  semxform select --format json '$..vaults[?@.vault_key == null]' backup.json\n",
    help_template = args::HELP
)]
pub(crate) struct SelectArgs {
    /// The selector, as RFC 9535 defines it
    #[arg(value_name = "JSONPATH")]
    selector: String,
    /// The backup, - for standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Prints what the selector finds; finding nothing is fine.
pub(super) fn run(args: &SelectArgs, config: &Config, ui: &mut Ui) {
    let selector = match Selector::parse(&args.selector) {
        Ok(selector) => selector,
        Err(errors) => return broken(&args.selector, &errors, ui),
    };
    let Some(inputs) = inputs::resolve(args.file.as_slice(), &config.inputs, ui) else { return };
    let [input] = inputs.as_slice() else {
        return ui.error(Exit::Usage, "select looks at one file", Some("name it behind the selector"));
    };
    let Some(doc) = inputs::document_of_others(input, ui) else { return };
    let found = match selector.select(&doc, doc.root()) {
        Ok(found) => found,
        Err(error) => return ui.error_with_code(Code::SX214, &error.to_string(), None),
    };
    // What is deep in one thing that is found is in all that is found around it.
    let size: usize = found.iter().filter_map(|node| doc.span(*node)).map(|span| span.len()).sum();
    if size > growth_limit(&doc) {
        let message = format!(
            "the selector finds {} values that have {} MB together, of a file with {} KB: \
                               each is in many others that it finds too",
            found.len(),
            size >> 20,
            doc.source().len() >> 10
        );
        let help = "let it find only the values that you want to see: `$..name`, or `$..[?!@.*]` for those with nothing inside";
        return ui.error_with_code(Code::SX214, &message, Some(help));
    }
    let name = input.name();
    if ui.json() {
        ui.replace_envelope();
        let hide = hides(ui);
        return ui.data(|out| json(&doc, &found, hide, out));
    }
    if found.is_empty() {
        ui.note(&format!("nothing in {name} matches"));
    }
    let hide = hides(ui);
    for node in found {
        let text = match ui.format {
            Format::Human => human(&doc, node, &shown(&doc, node, hide)),
            _ => concise(&name, &doc, node, &shown(&doc, node, hide)),
        };
        ui.text(Stream::Out, &text);
    }
}

/// Deeper places have no path that could be read.
const DEEPEST: usize = 200;

/// What is piped is data; a terminal has onlookers.
fn hides(ui: &Ui) -> bool {
    ui.terminal && ui.secrets == Secrets::Hidden
}

fn broken(selector: &str, errors: &[SelectorError], ui: &mut Ui) {
    let source = Source::text("selector", selector.as_bytes());
    let findings: Vec<_> = errors
        .iter()
        .map(|error| {
            let mut finding = Finding::new(Code::SX202, Severity::Error, Stage::Decode, error.message.clone());
            let end = selector[error.offset.min(selector.len())..].chars().next().map_or(0, char::len_utf8);
            finding.help = error.suggestion.as_ref().map(|s| format!("write {s}").into());
            finding.at_bytes(error.offset..error.offset + end)
        })
        .collect();
    ui.broken(&source, &findings);
}

/// A list of `{path, pointer, value}`; values keep the text they have in the file.
fn json(doc: &Document, found: &[Node], hide: bool, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (i, node) in found.iter().enumerate() {
        let path = doc.path(*node);
        let text = |text: &str| safe::json(&serde_json::Value::from(text).to_string()).into_owned();
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        write!(out, "  {{\"path\": {}, \"pointer\": {}, \"value\": ", text(&path.normalized()), text(&path.pointer()))?;
        out.write_all(safe::json(&shown(doc, *node, hide)).as_bytes())?;
        out.write_all(b"}")?;
    }
    out.write_all(if found.is_empty() { b"]\n" } else { b"\n]\n" })
}

/// The text of a value.
fn shown(doc: &Document, node: Node, hide: bool) -> String {
    let hidden = match doc.span(node).filter(|_| hide) {
        Some(span) => mask::in_source(doc, span.clone()).iter().map(|r| r.start - span.start..r.end - span.start).collect(),
        None => Vec::new(),
    };
    String::from_utf8_lossy(&mask::cover(doc.raw(node), &hidden)).into_owned()
}

fn human(doc: &Document, node: Node, raw: &str) -> String {
    let line = doc.span(node).map_or(0, |span| doc.position(span.start).line);
    let path = doc.path(node);
    // Nobody reads a path of thousands of steps, and each of its values has one.
    let place = match path.0.len() {
        ..=DEEPEST => format!("{}  (line {line}, {})", safe::line(&path.normalized()), doc.entity(node)),
        levels => format!("{levels} levels down  (line {line})"),
    };
    let value: Vec<_> = unindent(raw);
    format!("{place}\n  {}\n", safe::json(&value.join("\n  ")))
}

fn concise(name: &str, doc: &Document, node: Node, raw: &str) -> String {
    let at = doc.position(doc.span(node).map_or(0, |span| span.start));
    let value = match doc.kind(node) {
        // Line ends stand only between values.
        Kind::Array | Kind::Object => raw.lines().map(str::trim).collect::<Vec<_>>().join(" "),
        _ => raw.to_owned(),
    };
    format!(
        "{}:{}:{}: {} {}\n",
        safe::line(name),
        at.line,
        at.column,
        safe::line(&doc.path(node).normalized()),
        safe::json(&value)
    )
}

/// The lines of a value, without the indentation it has in the file.
fn unindent(raw: &str) -> Vec<&str> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let common = raw.lines().skip(1).map(depth).min().unwrap_or(0);
    raw.lines().enumerate().map(|(i, line)| if i == 0 { line } else { line.get(common..).unwrap_or(line) }).collect()
}
