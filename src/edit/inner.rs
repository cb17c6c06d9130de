//! Edits inside JSON that is kept as text.

use super::draft::{Draft, Objection};
use super::edits::{AlsoLost, apply};
use super::losses::losses_of;
use super::operation::{NamedOperation, propose};
use super::targets::Targets;
use super::value::Built;
use crate::json::{Document, InnerReader, Node};

/// Reads JSON that is kept as text; `None` where it is not JSON that can be edited without guessing.
pub(crate) fn inner_document<'r>(reader: &'r mut InnerReader, text: &str) -> Option<&'r mut Document> {
    reader.read(text).ok().filter(|doc| doc.is_clear())
}

/// Runs operations inside JSON text. Losses and refusals are reported for the member `place` that holds the text.
pub(crate) fn edit_inner<'p>(
    draft: &mut Draft<'_, 'p>,
    inner: &mut Document,
    operations: &'p [NamedOperation],
    targets: &Targets,
    place: Node,
) {
    let (edits, objections) = {
        let mut within = Draft::new(inner, draft.graph, draft.params, draft.room);
        (propose(&mut within, operations, targets), within.objections)
    };
    if !objections.is_empty() {
        let entity = draft.doc.entity(place);
        let outside = |objection| Objection { node: place, entity: Some(entity.clone()), ..objection };
        draft.objections.extend(objections.into_iter().map(outside));
    }
    if edits.is_empty() {
        return;
    }
    let mut lost = Vec::new();
    for edit in edits.iter() {
        for record in losses_of(inner, edit) {
            let inside = record.pointer.trim_start_matches('/').replace('/', ".");
            lost.push(AlsoLost::Inside(inside, record.value.value(inner)));
        }
    }
    apply(inner, &edits, |_, _, _| ());
    let text = String::from_utf8_lossy(&inner.to_bytes()).into_owned();
    let before = draft.edits.len();
    draft.replace(place, Built::owned(text.into()), false);
    if let Some(edit) = draft.edits.get_mut(before) {
        edit.lost = lost.into();
    }
}
