//! Bytes → document, with what is wrong or odd about them as findings (SX1xx): what, where, and what to do. Does no I/O.

mod backup;
mod foreign;
mod own;
mod sections;
mod syntax;

use std::ops::Range;

use crate::finding::{Code, Finding, Severity, Stage, Words};
use crate::json::{Document, Kind, Oddity, OddityKind, quote};
use crate::semaphore::first_with_own_decoder;

pub(crate) use backup::not_a_backup;
pub(crate) use own::own;
pub(crate) use syntax::not_json;

/// Bytes that are not JSON.
#[derive(Debug)]
pub(crate) struct NotJson {
    /// The bytes, to show the place.
    pub bytes: Vec<u8>,
    /// What is wrong.
    pub finding: Finding,
}

/// Reads JSON bytes.
///
/// # Errors
/// [`NotJson`], boxed since it is rare.
pub(crate) fn parse(bytes: Vec<u8>) -> Result<Document, Box<NotJson>> {
    Document::parse_or_return(bytes).map_err(|(bytes, error)| {
        let finding = not_json(&bytes, &error);
        Box::new(NotJson { bytes, finding })
    })
}

/// The finding for one oddity.
#[must_use]
pub(crate) fn oddity(doc: &Document, oddity: &Oddity) -> Finding {
    oddity_finding(doc, oddity.offset, oddity.kind)
}

/// Why a document cannot be transformed at all: it is not one JSON text, or no server reads it.
#[must_use]
pub(crate) fn refused(doc: &Document) -> Option<Finding> {
    let stops = |kind| matches!(kind, OddityKind::TrailingText | OddityKind::TooDeep);
    let oddity = doc.oddities().iter().find(|o| stops(o.kind))?;
    let mut finding = oddity_finding(doc, oddity.offset, oddity.kind);
    finding.severity = Severity::Error;
    Some(finding)
}

/// Why a document cannot be transformed as a backup: as [`refused`], or it is none.
#[must_use]
pub(crate) fn unusable(doc: &Document) -> Option<Finding> {
    refused(doc).or_else(|| not_a_backup(doc))
}

/// Edits inside objects in which a key occurs twice: which of both was meant would be a guess.
#[must_use]
pub(crate) fn guesses(doc: &Document) -> Vec<Finding> {
    let twice: Vec<_> = doc.oddities().iter().filter(|o| o.kind == OddityKind::DuplicateKey).collect();
    if twice.is_empty() {
        return Vec::new();
    }
    let splices = doc.splices();
    let edited = |around: Range<usize>| {
        let first = splices.list().partition_point(|s| s.range().end <= around.start);
        splices.list().get(first).is_some_and(|s| s.range().start < around.end)
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
            finding(Code::SX105, Severity::Warning, key_twice(&key), offset..end)
                .within(node)
                .consequence(format!(
                    "servers since {} read the last one and ignore the others without a word",
                    first_with_own_decoder()
                ))
                .help("remove the member that is not meant")
        }
        OddityKind::TrailingText if !matches!(doc.kind(doc.root()), Kind::Object | Kind::Array) => {
            let message =
                "an error message was saved in place of the backup: look at the address and the command that made the file";
            finding(Code::SX106, Severity::Warning, "a line of plain text, not a JSON document", 0..offset)
                .consequence(format!(
                    "servers before {} ignore what is behind the first word, newer ones refuse the file",
                    first_with_own_decoder()
                ))
                .help(if foreign::is_log(bytes) { foreign::EXPLAIN } else { message })
        }
        OddityKind::TrailingText if foreign::is_conflict_marker(&bytes[offset..]) => {
            finding(Code::SX106, Severity::Warning, "a marker of a merge conflict behind the document", offset..offset + 7)
                .consequence(format!("servers before {} ignore it, newer ones refuse the file", first_with_own_decoder()))
                .help(foreign::RESOLVE)
        }
        OddityKind::TrailingText => {
            finding(Code::SX106, Severity::Warning, "text after the end of the document", offset..offset + 1)
                .consequence(format!("servers before {} ignore it, newer ones refuse the file", first_with_own_decoder()))
                .help("cut what is behind the last closing bracket; two documents belong in two files")
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
                    "servers since {} refuse the whole file, whatever key it is under",
                    first_with_own_decoder()
                ))
                .help("write a smaller number, or remove the member")
        }
        OddityKind::TooDeep => too_deep(bytes, offset).consequence("the server refuses the file; no export looks like this"),
    }
}

/// That a key occurs twice in an object.
pub(crate) fn key_twice(key: &str) -> String {
    format!("key \"{key}\" occurs twice in one object")
}

/// A document is nested deeper than a server reads, from this bracket on.
pub(crate) const TOO_DEEP: &str = "more than 10,000 brackets are open inside each other";

/// That, with the words of the server.
pub(crate) fn too_deep(bytes: &[u8], bracket: usize) -> Finding {
    finding(Code::SX109, Severity::Error, TOO_DEEP, bracket..bracket + 1)
        .server(format!("invalid character {} exceeded max depth", quote(bytes[bracket])))
        .help("export the project again")
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

    #[test]
    fn odd_files_are_read_and_some_are_not_transformed() {
        let doc = parse(b"{\"keys\": [{\"name\": \"\xe4\"}], \"keys\": [{\"name\": \"\\ud800\"}]} x".to_vec()).unwrap();
        let codes: Vec<_> = doc.oddities().iter().map(|found| oddity(&doc, found).code).collect();
        assert_eq!(codes, ["SX108", "SX105", "SX107", "SX106"]);
        assert_eq!(refused(&doc).unwrap().code, "SX106");
        let deep = parse(("[".repeat(100_000) + &"]".repeat(100_000)).into()).unwrap();
        assert_eq!(refused(&deep).unwrap().code, "SX109");
    }

    #[test]
    fn a_saved_log_leads_to_its_explanation() {
        for (text, help) in [
            (
                "2025/03/02 10:11:12 http: panic serving 127.0.0.1:51234: runtime error\ngoroutine 51 [running]:\n",
                "semxform explain FILE",
            ),
            ("404 page not found\n", "look at the address"),
        ] {
            let refused = refused(&parse(text.into()).unwrap()).unwrap();
            assert_eq!(refused.code, "SX106");
            assert!(refused.help.as_deref().unwrap().contains(help), "{text}");
        }
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
