//! The words of one line, and how they are compared with what a server would say. Knows how errors begin, not where they come from.

use crate::finding::Finding;
use crate::semaphore::key;

/// A log line.
#[derive(Debug)]
pub(super) struct LogLine {
    /// The server's words.
    pub words: String,
    /// The same, made comparable.
    normal: String,
    /// What is said of the entry, made comparable.
    bare: Option<String>,
    /// Whether it is no more than `error at schedules[8]:`.
    wrapper_only: bool,
    /// The stack of a panic.
    stack: String,
    /// Section and index in `error at section[index]`.
    pub place: Option<(String, usize)>,
}

impl LogLine {
    /// Takes off what is before the server's words, and the stack behind them.
    pub(super) fn of(text: &str) -> Self {
        let (text, stack) = text.split_once("\ngoroutine ").unwrap_or((text, ""));
        let words = cut(text.trim()).trim().trim_end_matches(['…', '.']).trim_end().to_owned();
        let place = place(&words).map(|(section, index)| (section.to_owned(), index));
        let rest = words.split_once("]:").map_or("", |(_, rest)| rest);
        let wrapper_only = place.is_some() && rest.trim().is_empty();
        Self { normal: normal(&words), bare: bare(&words), wrapper_only, place, words, stack: stack.to_owned() }
    }

    /// The functions of a panic's stack.
    pub(super) fn stack(&self) -> &str {
        &self.stack
    }

    /// Whether a server that raises the finding may have written the words.
    pub(super) fn fits(&self, finding: &Finding) -> bool {
        let said = |words: &str| matches(self, words) || self.is_of_same_entry(words);
        finding.server_message.as_deref().is_some_and(said)
    }

    /// Whether it says the same of another entry of the section.
    pub(super) fn fits_another_entry(&self, finding: &Finding) -> bool {
        let Some(words) = finding.server_message.as_deref() else { return false };
        let Some((section, _)) = &self.place else { return false };
        let is_same_section = || place(words).is_some_and(|(other, _)| other == section);
        !self.wrapper_only && is_same_section() && bare(words) == self.bare
    }

    /// Whether the words are said of the entry that the line names, and the line says no more than its name.
    fn is_of_same_entry(&self, words: &str) -> bool {
        self.wrapper_only && self.is_at(place(words))
    }

    fn is_at(&self, place: Option<(&str, usize)>) -> bool {
        self.place.as_ref().map(|(section, index)| (section.as_str(), *index)) == place
    }
}

/// Words with which the server's own text begins; what stands before them is decoration.
const BEGINNINGS: [&str; 22] = [
    "error at ",
    "Error 1",
    "pq: ",
    "constraint failed",
    "UNIQUE constraint failed",
    "FOREIGN KEY constraint failed",
    "value too long",
    "duplicate key value",
    "invalid byte sequence",
    "expected ",
    "unsupported kind",
    "unexpected end of JSON",
    "invalid character ",
    "json: cannot",
    "project with name",
    "runtime error: ",
    "implement me",
    "Environment ",
    "Extra variables",
    "template ",
    "repository ",
    "cannot set value",
];

fn cut(words: &str) -> &str {
    let at = BEGINNINGS.iter().filter_map(|beginning| words.find(beginning)).min();
    at.map_or(words, |at| &words[at..])
}

fn place(words: &str) -> Option<(&str, usize)> {
    let (section, rest) = words.strip_prefix("error at ")?.split_once('[')?;
    let index = rest.split_once(']')?.0.parse().ok()?;
    Some((if section == "secret storage" { key::SECRET_STORAGES } else { section }, index))
}

/// What is said of an entry, made comparable.
fn bare(words: &str) -> Option<String> {
    words.split_once("]:").map(|(_, rest)| normal(rest.trim()))
}

/// Without what differs from server to server: codes in brackets, ids, the name of the database, quotes.
fn normal(words: &str) -> String {
    let mut text = words.strip_prefix("PANIC ").unwrap_or(words).replace(['`', '"', '\''], "").replace("  ", " ");
    if let Some(state) = text.find(" (SQLSTATE ") {
        text.truncate(state);
    }
    while let Some(open) = text.find(" (") {
        let inside = &text[open + 2..];
        let digits = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let is_code = digits >= 4 && inside.as_bytes().get(digits) == Some(&b')') && inside.as_bytes()[0].is_ascii_digit();
        let end = open + 2 + digits + 1;
        if is_code {
            text.replace_range(open..end, "");
        } else {
            text.replace_range(open..open + 2, "\u{1}");
        }
    }
    let text = text.replace('\u{1}', " (");
    let without_entry = match text.split_once("Duplicate entry ") {
        Some((before, rest)) => format!("{before}Duplicate entry{}", key(rest)),
        None => text,
    };
    match without_entry.split_once("constraint fails (") {
        Some((before, rest)) => {
            let table = rest.split_once('.').map_or(rest, |(_, table)| table);
            format!("{before}constraint fails ({table}")
        }
        None => without_entry,
    }
}

/// The key in `… for key table.name`: MySQL since 8.0.19 writes the table, MariaDB does not.
fn key(rest: &str) -> String {
    let key = rest.split_once(" for key ").map_or("", |(_, key)| key);
    format!(" {}", key.rsplit('.').next().unwrap_or(key))
}

/// Whether a server that says `words` may have written the line. A line that was cut is compared as far as it goes.
fn matches(line: &LogLine, words: &str) -> bool {
    // Most findings of a large file are about other entries.
    let place = place(words);
    if line.place.is_some() && place.is_some() && !line.is_at(place) {
        return false;
    }
    let said = normal(words);
    if said == line.normal {
        return true;
    }
    let (wrapped, bare) = (line.place.is_some(), said.split_once("]: ").map_or(&*said, |(_, rest)| rest));
    let pieces: Vec<&str> =
        line.normal.split(['…']).flat_map(|p| p.split("...")).map(str::trim).filter(|p| p.len() > 8).collect();
    if line.wrapper_only || pieces.is_empty() {
        return false;
    }
    let target = if wrapped { &*said } else { bare };
    pieces.iter().all(|piece| target.contains(piece))
}
