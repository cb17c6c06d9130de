//! Parameters that a server cannot read.

use super::view::View;
use crate::json::Node;
use crate::semaphore::params::Parameters;
use crate::semaphore::run::rows::RunCondition;

/// Notes the first parameter that the server cannot read; says whether there is one.
pub(super) fn types(view: &mut View<'_>, row: &'static RunCondition, object: Node, known: Parameters, effect: &str) -> bool {
    let Some(mismatch) = known.mismatch(view.project.doc, object, view.version) else { return false };
    let parameter = mismatch.parameter;
    let what = format!("`{}` must be {}: {effect}", parameter.name, parameter.needs.in_words());
    view.note_with_log(row, mismatch.node, what, mismatch.words);
    true
}
