//! The nodes that a rule acts on, with what its joins found for each.

use crate::json::Node;

/// A node that a rule acts on, and what its joins found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Selected<'a> {
    pub node: Node,
    pub found: &'a [Option<Node>],
}

/// The nodes that a rule acts on. There may be a million of them, so what the joins found is in one list for all.
#[derive(Debug)]
pub(crate) struct Targets {
    nodes: Vec<Node>,
    found: Vec<Option<Node>>,
    /// How many joins the rule has.
    joins: usize,
}

impl Targets {
    /// None yet; each will come with what so many joins found.
    pub(crate) const fn new(joins: usize) -> Self {
        Self { nodes: Vec::new(), found: Vec::new(), joins }
    }

    /// The nodes of a rule that joins nothing.
    pub(crate) const fn without_joins(nodes: Vec<Node>) -> Self {
        Self { nodes, found: Vec::new(), joins: 0 }
    }

    /// Adds a node.
    pub(crate) fn push(&mut self, target: Selected<'_>) {
        self.nodes.push(target.node);
        self.found.extend_from_slice(target.found);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The target of this number.
    pub(crate) fn get(&self, number: usize) -> Option<Selected<'_>> {
        let found = self.found.get(number * self.joins..(number + 1) * self.joins)?;
        Some(Selected { node: *self.nodes.get(number)?, found })
    }

    /// All, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Selected<'_>> {
        (0..self.len()).filter_map(|number| self.get(number))
    }
}
