//! JSON string text: escapes both ways, where a string ends. Knows no tree.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::scan;

/// The bytes between the quotes of the string that opens at `open`.
pub(super) fn string_body(src: &[u8], open: usize) -> &[u8] {
    let mut at = open + 1;
    loop {
        at = scan::plain(src, at, &mut 0);
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
    if memchr::memchr(b'\\', body).is_none() {
        return go_utf8(body);
    }
    let mut out = String::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let run = memchr::memchr(b'\\', &body[at..]).unwrap_or(body.len() - at);
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

/// Text of bytes: Go replaces each invalid byte by one U+FFFD (Rust's lossy conversion merges some).
pub(super) fn go_utf8(bytes: &[u8]) -> Cow<'_, str> {
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

/// The UTF-16 unit in four hexadecimal digits; U+FFFD where they are not that.
fn hex4(body: &[u8], at: usize) -> u32 {
    let digits = body.get(at..at + 4).unwrap_or_default();
    let unit = digits.iter().try_fold(0, |unit, digit| Some(unit * 16 + (*digit as char).to_digit(16)?));
    unit.filter(|_| digits.len() == 4).unwrap_or(0xfffd)
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
