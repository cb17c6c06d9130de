//! JSON string text: escapes both ways, where a string ends, lines and columns. Knows no tree.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The bytes between the quotes of the string that opens at `open`.
pub(super) fn string_body(src: &[u8], open: usize) -> &[u8] {
    let mut at = open + 1;
    loop {
        match src.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') | None => return &src[open + 1..at.min(src.len())],
            Some(_) => at += 1,
        }
    }
}

/// Decodes the body of a JSON string as Go does: invalid UTF-8 and lone surrogates become U+FFFD.
#[must_use]
pub fn unescape(body: &[u8]) -> Cow<'_, str> {
    if !body.contains(&b'\\') {
        return go_utf8(body);
    }
    let mut out = String::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let run = body[at..].iter().position(|&b| b == b'\\').unwrap_or(body.len() - at);
        out.push_str(&go_utf8(&body[at..at + run]));
        at += run;
        if at + 1 >= body.len() {
            break;
        }
        at += 2;
        match body[at - 1] {
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'n' => out.push('\n'),
            b'r' => out.push('\r'),
            b't' => out.push('\t'),
            b'u' => {
                let unit = hex4(body, at);
                at += 4;
                if (0xd800..0xdc00).contains(&unit) && body[at.min(body.len())..].starts_with(b"\\u") {
                    let low = hex4(body, at + 2);
                    if (0xdc00..0xe000).contains(&low) {
                        at += 6;
                        out.push(char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)).unwrap_or('\u{fffd}'));
                        continue;
                    }
                }
                out.push(char::from_u32(unit).unwrap_or('\u{fffd}'));
            }
            other => out.push(other as char),
        }
    }
    Cow::Owned(out)
}

/// Go replaces each invalid byte by one U+FFFD (Rust's lossy conversion merges some).
fn go_utf8(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(bytes.len() + 8);
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        for _ in chunk.invalid() {
            out.push('\u{fffd}');
        }
    }
    Cow::Owned(out)
}

fn hex4(body: &[u8], at: usize) -> u32 {
    body.get(at..at + 4).and_then(|d| std::str::from_utf8(d).ok()).and_then(|d| u32::from_str_radix(d, 16).ok()).unwrap_or(0xfffd)
}

/// Writes `text` as a JSON string with quotes, escaped as Go does; `html` adds `<`, `>` and `&`.
pub fn escape_into(out: &mut String, text: &str, html: bool) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' if html => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            '\u{0}'..='\u{1f}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// A place in the source as people count: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Start offsets of lines; made on demand, since most runs ask for few positions or none.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    pub(super) fn new(src: &[u8]) -> Self {
        let mut starts = vec![0];
        #[allow(clippy::cast_possible_truncation, reason = "the reader refuses inputs of 4 GiB and more")]
        starts.extend(src.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(i, _)| i as u32 + 1));
        Self { starts }
    }

    pub(super) fn position(&self, src: &[u8], offset: usize) -> Position {
        let offset = offset.min(src.len());
        let line = self.starts.partition_point(|&s| s as usize <= offset);
        let start = self.starts[line - 1] as usize;
        // Continuation bytes do not start a character.
        let column = src[start..offset].iter().filter(|b| (**b & 0xc0) != 0x80).count() + 1;
        Position { line, column }
    }

    /// Offsets of the lines `first..=last` (from 1), clamped, line ends included.
    pub(super) fn range(&self, src: &[u8], first: usize, last: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(first.max(1) - 1).map_or(src.len(), |s| *s as usize);
        let end = self.starts.get(last).map_or(src.len(), |s| *s as usize);
        start..end
    }
}
