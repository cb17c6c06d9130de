//! Values on their way into a document: made, copied. Any depth.

use std::borrow::Cow;

use serde_json::Value;

use crate::json::node::{Kind, Label, Node};
use crate::json::tree::Document;
use crate::json::tree::child::Child;
use crate::text::escape::escape_into;

impl Document {
    /// Makes a value that hangs nowhere yet.
    pub(crate) fn make(&mut self, value: &Value) -> Node {
        let top = self.make_shell(value);
        if !value.is_array() && !value.is_object() {
            return top;
        }
        let (mut open, mut children) = (vec![(value, top)], Vec::new());
        while let Some((value, node)) = open.pop() {
            children.clear();
            match value {
                Value::Array(items) => {
                    for item in items {
                        let value = self.make_shell(item);
                        open.push((item, value));
                        children.push(Child::element(value));
                    }
                }
                Value::Object(members) => {
                    for (key, member) in members {
                        let value = self.make_shell(member);
                        open.push((member, value));
                        children.push(self.new_member(key, value));
                    }
                }
                _ => continue,
            }
            self.fill(node, &children);
        }
        top
    }

    /// A scalar, or a container without its content.
    fn make_shell(&mut self, value: &Value) -> Node {
        match value {
            Value::Null => self.make_raw(Kind::Null, "null"),
            Value::Bool(b) => self.make_raw(Kind::Bool, if *b { "true" } else { "false" }),
            Value::Number(n) => self.make_raw(Kind::Number, &n.to_string()),
            Value::String(s) => self.make_text(s),
            Value::Array(_) => self.make_raw(Kind::Array, ""),
            Value::Object(_) => self.make_raw(Kind::Object, ""),
        }
    }

    /// Makes a string, escaped in the way of the source.
    pub(crate) fn make_text(&mut self, value: &str) -> Node {
        let html = self.style().html;
        let mut raw = String::with_capacity(value.len() + 2);
        escape_into(&mut raw, value, html);
        self.make_raw(Kind::String, &raw)
    }

    /// Makes a scalar from its JSON token.
    pub(crate) fn make_raw(&mut self, kind: Kind, raw: &str) -> Node {
        match kind {
            Kind::Array | Kind::Object => {
                let container = self.overlay.container(kind);
                self.add(container)
            }
            _ => {
                let scalar = self.overlay.scalar(kind, raw);
                self.add(scalar)
            }
        }
    }

    /// Makes an array of values that hang nowhere.
    pub(crate) fn make_array(&mut self, items: Vec<Node>) -> Node {
        let children: Vec<Child> = items.into_iter().map(Child::element).collect();
        let array = self.make_raw(Kind::Array, "");
        self.fill(array, &children);
        array
    }

    /// Makes an object of values that hang nowhere.
    pub(crate) fn make_object(&mut self, members: &[(&str, Node)]) -> Node {
        let children: Vec<Child> = members.iter().map(|(key, value)| self.new_member(key, *value)).collect();
        let object = self.make_raw(Kind::Object, "");
        self.fill(object, &children);
        object
    }

    /// A deep copy that hangs nowhere; tokens keep their text.
    pub(crate) fn copy(&mut self, node: Node) -> Node {
        let top = self.copy_shell(node);
        if self.is_empty(node) {
            return top;
        }
        let mut open = vec![(node, top)];
        while let Some((from, to)) = open.pop() {
            let mut children = match self.edited(from) {
                Some(children) => children.to_vec(),
                None => self.source_children(from),
            };
            for child in &mut children {
                let from = child.value;
                child.value = self.copy_shell(from);
                open.push((from, child.value));
            }
            self.fill(to, &children);
        }
        top
    }

    /// A copy of another document that hangs nowhere; tokens keep their text.
    pub(crate) fn copy_of(&mut self, other: &Self) -> Node {
        self.copy_from(other, other.root())
    }

    /// A copy of a value of another document that hangs nowhere; tokens keep their text.
    pub(crate) fn copy_from(&mut self, other: &Self, node: Node) -> Node {
        let top = self.shell_of(other, node);
        let (mut open, mut children) = (vec![(node, top)], Vec::new());
        while let Some((from, to)) = open.pop() {
            children.clear();
            for (label, node) in other.children(from) {
                let value = self.shell_of(other, node);
                if other.is_container(node) {
                    open.push((node, value));
                }
                children.push(match label {
                    Label::Key(key) => self.new_member(&key.text(), value),
                    Label::Index(_) => Child::element(value),
                });
            }
            self.fill(to, &children);
        }
        top
    }

    fn copy_shell(&mut self, node: Node) -> Node {
        let kind = self.kind(node);
        let copy = match self.index.entries.get(node.0 as usize) {
            _ if self.is_container(node) => self.overlay.container(kind),
            Some(entry) => self.overlay.scalar(kind, &self.src.written(entry.start as usize..entry.end as usize)),
            None => self.added(node).again(),
        };
        self.add(copy)
    }

    fn shell_of(&mut self, other: &Self, node: Node) -> Node {
        self.make_raw(other.kind(node), &if other.is_container(node) { Cow::Borrowed("") } else { other.token(node) })
    }
}
