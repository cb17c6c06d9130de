//! The edits of a document: lists of children that replace those of the source, and values that were not in it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::index::Kind;
use super::marks::Marks;
use super::places::Places;
use super::text;
use super::tree::{Document, Key, Node};

/// Everything that differs from the source.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    /// Values made by edits; node numbers go on behind those of the source.
    pub added: Vec<Added>,
    /// Children of source containers that were edited.
    pub children: HashMap<Node, Vec<Child>>,
    /// Containers of source nodes that hang elsewhere now.
    pub moved: HashMap<Node, Node>,
    /// Containers in which something changed, at any depth.
    pub dirty: Marks,
    /// The outermost value, where it was replaced.
    pub root: Option<Node>,
    /// Positions in long edited lists.
    pub places: Places,
}

/// A value that was not in the source.
#[derive(Debug)]
pub(super) struct Added {
    pub parent: Option<Node>,
    pub kind: Kind,
    /// Token of a scalar.
    pub raw: Box<str>,
    /// Children of a container.
    pub children: Vec<Child>,
}

/// A value in an edited container.
#[derive(Debug, Clone)]
pub(super) struct Child {
    pub label: ChildLabel,
    pub value: Node,
}

/// How a value hangs in an edited container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ChildLabel {
    /// Element of an array.
    Element,
    /// Member whose key stands in the source at this offset.
    Source(u32),
    /// Member with a new key; the escaped text between the quotes.
    New(Arc<str>),
}

impl Child {
    pub fn key<'a>(&'a self, src: &'a [u8]) -> Option<Key<'a>> {
        match &self.label {
            ChildLabel::Element => None,
            ChildLabel::Source(open) => Some(Key::new(text::string_body(src, *open as usize))),
            ChildLabel::New(body) => Some(Key::new(body.as_bytes())),
        }
    }
}

/// Edits. None of them checks a rule's intentions: the engine does, and records what it does here. A value hangs in one
/// place: detach it, or copy it, before it goes to another.
impl Document {
    /// Writes member `key`: replaces its value, or adds it at its sorted place if the keys are sorted, else last. Does
    /// nothing to what is no object.
    pub fn set_member(&mut self, object: Node, key: &str, value: Node) {
        if self.kind(object) != Kind::Object {
            return;
        }
        if let Some(old) = self.get(object, key) {
            self.replace(old, value);
            return;
        }
        let at = self.place_for(object, key);
        let label = self.new_label(key);
        self.insert(object, at, Child { label, value });
    }

    /// A single member says nothing of an order: then that of the outermost object counts.
    fn place_for(&self, object: Node, key: &str) -> usize {
        let (mut count, mut sorted, mut place) = (0, true, None);
        let mut last = None;
        for (member, _) in self.members(object) {
            let text = member.text();
            if place.is_none() && *text > *key {
                place = Some(count);
            }
            sorted &= last.is_none_or(|last| last <= text);
            last = Some(text);
            count += 1;
        }
        let sorted = if count > 1 { sorted } else { self.style().sorted };
        place.filter(|_| sorted).unwrap_or(count)
    }

    /// Puts `value` into an array at position `at` (clamped). Does nothing to what is no array.
    pub fn insert_element(&mut self, array: Node, at: usize, value: Node) {
        if self.kind(array) == Kind::Array {
            self.insert(array, at, Child { label: ChildLabel::Element, value });
        }
    }

    fn insert(&mut self, container: Node, at: usize, child: Child) {
        let value = child.value;
        let children = self.edit(container);
        let end = children.len();
        children.insert(at.min(end), child);
        if at < end {
            self.overlay.places.forget(container);
        } else {
            self.overlay.places.put(container, None, value, end);
        }
        self.hang(value, container);
    }

    /// Puts `value` in the place of `old`, which must be in the document.
    pub fn replace(&mut self, old: Node, value: Node) {
        if old == self.root() {
            self.overlay.root = Some(value);
            return;
        }
        let Some(parent) = self.parent(old) else { return };
        let Some(at) = self.place(parent, old) else { return };
        self.edit(parent)[at].value = value;
        self.overlay.places.put(parent, Some(old), value, at);
        self.hang(value, parent);
    }

