//! The edits of a document: lists of children that replace those of the source, and values that were not in it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::index::Kind;
use super::text;
use super::tree::{Document, Key, Node, Places};

/// Everything that differs from the source.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    /// Values made by edits; node numbers go on behind those of the source.
    pub added: Vec<Added>,
    /// Children of source containers that were edited.
    pub children: HashMap<Node, Vec<Child>>,
    /// Containers of source nodes that hang elsewhere now.
    pub moved: HashMap<Node, Node>,
    /// Source containers in which something changed, at any depth.
    pub dirty: HashSet<Node>,
    /// The outermost value, where it was replaced.
    pub root: Option<Node>,
    /// Cache of positions in long edited lists.
    places: Mutex<Places>,
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

impl Overlay {
    /// Position of `node` among `children`; long lists are searched once and remembered.
    pub fn place(&self, parent: Node, children: &[Child], node: Node) -> Option<usize> {
        if children.len() < 24 {
            return children.iter().position(|c| c.value == node);
        }
        let mut places = self.places.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let index = places.entry(parent).or_insert_with(|| children.iter().enumerate().map(|(i, c)| (c.value, i)).collect());
        index.get(&node).copied()
    }

    fn took_place(&mut self, parent: Node, old: Node, new: Node, at: usize) {
        let places = self.places.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(index) = places.get_mut(&parent) {
            index.remove(&old);
            index.insert(new, at);
        }
    }

    fn forget_places(&mut self, parent: Node) {
        self.places.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner).remove(&parent);
    }
}

/// Edits. None of them checks a rule's intentions: the engine does, and records what it does here.
impl Document {
    /// Makes a value that hangs nowhere yet.
    pub fn make(&mut self, value: &Value) -> Node {
        match value {
            Value::Null => self.make_raw(Kind::Null, "null"),
            Value::Bool(b) => self.make_raw(Kind::Bool, if *b { "true" } else { "false" }),
            Value::Number(n) => self.make_raw(Kind::Number, &n.to_string()),
            Value::String(s) => self.make_text(s),
            Value::Array(items) => {
                let items = items.iter().map(|v| self.make(v)).collect();
                self.make_array(items)
            }
            Value::Object(members) => {
                let members = members.iter().map(|(k, v)| (k.clone(), self.make(v))).collect();
                self.make_object(members)
            }
        }
    }

    /// Makes a string, escaped in the way of the source.
    pub fn make_text(&mut self, value: &str) -> Node {
        let html = self.style().html;
        let mut raw = String::with_capacity(value.len() + 2);
        text::escape_into(&mut raw, value, html);
        self.make_raw(Kind::String, &raw)
    }

    /// Makes a scalar from its JSON token.
    pub fn make_raw(&mut self, kind: Kind, raw: &str) -> Node {
        self.add(Added { parent: None, kind, raw: raw.into(), children: Vec::new() })
    }

    /// Makes an array of values that hang nowhere.
    pub fn make_array(&mut self, items: Vec<Node>) -> Node {
        let children = items.iter().map(|n| Child { label: ChildLabel::Element, value: *n }).collect();
        let array = self.add(Added { parent: None, kind: Kind::Array, raw: "".into(), children });
        for item in items {
            self.hang(item, array);
        }
        array
    }

    /// Makes an object of values that hang nowhere.
    pub fn make_object(&mut self, members: Vec<(String, Node)>) -> Node {
        let nodes: Vec<Node> = members.iter().map(|m| m.1).collect();
        let children = members.into_iter().map(|(k, value)| Child { label: self.new_label(&k), value }).collect();
        let object = self.add(Added { parent: None, kind: Kind::Object, raw: "".into(), children });
        for node in nodes {
            self.hang(node, object);
        }
        object
    }

    /// A deep copy that hangs nowhere; tokens keep their text.
    pub fn copy(&mut self, node: Node) -> Node {
        match self.kind(node) {
            Kind::Array => {
                let items: Vec<Node> = self.elements(node).collect();
                let items = items.into_iter().map(|n| self.copy(n)).collect();
                self.make_array(items)
            }
            Kind::Object => {
                let members: Vec<(String, Node)> = self.members(node).map(|(k, n)| (k.text().into_owned(), n)).collect();
                let members = members.into_iter().map(|(k, n)| (k, self.copy(n))).collect();
                self.make_object(members)
            }
            kind => {
                let raw = String::from_utf8_lossy(self.raw(node)).into_owned();
                self.make_raw(kind, &raw)
            }
        }
    }

