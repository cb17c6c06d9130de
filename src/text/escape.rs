//! Escapes of JSON strings, both ways: to text and back as Go's `encoding/json` does it, and the code points of `\u` that
//! `JSONPath` shares. Knows no grammar beyond a string.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use memchr::{memchr, memchr2};

use super::bytes::{Buffer, word};

/// The bytes between the quotes of the string that opens at `open`.
pub(crate) fn string_body(text: &[u8], open: usize) -> &[u8] {
    let mut at = open + 1;
    while let Some(found) = text.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if text[at] == b'"' {
            return &text[open + 1..at];
        }
        at += 2;
    }
    text.get(open + 1..).unwrap_or_default()
}

/// Decodes the body of a JSON string as Go does: invalid UTF-8 and lone surrogates become U+FFFD.
#[must_use]
pub(crate) fn unescape(body: &[u8]) -> Cow<'_, str> {
    match go_utf8(body) {
        Cow::Borrowed(text) => unescape_text(text),
        Cow::Owned(text) => unescape_text(&text).into_owned().into(),
    }
}

/// The same of a body that is UTF-8. JSON kept as text has an escape every few bytes.
#[must_use]
pub(crate) fn unescape_text(body: &str) -> Cow<'_, str> {
    let mut rest = body.as_bytes();
    if memchr(b'\\', rest).is_none() {
        return body.into();
    }
    let mut out = Buffer::with_room(rest.len());
    loop {
        let (plain, escape) = rest.split_at(until_backslash(rest));
        out.append(plain);
        let Some((c, length)) = escaped_char(escape) else { break };
        out.append(c.encode_utf8(&mut [0; 4]).as_bytes());
        rest = &escape[length..];
    }
    // Escapes begin and end between characters.
    String::from_utf8(out.into_written()).unwrap_or_default().into()
}

/// How many bytes are before the next backslash.
#[inline(always)]
fn until_backslash(bytes: &[u8]) -> usize {
    match word(bytes, 0).map(|word| has(word, b'\\') & HIGH) {
        Some(found) if found != 0 => found.trailing_zeros() as usize / 8,
        Some(_) => 8 + memchr(b'\\', &bytes[8..]).unwrap_or(bytes.len() - 8),
        None => bytes.iter().position(|byte| *byte == b'\\').unwrap_or(bytes.len()),
    }
}

/// The character of the escape that `rest` begins with, and the escape's length; nothing where the text ends in it. It never ends inside of
/// a character, even where it is no escape of JSON.
fn escaped_char(rest: &[u8]) -> Option<(char, usize)> {
    let c = match *rest.get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let lone = ('\u{fffd}', if code_unit(rest).is_some() { 6 } else { 2 });
            return Some(code_point(rest).unwrap_or(lone));
        }
        other if other.is_ascii() => other as char,
        _ => return Some(('\u{fffd}', 1)),
    };
    Some((c, 2))
}

/// The character of the `\u` escape, or of the two that make a pair, that `rest` begins with, and their length. None where the
/// digits are wrong and for half of a pair.
pub(crate) fn code_point(rest: &[u8]) -> Option<(char, usize)> {
    let first = code_unit(rest)?;
    if (0xd800..0xdc00).contains(&first) {
        let low = code_unit(rest.get(6..)?)?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        return char::from_u32(0x10000 + ((first - 0xd800) << 10) + low).map(|c| (c, 12));
    }
    char::from_u32(first).map(|c| (c, 6))
}

/// The UTF-16 unit of the `\u` escape that `rest` begins with.
pub(crate) fn code_unit(rest: &[u8]) -> Option<u32> {
    let digits = rest.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, digit| Some(unit * 16 + (*digit as char).to_digit(16)?))
}

/// A decoded string whose bytes know where they come from.
pub(crate) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// Where text and body stop running in step: offset in the text, offset in the body.
    steps: Vec<(usize, usize)>,
    /// Length of the body.
    length: usize,
}

impl<'a> Decoded<'a> {
    /// Decodes the body of a JSON string.
    pub(crate) fn new(body: &'a [u8]) -> Self {
        let length = body.len();
        if memchr(b'\\', body).is_none()
            && let Ok(text) = std::str::from_utf8(body)
        {
            return Self { text: text.into(), steps: Vec::new(), length };
        }
        let (mut text, mut steps) = (String::with_capacity(length), Vec::new());
        let mut at = 0;
        while at < length {
            let run = memchr(b'\\', &body[at..]).unwrap_or(length - at);
            for chunk in body[at..at + run].utf8_chunks() {
                steps.push((text.len(), at));
                text.push_str(chunk.valid());
                at += chunk.valid().len();
                for _ in chunk.invalid() {
                    steps.push((text.len(), at));
                    text.push('\u{fffd}');
                    at += 1;
                }
            }
            let Some((c, used)) = body.get(at..).and_then(escaped_char) else { break };
            steps.push((text.len(), at));
            text.push(c);
            at += used;
        }
        Self { text: text.into(), steps, length }
    }

    /// The stretch of the body that a stretch of the text comes from.
    pub(crate) fn in_body(&self, range: &Range<usize>) -> Range<usize> {
        // A text can be empty where the body is not: of a backslash alone nothing is left.
        let start = if range.start == 0 { 0 } else { self.offset(range.start) };
        start..self.offset(range.end)
    }

    fn offset(&self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.length;
        }
        match self.steps.partition_point(|(text, _)| *text <= at).checked_sub(1).map(|step| self.steps[step]) {
            // Inside a character that is an escape there is no place of its own.
            Some((text, body)) => (body + at - text).min(self.length),
            None => at,
        }
    }
}