    /// Takes the children of `container` in `gone` out of it, in one pass.
    pub fn detach(&mut self, container: Node, gone: &HashSet<Node>) {
        if self.child_nodes(container).any(|child| gone.contains(&child)) {
            self.edit(container).retain(|c| !gone.contains(&c.value));
            self.overlay.places.forget(container);
        }
    }

    /// Gives the member `node` another key; value and place stay.
    pub fn rename_member(&mut self, object: Node, node: Node, key: &str) {
        let label = self.new_label(key);
        if let Some(at) = self.place(object, node) {
            self.edit(object)[at].label = label;
        }
    }

    /// Puts the children of `container` into the order of `order`, which holds each of them once.
    pub fn reorder(&mut self, container: Node, order: &[Node]) {
        let mut by_node: HashMap<Node, Child> = self.edit(container).drain(..).map(|c| (c.value, c)).collect();
        let sorted = order.iter().filter_map(|n| by_node.remove(n)).collect();
        *self.edit(container) = sorted;
        self.overlay.places.forget(container);
    }

    /// Position of a node among the children of a container.
    pub(super) fn place(&self, container: Node, node: Node) -> Option<usize> {
        match self.edited(container) {
            Some(children) => self.overlay.places.find(container, children, node),
            None => self.child_nodes(container).position(|child| child == node),
        }
    }

    pub(super) fn new_label(&self, key: &str) -> ChildLabel {
        let mut body = String::new();
        text::escape_into(&mut body, key, self.style().html);
        ChildLabel::New(body[1..body.len() - 1].into())
    }

    pub(super) fn add(&mut self, added: Added) -> Node {
        let number = self.index.entries.len() + self.overlay.added.len();
        self.overlay.added.push(added);
        // Sources end below 4 GiB and edits are far fewer than bytes; saturation would only merge labels of nodes never made.
        Node(u32::try_from(number).unwrap_or(u32::MAX))
    }

    pub(super) fn hang(&mut self, node: Node, parent: Node) {
        if self.in_source(node) {
            self.overlay.moved.insert(node, parent);
        } else {
            self.added_mut(node).parent = Some(parent);
        }
    }

    /// The children of a container, ready to be changed; marks it and everything around it as touched.
    fn edit(&mut self, container: Node) -> &mut Vec<Child> {
        let mut up = Some(container);
        while let Some(node) = up {
            if !self.overlay.dirty.insert(node) {
                break;
            }
            up = self.parent(node);
        }
        if !self.in_source(container) {
            return &mut self.added_mut(container).children;
        }
        if !self.overlay.children.contains_key(&container) {
            let children = self.source_children(container);
            self.overlay.children.insert(container, children);
        }
        self.overlay.children.entry(container).or_default()
    }

    pub(super) fn source_children(&self, container: Node) -> Vec<Child> {
        let object = self.kind(container) == Kind::Object;
        let end = self.index.entries[container.0 as usize].next;
        let mut out = Vec::new();
        let mut at = container.0 + 1;
        while at < end {
            let entry = &self.index.entries[at as usize];
            let label = if object { ChildLabel::Source(entry.label) } else { ChildLabel::Element };
            out.push(Child { label, value: Node(at) });
            at = entry.next;
        }
        out
    }

    /// The children of an edited or new container; `None` for a container as it is in the source.
    pub(super) fn edited(&self, node: Node) -> Option<&[Child]> {
        if !self.in_source(node) {
            return Some(&self.added(node).children);
        }
        if !self.overlay.dirty.contains(node) {
            return None;
        }
        self.overlay.children.get(&node).map(Vec::as_slice)
    }

    pub(super) fn added(&self, node: Node) -> &Added {
        &self.overlay.added[node.0 as usize - self.index.entries.len()]
    }

    pub(super) fn added_mut(&mut self, node: Node) -> &mut Added {
        &mut self.overlay.added[node.0 as usize - self.index.entries.len()]
    }
}
