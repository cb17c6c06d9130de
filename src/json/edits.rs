//! Edits of a document. None of them checks a rule's intentions: the engine does, and records what it does here. A value hangs
//! in one place: detach it, or copy it, before it goes to another.

use foldhash::HashMap;

use super::child::Child;
use super::index::Kind;
use super::keys::NO_KEY;
use super::overlay::List;
use super::tree::{Document, Node};

impl Document {
    /// Writes member `key`: replaces its value, which is handed back, or adds it at its sorted place if the keys are sorted,
    /// else last. Does nothing to what is no object.
    pub fn set_member(&mut self, object: Node, key: &str, value: Node) -> Option<Node> {
        if self.kind(object) != Kind::Object {
            return None;
        }
        let old = self.get(object, key);
        if let Some(old) = old {
            self.replace(old, value);
        } else {
            let child = self.new_member(key, value);
            self.insert_member(object, key, child);
        }
        old
    }

    fn insert_member(&mut self, object: Node, key: &str, child: Child) {
        let number = self.edit_list(object);
        let place = self.place_for(&self.overlay.lists[number], key);
        let plain = self.key_of(child).is_some_and(|written| written.body() == key.as_bytes());
        let list = &mut self.overlay.lists[number];
        list.rising &= plain && place.sorted;
        list.children.insert(place.position, child);
        self.overlay.places.forget(object);
        self.hang(child.value, object);
    }

    /// A single member says nothing of an order: then that of the outermost object counts.
    fn place_for(&self, list: &List, key: &str) -> Place {
        let children = &list.children;
        let end = children.len();
        let place = |sorted, position| Place { sorted, position: if sorted { position } else { end } };
        if end < 2 {
            let before = |child: &Child| self.key_of(*child).is_some_and(|k| *k.text() <= *key);
            return place(self.style().sorted, children.iter().filter(|child| before(child)).count());
        }
        if list.rising {
            let before = |child: &Child| self.key_of(*child).is_some_and(|k| k.body() <= key.as_bytes());
            return place(true, children.partition_point(before));
        }
        let (mut sorted, mut first) = (true, None);
        let mut before = None;
        for (at, member) in children.iter().filter_map(|child| self.key_of(*child)).enumerate() {
            let text = member.text();
            if first.is_none() && *text > *key {
                first = Some(at);
            }
            sorted &= before.is_none_or(|before| before <= text);
            before = Some(text);
        }
        place(sorted, first.unwrap_or(end))
    }

    /// Puts `value` into an array at position `at` (clamped). Does nothing to what is no array.
    pub fn insert_element(&mut self, array: Node, at: usize, value: Node) {
        if self.kind(array) == Kind::Array {
            self.insert(array, at, Child::element(value));
        }
    }

    fn insert(&mut self, container: Node, at: usize, child: Child) {
        let children = &mut self.edit(container).children;
        let end = children.len();
        children.insert(at.min(end), child);
        if at < end {
            self.overlay.places.forget(container);
        } else {
            self.overlay.places.put(container, None, child.value, end);
        }
        self.hang(child.value, container);
    }

    /// Puts `value` in the place of `old`, which must be in the document.
    pub fn replace(&mut self, old: Node, value: Node) {
        if old == self.root() {
            self.overlay.root = Some(value);
            return;
        }
        let Some(parent) = self.parent(old) else { return };
        let Some(at) = self.place(parent, old) else { return };
        self.edit(parent).children[at].value = value;
        self.overlay.places.put(parent, Some(old), value, at);
        self.hang(value, parent);
    }

    /// Takes the children of `container` that are `gone` out of it, in one pass.
    pub fn detach(&mut self, container: Node, gone: impl Fn(Node) -> bool) {
        if self.child_nodes(container).any(&gone) {
            self.edit(container).children.retain(|c| !gone(c.value));
            self.overlay.places.forget(container);
        }
    }

    /// Gives the member `node` another key; value and place stay.
    pub fn rename_member(&mut self, object: Node, node: Node, key: &str) {
        if let Some(at) = self.place(object, node) {
            let child = self.new_member(key, node);
            let list = self.edit(object);
            list.children[at] = child;
            list.rising = false;
        }
    }

    /// Puts the children of `container` into the order of `order`, which holds each of them once.
    pub fn reorder(&mut self, container: Node, order: &[Node]) {
        let list = self.edit(container);
        let mut by_node: HashMap<Node, Child> = list.children.drain(..).map(|c| (c.value, c)).collect();
        list.children.extend(order.iter().filter_map(|n| by_node.remove(n)));
        list.rising = false;
        self.overlay.places.forget(container);
    }

    /// Position of a node among the children of a container.
    pub(super) fn place(&self, container: Node, node: Node) -> Option<usize> {
        match self.edited(container) {
            Some(children) => self.position_in(container, children, node),
            None => self.child_nodes(container).position(|child| child == node),
        }
    }

    /// Position of a node in an edited list of children.
    pub(super) fn position_in(&self, container: Node, children: &[Child], node: Node) -> Option<usize> {
        // Most elements stand where they stood.
        let stood = self.index.entries.get(node.0 as usize).map(|entry| entry.label as usize);
        let stands = stood.filter(|at| children.get(*at).is_some_and(|child| child.value == node));
        stands.or_else(|| self.overlay.places.find(container, children, node))
    }

    /// The children of a container as they were and as they are, if they are others or stand elsewhere.
    pub(super) fn own_change(&self, container: Node) -> Option<(Vec<Child>, &[Child])> {
        let now = self.overlay.edited(container)?;
        let was = self.source_children(container);
        (was != now).then_some((was, now))
    }

    /// Lays the long lists of the document out side by side, since rules go through them again and again. Changes nothing.
    pub fn lay_out(&mut self) {
        const LONG: usize = 256;
        let lists: Vec<Node> =
            self.child_nodes(self.root()).filter(|n| self.in_source(*n) && self.kind(*n) == Kind::Array).collect();
        for list in lists {
            if self.child_nodes(list).nth(LONG).is_some() {
                self.source_list(list);
            }
        }
    }

    pub(super) fn source_children(&self, container: Node) -> Vec<Child> {
        let object = self.kind(container) == Kind::Object;
        let entries = &self.index.entries;
        let end = entries[container.0 as usize].next;
        let next = |at: &u32| Some(entries[*at as usize].next).filter(|at| *at < end);
        let nodes = || std::iter::successors(Some(container.0 + 1).filter(|at| *at < end), next);
        // Edits bring in a few more.
        let mut out = Vec::with_capacity(nodes().count() + if object { 8 } else { 0 });
        let key = |at: u32| if object { entries[at as usize].label } else { NO_KEY };
        out.extend(nodes().map(|at| Child { value: Node(at), key: key(at) }));
        out
    }
}

/// Where a new member goes.
struct Place {
    /// Whether the members stand in the order of their keys.
    sorted: bool,
    position: usize,
}
