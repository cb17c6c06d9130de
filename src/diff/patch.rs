//! RFC 6902 operations that make the edited document out of the source, valid one after the other. Order of members and
//! spelling of tokens are no part of JSON, so they are not in it.

use std::collections::HashSet;
use std::io::{self, Write};

use serde_json::Value;

use crate::document::{ContainerChange, Document, Kind, Node, Slot};

/// One operation; its value as JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// A member or element that was not there.
    Add {
        /// Where.
        path: String,
        /// What.
        value: String,
    },
    /// Something goes.
    Remove {
        /// Where.
        path: String,
    },
    /// Another value.
    Replace {
        /// Where.
        path: String,
        /// What.
        value: String,
    },
    /// A member has another key.
    Move {
        /// Where it was.
        from: String,
        /// Where it is.
        path: String,
    },
}

/// The edits of a document, in an order in which they can be applied. Linear in the edited containers.
#[must_use]
pub fn operations(doc: &Document) -> Vec<Operation> {
    let mut patch = Patch { doc, out: Vec::new() };
    let root = Document::source_root();
    if doc.root() == root {
        patch.value(root, "");
    } else {
        patch.out.push(Operation::Replace { path: String::new(), value: doc.compact(doc.root()) });
    }
    patch.out
}

/// Writes the operations as a JSON array, one a line.
///
/// # Errors
/// Those of `out`.
pub fn write(operations: &[Operation], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (i, operation) in operations.iter().enumerate() {
        out.write_all(if i == 0 { b"\n  " } else { b",\n  " })?;
        operation.write(out)?;
    }
    out.write_all(if operations.is_empty() { b"]\n" } else { b"\n]\n" })
}

impl Operation {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let text = |text: &str| Value::from(text).to_string();
        match self {
            Self::Add { path, value } => write!(out, "{{\"op\": \"add\", \"path\": {}, \"value\": {value}}}", text(path)),
            Self::Remove { path } => write!(out, "{{\"op\": \"remove\", \"path\": {}}}", text(path)),
            Self::Replace { path, value } => {
                write!(out, "{{\"op\": \"replace\", \"path\": {}, \"value\": {value}}}", text(path))
            }
            Self::Move { from, path } => {
                write!(out, "{{\"op\": \"move\", \"from\": {}, \"path\": {}}}", text(from), text(path))
            }
        }
    }
}

struct Patch<'a> {
    doc: &'a Document,
    out: Vec<Operation>,
}

/// Everything below a value comes before the operations on the value's own children, so that every path is one of the source.
impl Patch<'_> {
    fn value(&mut self, node: Node, at: &str) {
        if !self.doc.is_touched(node) {
            return;
        }
        match (self.doc.kind(node), self.doc.container_change(node)) {
            (Kind::Array, None) => {
                for (i, child) in self.doc.child_nodes(node).enumerate() {
                    if self.doc.is_touched(child) {
                        self.value(child, &format!("{at}/{i}"));
                    }
                }
            }
            (_, None) => {
                for (key, child) in self.doc.members(node) {
                    if self.doc.is_touched(child) {
                        self.value(child, &step(at, &key.text()));
                    }
                }
            }
            (Kind::Array, Some(change)) => {
                let mut gone = vec![true; change.was.len()];
                for (now, stays) in &change.now {
                    let Some(was) = *stays else { continue };
                    gone[was] = false;
                    self.kept(change.was[was].node, now.node, &format!("{at}/{was}"));
                }
                // From the end, so that the positions before stay true.
                for (i, _) in gone.iter().enumerate().rev().filter(|(_, gone)| **gone) {
                    self.out.push(Operation::Remove { path: format!("{at}/{i}") });
                }
                for (i, (now, _)) in change.now.iter().enumerate().filter(|(_, (_, stays))| stays.is_none()) {
                    self.out.push(Operation::Add { path: format!("{at}/{i}"), value: self.doc.compact(now.node) });
                }
            }
            (_, Some(change)) => self.object(node, at, &change),
        }
    }

    fn object(&mut self, node: Node, at: &str, change: &ContainerChange) {
        let was: HashSet<&str> = change.was.iter().filter_map(|s| s.key.as_deref()).collect();
        let now: HashSet<&str> = change.now.iter().filter_map(|(s, _)| s.key.as_deref()).collect();
        if was.len() < change.was.len() || now.len() < change.now.len() {
            // A path cannot say which of two equal keys it means.
            self.out.push(Operation::Replace { path: at.to_owned(), value: self.doc.compact(node) });
            return;
        }
        let is_free = |slot: &Slot, keys: &HashSet<&str>| slot.key.as_deref().is_some_and(|k| !keys.contains(k));
        let mut gone = vec![true; change.was.len()];
        let mut moves = Vec::new();
        let mut adds = Vec::new();
        for (slot, stays) in &change.now {
            let path = step(at, slot.key.as_deref().unwrap_or_default());
            // A member that only stands elsewhere in the object is where it was to JSON.
            let old = stays.or_else(|| change.was.iter().position(|w| w.key == slot.key));
            match old.map(|i| (i, &change.was[i])) {
                Some((i, was)) if was.key == slot.key => {
                    gone[i] = false;
                    self.kept(was.node, slot.node, &path);
                }
                Some((i, renamed)) if renamed.node == slot.node && is_free(slot, &was) && is_free(renamed, &now) => {
                    gone[i] = false;
                    let from = step(at, renamed.key.as_deref().unwrap_or_default());
                    self.value(slot.node, &from);
                    moves.push(Operation::Move { from, path });
                }
                _ => adds.push(Operation::Add { path, value: self.doc.compact(slot.node) }),
            }
        }
        for (slot, _) in change.was.iter().zip(&gone).filter(|(_, gone)| **gone) {
            self.out.push(Operation::Remove { path: step(at, slot.key.as_deref().unwrap_or_default()) });
        }
        self.out.append(&mut moves);
        self.out.append(&mut adds);
    }

    fn kept(&mut self, was: Node, now: Node, at: &str) {
        if was == now {
            self.value(now, at);
            return;
        }
        let value = self.doc.compact(now);
        // What was edited before it was replaced is not there any more to compare with.
        if self.doc.is_touched(was) || self.doc.compact(was) != value {
            self.out.push(Operation::Replace { path: at.to_owned(), value });
        }
    }
}

fn step(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}
