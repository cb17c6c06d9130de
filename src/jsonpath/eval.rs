//! Runs a checked selector over a document: nodes in the order of RFC 9535, without lists in between. Changes nothing.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use regex::Regex;

use super::compare::{self, Value};
use super::query::{Counts, Op, Operand, Pattern, Pick, Query, Segment, Test};
use super::regexp;
use crate::json::{ChildNodes, Descendants, Document, Kind, Node, Sought};

/// One run of a selector over a document that does not change meanwhile.
pub(super) struct Evaluation<'a> {
    doc: &'a Document,
    root: Node,
    /// Results of queries that start at `$`, by their number: the same for every node that a filter looks at.
    known: Vec<Cell<Option<Known>>>,
    /// Names of the selector, by their number.
    names: Vec<Cell<Option<Name<'a>>>>,
    /// Patterns that were found in the document, for `search()` and `match()`.
    patterns: [RefCell<HashMap<String, Option<Regex>>>; 2],
    /// How many places may still be looked at.
    left: Cell<u64>,
}

/// Far more places than any backup has: a selector such as `$..*..*..*` looks at each many times.
pub(super) const MOST: u64 = 30_000_000;

/// A name of the selector.
#[derive(Clone, Copy)]
struct Name<'a> {
    /// As the document knows it.
    sought: Sought<'a>,
    /// The object that it was looked for in last, and what it names there: a filter often asks for one member several times.
    last: (Node, Option<Node>),
}

#[derive(Clone, Copy)]
enum Known {
    Exists(bool),
    Node(Option<Node>),
    Count(usize),
}

/// So many lists and objects may the values be in.
const MOST_LISTS: usize = 64;

/// Values that a selector goes on from, each alone.
#[derive(Clone)]
pub(super) struct Fan<'a> {
    values: Values<'a>,
    segment: &'a Segment,
    rest: &'a [Segment],
}

#[derive(Clone)]
enum Values<'a> {
    /// The values of lists and objects, which the segment may pick.
    Children(Vec<ChildNodes<'a>>),
    /// Of a segment with `..`: all that it picks something from.
    Below(Descendants<'a>),
}

impl Fan<'_> {
    /// How many values these are at most, where that is known without going through them.
    pub(super) fn most(&self) -> usize {
        match &self.values {
            Values::Children(lists) => lists.iter().map(|nodes| nodes.size_hint().1.unwrap_or_default()).sum(),
            Values::Below(_) => 0,
        }
    }

    /// The same in two of about the same size.
    pub(super) fn halves(self) -> (Self, Self) {
        let (front, back) = match self.values {
            Values::Children(mut lists) => {
                let mut middle = lists.iter().map(ChildNodes::extent).sum::<usize>() / 2;
                let before = lists.iter().take_while(|nodes| {
                    let is_before = nodes.extent() <= middle;
                    middle -= if is_before { nodes.extent() } else { 0 };
                    is_before
                });
                let mut back = lists.split_off(before.count());
                if let Some(nodes) = back.first_mut() {
                    let (first, second) = nodes.clone().split_at(middle);
                    lists.push(first);
                    *nodes = second;
                }
                (Values::Children(lists), Values::Children(back))
            }
            Values::Below(nodes) => {
                let (front, back) = nodes.halves();
                (Values::Below(front), Values::Below(back))
            }
        };
        (Self { values: front, ..self }, Self { values: back, ..self })
    }
}

/// Called with each node found; true ends the search.
type Found<'f> = &'f mut dyn FnMut(Node) -> bool;

impl<'a> Evaluation<'a> {
    pub(super) fn new(doc: &'a Document, root: Node, counts: Counts) -> Self {
        let (known, names) = (vec![Cell::new(None); counts.constants], vec![Cell::new(None); counts.names]);
        Self { doc, root, known, names, patterns: <[_; 2]>::default(), left: Cell::new(MOST) }
    }

    /// The member of an object that a name of the selector names.
    #[inline(always)]
    fn member(&self, object: Node, name: &'a str, number: usize) -> Option<Node> {
        match self.names[number].get() {
            Some(Name { last: (known, found), .. }) if known == object => found,
            Some(Name { sought, .. }) => self.look_up(object, sought, number),
            None => self.look_up(object, self.doc.seek(name), number),
        }
    }

    #[inline(never)]
    fn look_up(&self, object: Node, sought: Sought<'a>, number: usize) -> Option<Node> {
        let found = self.doc.get(object, sought);
        self.names[number].set(Some(Name { sought, last: (object, found) }));
        found
    }

    /// How many places it looked at; where that is [`MOST`], the search was given up.
    pub(super) fn looked_at(&self) -> u64 {
        MOST - self.left.get()
    }

