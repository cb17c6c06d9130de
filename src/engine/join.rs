//! Which nodes a rule acts on: selector, joins, conditions. A join is one hash index over what its selector finds.

use foldhash::HashMap;

use crate::edit::{Graph, Params, Scope, Selected, Targets, canonical, holds};
use crate::json::Node;
use crate::jsonpath::{Matches, Unbounded};
use crate::pack::{Find, Rule};
use crate::rule::follow;

/// The nodes of a rule.
#[derive(Debug)]
pub(super) struct Nodes {
    /// How many its selector matched.
    pub matched: usize,
    /// Those that its conditions leave.
    pub targets: Targets,
}

/// Finds the nodes that a rule acts on in the document as it is now.
///
/// # Errors
/// A selector looks at more than it may.
pub(super) fn nodes_of(rule: &Rule, graph: &Graph<'_>, params: &Params) -> Result<Nodes, Unbounded> {
    let doc = graph.doc;
    let holds = |target: &Selected<'_>| rule.conditions.as_ref().is_none_or(|conditions| holds(conditions, target, graph));
    // Conditions may ask what the joins found.
    let wanted = |node| !rule.finds.is_empty() || holds(&Selected { node, found: &[] });
    let Matches { nodes, matched } = match &rule.select {
        Some(select) => select.select_wanted(doc, doc.root(), wanted)?,
        None => Matches { nodes: Some(doc.root()).filter(|root| wanted(*root)).into_iter().collect(), matched: 1 },
    };
    if nodes.is_empty() || rule.finds.is_empty() {
        return Ok(Nodes { matched, targets: Targets::without_joins(nodes) });
    }
    let joins: Vec<Join<'_>> = rule.finds.iter().map(|find| Join::new(find, graph)).collect::<Result<_, _>>()?;
    let mut targets = Targets::new(joins.len());
    let mut found = Vec::with_capacity(joins.len());
    for node in nodes {
        found.clear();
        for join in &joins {
            let first = join.first(graph, params, &Selected { node, found: &found });
            found.push(first);
        }
        let target = Selected { node, found: &found };
        if holds(&target) {
            targets.push(target);
        }
    }
    Ok(Nodes { matched, targets })
}

struct Join<'a> {
    find: &'a Find,
    /// Entities by the canonical text of their members, in the order of the selector.
    index: HashMap<String, Vec<Node>>,
    /// Where each is in that order, for a join that asks what is before the node.
    places: HashMap<Node, usize>,
}

impl<'a> Join<'a> {
    fn new(find: &'a Find, graph: &Graph<'_>) -> Result<Self, Unbounded> {
        let doc = graph.doc;
        let mut index: HashMap<String, Vec<Node>> = HashMap::default();
        let nodes = find.select.select_wanted(doc, doc.root(), |_| true)?.nodes;
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

    fn first(&self, graph: &Graph<'_>, params: &Params, target: &Selected<'_>) -> Option<Node> {
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
