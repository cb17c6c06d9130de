//! Whether a value is what a missing key decodes to, so that losing it loses nothing.

use crate::json::{Document, Kind, Node};

/// `null`, `false`, `0`, `""`, `[]`, `{}`.
pub(crate) fn zero(doc: &Document, node: Node) -> bool {
    match doc.kind(node) {
        Kind::Null => true,
        Kind::Bool => doc.boolean(node) == Some(false),
        Kind::Number => doc.number(node) == Some(0.0),
        Kind::String => doc.raw(node).len() == 2,
        Kind::Array | Kind::Object => doc.is_empty(node),
    }
}

/// The same of a structure that is always there: objects of nothing but such values count too.
pub(crate) fn zero_structure(doc: &Document, node: Node) -> bool {
    let mut open = Vec::new();
    let mut next = Some(node);
    while let Some(node) = next {
        if !zero(doc, node) {
            if doc.kind(node) != Kind::Object {
                return false;
            }
            open.extend(doc.members(node).map(|(_, value)| value).filter(|value| !zero(doc, *value)));
        }
        next = open.pop();
    }
    true
}
