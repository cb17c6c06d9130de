//! From names and positions to values: members, elements, paths. Changes nothing.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::child::{Child, ChildLabel};
use super::index::{Kind, key_tag};
use super::path::{Path, Step};
use super::text;
use super::tree::{Document, Key, Node};

/// What [`Document::get`] looks for: a member by name or an element by position.
pub trait Select {
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

impl Document {
    /// Text of the string member `key`: the usual way to read a name.
    #[must_use]
    pub fn text_of(&self, object: Node, key: &str) -> Option<Cow<'_, str>> {
        self.text(self.member(object, key)?)
    }

    /// The child of `container` by member name or position.
    #[must_use]
    pub fn get(&self, container: Node, what: impl Select) -> Option<Node> {
        what.select(self, container)
    }

    fn member(&self, object: Node, name: &str) -> Option<Node> {
        if self.kind(object) != Kind::Object {
            return None;
        }
        let Some(children) = self.edited(object) else {
            return self.source_member(object, name);
        };
        let tag = key_tag(name.as_bytes());
        let plain = self.are_plain_keys(name);
        let is = |child: &&Child| match child.label {
            _ if plain && child.tag != tag => false,
            ChildLabel::Source(open) if plain => self.key_stands(open as usize + 1, name),
            _ => self.key_of(child).is_some_and(|key| key.is(name)),
        };
        children.iter().rev().find(is).map(|c| c.value)
    }

    /// Where a key occurs twice the last one counts, as for Semaphore since 2.10.27.
    pub(super) fn source_member(&self, object: Node, name: &str) -> Option<Node> {
        let end = self.index.entries[object.0 as usize].next;
        let mut child = object.0 + 1;
        let mut found = None;
        let tag = key_tag(name.as_bytes());
        let plain = self.are_plain_keys(name);
        while child < end {
            let entry = &self.index.entries[child as usize];
            let is = if plain {
                // Most keys are told apart without a look at the text, which is far from the index.
                entry.tag == tag && self.key_stands(entry.label as usize + 1, name)
            } else {
                self.key_at(entry.label).is(name)
            };
            if is {
                found = Some(Node(child));
                if self.unique_keys {
                    break;
                }
            }
            child = entry.next;
        }
        found
    }

    /// Whether a key is the name only where it is written exactly so.
    fn are_plain_keys(&self, name: &str) -> bool {
        !self.index.keys.escaped && !name.contains(['"', '\\'])
    }

    fn key_stands(&self, at: usize, name: &str) -> bool {
        self.src[at..].starts_with(name.as_bytes()) && self.src.get(at + name.len()) == Some(&b'"')
    }

    pub(super) fn key_at(&self, open: u32) -> Key<'_> {
        Key::new(text::string_body(&self.src, open as usize))
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
        let (mut low, mut high) = (array.0 + 1, entries[array.0 as usize].next);
        while low < high {
            let mut middle = low + (high - low) / 2;
            while entries[middle as usize].parent != array.0 {
                middle = entries[middle as usize].parent;
            }
            let entry = &entries[middle as usize];
            match (entry.label as usize).cmp(&at) {
                Ordering::Equal => return Some(Node(middle)),
                Ordering::Less => low = entry.next,
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The first child that a container had in the source.
    pub(super) fn child_of_source(&self, container: Node) -> Option<Node> {
        let entry = self.index.entries.get(container.0 as usize)?;
        (entry.next > container.0 + 1).then_some(Node(container.0 + 1))
    }

    /// Text of the string member `key` as the source had it, whatever edits did since.
    #[must_use]
    pub fn original_text_of(&self, object: Node, key: &str) -> Option<Cow<'_, str>> {
        if !self.in_source(object) || self.kind(object) != Kind::Object {
            return None;
        }
        self.text(self.source_member(object, key)?)
    }

    /// Finds the node at a path.
    #[must_use]
    pub fn at(&self, path: &Path) -> Option<Node> {
        path.0.iter().try_fold(self.root(), |node, step| match step {
            Step::Key(key) => self.member(node, key),
            // Digits of a pointer may be a name.
            Step::Index(i) if self.kind(node) == Kind::Object => self.member(node, &i.to_string()),
            Step::Index(i) => self.element(node, *i),
        })
    }
}
