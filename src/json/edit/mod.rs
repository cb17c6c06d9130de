//! Edits of a document. None of them checks a rule's intentions: the engine does, and records what it does here. A value hangs
//! in one place: detach it, or copy it, before it goes to another.

mod make;

use foldhash::HashMap;

use super::node::{Kind, Node};
use super::tree::Document;
use super::tree::child::Child;
use super::tree::children_of;
use super::tree::lists::count;
use super::tree::lookup::Sought;
use super::tree::overlay::Added;
use crate::text::escape::escape_into;

impl Document {
    /// What `look` sees in the document as it was read.
    pub(crate) fn without_edits<T>(&mut self, look: impl FnOnce(&Self) -> T) -> T {
        let edits = std::mem::take(&mut self.overlay);
        let seen = look(self);
        self.overlay = edits;
        seen
    }

    /// Writes member `key`: replaces its value, which is handed back, or adds it at its sorted place if the keys are sorted,
    /// else last. Does nothing to what is no object.
    pub(crate) fn set_member(&mut self, object: Node, key: &str, value: Node) -> Option<Node> {
        if self.kind(object) != Kind::Object {
            return None;
        }
        let sought = self.seek(key);
        let old = self.get(object, sought);
        if let Some(old) = old {
            self.replace(old, value);
        } else {
            let number = if let Sought::Key(number) = sought { number } else { self.key_number(key) };
            self.insert_member(object, key, Child { value, key: number });
        }
        old
    }

    fn insert_member(&mut self, object: Node, key: &str, child: Child) {
        let list = self.edit_list(object);
        let members = self.overlay.lists.get(list);
        let known = self.overlay.last_member.place(members, child.key);
        let at = known.unwrap_or_else(|| self.member_position(members, key));
        if known.is_none() {
            self.overlay.last_member.remember(members, child.key, at);
        }
        self.overlay.lists.insert(list, at, child);
        self.overlay.positions.forget(object);
        self.hang(child.value, object);
    }

    /// Where a new member goes. A single member shows no order: then that of the outermost object counts.
    fn member_position(&self, members: &[Child], key: &str) -> usize {
        let keys = || members.iter().filter_map(|child| self.key_of(*child));
        let sorted = if members.len() < 2 { self.style().sorted } else { keys().is_sorted_by(|a, b| a.text() <= b.text()) };
        if sorted { keys().take_while(|k| *k.text() <= *key).count() } else { members.len() }
    }

    /// Puts `value` into an array at position `at` (clamped). Does nothing to what is no array.
    pub(crate) fn insert_element(&mut self, array: Node, at: usize, value: Node) {
        if self.kind(array) == Kind::Array {
            self.insert(array, at, Child::element(value));
        }
    }

    fn insert(&mut self, container: Node, at: usize, child: Child) {
        let list = self.edit_list(container);
        let end = self.overlay.lists.get(list).len();
        self.overlay.lists.insert(list, at.min(end), child);
        if at < end {
            self.overlay.positions.forget(container);
        } else {
            self.overlay.positions.put(container, None, child.value, end);
        }
        self.hang(child.value, container);
    }

    /// Puts `value` in the place of `old`, which must be in the document.
    pub(crate) fn replace(&mut self, old: Node, value: Node) {
        if old == self.root() {
            self.overlay.root = Some(value);
            return;
        }
        let Some(parent) = self.parent(old) else { return };
        let Some(at) = self.place(parent, old) else { return };
        self.edit(parent)[at].value = value;
        self.overlay.positions.put(parent, Some(old), value, at);
        self.hang(value, parent);
    }

    /// Takes the children of `container` that are `gone` out of it, in one pass.
    pub(crate) fn detach(&mut self, container: Node, gone: impl Fn(Node) -> bool) {
        if self.child_nodes(container).any(&gone) {
            let list = self.edit_list(container);
            self.overlay.lists.retain(list, |c| !gone(c.value));
            self.overlay.positions.forget(container);
        }
    }

