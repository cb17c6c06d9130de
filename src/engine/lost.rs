//! What is gone with an edit, for rules that declare a loss.

use serde_json::Value;

use super::edit::Edit;
use super::outcome::Json;
use crate::json::{Document, Kind, Label, Node};
use crate::semaphore::zero_structure;

/// A value that goes with an edit, beside the one whose place it takes.
#[derive(Debug)]
pub(crate) enum Lost {
    /// A value of the document.
    Value(Node),
    /// A value inside the JSON text that is rewritten, with its place there.
    Inside(String, Value),
}

/// A value that is gone, in words.
#[derive(Debug)]
pub(super) struct Gone {
    pub entity: String,
    pub pointer: String,
    pub value: Json,
}

/// What is gone with an edit that is not applied yet, where that is not what a missing key decodes to.
pub(super) fn gone(doc: &mut Document, edit: &Edit<'_>) -> Vec<Gone> {
    let mut out = Vec::new();
    let first = edit.action.old().filter(|_| edit.drops);
    let rest = edit.lost.iter().filter_map(|lost| if let Lost::Value(node) = lost { Some(*node) } else { None });
    for node in first.into_iter().chain(rest) {
        if counts(doc, node) {
            let (entity, pointer) = (doc.entity(node), doc.path(node).pointer());
            out.push(Gone { entity, pointer, value: Json::then(doc.snapshot(node)) });
        }
    }
    for lost in &edit.lost {
        if let Lost::Inside(path, value) = lost {
            let (entity, pointer) = edit.words(doc);
            out.push(Gone { entity: format!("{entity} › {path}"), pointer, value: Json::of_value(value) });
        }
    }
    out
}

/// Whether it is a loss when the value goes.
fn counts(doc: &Document, node: Node) -> bool {
    let element = matches!(doc.label(node), Some(Label::Index(_)));
    element && doc.kind(node) == Kind::Object || !zero_structure(doc, node)
}
