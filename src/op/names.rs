//! New names for entities: free ones, and the links that follow.

use std::collections::HashMap;

use crate::edit::Draft;
use crate::json::Node;

/// Proposes a new name for an entity, and for the references that find it.
pub(super) fn rename(draft: &mut Draft<'_, '_>, section: &str, entity: Node, old: &str, new: &str) {
    let graph = draft.graph;
    if let Some(node) = graph.references.name_node(draft.doc, section, entity) {
        draft.write_name(node, new.to_owned());
    }
    if graph.names(section).and_then(|names| names.first(old)) == Some(entity) {
        for link in graph.users(section, old) {
            draft.write_name(link.value, new.to_owned());
        }
    }
}

/// `name (2)`, `name (3)` …: the next that is free; `next` remembers where to go on for each name.
pub(super) fn next_free(
    name: &str,
    limit: Option<usize>,
    next: &mut HashMap<String, usize>,
    is_free: impl Fn(&str) -> bool,
) -> String {
    let number = next.entry(name.to_owned()).or_insert(2);
    loop {
        let new = numbered(name, *number, limit);
        *number += 1;
        if is_free(&new) {
            return new;
        }
    }
}

fn numbered(name: &str, number: usize, limit: Option<usize>) -> String {
    let suffix = if name.is_empty() { format!("({number})") } else { format!(" ({number})") };
    let room = limit.map_or(usize::MAX, |limit| limit.saturating_sub(suffix.len()));
    let kept: String = name.chars().take(room).collect();
    kept + &suffix
}
