//! Ways through a document that no caller has to recurse for: children without their labels, everything below a value,
//! equality of two values.

use std::collections::HashMap;

use super::Document;
use super::child::Child;
use crate::json::node::{Kind, Label, Node};

impl Document {
    /// The children of a container in order; none of a scalar.
    #[must_use]
    pub(crate) fn children(&self, node: Node) -> Children<'_> {
        match self.edited(node) {
            Some(children) => Children { doc: self, cursor: LabelCursor::Edited(children.iter().enumerate()) },
            None => self.original_children(node),
        }
    }

    /// The children of a container of the source as they were read, whatever edits did since.
    #[must_use]
    pub(crate) fn original_children(&self, node: Node) -> Children<'_> {
        let object = self.kind(node) == Kind::Object;
        Children { doc: self, cursor: LabelCursor::Source { at: node.0 + 1, end: self.next(node), object } }
    }

    /// The children of a container in order, without looking at their keys.
    #[must_use]
    pub(crate) fn child_nodes(&self, node: Node) -> ChildNodes<'_> {
        ChildNodes {
            doc: self,
            cursor: match self.edited(node) {
                Some(children) => Cursor::Edited(children.iter()),
                None => Cursor::Source { at: node.0 + 1, end: self.next(node) },
            },
        }
    }

    /// Of neighbours in the source, from the number `first` to `end`: the number of the one that is, or holds, the value `inside`.
    fn neighbour_around(&self, first: u32, inside: u32, end: u32) -> u32 {
        if inside >= end {
            return end;
        }
        let parent = |at: u32| self.index.entries[at as usize].parent();
        let (container, mut at) = (parent(first), inside);
        while parent(at) != container {
            at = parent(at).unwrap_or(first);
        }
        at
    }

    /// The value itself and everything inside it, containers before their content. Any depth.
    #[must_use]
    pub(crate) fn descendants(&self, node: Node) -> Descendants<'_> {
        if !self.is_touched(node) {
            return Descendants(Walk::Source { at: node.0, end: self.next(node) });
        }
        Descendants(Walk::Edited { doc: self, first: Some(node), open: Vec::new(), until: None })
    }

    /// Whether two values are the same JSON: numbers by value, objects without regard to order. Any depth.
    #[must_use]
    pub(crate) fn same(&self, a: Node, b: Node) -> bool {
        let mut open = vec![(a, b)];
        while let Some((a, b)) = open.pop() {
            if a == b {
                continue;
            }
            let kind = self.kind(a);
            if kind != self.kind(b) {
                return false;
            }
            match kind {
                Kind::Array => {
                    if self.len(a) != self.len(b) {
                        return false;
                    }
                    open.extend(self.child_nodes(a).zip(self.child_nodes(b)));
                }
                Kind::Object if !self.pair_members(a, b, &mut open) => return false,
                Kind::Object => {}
                _ if !self.same_scalar(a, b) => return false,
                _ => {}
            }
        }
        true
    }

    /// Pairs the values of two objects that have the same names; false if they do not. Of members with one name the
    /// last counts.
    fn pair_members(&self, a: Node, b: Node, pairs: &mut Vec<(Node, Node)>) -> bool {
        const FEW: usize = 16;
        if self.unique_keys && self.len(a) != self.len(b) {
            return false;
        }
        if self.unique_keys && self.len(a) <= FEW {
            return self.members(a).all(|(key, x)| self.get(b, &*key.text()).map(|y| pairs.push((x, y))).is_some());
        }
        let names = |n| self.members(n).map(|(key, value)| (key.text(), value)).collect::<HashMap<_, _>>();
        let (a, mut b) = (names(a), names(b));
        let all = a.into_iter().all(|(key, x)| b.remove(&key).map(|y| pairs.push((x, y))).is_some());
        all && b.is_empty()
    }

    fn same_scalar(&self, a: Node, b: Node) -> bool {
        self.raw(a) == self.raw(b)
            || match self.kind(a) {
                Kind::String => self.text(a) == self.text(b),
                // Plain integers compare exactly, also where a float could not tell them apart.
                Kind::Number => match (self.integer(a), self.integer(b)) {
                    (Some(x), Some(y)) => x == y,
                    _ => self.number(a) == self.number(b),
                },
                _ => false,
            }
    }
}

/// Iterator of [`Document::children`].
#[derive(Debug)]
pub(crate) struct Children<'a> {
    doc: &'a Document,
    cursor: LabelCursor<'a>,
}

#[derive(Debug)]
enum LabelCursor<'a> {
    Source { at: u32, end: u32, object: bool },
    Edited(std::iter::Enumerate<std::slice::Iter<'a, Child>>),
}

impl<'a> Iterator for Children<'a> {
    type Item = (Label<'a>, Node);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.cursor {
            LabelCursor::Source { at, end, object } => {
                if at >= end {
                    return None;
                }
                let node = Node(*at);
                let entry = &self.doc.index.entries[*at as usize];
                *at = entry.next(*at);
                Some((self.doc.source_label(node, *object)?, node))
            }
            LabelCursor::Edited(children) => {
                let (at, child) = children.next()?;
                Some((self.doc.key_of(*child).map_or(Label::Index(at), Label::Key), child.value))
            }
        }
    }
}

