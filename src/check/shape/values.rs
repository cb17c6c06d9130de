//! Values that mean nothing to the server, and texts of another kind than they should be that it does not look at.

use foldhash::{HashSet, HashSetExt as _};

use crate::check::codes;
use crate::check::project::Slot;
use crate::check::simulation::Simulation;
use crate::check::text::{quoted, quoted_list};
use crate::finding::{Finding, Spot, Stage};
use crate::json::{Document, InnerReader, Kind, Node};
use crate::semaphore::json_text::read;
use crate::semaphore::{EffectKind, FieldShape, Step, Text};
use crate::text::suggest::nearest;

use super::warning;

/// Adds a warning for each value outside the list of its field, and for each text that is not the JSON it should be, where the
/// server refuses neither.
pub(super) fn unknown_values(run: &mut Simulation<'_>) {
    let project = run.project;
    let doc = project.doc;
    let mut seen = HashSet::new();
    let mut reader = InnerReader::default();
    let fields = project.fields(|field| (!field.row.values.is_empty() || field.row.text == Text::Json).then_some(field));
    for record in &project.records {
        // Servers before 2.10.27 decode a repeated list into the records of the first.
        if project.band.uses_go_decoder() && !seen.insert(record.node) {
            continue;
        }
        for (_, field, slot) in project.slots_of(record, &fields) {
            let Slot::Value { node, .. } = slot else { continue };
            if doc.kind(node) == Kind::String
                && let Some(finding) = unknown_value(doc, field, node).or_else(|| not_json(doc, &mut reader, field, node))
            {
                run.note(finding);
            }
        }
    }
}

fn unknown_value(doc: &Document, field: &'static FieldShape, node: Node) -> Option<Finding> {
    let known = field.known_values();
    if known.is_empty() || field.row.open || field.enforced_values().is_some() {
        return None;
    }
    let text = doc.text(node)?;
    if known.contains(&&*text) {
        return None;
    }
    let key = field.key;
    let message = format!("`{key}` is {}; Semaphore knows {}", quoted(&text), quoted_list(known));
    let finding = warning(codes::UNKNOWN_VALUE, Stage::Run, Spot::value(node, key), message)
        .consequence("the server stores it without a check");
    Some(match nearest(&text, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean {near:?}?")),
        None => finding,
    })
}

fn not_json(doc: &Document, reader: &mut InnerReader, field: &'static FieldShape, node: Node) -> Option<Finding> {
    if field.row.text != Text::Json || is_checked(field) || read(reader, &doc.text(node)?).is_some() {
        return None;
    }
    let message = format!("the text in `{}` is not JSON", field.key);
    Some(
        warning(codes::JSON_TEXT, Stage::Run, Spot::value(node, field.key), message)
            .consequence("the server does not look at it"),
    )
}

/// Whether the server refuses a bad text in the field.
fn is_checked(field: &FieldShape) -> bool {
    let kinds = [EffectKind::MustBeJson, EffectKind::MustBeJsonObject, EffectKind::FatalIfInvalid];
    field.effects.iter().any(|effect| kinds.contains(&effect.kind) && effect.step != Some(Step::Decode))
}
