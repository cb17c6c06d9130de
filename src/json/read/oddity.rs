//! What is wrong or odd about JSON bytes, as types, and Go's words for a byte. Finds nothing itself.

/// Why the bytes are not a JSON text. Message texts are those of Go's scanner, so that they can be compared with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Byte offset of the offending byte; the length of the input when it ends too early.
    pub offset: usize,
    /// `unexpected end of JSON input`, `invalid character '}' looking for beginning of value`, …
    pub message: String,
}

/// Something readable that a careful reader should know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Oddity {
    /// Byte offset where it begins.
    pub offset: usize,
    /// What it is.
    pub kind: OddityKind,
}

/// The kinds of [`Oddity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum OddityKind {
    /// A member whose name occurs earlier in the same object; the offset is that of the later key.
    DuplicateKey,
    /// Something follows the first JSON value.
    TrailingText,
    /// A `\ud800`…`\udfff` escape without its partner; the first [`MOST_OF_A_KIND`] of a file are listed.
    LoneSurrogate,
    /// A byte that is not UTF-8; the first [`MOST_OF_A_KIND`] places of a file are listed.
    InvalidUtf8,
    /// Nesting deeper than [`GO_MAX_DEPTH`]; the offset is that of the first bracket too many in the file.
    TooDeep,
    /// A number that does not fit a 64-bit float, such as `1e400`; the first [`MOST_OF_A_KIND`] of a file are listed.
    HugeNumber,
}

/// Nesting at which Go's `encoding/json` gives up; deeper files are read here and reported as an oddity.
pub(crate) const GO_MAX_DEPTH: usize = 10_000;

/// How many oddities of a kind are listed where nothing depends on each of them: a file of noise must not need many times
/// its size.
pub(crate) const MOST_OF_A_KIND: usize = 1_000;

/// A byte as Go's `quoteChar` prints it: the byte taken as a code point, in single quotes.
#[must_use]
pub(crate) fn quote(byte: u8) -> String {
    match byte {
        b'\'' => r"'\''".into(),
        b'"' => "'\"'".into(),
        b'\\' => r"'\\'".into(),
        7 => r"'\a'".into(),
        8 => r"'\b'".into(),
        12 => r"'\f'".into(),
        b'\n' => r"'\n'".into(),
        b'\r' => r"'\r'".into(),
        b'\t' => r"'\t'".into(),
        11 => r"'\v'".into(),
        0..=0x1f | 0x7f => format!("'\\x{byte:02x}'"),
        // Go's strconv.Quote writes runes that are not printable as \u escapes.
        0x80..=0xa0 | 0xad => format!("'\\u{byte:04x}'"),
        _ => format!("'{}'", byte as char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_quoted_as_go_quotes_them() {
        // Printed by Go 1.26: the bytes that json.Unmarshal does not print as the plain character.
        let special: Vec<String> = (0..=255).map(quote).filter(|q| q.chars().count() > 3).collect();
        let low = r"'\x00' '\x01' '\x02' '\x03' '\x04' '\x05' '\x06' '\a' '\b' '\t' '\n' '\v' '\f' '\r' '\x0e' '\x0f'
            '\x10' '\x11' '\x12' '\x13' '\x14' '\x15' '\x16' '\x17' '\x18' '\x19' '\x1a' '\x1b' '\x1c' '\x1d' '\x1e' '\x1f'
            '\'' '\\' '\x7f'";
        let low: Vec<&str> = low.split_whitespace().collect();
        assert_eq!(special[..low.len()], low);
        let high: Vec<String> = (0x80..=0xa0).chain([0xad]).map(|c| format!("'\\u{c:04x}'")).collect();
        assert_eq!(special[low.len()..], high);
        assert_eq!((quote(b'"'), quote(0xef), quote(0xff)), ("'\"'".into(), "'ï'".into(), "'ÿ'".into()));
    }
}
