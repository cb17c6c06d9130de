//! Positions of values in long edited lists: searched once and remembered, so that a path for each of many elements, or an
//! edit of each, costs one pass and not one pass each.

use std::sync::{Mutex, PoisonError};

use foldhash::HashMap;

use super::child::Child;
use crate::json::node::Node;

/// Lists up to this length are searched.
const SHORT: usize = 64;

/// Positions of nodes, by container.
#[derive(Debug, Default)]
pub(in crate::json) struct Positions(Mutex<HashMap<Node, HashMap<Node, usize>>>);

impl Positions {
    /// Position of `node` among the `children` of `parent`.
    pub(crate) fn find(&self, parent: Node, children: &[Child], node: Node) -> Option<usize> {
        if children.len() < SHORT {
            return children.iter().position(|c| c.value == node);
        }
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = places.entry(parent).or_insert_with(|| children.iter().enumerate().map(|(i, c)| (c.value, i)).collect());
        known.get(&node).copied()
    }

    /// The list was changed anyhow.
    pub(crate) fn forget(&mut self, parent: Node) {
        self.all().remove(&parent);
    }

    /// `new` is at position `at`, where `old` was, if anything was.
    pub(crate) fn put(&mut self, parent: Node, old: Option<Node>, new: Node, at: usize) {
        if let Some(known) = self.all().get_mut(&parent) {
            old.map(|old| known.remove(&old));
            known.insert(new, at);
        }
    }

    fn all(&mut self) -> &mut HashMap<Node, HashMap<Node, usize>> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}