    /// Gives the member `node` another key; value and place stay.
    pub(crate) fn rename_member(&mut self, object: Node, node: Node, key: &str) {
        if let Some(at) = self.place(object, node) {
            let child = self.new_member(key, node);
            self.edit(object)[at] = child;
        }
    }

    /// Puts the children of `container` into the order of `order`, which holds each of them once.
    pub(crate) fn reorder(&mut self, container: Node, order: &[Node]) {
        let children = self.edit(container);
        let by_node: HashMap<Node, Child> = children.iter().map(|c| (c.value, *c)).collect();
        for (child, node) in children.iter_mut().zip(order) {
            *child = by_node.get(node).copied().unwrap_or(*child);
        }
        self.overlay.positions.forget(container);
    }

    /// Gives the long lists of the document an array of their elements, since rules go through them again and again. Changes
    /// nothing. Of small elements the next one is near anyway, and the array would be as large as they are.
    pub(crate) fn materialize_long_lists(&mut self) {
        const LONG: usize = 256;
        const VALUES_OF_ONE: usize = 8;
        let lists: Vec<Node> =
            self.child_nodes(self.root()).filter(|n| self.in_source(*n) && self.kind(*n) == Kind::Array).collect();
        for list in lists {
            let values = (self.next(list) - list.0) as usize;
            let is_long = self.child_nodes(list).nth(LONG).is_some();
            if is_long && values > self.len(list).saturating_mul(VALUES_OF_ONE) {
                self.source_list(list);
            }
        }
    }

    /// A member with a key that may be new to the document.
    fn new_member(&mut self, key: &str, value: Node) -> Child {
        Child { value, key: self.key_number(key) }
    }

    /// The number of a key by its name, escaped as the source escapes.
    pub(super) fn key_number(&mut self, name: &str) -> u32 {
        if !self.index.keys.escaped
            && let Some(number) = self.index.keys.find(name.as_bytes())
        {
            return number;
        }
        let mut token = String::new();
        escape_into(&mut token, name, self.style().html);
        self.index.keys.add(&token.as_bytes()[1..token.len() - 1])
    }

    /// Hangs its content into a new container; scalars have none.
    fn fill(&mut self, container: Node, children: &[Child]) {
        if children.is_empty() {
            return;
        }
        for child in children {
            self.hang(child.value, container);
        }
        let list = self.added(container).at;
        self.overlay.lists.put(list, children);
    }

    fn add(&mut self, added: Added) -> Node {
        let number = self.index.entries.len() + self.overlay.added.len();
        self.overlay.added.push(added);
        Node(count(number))
    }

    /// Notes that a value hangs in a container now.
    fn hang(&mut self, node: Node, container: Node) {
        if self.in_source(node) {
            self.overlay.moved.insert(node, container);
        } else {
            let at = node.0 as usize - self.index.entries.len();
            self.overlay.added[at].parent = container.0;
        }
    }

    /// The children of a container, ready to be changed; marks it and everything around it as touched.
    fn edit(&mut self, container: Node) -> &mut [Child] {
        let list = self.edit_list(container);
        self.overlay.lists.get_mut(list)
    }

    /// The number of that list.
    fn edit_list(&mut self, container: Node) -> usize {
        let mut up = Some(container);
        while let Some(node) = up {
            if !self.overlay.dirty.insert(node) {
                break;
            }
            up = self.parent(node);
        }
        if self.in_source(container) { self.source_list(container) } else { self.added(container).at }
    }

    fn source_list(&mut self, container: Node) -> usize {
        if let Some(list) = self.overlay.list_number(container) {
            return list;
        }
        // Edits bring in a few more.
        let more = if self.kind(container) == Kind::Object { 4 } else { 0 };
        let list = self.overlay.lists.add(children_of(&self.index, container), more);
        self.overlay.set_list(container, list, self.index.entries.len());
        list
    }
}