    /// Writes member `key`: replaces its value, or adds it at its sorted place if the keys are sorted, else last.
    pub fn set_member(&mut self, object: Node, key: &str, value: Node) {
        if let Some(old) = self.get(object, key) {
            self.replace(old, value);
            return;
        }
        let at = self.place_for(object, key);
        let label = self.new_label(key);
        self.edit(object).insert(at, Child { label, value });
        self.hang(value, object);
    }

    fn place_for(&self, object: Node, key: &str) -> usize {
        let keys: Vec<_> = self.members(object).map(|(k, _)| k.text()).collect();
        let sorted = keys.len() > 1 && keys.is_sorted();
        if sorted { keys.partition_point(|k| k.as_ref() < key) } else { keys.len() }
    }

    /// Puts `value` into an array at position `at` (clamped).
    pub fn insert_element(&mut self, array: Node, at: usize, value: Node) {
        let children = self.edit(array);
        let at = at.min(children.len());
        children.insert(at, Child { label: ChildLabel::Element, value });
        self.hang(value, array);
    }

    /// Puts `value` in the place of `old`.
    pub fn replace(&mut self, old: Node, value: Node) {
        let Some(parent) = self.parent(old) else {
            self.overlay.root = Some(value);
            return;
        };
        self.touch(parent);
        let place = self.edited(parent).and_then(|children| self.overlay.place(parent, children, old));
        if let Some(at) = place {
            self.touch(parent)[at].value = value;
            self.overlay.took_place(parent, old, value, at);
            self.hang(value, parent);
        }
    }

    /// Takes the children of `container` in `gone` out of it, in one pass.
    pub fn detach(&mut self, container: Node, gone: &HashSet<Node>) {
        self.edit(container).retain(|c| !gone.contains(&c.value));
    }

    /// Gives the member `node` another key; value and place stay.
    pub fn rename_member(&mut self, object: Node, node: Node, key: &str) {
        let label = self.new_label(key);
        if let Some(child) = self.edit(object).iter_mut().find(|c| c.value == node) {
            child.label = label;
        }
    }

    /// Puts the children of `container` into the order of `order`, which holds each of them once.
    pub fn reorder(&mut self, container: Node, order: &[Node]) {
        let mut by_node: HashMap<Node, Child> = self.edit(container).drain(..).map(|c| (c.value, c)).collect();
        let sorted = order.iter().filter_map(|n| by_node.remove(n)).collect();
        *self.edit(container) = sorted;
    }

    fn new_label(&self, key: &str) -> ChildLabel {
        let mut body = String::new();
        text::escape_into(&mut body, key, self.style().html);
        ChildLabel::New(body[1..body.len() - 1].into())
    }

    fn add(&mut self, added: Added) -> Node {
        let number = self.index.entries.len() + self.overlay.added.len();
        self.overlay.added.push(added);
        // Sources end below 4 GiB and edits are far fewer than bytes; saturation would only merge labels of nodes never made.
        Node(u32::try_from(number).unwrap_or(u32::MAX))
    }

    fn hang(&mut self, node: Node, parent: Node) {
        if self.in_source(node) {
            self.overlay.moved.insert(node, parent);
        } else {
            let at = node.0 as usize - self.index.entries.len();
            self.overlay.added[at].parent = Some(parent);
        }
    }

    /// The children of a container, ready to be changed; marks it and everything around it as touched.
    fn edit(&mut self, container: Node) -> &mut Vec<Child> {
        self.overlay.forget_places(container);
        self.touch(container)
    }

    /// The same for a change that leaves every child where it is.
    fn touch(&mut self, container: Node) -> &mut Vec<Child> {
        let mut up = Some(container);
        while let Some(node) = up {
            if !self.overlay.dirty.insert(node) {
                break;
            }
            up = self.parent(node);
        }
        if !self.in_source(container) {
            let at = container.0 as usize - self.index.entries.len();
            return &mut self.overlay.added[at].children;
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

    /// The key text of a child with quotes, as it will be written.
    pub(super) fn key_token(&self, child: &Child) -> Option<String> {
        child.key(&self.src).map(|k| format!("\"{}\"", String::from_utf8_lossy(k.body())))
    }
}