    /// What names alone lead to, if the selector goes on with all values of it, with those that pass a filter, or with all that is below:
    /// then each of them can be looked at alone.
    pub(super) fn fan(&self, segments: &'a [Segment], root: Node) -> Option<Fan<'a>> {
        let (mut nodes, mut looked_at, mut segments) = (vec![root], 1, segments);
        loop {
            let (segment, rest) = segments.split_first()?;
            let values = match &*segment.picks {
                _ if segment.descendant => Values::Below(self.doc.descendants(*nodes.first().filter(|_| nodes.len() == 1)?)),
                [Pick::Any | Pick::Filter(_)] => Values::Children(nodes.iter().map(|node| self.doc.child_nodes(*node)).collect()),
                picks => {
                    let name = |pick: &'a Pick| match pick {
                        Pick::Name { name, number, .. } => Some((name, *number)),
                        _ => None,
                    };
                    let names: Vec<_> = picks.iter().map(name).collect::<Option<_>>()?;
                    let members = |node: &Node| {
                        names.iter().filter_map(|(name, number)| self.member(*node, name, *number)).collect::<Vec<_>>()
                    };
                    nodes = Some(nodes.iter().flat_map(members).collect::<Vec<_>>()).filter(|nodes| nodes.len() <= MOST_LISTS)?;
                    looked_at += nodes.len() as u64;
                    segments = rest;
                    continue;
                }
            };
            self.left.set(MOST - looked_at);
            return Some(Fan { values, segment, rest });
        }
    }

    /// As [`Evaluation::visit`], for the values of a fan.
    pub(super) fn visit_all(&self, fan: &Fan<'a>, found: Found) -> bool {
        let (segment, rest) = (fan.segment, fan.rest);
        let mut each = |node| segment.picks.iter().any(|pick| self.child(pick, rest, node, found));
        match &fan.values {
            Values::Children(lists) => lists.iter().any(|nodes| nodes.clone().any(&mut each)),
            Values::Below(nodes) => self.descend(segment, rest, nodes.clone(), found),
        }
    }

    fn descend(&self, segment: &'a Segment, rest: &'a [Segment], mut nodes: Descendants<'_>, found: Found) -> bool {
        nodes.any(|node| self.doc.is_container(node) && self.pick(segment, rest, node, found))
    }

    /// Calls `found` with every node; true if that ended the search.
    pub(super) fn visit(&self, segments: &'a [Segment], node: Node, found: Found) -> bool {
        let Some(left) = self.left.get().checked_sub(1) else { return true };
        self.left.set(left);
        let Some((segment, rest)) = segments.split_first() else {
            return found(node);
        };
        if !segment.descendant {
            return self.pick(segment, rest, node, found);
        }
        self.descend(segment, rest, self.doc.descendants(node), found)
    }

    #[inline]
    fn child(&self, pick: &'a Pick, rest: &'a [Segment], child: Node, found: Found) -> bool {
        let taken = if let Pick::Filter(test) = pick { self.test(test, child) } else { true };
        taken && self.visit(rest, child, found)
    }

    fn pick(&self, segment: &'a Segment, rest: &'a [Segment], node: Node, found: Found) -> bool {
        segment.picks.iter().any(|pick| match pick {
            Pick::Name { name, number, .. } => self.member(node, name, *number).is_some_and(|n| self.visit(rest, n, found)),
            Pick::Index { at, .. } => self.element(node, *at).is_some_and(|n| self.visit(rest, n, found)),
            Pick::Any | Pick::Filter(_) => self.doc.child_nodes(node).any(|n| self.child(pick, rest, n, found)),
            Pick::Slice { start, end, step } => {
                self.slice(node, *start, *end, *step).into_iter().any(|n| self.visit(rest, n, found))
            }
        })
    }

    fn element(&self, array: Node, at: i64) -> Option<Node> {
        if self.doc.kind(array) != Kind::Array {
            return None;
        }
        let at = if at < 0 { at + i64::try_from(self.doc.len(array)).ok()? } else { at };
        self.doc.child_nodes(array).nth(usize::try_from(at).ok()?)
    }

    /// RFC 9535, 2.3.4.2.
    fn slice(&self, array: Node, start: Option<i64>, end: Option<i64>, step: i64) -> Vec<Node> {
        if self.doc.kind(array) != Kind::Array || step == 0 {
            return Vec::new();
        }
        let all: Vec<Node> = self.doc.child_nodes(array).collect();
        let len = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let normal = |at: i64| if at < 0 { at + len } else { at };
        let stride = usize::try_from(step.unsigned_abs()).unwrap_or(usize::MAX);
        let index = |at: i64| usize::try_from(at).unwrap_or(0);
        if step > 0 {
            let from = normal(start.unwrap_or(0)).clamp(0, len);
            let to = normal(end.unwrap_or(len)).clamp(from, len);
            all[index(from)..index(to)].iter().step_by(stride).copied().collect()
        } else {
            let from = start.map_or(len - 1, normal).clamp(-1, len - 1);
            let to = end.map_or(-1, normal).clamp(-1, from);
            all[index(to + 1)..index(from + 1)].iter().rev().step_by(stride).copied().collect()
        }
    }

