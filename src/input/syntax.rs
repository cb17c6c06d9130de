//! What is wrong with bytes that are not JSON: first whether they are something else altogether, then what was probably meant at the place
//! where the reader stopped.

use super::{finding, foreign};
use crate::finding::{Code, Finding, Severity};
use crate::json::SyntaxError;

/// The finding for bytes that are not JSON; its server message holds the words of Semaphore's reader.
#[must_use]
pub(crate) fn not_json(bytes: &[u8], error: &SyntaxError) -> Finding {
    let at = error.offset;
    let blank = bytes.iter().all(u8::is_ascii_whitespace);
    let finding = if u32::try_from(bytes.len()).is_err() {
        return finding(Code::SX110, Severity::Error, "the input is larger than 4 GiB", 0..0)
            .help("check that this is the backup of one project and not a database dump");
    } else if blank {
        finding(Code::SX102, Severity::Error, "the input is empty", at..at)
            .help("look at the command that made this file: a refused download (401, 404) leaves an empty one")
    } else if bytes.starts_with(b"\xef\xbb\xbf") && at == 0 {
        finding(Code::SX104, Severity::Error, "the input begins with a byte order mark (BOM), which JSON does not allow", 0..3)
            .help("save it as UTF-8 without BOM, or cut the first three bytes: tail -c +4 FILE > fixed.json")
    } else if let Some(foreign) = foreign::of(bytes, at) {
        finding(Code::SX101, Severity::Error, format!("not JSON: {}", foreign.what), foreign.span).help(foreign.help)
    } else if at >= bytes.len() {
        let end = bytes.trim_ascii_end().len();
        finding(Code::SX103, Severity::Error, "the input ends in the middle of the document", end.saturating_sub(1)..end)
            .help("export or copy the file again: the transfer was cut, or the disk was full")
    } else {
        let (message, help) = guess(bytes, at, &error.message);
        let end = bytes[at + 1..].iter().take(3).take_while(|b| (**b & 0xc0) == 0x80).count();
        finding(Code::SX101, Severity::Error, format!("not JSON: {message}"), at..at + 1 + end).help(help)
    };
    finding.server(error.message.clone())
}

/// What was probably meant, for the mistakes that people make.
fn guess(bytes: &[u8], at: usize, words: &str) -> (String, &'static str) {
    if let Some(special) = special(bytes, at) {
        return special;
    }
    let (message, help) = plain(bytes, at, words);
    (message.to_owned(), help)
}

/// Characters that look like those of JSON, or like nothing.
fn special(bytes: &[u8], at: usize) -> Option<(String, &'static str)> {
    // The reader stops at the first byte, also of a space in place of a key's quote.
    let end = bytes.len().min(at + 4);
    let c = bytes[at..end].utf8_chunks().next()?.valid().chars().next()?;
    let name = match c {
        '\0' => return Some(("a zero byte".to_owned(), "the file is damaged: export or copy it again")),
        '\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}' | '\u{ab}' | '\u{bb}' => {
            return Some((
                format!("a typographic quote (U+{:04X})", u32::from(c)),
                "write the plain quote \": a word processor or a chat replaced it",
            ));
        }
        '\u{ff1a}' | '\u{ff0c}' | '\u{ff5b}' | '\u{ff5d}' | '\u{ff3b}' | '\u{ff3d}' | '\u{3001}' | '\u{ff02}' => {
            return Some((
                format!("a wide character in place of a plain one (U+{:04X})", u32::from(c)),
                "write it as on an English keyboard: an input method for Chinese or Japanese made it",
            ));
        }
        '\u{2026}' => return Some((LEFT_OUT.to_owned(), WHOLE)),
        '\u{a0}' => "a no-break space",
        '\u{feff}' => "a byte order mark",
        '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{ad}' => "an invisible character",
        '\u{2028}' | '\u{2029}' => "a line separator",
        '\u{85}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => "a special space",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "an invisible mark of writing direction",
        _ => return None,
    };
    let help =
        "replace it by a plain space; texts that were copied from web pages, chats and word processors hold such characters";
    Some((format!("{name} (U+{:04X})", u32::from(c)), help))
}

const LEFT_OUT: &str = "dots where something was left out";
const WHOLE: &str = "the file is an excerpt: take the whole of it";

/// Whether a number as other languages write it is around the place: `+1`, `.5`, `01`, `0x1F`, `1_000`.
fn is_foreign_number(bytes: &[u8], at: usize) -> bool {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let before = at.checked_sub(1).is_some_and(digit);
    match bytes[at] {
        b'+' | b'.' => digit(at + 1) && !before,
        b'x' | b'X' | b'b' | b'o' | b'_' | b'0'..=b'9' => before,
        _ => false,
    }
}

