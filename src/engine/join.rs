//! Joins: what else in the document belongs to a node that a rule acts on.

use foldhash::HashMap;

use crate::edit::{Graph, Params, Scope, Selected, canonical};
use crate::json::Node;
use crate::jsonpath::Unbounded;
use crate::pack::Find;
use crate::rule::follow;

/// One hash index over what the selector of a join finds.
pub(super) struct Join<'a> {
    find: &'a Find,
    /// Entities by the canonical text of their members, in the order of the selector.
    index: HashMap<String, Vec<Node>>,
    /// Where each is in that order, for a join that asks what is before the node.
    places: HashMap<Node, usize>,
}

impl<'a> Join<'a> {
    pub(super) fn new(find: &'a Find, graph: &Graph<'_>) -> Result<Self, Unbounded> {
        let doc = graph.doc;
        let mut index: HashMap<String, Vec<Node>> = HashMap::default();
        let [mut nodes, more] = find.select.each_once(doc, doc.root(), Vec::with_capacity, Vec::push)?;
        nodes.extend(more);
        let places = nodes.iter().enumerate().filter(|_| find.before).map(|(at, node)| (*node, at)).collect();
        for node in nodes {
            let mut key = String::new();
            let whole = find.matches.iter().all(|(steps, _)| match follow(doc, node, steps) {
                Some(member) => {
                    canonical(doc, member, &mut key);
                    key.push('\n');
                    true
                }
                None => false,
            });
            if whole {
                index.entry(key).or_default().push(node);
            }
        }
        Ok(Self { find, index, places })
    }

    /// What it finds for a node.
    pub(super) fn first(&self, graph: &Graph<'_>, params: &Params, target: &Selected<'_>) -> Option<Node> {
        if self.index.is_empty() {
            return None;
        }
        let scope = Scope { doc: graph.doc, backup: graph.doc, params, node: target.node, found: target.found };
        let mut key = String::new();
        for (_, template) in &self.find.matches {
            scope.fill(template)?.canonical(graph.doc, &mut key);
            key.push('\n');
        }
        let mut found = self.index.get(&key)?.iter().copied();
        let not_itself = |node: &Node| *node != target.node;
        match (self.find.before, self.find.other) {
            // If what is found first is not before the node, nothing is.
            (true, _) => found.next().filter(|node| self.places.get(node) < self.places.get(&target.node)),
            (false, true) => found.find(not_itself),
            (false, false) => found.next(),
        }
    }
}