/// Iterator of [`Document::child_nodes`].
#[derive(Debug, Clone)]
pub(crate) struct ChildNodes<'a> {
    doc: &'a Document,
    cursor: Cursor<'a>,
}

#[derive(Debug, Clone)]
enum Cursor<'a> {
    Source { at: u32, end: u32 },
    Edited(std::slice::Iter<'a, Child>),
}

impl ChildNodes<'_> {
    /// How large they are together with all that is inside of them: about the number of values.
    pub(crate) fn extent(&self) -> usize {
        match &self.cursor {
            Cursor::Source { at, end } => (end - at) as usize,
            Cursor::Edited(children) => match children.as_slice() {
                // Mostly they are as they were in the source, so that the numbers of the first and the last say it.
                [first, .., last] if first.value < last.value && self.doc.in_source(last.value) => {
                    (last.value.0 - first.value.0) as usize
                }
                children => children.len(),
            },
        }
    }

    /// The same in two, the first of about this extent.
    pub(crate) fn split_at(self, extent: usize) -> (Self, Self) {
        let doc = self.doc;
        let (front, back) = match &self.cursor {
            Cursor::Source { at, end } => {
                let middle =
                    doc.neighbour_around(*at, u32::try_from(extent).map_or(*end, |extent| at.saturating_add(extent)), *end);
                (Cursor::Source { at: *at, end: middle }, Cursor::Source { at: middle, end: *end })
            }
            Cursor::Edited(children) => {
                let children = children.as_slice();
                let middle = (children.len() as u64).saturating_mul(extent as u64) / (self.extent() as u64).max(1);
                let (front, back) =
                    children.split_at(usize::try_from(middle).map_or(children.len(), |at| at.min(children.len())));
                (Cursor::Edited(front.iter()), Cursor::Edited(back.iter()))
            }
        };
        (Self { doc, cursor: front }, Self { doc, cursor: back })
    }

    /// The same in two of about the same extent.
    pub(crate) fn halves(self) -> (Self, Self) {
        let middle = self.extent() / 2;
        self.split_at(middle)
    }
}

impl Iterator for ChildNodes<'_> {
    type Item = Node;

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.cursor {
            Cursor::Source { at, end } => (0, Some((end - at) as usize)),
            Cursor::Edited(children) => children.size_hint(),
        }
    }

    #[inline(always)]
    fn next(&mut self) -> Option<Node> {
        match &mut self.cursor {
            Cursor::Source { at, end } => {
                if at >= end {
                    return None;
                }
                let node = Node(*at);
                *at = self.doc.next(node);
                Some(node)
            }
            Cursor::Edited(children) => children.next().map(|c| c.value),
        }
    }
}

/// Iterator of [`Document::descendants`].
#[derive(Debug, Clone)]
pub(crate) struct Descendants<'a>(Walk<'a>);

#[derive(Debug, Clone)]
enum Walk<'a> {
    /// The index is in document order, so that everything inside a value is one stretch of it.
    Source { at: u32, end: u32 },
    /// `first`: the value itself, until it was given out; `open`: containers that are being read; `until`: the value before which it ends.
    Edited { doc: &'a Document, first: Option<Node>, open: Vec<ChildNodes<'a>>, until: Option<Node> },
}

impl Descendants<'_> {
    /// The same in two of about as many values, before the first was given out.
    pub(crate) fn halves(self) -> (Self, Self) {
        match self.0 {
            Walk::Source { at, end } => {
                let middle = at + (end - at) / 2;
                (Self(Walk::Source { at, end: middle }), Self(Walk::Source { at: middle, end }))
            }
            Walk::Edited { doc, first, open, until } => {
                let rest = first.map(|node| doc.second_half(node)).unwrap_or_default();
                let back = Self(Walk::Edited { doc, first: None, open: rest, until });
                let middle = back.clone().next();
                (Self(Walk::Edited { doc, first, open, until: middle.or(until) }), back)
            }
        }
    }
}

impl Document {
    /// What comes behind the middle of all that is inside of a value: the rest of each container around the middle, the inmost last.
    fn second_half(&self, node: Node) -> Vec<ChildNodes<'_>> {
        let size = |node: Node| if self.in_source(node) { (self.next(node) - node.0) as usize } else { 1 };
        let (mut open, mut at) = (Vec::new(), Some(node));
        let mut left = self.child_nodes(node).map(size).sum::<usize>() / 2;
        while let Some(container) = at.take() {
            let mut rest = self.child_nodes(container);
            while at.is_none() {
                let here = rest.clone();
                match rest.next() {
                    Some(child) if size(child) <= left => left -= size(child),
                    Some(child) if self.is_container(child) => at = Some(child),
                    _ => {
                        rest = here;
                        break;
                    }
                }
            }
            open.push(rest);
        }
        open
    }
}

impl Iterator for Descendants<'_> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        match &mut self.0 {
            Walk::Source { at, end } => {
                let node = (*at < *end).then_some(Node(*at))?;
                *at += 1;
                Some(node)
            }
            Walk::Edited { doc, first, open, until } => {
                let node = loop {
                    if let Some(node) = first.take().or_else(|| open.last_mut()?.next()) {
                        break node;
                    }
                    open.pop()?;
                };
                if *until == Some(node) {
                    open.clear();
                    return None;
                }
                if doc.is_container(node) {
                    open.push(doc.child_nodes(node));
                }
                Some(node)
            }
        }
    }
}
