//! What the server says of bytes that are not JSON, or that hold more than one document. The words are Go's.

use crate::document::{Document, GO_MAX_DEPTH, OddityKind, SyntaxError, quote};
use crate::format::Band;

/// Why the bytes are refused before any field is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Broken {
    /// Byte offset.
    pub offset: usize,
    /// Go's words.
    pub words: String,
    /// What it is.
    pub kind: BrokenKind,
}

/// Kinds of [`Broken`], one a finding code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum BrokenKind {
    Syntax,
    Empty,
    Truncated,
    ByteOrderMark,
    TrailingText,
    TooDeep,
    TooLarge,
    HugeNumber,
}

/// Judges bytes that the reader could not read.
pub(in crate::check) fn unreadable(src: &[u8], error: &SyntaxError) -> Broken {
    // The server counts brackets while it reads, so nesting comes before whatever is wrong further on.
    if let Some(offset) = too_deep(&src[..error.offset.min(src.len())]) {
        return deep(src, offset);
    }
    let kind = if src.starts_with(b"\xef\xbb\xbf") {
        BrokenKind::ByteOrderMark
    } else if src.iter().all(u8::is_ascii_whitespace) {
        BrokenKind::Empty
    } else if error.offset >= src.len() {
        BrokenKind::Truncated
    } else if u32::try_from(src.len()).is_err() {
        BrokenKind::TooLarge
    } else {
        BrokenKind::Syntax
    };
    Broken { offset: error.offset, words: error.message.clone(), kind }
}

/// Judges a document that can be read but that the server's reader does not take.
pub(in crate::check) fn refused(doc: &Document, band: Band) -> Option<Broken> {
    let src = doc.source();
    let mut numbers = None;
    for oddity in doc.oddities() {
        match oddity.kind {
            OddityKind::TooDeep => return Some(deep(src, oddity.offset)),
            OddityKind::TrailingText if !band.is_j() => {
                let words = format!("invalid character {} after top-level value", quote(src[oddity.offset]));
                return Some(Broken { offset: oddity.offset, words, kind: BrokenKind::TrailingText });
            }
            OddityKind::HugeNumber if !band.is_j() && numbers.is_none() => numbers = Some(oddity.offset),
            _ => {}
        }
    }
    let offset = numbers?;
    let end = src[offset..].iter().position(|b| !matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
    let number = String::from_utf8_lossy(&src[offset..end.map_or(src.len(), |n| offset + n)]);
    let words = format!("json: cannot unmarshal number {number} into Go value of type float64");
    Some(Broken { offset, words, kind: BrokenKind::HugeNumber })
}

fn deep(src: &[u8], offset: usize) -> Broken {
    let words = format!("invalid character {} exceeded max depth", quote(src[offset]));
    Broken { offset, words, kind: BrokenKind::TooDeep }
}

/// Offset of the first bracket beyond the depth that Go reads.
fn too_deep(src: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(byte) = src.get(at) {
        match byte {
            b'"' => {
                at += 1;
                while !matches!(src.get(at), Some(b'"') | None) {
                    at += if src[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'[' | b'{' => {
                depth += 1;
                if depth > GO_MAX_DEPTH {
                    return Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}
