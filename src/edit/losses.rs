//! What is gone with an edit, for rules that declare a loss.

use super::edits::{AlsoLost, Edit};
use super::recorded::RecordedValue;
use crate::json::{Document, Kind, Label, Node};
use crate::mask::Beside;
use crate::semaphore::zero_structure;

/// A value that is gone, in words.
#[derive(Debug)]
pub(crate) struct LossRecord {
    pub entity: String,
    pub pointer: String,
    pub value: RecordedValue,
    /// Whether values beside it make it a secret.
    pub beside: Beside,
}

/// What is gone with an edit that is not applied yet, where that is not what a missing key decodes to.
pub(crate) fn losses_of(doc: &mut Document, edit: &Edit<'_>) -> Vec<LossRecord> {
    let mut out = Vec::new();
    let first = edit.action.old().filter(|_| edit.drops);
    let rest = edit.lost.iter().filter_map(|lost| if let AlsoLost::Value(node) = lost { Some(*node) } else { None });
    for node in first.into_iter().chain(rest) {
        if counts(doc, node) {
            // Readers of a receipt have the input, so its places count where the value was there.
            let (entity, pointer) = (doc.entity(node), doc.path_for_readers(node).pointer());
            let beside = Beside::of(doc, node);
            out.push(LossRecord { entity, pointer, value: RecordedValue::of_snapshot(doc.snapshot(node)), beside });
        }
    }
    for lost in &edit.lost {
        if let AlsoLost::Inside(path, value) = lost {
            let node = edit.action.old().unwrap_or_else(|| edit.action.place(doc));
            let (entity, pointer) = (format!("{} › {path}", doc.entity(node)), doc.path_for_readers(node).pointer());
            let value = RecordedValue::of_value(value);
            out.push(LossRecord { entity, pointer, value, beside: Beside::Unknown });
        }
    }
    out
}

/// Whether it is a loss when the value goes.
fn counts(doc: &Document, node: Node) -> bool {
    let element = matches!(doc.label(node), Some(Label::Index(_)));
    element && doc.kind(node) == Kind::Object || !zero_structure(doc, node)
}
