//! Findings about the types of values, before any meaning.

use crate::finding::{Finding, Severity, Stage};
use crate::json::Document;
use crate::semaphore::Release;

use super::decode::{Why, Wrong};
use super::{codes, help};

/// A value of a type that the server's decoder does not take.
pub(super) fn wrong(doc: &Document, wrong: &Wrong, release: &Release) -> Finding {
    let got = doc.kind(wrong.node).name();
    let (code, message) = match wrong.why {
        Why::Type(what) => (codes::WRONG_TYPE, format!("{what} is expected here, not {}", article(got))),
        Why::NullElement => (codes::NULL_ELEMENT, "a list may not hold null".to_owned()),
        Why::FreeMap => (codes::FREE_MAP, "before 2.13.4 these parameters must be empty".to_owned()),
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
