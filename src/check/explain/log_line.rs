//! A log line without its decoration, and how it is compared with what a server would say. Knows the words of all errors, not
//! where they come from.

use crate::check::codes;
use crate::finding::Code;
use crate::semaphore::key;

/// A log line.
#[derive(Debug)]
pub(super) struct Line {
    /// The server's words.
    pub words: String,
    /// The same, made comparable.
    normal: String,
    /// Whether it is no more than `error at schedules[8]:`.
    wrapper_only: bool,
    /// Section and index in `error at section[index]`.
    place: Option<(String, usize)>,
}

impl Line {
    /// Takes off what loggers, containers and Go's HTTP server put around the words.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let words = message(text).unwrap_or_else(|| text.to_owned());
        let words = cut(&words).trim().trim_end_matches(['…', '.']).trim_end().to_owned();
        let place = place(&words);
        let rest = words.split_once("]:").map_or("", |(_, rest)| rest);
        let wrapper_only = place.is_some() && rest.trim().is_empty();
        Self { normal: normal(&words), wrapper_only, place, words }
    }

    /// Whether the words are said of the entry that the line names, and the line says no more than its name.
    pub fn is_of_same_entry(&self, words: &str) -> bool {
        self.wrapper_only && self.place == place(words)
    }
}

/// The value of `msg` in logfmt or JSON.
fn message(text: &str) -> Option<String> {
    let json = text.find('{').and_then(|at| serde_json::from_str::<serde_json::Value>(&text[at..]).ok());
    if let Some(object) = json {
        let value = ["error", "msg", "message"].into_iter().find_map(|key| object[key].as_str().filter(|t| !t.is_empty()));
        return value.map(str::to_owned);
    }
    let field = ["error=\"", "msg=\""].into_iter().find_map(|key| text.find(key).map(|at| &text[at + key.len()..]))?;
    let mut out = String::new();
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    Some(out)
}

/// Words with which the server's own text begins; what stands before them is decoration.
const BEGINNINGS: [&str; 17] = [
    "error at ",
    "Error 1",
    "pq: ",
    "constraint failed",
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
    // A panic goes on with its stack.
    let end = words.find("\ngoroutine ").unwrap_or(words.len());
    at.filter(|at| *at < end).map_or(&words[..end], |at| &words[at..end])
}

fn place(words: &str) -> Option<(String, usize)> {
    let (section, rest) = words.strip_prefix("error at ")?.split_once('[')?;
    let index = rest.split_once(']')?.0.parse().ok()?;
    Some((if section == "secret storage" { key::SECRET_STORAGES.into() } else { section.to_owned() }, index))
}

/// Without what differs from server to server: codes in brackets, ids, the name of the database, quotes.
fn normal(words: &str) -> String {
    let mut text = words.strip_prefix("PANIC ").unwrap_or(words).replace(['`', '"', '\''], "");
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
        Some((before, rest)) => format!("{before}Duplicate entry{}", rest.split_once(" for key").map_or("", |(_, key)| key)),
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

/// Whether a server that says `words` may have written the line. A line that was cut is compared as far as it goes.
pub(super) fn matches(line: &Line, words: &str) -> bool {
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

/// What is known of words wherever they come from.
const KNOWN: &[(&str, Code)] = &[
    ("does not exist in", codes::NO_SUCH_ENTRY),
    ("global role does not exist", codes::GLOBAL_ROLE),
    ("is duplicate", codes::THREE_EQUAL),
    ("build_template is n", codes::BUILD_TEMPLATE),
    ("got <nil>", codes::NULL_ELEMENT),
    ("expected ", codes::WRONG_TYPE),
    ("unsupported kind", codes::FREE_MAP),
    ("into Go value of type float64", Code::SX113),
    ("unexpected end of JSON input", Code::SX103),
    ("exceeded max depth", Code::SX109),
    ("after top-level value", Code::SX106),
    ("invalid character", Code::SX101),
    ("can not be empty", codes::EMPTY),
    ("can't be empty", codes::EMPTY),
    ("cant be empty", codes::EMPTY),
    ("must be valid JSON", codes::JSON_TEXT),
    ("must be scalar", codes::JSON_TEXT),
    ("of range (", codes::CRON),
    ("expected exactly 5 fields", codes::CRON),
    ("empty spec string", codes::CRON),
    ("failed to parse int from", codes::CRON),
    ("unrecognized descriptor", codes::CRON),
    ("provided bad location", codes::CRON),
    ("invalid access token type", codes::KEY_TYPE),
    ("invalid app", codes::NOT_ACCEPTED),
    ("project with name", codes::NAME_EXISTS),
    ("template with name", codes::TEMPLATE_NAME),
    ("Error 1406", codes::TOO_LONG),
    ("value too long for type", codes::TOO_LONG),
    ("Error 1264", codes::OUT_OF_RANGE),
    ("out of range for type", codes::OUT_OF_RANGE),
    ("invalid byte sequence", codes::NUL),
    ("Error 1062", codes::TWICE),
    ("duplicate key value", codes::TWICE),
    ("UNIQUE constraint failed", codes::TWICE),
    ("Error 1452", codes::VAULT_KEY_ZERO),
    ("vault_key_id_fkey", codes::VAULT_KEY_ZERO),
    ("implement me", codes::STORAGE_PANIC),
    ("slice bounds out of range", codes::CRON_PANIC),
    ("nil pointer dereference", codes::PARAMS_PANIC),
    ("nil pointer dereference", codes::ALIAS_PANIC),
];

/// Codes of the words, the likeliest first.
pub(super) fn known(line: &Line) -> impl Iterator<Item = Code> {
    let words = line.words.clone();
    let first = KNOWN.iter().position(|(text, _)| words.contains(text));
    let text = first.map(|at| KNOWN[at].0);
    KNOWN.iter().filter(move |(known, _)| Some(*known) == text).map(|(_, code)| *code)
}