    fn test(&self, test: &'a Test, node: Node) -> bool {
        match test {
            Test::Or(parts) => parts.iter().any(|t| self.test(t, node)),
            Test::And(parts) => parts.iter().all(|t| self.test(t, node)),
            Test::Not(inner) => !self.test(inner, node),
            Test::Exists(query) if query.singular => self.single(query, node).is_some(),
            Test::Exists(query) => self.exists(query, node),
            // Nearly all comparisons; most end with a look at the type.
            Test::Compare { op: op @ (Op::Eq | Op::Ne), left: Operand::Single(query), right: Operand::Literal(literal) } => {
                compare::is_literal(self.doc, self.single(query, node), literal) == (*op == Op::Eq)
            }
            Test::Compare { op, left, right } => self.compare(*op, left, right, node),
            Test::Match { whole, text, pattern } => self.matches(*whole, text, pattern, node),
        }
    }

    #[inline(never)]
    fn compare(&self, op: Op, left: &'a Operand, right: &'a Operand, node: Node) -> bool {
        compare::holds(self.doc, op, &self.operand(left, node), &self.operand(right, node))
    }

    #[inline(never)]
    fn exists(&self, query: &'a Query, node: Node) -> bool {
        let known = self.constant(query, || Known::Exists(self.visit(&query.segments, self.start(query, node), &mut |_| true)));
        matches!(known, Known::Exists(true))
    }

    /// The one node that a singular query can find.
    #[inline(always)]
    fn single(&self, query: &'a Query, node: Node) -> Option<Node> {
        // Nearly all are `@.name`; of the others most are `@`.
        match &*query.segments {
            [] if query.constant.is_none() => Some(node),
            [Segment { picks, .. }] if query.constant.is_none() => match &**picks {
                [Pick::Name { name, number, .. }] => self.member(node, name, *number),
                _ => self.single_far(query, node),
            },
            _ => self.single_far(query, node),
        }
    }

    #[inline(never)]
    fn single_far(&self, query: &'a Query, node: Node) -> Option<Node> {
        let hop = |at: Node, segment: &'a Segment| match segment.picks.first()? {
            Pick::Name { name, number, .. } => self.member(at, name, *number),
            Pick::Index { at: index, .. } => self.element(at, *index),
            _ => None,
        };
        let find = || query.segments.iter().try_fold(self.start(query, node), hop);
        match query.constant {
            None => find(),
            Some(_) => match self.constant(query, || Known::Node(find())) {
                Known::Node(node) => node,
                _ => None,
            },
        }
    }

    fn operand(&self, operand: &'a Operand, node: Node) -> Value<'a> {
        match operand {
            Operand::Literal(literal) => Value::of_literal(literal),
            Operand::Single(query) => Value::of_node(self.doc, self.single(query, node)),
            Operand::Length(inner) => compare::length(self.doc, &self.operand(inner, node)),
            Operand::Count(query) => {
                let count = || {
                    let mut count = 0;
                    self.visit(&query.segments, self.start(query, node), &mut |_| {
                        count += 1;
                        false
                    });
                    Known::Count(count)
                };
                match self.constant(query, count) {
                    Known::Count(count) => Value::of_count(count),
                    _ => Value::Nothing,
                }
            }
            Operand::Value(query) => {
                let only = || {
                    let mut only = None;
                    // A second node ends the search: then there is no value.
                    let several = self.visit(&query.segments, self.start(query, node), &mut |n| only.replace(n).is_some());
                    Known::Node(only.filter(|_| !several))
                };
                match self.constant(query, only) {
                    Known::Node(node) => Value::of_node(self.doc, node),
                    _ => Value::Nothing,
                }
            }
        }
    }

    #[inline(never)]
    fn matches(&self, whole: bool, text: &'a Operand, pattern: &'a Pattern, node: Node) -> bool {
        if let (Operand::Single(query), Pattern::Fixed { escapes: true, .. }) = (text, pattern)
            && self.single(query, node).is_some_and(|node| self.doc.is_plain(node))
        {
            return false;
        }
        let Value::Text(text) = self.operand(text, node) else {
            return false;
        };
        match pattern {
            Pattern::Wrong => false,
            Pattern::Fixed { regex, .. } => regex.is_match(&text),
            Pattern::Found(operand) => {
                let Value::Text(pattern) = self.operand(operand, node) else {
                    return false;
                };
                let mut patterns = self.patterns[usize::from(whole)].borrow_mut();
                if let Some(regex) = patterns.get(&*pattern) {
                    return regex.as_ref().is_some_and(|r| r.is_match(&text));
                }
                let regex = regexp::compile(&pattern, whole).ok();
                let hit = regex.as_ref().is_some_and(|r| r.is_match(&text));
                patterns.insert(pattern.into_owned(), regex);
                hit
            }
        }
    }

    fn start(&self, query: &Query, node: Node) -> Node {
        if query.constant.is_some() { self.root } else { node }
    }

    /// Asks only once what does not depend on the node at hand.
    fn constant(&self, query: &Query, find: impl FnOnce() -> Known) -> Known {
        let Some(cell) = query.constant.and_then(|n| self.known.get(n)) else {
            return find();
        };
        if let Some(known) = cell.get() {
            return known;
        }
        // Each half of a document finds it for itself, so that it has a budget of its own: one core and two give up at the same place.
        let left = self.left.replace(MOST);
        let known = find();
        if self.left.get() > 0 {
            self.left.set(left);
        }
        cell.set(Some(known));
        known
    }
}
