//! Bytes → document, with what is wrong or odd about them as findings (SX1xx): what, where, and what to do. Does no I/O.

mod backup;

use std::ops::Range;

use crate::finding::{Code, Finding, Severity, Stage, Words};
use crate::json::{Document, Oddity, OddityKind, SyntaxError};
use crate::semaphore::first_with_own_decoder;

pub use backup::not_a_backup;

/// Bytes that are not JSON.
#[derive(Debug)]
pub struct NotJson {
    /// The bytes, to show the place.
    pub bytes: Vec<u8>,
    /// What is wrong.
    pub finding: Finding,
}

/// Reads JSON bytes.
///
/// # Errors
/// [`NotJson`], boxed since it is rare.
pub fn parse(bytes: Vec<u8>) -> Result<Document, Box<NotJson>> {
    Document::parse_or_return(bytes).map_err(|(bytes, error)| {
        let finding = not_json(&bytes, &error);
        Box::new(NotJson { bytes, finding })
    })
}

/// The finding for bytes that are not JSON; its server message holds the words of Semaphore's reader.
#[must_use]
pub fn not_json(bytes: &[u8], error: &SyntaxError) -> Finding {
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
            .help("save it as UTF-8 without BOM, or cut the first three bytes: tail -c +4")
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
fn guess(bytes: &[u8], at: usize, words: &str) -> (&'static str, &'static str) {
    let before = bytes[..at].trim_ascii_end().last();
    match bytes[at] {
        b'}' | b']' if before == Some(&b',') => ("a comma before a closing bracket", "remove the comma"),
        b',' if before == Some(&b',') => ("two commas in a row", "remove one of them"),
        b'\'' => ("text in single quotes", "JSON knows double quotes only"),
        b'/' | b'#' => ("a comment", "JSON has no comments: remove it"),
        b'<' => (
            "this looks like HTML",
            "an error page or a login page was saved instead of the backup: look at the command that made it",
        ),
        b'N' | b'I' | b'u' | b'T' | b'F' if foreign_word(&bytes[at..]) => {
            ("a word that JSON does not know", "JSON knows true, false and null, in lower case, and no NaN or Infinity")
        }
        0..=0x1f if words.contains("in string literal") => (
            "a line break or control character inside a text",
            "write it as an escape: \\n, \\t, \\u0001; or close the quote that is open",
        ),
        _ if words.contains("after object key:value pair") || words.contains("after array element") => {
            ("a comma or a closing bracket is missing before this", "add it; a quote inside a text must be written \\\"")
        }
        _ if words.contains("after object key") => ("a colon is missing before this", "write \"key\": value"),
        _ if words.contains("object key string") => ("a key must stand in double quotes", "write \"key\": value"),
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

/// What is odd about a document, in order of the file. None of it stops a reader; [`refused`] says what stops a transformation.
#[must_use]
pub fn oddities(doc: &Document) -> Vec<Finding> {
    let all = doc.oddities();
    let mut findings: Vec<Finding> = all.iter().take(MOST_LISTED).map(|o| oddity(doc, o)).collect();
    if all.len() > MOST_LISTED
        && let Some(last) = findings.pop()
    {
        let more = all.len() - MOST_LISTED;
        findings.push(last.consequence(format!("{more} more of this or another kind are behind it and are not listed")));
    }
    findings
}

/// A file of nothing but repeated keys must not need many times its size.
const MOST_LISTED: usize = 10_000;

/// The finding for one oddity.
#[must_use]
pub fn oddity(doc: &Document, oddity: &Oddity) -> Finding {
    oddity_finding(doc, oddity.offset, oddity.kind)
}

/// Why a document cannot be transformed at all: it is not one JSON text, or no server reads it.
#[must_use]
pub fn refused(doc: &Document) -> Option<Finding> {
    let stops = |kind| matches!(kind, OddityKind::TrailingText | OddityKind::TooDeep);
    let oddity = doc.oddities().iter().find(|o| stops(o.kind))?;
    let mut finding = oddity_finding(doc, oddity.offset, oddity.kind);
    finding.severity = Severity::Error;
    Some(finding)
}

/// Edits inside objects in which a key occurs twice: which of both was meant would be a guess.
#[must_use]
pub fn guesses(doc: &Document) -> Vec<Finding> {
    let twice: Vec<_> = doc.oddities().iter().filter(|o| o.kind == OddityKind::DuplicateKey).collect();
    if twice.is_empty() {
        return Vec::new();
    }
    let splices = doc.splices();
    let edited = |around: Range<usize>| {
        let first = splices.partition_point(|s| s.range.end <= around.start);
        splices.get(first).is_some_and(|s| s.range.start < around.end)
    };
    let inside = twice.into_iter().filter(|oddity| edited(doc.span(doc.node_at(oddity.offset)).unwrap_or(0..0)));
    inside
        .map(|oddity| {
            let mut finding = oddity_finding(doc, oddity.offset, oddity.kind);
            finding.severity = Severity::Error;
            finding.consequence("a rule wants to edit this object, and which of the two members is meant would be a guess")
        })
        .collect()
}

fn oddity_finding(doc: &Document, offset: usize, kind: OddityKind) -> Finding {
    let bytes = doc.source();
    let node = doc.node_at(offset);
    match kind {
        OddityKind::DuplicateKey => {
            let end = closing_quote(bytes, offset);
            let key = String::from_utf8_lossy(&bytes[(offset + 1).min(end)..end.saturating_sub(1).max(offset + 1)]);
            finding(Code::SX105, Severity::Warning, format!("key \"{key}\" occurs twice in one object"), offset..end)
                .within(node)
                .consequence(format!(
                    "servers since {} read the last one and ignore the others without a word",
                    first_with_own_decoder()
                ))
                .help("remove the member that is not meant")
        }
        OddityKind::TrailingText => {
            finding(Code::SX106, Severity::Warning, "text after the end of the document", offset..offset + 1)
                .consequence(format!("servers before {} ignore it, newer ones refuse the file", first_with_own_decoder()))
                .help("cut what stands behind the last closing bracket; two documents belong in two files")
        }
        OddityKind::LoneSurrogate => {
            let end = (offset + 6).min(bytes.len());
            finding(Code::SX107, Severity::Warning, "half of a surrogate pair is no character", offset..end)
                .within(node)
                .consequence("servers store U+FFFD in its place")
                .help("write the character that was meant, or both halves of the pair")
        }
        OddityKind::InvalidUtf8 => finding(Code::SX108, Severity::Warning, "a byte that is not UTF-8", offset..offset + 1)
            .within(node)
            .consequence("servers store U+FFFD in its place")
            .help("iconv -f WINDOWS-1252 -t UTF-8 turns a file of an old Windows editor into UTF-8"),
        OddityKind::HugeNumber => {
            let end = bytes[offset..].iter().position(|b| matches!(b, b',' | b'}' | b']') || b.is_ascii_whitespace());
            let end = end.map_or(bytes.len(), |n| offset + n);
            finding(Code::SX113, Severity::Warning, "a number that no 64-bit float holds", offset..end)
                .within(node)
                .consequence(format!(
                    "servers since {} refuse the whole file, whatever key it stands under",
                    first_with_own_decoder()
                ))
                .help("write a smaller number, or remove the member")
        }
        OddityKind::TooDeep => {
            finding(Code::SX109, Severity::Error, "more than 10,000 brackets are open inside each other", offset..offset + 1)
                .server("invalid character '[' exceeded max depth")
                .consequence("the server refuses the file; no export looks like this")
                .help("export the project again")
        }
    }
}

fn closing_quote(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn finding(code: Code, severity: Severity, message: impl Into<Words>, span: Range<usize>) -> Finding {
    Finding::new(code, severity, Stage::Decode, message).at_bytes(span)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (b"{\"a\": \"x\ny\"}", "SX101", "line break"),
            (b"\xff", "SX101", "no JSON document"),
        ] {
            let (code, message) = code(text);
            assert_eq!(code, want, "{}", String::from_utf8_lossy(text));
            assert!(message.contains(says), "{message}");
        }
    }

    #[test]
    fn odd_files_are_read_and_some_are_not_transformed() {
        let doc = parse(b"{\"keys\": [{\"name\": \"\xe4\"}], \"keys\": [{\"name\": \"\\ud800\"}]} x".to_vec()).unwrap();
        let codes: Vec<_> = oddities(&doc).iter().map(|f| f.code).collect();
        assert_eq!(codes, ["SX108", "SX105", "SX107", "SX106"]);
        assert_eq!(refused(&doc).unwrap().code, "SX106");
        let deep = parse(("[".repeat(100_000) + &"]".repeat(100_000)).into()).unwrap();
        assert_eq!(refused(&deep).unwrap().code, "SX109");
    }

    #[test]
    fn edits_beside_a_double_key_are_fine_and_inside_are_not() {
        let edited = |section: &str, key: &str| {
            let mut doc = parse(br#"{"a": {"x": 1, "x": 2, "y": 3}, "b": {"z": 3}}"#.to_vec()).unwrap();
            let object = doc.get(doc.root(), section).unwrap();
            let value = doc.make_text("new");
            doc.set_member(object, key, value);
            guesses(&doc).len()
        };
        assert_eq!((edited("b", "z"), edited("b", "new")), (0, 0));
        assert_eq!((edited("a", "x"), edited("a", "y"), edited("a", "new")), (1, 1, 1));
    }
}
