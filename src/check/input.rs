//! Findings about the bytes and the types in them, before any meaning.

use crate::document::Document;
use crate::finding::{Finding, Severity, Stage};
use crate::format::Release;

use super::decode::syntax::{Broken, BrokenKind};
use super::decode::{Why, Wrong};
use super::{codes, help};

/// Bytes that the server's reader refuses.
pub(super) fn broken(broken: &Broken, release: &Release) -> Finding {
    let (code, message) = match broken.kind {
        BrokenKind::Syntax => (codes::NOT_JSON, "this is not JSON"),
        BrokenKind::Empty => (codes::EMPTY_INPUT, "the file is empty"),
        BrokenKind::Truncated => (codes::TRUNCATED, "the file ends in the middle of the document"),
        BrokenKind::ByteOrderMark => (codes::BYTE_ORDER_MARK, "a byte order mark stands before the document"),
        BrokenKind::TrailingText => (codes::TRAILING_TEXT, "something follows after the document"),
        BrokenKind::TooDeep => (codes::TOO_DEEP, "brackets are nested more than 10,000 deep"),
        BrokenKind::TooLarge => (codes::TOO_LARGE, "the file is too large"),
        BrokenKind::HugeNumber => (codes::NUMBER, "this number does not fit a 64-bit float"),
    };
    let mut finding = Finding::new(code, Severity::Error, Stage::Decode, message);
    finding.span =
        Some(broken.offset..broken.offset + usize::from(!matches!(broken.kind, BrokenKind::Empty | BrokenKind::Truncated)));
    // Until 2.10.26 a body that cannot be decoded is not logged.
    if !release.band.is_j() {
        finding.server_message = Some(broken.words.clone());
    }
    help::add(finding, release)
}

/// A value of a type that the server's decoder does not take.
pub(super) fn wrong(doc: &Document, wrong: &Wrong, release: &Release) -> Finding {
    let got = doc.kind(wrong.node).name();
    let (code, message) = match wrong.why {
        Why::Type(what) => (codes::WRONG_TYPE, format!("{what} is expected here, not {}", article(got))),
        Why::NullElement => (codes::NULL_ELEMENT, "a list may not hold null".to_owned()),
        Why::FreeMap => (codes::FREE_MAP, "before 2.13.5 these parameters must be empty".to_owned()),
        Why::Number => (codes::NUMBER, "a whole number without point and exponent is expected here".to_owned()),
    };
    let mut finding = Finding::new(code, Severity::Error, Stage::Decode, message).at(doc, wrong.node);
    finding.server_message.clone_from(&wrong.words);
    help::add(finding, release)
}

fn article(kind: &str) -> String {
    match kind {
        "null" => "null".into(),
        "array" | "object" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}