/// Text of bytes: Go replaces each invalid byte by one U+FFFD (Rust's lossy conversion merges some).
pub(crate) fn go_utf8(bytes: &[u8]) -> Cow<'_, str> {
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

/// Writes `text` as a JSON string with quotes, escaped as Go does; `html` adds `<`, `>` and `&`.
pub(crate) fn escape_into(out: &mut String, text: &str, html: bool) {
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

/// Writes the body of a JSON string with the escapes that Go's `encoding/json` would use and no others. What is no Unicode text
/// (lone surrogates, bytes that are not UTF-8) stays as it is.
pub(crate) fn write_canonical(out: &mut Buffer, body: &[u8]) {
    if is_canonical(body) {
        out.append(body);
        return;
    }
    let mut rest = body;
    while let Some(at) = rest.iter().position(|b| special(*b)) {
        out.append(&rest[..at]);
        rest = &rest[at..];
        let used = match rest {
            [b'\\', b'u', ..] => write_code_point(out, rest),
            [b'\\', b'/', ..] => {
                out.push(b'/');
                2
            }
            [b'\\', ..] => copy(out, rest, 2),
            [b'<' | b'>' | b'&', ..] => write_unit(out, u32::from(rest[0])),
            [0xe2, 0x80, last @ (0xa8 | 0xa9), ..] => {
                write_unit(out, 0x2000 + u32::from(*last) - 0x80);
                3
            }
            _ => copy(out, rest, 1),
        };
        rest = &rest[used.min(rest.len())..];
    }
    out.append(rest);
}

/// Whether nothing needs a look.
fn is_canonical(body: &[u8]) -> bool {
    let Some(last) = body.len().checked_sub(8) else {
        return !body.iter().any(|byte| special(*byte));
    };
    let (mut at, mut found) = (0, 0);
    while at <= last {
        found |= word(body, at).map_or(0, specials);
        at += 8;
    }
    found |= word(body, last).map_or(0, specials);
    found == 0
}

/// Not 0 if one of eight bytes is [`special`].
#[inline(always)]
const fn specials(word: u64) -> u64 {
    // `<` and `>` differ in one bit.
    let angles = has(word & !(ONES * 2), b'<');
    (has(word, b'\\') | angles | has(word, b'&') | has(word, 0xe2)) & HIGH
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = ONES << 7;

/// Where eight bytes hold `byte`: of the bits in [`HIGH`], the lowest that is set is that of the first such byte, and none is set if there
/// is none.
#[inline(always)]
const fn has(word: u64, byte: u8) -> u64 {
    let zero = word ^ (ONES * byte as u64);
    zero.wrapping_sub(ONES) & !zero
}

/// Escapes, what Go escapes for HTML, and the first byte of U+2028 and U+2029.
const fn special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'<' | b'>' | b'&' | 0xe2)
}

fn copy(out: &mut Buffer, rest: &[u8], length: usize) -> usize {
    out.append(&rest[..length.min(rest.len())]);
    length
}

/// Writes `\u` and four digits in lower case; the length of what it replaces is one byte.
fn write_unit(out: &mut Buffer, unit: u32) -> usize {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.append(b"\\u");
    out.append(&[12, 8, 4, 0].map(|shift| HEX[(unit >> shift) as usize & 15]));
    1
}

/// Writes the character of the `\u` escape that `rest` begins with as Go would; returns how many bytes it read.
fn write_code_point(out: &mut Buffer, rest: &[u8]) -> usize {
    let Some((c, used)) = code_point(rest) else {
        return copy(out, rest, if code_unit(rest).is_some() { 6 } else { 2 });
    };
    match c {
        '"' | '\\' => out.append(&[b'\\', u32::from(c).to_le_bytes()[0]]),
        '\u{8}' => out.append(b"\\b"),
        '\t' => out.append(b"\\t"),
        '\n' => out.append(b"\\n"),
        '\u{c}' => out.append(b"\\f"),
        '\r' => out.append(b"\\r"),
        '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
            write_unit(out, u32::from(c));
        }
        _ => out.append(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
    used
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn of_a_backslash_alone_nothing_is_left() {
        let decoded = Decoded::new(b"\\");
        assert_eq!((&*decoded.text, decoded.in_body(&(0..0))), ("", 0..1));
    }

    proptest! {
        #[test]
        fn what_is_escaped_comes_back(text in any::<String>(), html in any::<bool>()) {
            let mut quoted = String::new();
            escape_into(&mut quoted, &text, html);
            prop_assert_eq!(&*unescape(string_body(quoted.as_bytes(), 0)), &text);
        }

        #[test]
        fn a_decoded_text_knows_where_each_of_its_characters_comes_from(body in r#"([a-z<é"]|\\[nu/"]|\\u[0-9a-f]{4}|\\ud83d\\ude00)*"#) {
            let decoded = Decoded::new(body.as_bytes());
            prop_assert_eq!(&decoded.text, &unescape(body.as_bytes()));
            for (at, c) in decoded.text.char_indices() {
                let piece = &body.as_bytes()[decoded.in_body(&(at..at + c.len_utf8()))];
                prop_assert_eq!(&*unescape(piece), c.to_string());
            }
        }

        #[test]
        fn any_bytes_are_survived(body in any::<Vec<u8>>()) {
            let decoded = Decoded::new(&body);
            prop_assert_eq!(&decoded.text, &unescape(&body));
            prop_assert_eq!(decoded.in_body(&(0..decoded.text.len())), 0..body.len());
            string_body(&body, 0);
            write_canonical(&mut Buffer::default(), &body);
        }
    }
}
