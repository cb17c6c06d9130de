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

    /// Adds a node.
    pub(crate) fn push(&mut self, target: &Selected<'_>) {
        self.nodes.push(target.node);
        self.found.extend_from_slice(target.found);
    }

    /// Adds more nodes of the same rule.
    pub(crate) fn extend(&mut self, more: Self) {
        self.nodes.extend(more.nodes);
        self.found.extend(more.found);
    }

    /// All, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Selected<'_>> {
        let found = |number: usize| self.found.get(number * self.joins..(number + 1) * self.joins).unwrap_or_default();
        self.nodes.iter().enumerate().map(move |(number, node)| Selected { node: *node, found: found(number) })
    }
}
