//! What a rule would do: its nodes by selector, joins and conditions, and what its operations propose for each. Where its operations look
//! at one node alone, they propose while the document is searched, and no list of nodes is made.

use super::join::Join;
use crate::edit::{Draft, Edits, Graph, Objection, Params, Selected, Targets, holds, propose, propose_for};
use crate::json::Node;
use crate::jsonpath::Unbounded;
use crate::pack::Rule;

/// What a rule would do to the document as it is now.
#[derive(Debug)]
pub(super) struct Proposals<'p> {
    /// How many nodes its selector matched.
    pub matched: usize,
    /// How many of them its conditions leave.
    pub acted_on: usize,
    pub edits: Edits<'p>,
    pub objections: Vec<Objection>,
    pub notes: Vec<String>,
    /// How many bytes may be written after it.
    pub room: usize,
}

impl<'p> Proposals<'p> {
    /// Asks a rule that may write `room` bytes.
    ///
    /// # Errors
    /// A selector looks at more than it may.
    pub(super) fn of(rule: &'p Rule, graph: &Graph<'_>, params: &Params, room: usize) -> Result<Self, Unbounded> {
        let search = Search::new(rule, graph, params)?;
        let draft = |most| {
            let mut draft = Draft::new(graph.doc, graph, params, room);
            draft.edits.reserve_exact(most);
            draft
        };
        if rule.operations.iter().all(|named| named.operation.is_local()) {
            let [front, back] = search.run(draft, |draft, target| propose_for(draft, &rule.operations, target))?;
            let (matched, acted_on) = (front.matched + back.matched, front.acted_on + back.acted_on);
            if let Some((edits, room)) = Draft::both(front.made, back.made, room) {
                return Ok(Self { matched, acted_on, edits, objections: Vec::new(), notes: Vec::new(), room });
            }
        }
        let [front, back] = search.run(|_| Targets::new(rule.finds.len()), Targets::push)?;
        let (matched, acted_on) = (front.matched + back.matched, front.acted_on + back.acted_on);
        let mut targets = front.made;
        targets.extend(back.made);
        let mut draft = draft(0);
        let edits = propose(&mut draft, &rule.operations, &targets);
        let Draft { objections, notes, room, .. } = draft;
        Ok(Self { matched, acted_on, edits, objections, notes, room })
    }
}

/// The nodes of a rule, to be found as often as they are needed.
struct Search<'a> {
    rule: &'a Rule,
    graph: &'a Graph<'a>,
    params: &'a Params,
    joins: Vec<Join<'a>>,
}

/// What came of the nodes of a rule, or of a part of them.
struct Part<T> {
    matched: usize,
    acted_on: usize,
    made: T,
    /// What the joins find for the node at hand.
    found: Vec<Option<Node>>,
}

impl<'a> Search<'a> {
    fn new(rule: &'a Rule, graph: &'a Graph<'a>, params: &'a Params) -> Result<Self, Unbounded> {
        let joins = rule.finds.iter().map(|find| Join::new(find, graph)).collect::<Result<_, _>>()?;
        Ok(Self { rule, graph, params, joins })
    }

    /// Calls `act` with each node that the rule acts on, for half of them on another core where that pays.
    fn run<T: Send>(
        &self,
        start: impl Fn(usize) -> T + Sync,
        act: impl Fn(&mut T, &Selected<'_>) + Sync,
    ) -> Result<[Part<T>; 2], Unbounded> {
        let part = |most| Part { matched: 0, acted_on: 0, made: start(most), found: Vec::with_capacity(self.joins.len()) };
        let each = |part: &mut Part<T>, node| {
            part.matched += 1;
            part.found.clear();
            for join in &self.joins {
                let first = join.first(self.graph, self.params, &Selected { node, found: &part.found });
                part.found.push(first);
            }
            let target = Selected { node, found: &part.found };
            if self.rule.conditions.as_ref().is_none_or(|conditions| holds(conditions, &target, self.graph)) {
                part.acted_on += 1;
                act(&mut part.made, &target);
            }
        };
        let doc = self.graph.doc;
        if let Some(select) = &self.rule.select {
            return select.each_once(doc, doc.root(), part, each);
        }
        let mut whole = part(1);
        each(&mut whole, doc.root());
        Ok([whole, part(0)])
    }
}
