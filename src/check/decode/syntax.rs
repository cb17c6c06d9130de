//! What the server says of bytes that are not JSON, or that hold more than one document. Findings are those of `input`; here
//! they get the target's verdict. Until 2.10.26 such a body is not logged, so there are no words.

use crate::finding::{Finding, Severity};
use crate::input;
use crate::json::{Document, GO_MAX_DEPTH, OddityKind, SyntaxError, quote};
use crate::semaphore::Band;

/// Bytes that the reader could not read.
pub(in crate::check) fn unreadable(src: &[u8], error: &SyntaxError, band: Band) -> Finding {
    // The server counts brackets while it reads, so nesting comes before whatever is wrong further on.
    let mut finding = match too_deep(&src[..error.offset.min(src.len())]) {
        Some(offset) => input::too_deep(src, offset),
        None => input::not_json(src, error),
    };
    if band.uses_go_decoder() {
        finding.server_message = None;
    }
    finding
}

/// What makes the server's reader refuse a document that can be read.
pub(in crate::check) fn refused(doc: &Document, band: Band) -> Option<Finding> {
    let src = doc.source();
    let mut huge = None;
    for oddity in doc.oddities() {
        match oddity.kind {
            OddityKind::TooDeep => {
                let mut finding = input::too_deep(src, oddity.offset);
                finding.server_message.take_if(|_| band.uses_go_decoder());
                return Some(finding);
            }
            OddityKind::TrailingText if !band.uses_go_decoder() => {
                let words = format!("invalid character {} after top-level value", quote(src[oddity.offset]));
                return Some(refusal(input::oddity(doc, oddity)).server(words));
            }
            OddityKind::HugeNumber if !band.uses_go_decoder() => {
                huge.get_or_insert(oddity);
            }
            _ => {}
        }
    }
    let oddity = huge?;
    let finding = refusal(input::oddity(doc, oddity));
    let number = String::from_utf8_lossy(&src[finding.span(Some(doc))?]).into_owned();
    Some(finding.server(format!("json: cannot unmarshal number {number} into Go value of type float64")))
}

fn refusal(mut finding: Finding) -> Finding {
    finding.severity = Severity::Error;
    finding.consequence = None;
    finding
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
