//! From names and positions to values: members, elements, paths. Changes nothing.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::Document;
use super::child::Child;
use crate::json::node::{Kind, Node};
use crate::json::path::{Path, Step};

/// What [`Document::get`] looks for: a member by name or an element by position.
pub(crate) trait Select {
    /// Finds the child of `container`.
    fn select(self, doc: &Document, container: Node) -> Option<Node>;
}

impl Select for &str {
    fn select(self, doc: &Document, container: Node) -> Option<Node> {
        doc.member(container, self)
    }
}

impl Select for usize {
    fn select(self, doc: &Document, container: Node) -> Option<Node> {
        doc.element(container, self)
    }
}

/// The name of a member that is looked for in many objects: looked up once, in a document that does not change meanwhile.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sought<'n> {
    /// No object has it.
    Nowhere,
    /// Its number.
    Key(u32),
    /// One name may have several numbers here.
    Text(&'n str),
}

impl Select for Sought<'_> {
    fn select(self, doc: &Document, container: Node) -> Option<Node> {
        doc.sought(container, self)
    }
}

impl Document {
    /// Looks a name up, to look for it in many objects.
    pub(crate) fn seek<'n>(&self, name: &'n str) -> Sought<'n> {
        if self.index.keys.escaped {
            return Sought::Text(name);
        }
        self.index.keys.find(name.as_bytes()).map_or(Sought::Nowhere, Sought::Key)
    }

    /// Text of the string member `key`: the usual way to read a name.
    #[must_use]
    pub(crate) fn text_of(&self, object: Node, key: &str) -> Option<Cow<'_, str>> {
        self.text(self.member(object, key)?)
    }

    /// The child of `container` by member name or position.
    #[must_use]
    pub(crate) fn get(&self, container: Node, what: impl Select) -> Option<Node> {
        what.select(self, container)
    }

    fn member(&self, object: Node, name: &str) -> Option<Node> {
        self.sought(object, self.seek(name))
    }

    #[inline]
    fn sought(&self, object: Node, name: Sought<'_>) -> Option<Node> {
        if matches!(name, Sought::Nowhere) || self.kind(object) != Kind::Object {
            return None;
        }
        let Some(children) = self.edited(object) else {
            return self.sought_in_source(object, name);
        };
        match name {
            Sought::Nowhere => None,
            Sought::Key(number) if self.unique_keys => self.member_near(children, number),
            Sought::Key(number) => children.iter().rfind(|child| child.key == number).map(|child| child.value),
            Sought::Text(name) => {
                let is = |child: &&Child| self.key_of(**child).is_some_and(|key| key.is(name));
                children.iter().rfind(is).map(|child| child.value)
            }
        }
    }

    /// Objects of one section mostly have the same members, so one is looked for first where another object had it.
    fn member_near(&self, children: &[Child], number: u32) -> Option<Node> {
        let known = self.index.keys.place(number);
        if let Some(child) = known.and_then(|at| children.get(at)).filter(|child| child.key == number) {
            return Some(child.value);
        }
        let at = Child::position(children, number)?;
        if known.is_none() {
            self.index.keys.found_at(number, at);
        }
        Some(children[at].value)
    }

    /// Where a key occurs twice the last one counts, as for Semaphore since 2.10.27.
    pub(in crate::json) fn source_member(&self, object: Node, name: &str) -> Option<Node> {
        self.sought_in_source(object, self.seek(name))
    }

    #[inline]
    fn sought_in_source(&self, object: Node, name: Sought<'_>) -> Option<Node> {
        match name {
            Sought::Nowhere => None,
            Sought::Key(number) => {
                // Objects of one section mostly have the same members in the same order.
                let near = object.0 + self.index.keys.distance(number);
                let entry = self.index.entries.get(near as usize).filter(|_| self.unique_keys);
                if entry.is_some_and(|entry| entry.label == number && entry.parent() == Some(object.0)) {
                    return Some(Node(near));
                }
                let found = self.source_member_where(object, |key| key == number)?;
                self.index.keys.found_behind(number, found.0 - object.0);
                Some(found)
            }
            Sought::Text(name) => {
                self.source_member_where(object, |key| self.index.keys.key(key).is_some_and(|key| key.is(name)))
            }
        }
    }

    #[inline]
    fn source_member_where(&self, object: Node, is: impl Fn(u32) -> bool) -> Option<Node> {
        let end = self.next(object);
        let mut child = object.0 + 1;
        let mut found = None;
        while child < end {
            let entry = &self.index.entries[child as usize];
            if is(entry.label) {
                found = Some(Node(child));
                if self.unique_keys {
                    break;
                }
            }
            child = entry.next(child);
        }
        found
    }

    fn element(&self, array: Node, at: usize) -> Option<Node> {
        if self.kind(array) != Kind::Array {
            return None;
        }
        match self.edited(array) {
            Some(children) => children.get(at).map(|c| c.value),
            None => self.source_element(array, at),
        }
    }

    /// Far elements are found by halves: every entry between two elements leads up to the one that it is in.
    fn source_element(&self, array: Node, at: usize) -> Option<Node> {
        const NEAR: usize = 16;
        if at < NEAR {
            return self.child_nodes(array).nth(at);
        }
        let entries = &self.index.entries;
        let (mut low, mut high) = (array.0 + 1, self.next(array));
        while low < high {
            let mut middle = low + (high - low) / 2;
            while let Some(parent) = entries[middle as usize].parent().filter(|parent| *parent != array.0) {
                middle = parent;
            }
            let entry = &entries[middle as usize];
            match (entry.label as usize).cmp(&at) {
                Ordering::Equal => return Some(Node(middle)),
                Ordering::Less => low = entry.next(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The first child that a container had in the source.
    pub(in crate::json) fn child_of_source(&self, container: Node) -> Option<Node> {
        (self.in_source(container) && self.next(container) > container.0 + 1).then_some(Node(container.0 + 1))
    }

    /// Member `key` as the source had it, whatever edits did since.
    #[must_use]
    pub(crate) fn original(&self, object: Node, key: &str) -> Option<Node> {
        let is_object = self.in_source(object) && self.kind(object) == Kind::Object;
        if is_object { self.source_member(object, key) } else { None }
    }

    /// Its text.
    #[must_use]
    pub(crate) fn original_text_of(&self, object: Node, key: &str) -> Option<Cow<'_, str>> {
        self.text(self.original(object, key)?)
    }

    /// Finds the node at a path.
    #[must_use]
    pub(crate) fn at(&self, path: &Path) -> Option<Node> {
        path.0.iter().try_fold(self.root(), |node, step| match step {
            Step::Key(key) => self.member(node, key),
            // Digits of a pointer may be a name.
            Step::Index(i) if self.kind(node) == Kind::Object => self.member(node, &i.to_string()),
            Step::Index(i) => self.element(node, *i),
        })
    }
}
