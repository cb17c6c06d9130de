//! Whether a condition holds for a node.

use super::graph::{Graph, LinkNode};
use super::targets::Selected;
use crate::json::{Document, Kind, Label, Node};
use crate::rule::{Condition, JsonType, follow};

/// Whether `condition` holds for a node of the backup.
pub(crate) fn holds(condition: &Condition, target: &Selected<'_>, graph: &Graph<'_>) -> bool {
    let doc = graph.doc;
    match condition {
        Condition::Type { steps, types } => {
            let node = follow(doc, target.node, steps);
            types.iter().any(|t| is_type(doc, node, *t))
        }
        Condition::Dangling { steps, references } => {
            follow(doc, target.node, steps).is_some_and(|value| is_dangling(graph, value, references))
        }
        Condition::Referenced(wanted) => is_referenced(graph, target.node) == *wanted,
        Condition::Duplicate(steps) => graph.is_later_duplicate(target.node, steps),
        Condition::Found(number) => target.found.get(*number).is_some_and(Option::is_some),
        Condition::NotFound(number) => target.found.get(*number).is_none_or(Option::is_none),
        Condition::All(all) => all.iter().all(|c| holds(c, target, graph)),
        Condition::Any(any) => any.iter().any(|c| holds(c, target, graph)),
        Condition::Not(not) => !holds(not, target, graph),
    }
}

fn is_type(doc: &Document, node: Option<Node>, wanted: JsonType) -> bool {
    let Some(node) = node else { return wanted == JsonType::Missing };
    match (wanted, doc.kind(node)) {
        (JsonType::Integer, Kind::Number) => doc.integer(node).is_some() || doc.number(node).is_some_and(|n| n.fract() == 0.0),
        (JsonType::String, Kind::String)
        | (JsonType::Number, Kind::Number)
        | (JsonType::Boolean, Kind::Bool)
        | (JsonType::Object, Kind::Object)
        | (JsonType::Array, Kind::Array)
        | (JsonType::Null, Kind::Null) => true,
        _ => false,
    }
}

fn is_dangling(graph: &Graph<'_>, value: Node, references: &[&str]) -> bool {
    let candidates = graph.references.all.iter().enumerate().filter(|(_, r)| references.contains(&r.path));
    let place = (references.len() > 1).then(|| place_of(graph.doc, value));
    candidates.into_iter().any(|(number, reference)| {
        let Some(owner) = owner_of(graph.doc, value) else { return false };
        place.as_ref().is_none_or(|place| place == reference.path)
            && reference.applies_to(graph.doc, owner)
            && graph.is_orphan(LinkNode { reference: number, owner, value })
    })
}

/// The object that holds a value, be it in a list.
fn owner_of(doc: &Document, value: Node) -> Option<Node> {
    let mut at = doc.parent(value)?;
    while doc.kind(at) != Kind::Object {
        at = doc.parent(at)?;
    }
    Some(at)
}

/// `templates[].vaults[].vault_key`
fn place_of(doc: &Document, node: Node) -> String {
    let mut parts = Vec::new();
    let mut at = node;
    while let Some(parent) = doc.parent(at) {
        parts.push(match doc.label(at) {
            Some(Label::Key(key)) => format!(".{}", key.text()),
            _ => "[]".to_owned(),
        });
        at = parent;
    }
    parts.reverse();
    parts.concat().trim_start_matches('.').to_owned()
}

/// References find the first entity of a name, so a later one is never referenced.
fn is_referenced(graph: &Graph<'_>, node: Node) -> bool {
    let Some(section) = graph.section_of(node) else { return false };
    let Some(name) = graph.name(&section, node) else { return false };
    let first = graph.names(&section).and_then(|names| names.first(&name));
    first == Some(node) && !graph.users(&section, &name).is_empty()
}
