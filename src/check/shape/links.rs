//! Links that lead nowhere and that no server refuses.

use foldhash::HashSet;

use crate::check::codes;
use crate::check::project::Slot;
use crate::check::simulation::Simulation;
use crate::check::text::quoted;
use crate::finding::{Spot, Stage};
use crate::semaphore::{EffectKind, FieldShape, key};

use super::warning;

/// Adds a warning for each link that becomes empty because nothing has its name.
pub(super) fn unresolved(run: &mut Simulation<'_>) {
    let project = run.project;
    let emptied = |field: &'static FieldShape| {
        field.effect(EffectKind::NullIfUnresolved)?;
        Some((field.key, field.linked_section()?))
    };
    let links = project.fields(emptied);
    for record in &project.records {
        for (_, (key, section), slot) in project.slots_of(record, &links) {
            let (Slot::Value { node, .. }, None) = (slot, slot.entry()) else { continue };
            if let Some(name) = project.doc.text(node).filter(|name| !name.is_empty()) {
                let message = format!("{} is not in {section}; the link becomes empty", quoted(&name));
                run.note(warning(codes::LINK_LOST, Stage::Silent, Spot::value(node, key), message));
            }
        }
    }
    edges(run);
}

/// Edges lead to nodes of their own workflow.
fn edges(run: &mut Simulation<'_>) {
    let project = run.project;
    for workflow in project.section(key::WORKFLOWS) {
        let ids: HashSet<i64> = workflow.rows(key::NODES).map(|node| node.integer(key::ID).unwrap_or_default()).collect();
        for edge in workflow.rows(key::EDGES) {
            for key in [key::SOURCE_NODE_ID, key::DESTINATION_NODE_ID] {
                if let Some(id) = edge.integer(key).filter(|id| !ids.contains(id)) {
                    let message = format!("{id} is no node of the workflow; the server does not look for it");
                    run.note(warning(codes::NO_SUCH_ENTRY, Stage::Run, edge.place(key), message));
                }
            }
        }
    }
}