fn plain(bytes: &[u8], at: usize, words: &str) -> (&'static str, &'static str) {
    let before = bytes[..at].trim_ascii_end().last();
    match bytes[at] {
        b'.' if bytes[at..].starts_with(b"...") => (LEFT_OUT, WHOLE),
        _ if is_foreign_number(bytes, at) => {
            ("a number that JSON does not know", "write it in decimals, without +, leading zeros, underscores or 0x")
        }
        b'}' | b']' if before == Some(&b',') => ("a comma before a closing bracket", "remove the comma"),
        b',' if before == Some(&b',') => ("two commas in a row", "remove one of them"),
        b'\'' => ("text in single quotes", "JSON knows double quotes only"),
        b'/' | b'#' => ("a comment", "JSON has no comments: remove it"),
        b'\\' if bytes.get(at + 1) == Some(&b'"') => (
            "quotes with backslashes before them",
            "this is the inside of a JSON text: jq -r prints a text without its backslashes",
        ),
        b'N' | b'I' | b'u' | b'T' | b'F' if foreign_word(&bytes[at..]) => {
            ("a word that JSON does not know", "JSON knows true, false and null, in lower case, and no NaN or Infinity")
        }
        0..=0x1f if words.contains("in string literal") => (
            "a line break or control character inside a text",
            "write it as an escape: \\n, \\t, \\u0001; or close the quote that is open",
        ),
        b'}' | b']' if words.contains("beginning of value") && before == Some(&b':') => {
            ("a value is missing before this", "write it, or null")
        }
        _ if words.contains("after object key:value pair") || words.contains("after array element") => {
            ("a comma or a closing bracket is missing before this", "add it; a quote inside a text must be written \\\"")
        }
        _ if words.contains("after object key") => ("a colon is missing before this", "write \"key\": value"),
        _ if words.contains("object key string") => ("a key must be in double quotes", "write \"key\": value"),
        _ if words.contains("string escape code") || words.contains("\\u hexadecimal") => {
            ("a backslash escape that JSON does not know", "write a backslash as \\\\")
        }
        _ if at == 0 => ("this is no JSON document", "a backup begins with {: check that this is the right file"),
        _ => ("something that JSON does not allow here", "mend the place shown, or export the project again"),
    }
}

/// `True`, `None`, `NaN`, `undefined`: words of other languages.
fn foreign_word(rest: &[u8]) -> bool {
    let len = rest.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len());
    let word = rest[..len].to_ascii_lowercase();
    [&b"true"[..], b"false", b"null", b"none", b"nan", b"infinity", b"inf", b"undefined"].contains(&word.as_slice())
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn code(text: &[u8]) -> (&'static str, String) {
        let wrong = parse(text.to_vec()).unwrap_err();
        (wrong.finding.code.name(), wrong.finding.message.to_string())
    }

    #[test]
    fn files_that_people_break_by_hand() {
        for (text, want, says) in [
            (&b""[..], "SX102", "empty"),
            (b" \n\t", "SX102", "empty"),
            (b"\xef\xbb\xbf{}", "SX104", "byte order mark"),
            (b"{\"meta\": {\"na", "SX103", "middle of the document"),
            (b"{\"a\": 1,}", "SX101", "comma before a closing bracket"),
            (b"{\"a\": 1 \"b\": 2}", "SX101", "comma or a closing bracket is missing"),
            (b"{'a': 1}", "SX101", "single quotes"),
            (b"{\"a\": NaN}", "SX101", "does not know"),
            (b"// exported\n{}", "SX101", "comment"),
            (b"<html>", "SX101", "HTML"),
            (b"{\"a\": +1}", "SX101", "number that JSON does not know"),
            (b"{\"a\": 007}", "SX101", "number that JSON does not know"),
            (b"{\"a\": 0x1F}", "SX101", "number that JSON does not know"),
            (b"{\"a\": 1_000}", "SX101", "number that JSON does not know"),
            (b"{\"a\": [.5]}", "SX101", "number that JSON does not know"),
            (b"{\"a\": 1, ...}", "SX101", "left out"),
            (b"{\"a\": 1, \"b\": [1, \xe2\x80\xa6]}", "SX101", "left out"),
            ("{\"a\"\u{ff1a} 1}".as_bytes(), "SX101", "wide character"),
            (b"{\"a\": \"x\ny\"}", "SX101", "line break"),
            (b"\xff", "SX101", "no JSON document"),
        ] {
            let (code, message) = code(text);
            assert_eq!(code, want, "{}", String::from_utf8_lossy(text));
            assert!(message.contains(says), "{message}");
        }
    }
}
