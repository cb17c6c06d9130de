//! Strings as Go's `encoding/json` writes them: its escapes and no others. What is no Unicode text (lone surrogates, bytes
//! that are not UTF-8) stays as it is.

/// Writes the text between two quotes.
pub(super) fn write_body(out: &mut Vec<u8>, body: &[u8]) {
    if plain(body) {
        out.extend_from_slice(body);
        return;
    }
    let mut rest = body;
    while let Some(at) = rest.iter().position(|b| special(*b)) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let used = match rest {
            [b'\\', b'u', ..] => unicode(out, rest),
            [b'\\', b'/', ..] => {
                out.push(b'/');
                2
            }
            [b'\\', ..] => copy(out, rest, 2),
            [b'<' | b'>' | b'&', ..] => escape(out, u32::from(rest[0])),
            [0xe2, 0x80, last @ (0xa8 | 0xa9), ..] => {
                escape(out, 0x2000 + u32::from(*last) - 0x80);
                3
            }
            _ => copy(out, rest, 1),
        };
        rest = &rest[used.min(rest.len())..];
    }
    out.extend_from_slice(rest);
}

/// Whether nothing needs a look; without an early exit it runs at the speed of memory.
fn plain(body: &[u8]) -> bool {
    !body.iter().fold(false, |found, b| found | special(*b))
}

/// Escapes, what Go escapes for HTML, and the first byte of U+2028 and U+2029.
const fn special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'<' | b'>' | b'&' | 0xe2)
}

fn copy(out: &mut Vec<u8>, rest: &[u8], length: usize) -> usize {
    out.extend_from_slice(&rest[..length.min(rest.len())]);
    length
}

/// Writes `\u` and four digits in lower case; the length of what it replaces is one byte.
fn escape(out: &mut Vec<u8>, unit: u32) -> usize {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.extend_from_slice(b"\\u");
    out.extend([12, 8, 4, 0].map(|shift| HEX[(unit >> shift) as usize & 15]));
    1
}

/// A `\u` escape, or two that belong together, as Go would write the character; gives the bytes it read.
fn unicode(out: &mut Vec<u8>, rest: &[u8]) -> usize {
    let Some(unit) = unit(rest) else { return copy(out, rest, 2) };
    let (code, used) = match unit {
        0xd800..0xdc00 => match self::unit(&rest[6..]) {
            Some(low @ 0xdc00..0xe000) => (0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), 12),
            _ => return copy(out, rest, 6),
        },
        _ => (unit, 6),
    };
    let Some(c) = char::from_u32(code) else { return copy(out, rest, used) };
    match c {
        '"' | '\\' => out.extend([b'\\', code.to_le_bytes()[0]]),
        '\u{8}' => out.extend(b"\\b"),
        '\t' => out.extend(b"\\t"),
        '\n' => out.extend(b"\\n"),
        '\u{c}' => out.extend(b"\\f"),
        '\r' => out.extend(b"\\r"),
        '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
            escape(out, code);
        }
        _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
    used
}

/// The code unit of the `\u` escape that `rest` begins with.
fn unit(rest: &[u8]) -> Option<u32> {
    let digits = rest.strip_prefix(b"\\u")?.get(..4)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
