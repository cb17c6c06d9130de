//! Numbers in a cron field: Go's `strconv.Atoi` and the sign check of robfig/cron, with their words.

use std::fmt::Write as _;

/// What `strconv` multiplies without overflow.
const CUTOFF: u64 = u64::MAX / 10 + 1;

/// Reads a number of a field.
pub(super) fn unsigned(text: &str) -> Result<u64, String> {
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let fail = |why| Err(format!("failed to parse int from {text}: strconv.Atoi: parsing {}: {why}", quote(text)));
    match magnitude(digits) {
        Err(why) => fail(why),
        Ok(n) if n > i64::MAX as u64 + u64::from(negative) => fail(OUT_OF_RANGE),
        Ok(n) if negative && n > 0 => Err(format!("negative number (-{n}) not allowed: {text}")),
        Ok(n) => Ok(n),
    }
}

const OUT_OF_RANGE: &str = "value out of range";

/// The first error wins, as in Go: too long a number hides a letter behind it.
fn magnitude(digits: &str) -> Result<u64, &'static str> {
    const SYNTAX: &str = "invalid syntax";
    if digits.is_empty() {
        return Err(SYNTAX);
    }
    digits.bytes().try_fold(0u64, |n, byte| {
        if !byte.is_ascii_digit() {
            return Err(SYNTAX);
        }
        if n >= CUTOFF {
            return Err(OUT_OF_RANGE);
        }
        (n * 10).checked_add(u64::from(byte - b'0')).ok_or(OUT_OF_RANGE)
    })
}

/// Go's `strconv.Quote`.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            c if printable(c) => out.push(c),
            // Writing to a String cannot fail.
            c => {
                let _ = match u32::from(c) {
                    n @ (0..0x20 | 0x7f) => write!(out, "\\x{n:02x}"),
                    n @ 0..0x10000 => write!(out, "\\u{n:04x}"),
                    n => write!(out, "\\U{n:08x}"),
                };
            }
        }
    }
    out.push('"');
    out
}

/// Letters, marks, digits, punctuation, symbols and the blank, by the standard library's own table: its debug form escapes
/// everything else, and marks only at the start of a text.
fn printable(c: char) -> bool {
    matches!(c, '\'') || format!("x{c}").escape_debug().count() == 2
}
