//! RFC 6902 operations that make the edited document out of the source, valid one after the other. Order of members and
//! spelling of tokens are no part of JSON, so they are not in it.

mod moves;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use serde_json::Value;

use moves::Survivor;

use crate::json::{ContainerChange, Document, Kind, Node, Slot};
use crate::mask::{self, Beside, Secrets};
use crate::text::safe;

/// One operation; its value as JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operation {
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
    /// A member has another key, or an element another place.
    Move {
        /// Where it was.
        from: String,
        /// Where it is.
        path: String,
    },
}

/// The edits of a document, in an order in which they can be applied. Linear in the edited containers, but for the logarithm in moves of elements.
#[must_use]
pub(crate) fn operations(doc: &Document) -> Vec<Operation> {
    let root = Node::SOURCE_ROOT;
    if doc.root() != root {
        return vec![Operation::Replace { path: String::new(), value: doc.compact(doc.root()) }];
    }
    Patch { doc, tasks: vec![Task::Value(root, String::new())], out: Vec::new() }.run()
}

/// Writes the operations as a JSON array, one a line. What acts on a terminal is an escape in it.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(operations: &[Operation], secrets: Secrets, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (i, operation) in operations.iter().enumerate() {
        out.write_all(if i == 0 { b"\n  " } else { b",\n  " })?;
        out.write_all(safe::json(&operation.text(secrets)).as_bytes())?;
    }
    out.write_all(if operations.is_empty() { b"]\n" } else { b"\n]\n" })
}

impl Operation {
    fn text(&self, secrets: Secrets) -> String {
        let text = |text: &str| Value::from(text).to_string();
        let shown =
            |value, path| if secrets == Secrets::Shown { Cow::Borrowed(value) } else { mask::json(value, path, Beside::Unknown) };
        match self {
            Self::Add { path, value } => {
                format!("{{\"op\": \"add\", \"path\": {}, \"value\": {}}}", text(path), shown(value, path))
            }
            Self::Remove { path } => format!("{{\"op\": \"remove\", \"path\": {}}}", text(path)),
            Self::Replace { path, value } => {
                format!("{{\"op\": \"replace\", \"path\": {}, \"value\": {}}}", text(path), shown(value, path))
            }
            Self::Move { from, path } => {
                format!("{{\"op\": \"move\", \"from\": {}, \"path\": {}}}", text(from), text(path))
            }
        }
    }
}

struct Patch<'a> {
    doc: &'a Document,
    /// What is to be done, the next one last: values may be nested 10,000 levels deep.
    tasks: Vec<Task>,
    out: Vec<Operation>,
}

enum Task {
    /// What became of a value, and where the source has it.
    Value(Node, String),
    /// What came into the place of a value.
    Instead(Node, Node, String),
    /// The operations on the children of a container. Everything below comes before them, so that every path is one of the source.
    Children(Vec<Operation>),
}

/// What became of the children of a container.
#[derive(Default)]
struct Fates {
    /// What to look into, in order.
    below: Vec<Task>,
    operations: Vec<Operation>,
}

impl Patch<'_> {
    fn run(mut self) -> Vec<Operation> {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Value(node, at) => {
                    let fates = self.value(node, &at);
                    self.tasks.push(Task::Children(fates.operations));
                    self.tasks.extend(fates.below.into_iter().rev());
                }
                Task::Instead(was, now, path) => {
                    let value = self.doc.compact(now);
                    // What was edited before it was replaced is not there any more to compare with.
                    if self.doc.is_touched(was) || self.doc.compact(was) != value {
                        self.out.push(Operation::Replace { path, value });
                    }
                }
                Task::Children(operations) => self.out.extend(operations),
            }
        }
        self.out
    }

    fn value(&self, node: Node, at: &str) -> Fates {
        if !self.doc.is_touched(node) {
            return Fates::default();
        }
        let touched = |child: &Node| self.doc.is_touched(*child);
        let below = |below| Fates { below, operations: Vec::new() };
        match (self.doc.kind(node), self.doc.container_change(node)) {
            (Kind::Array, None) => {
                let children = self.doc.child_nodes(node).enumerate().filter(|(_, child)| touched(child));
                below(children.map(|(i, child)| Task::Value(child, format!("{at}/{i}"))).collect())
            }
            (_, None) => {
                let members = self.doc.members(node).filter(|(_, child)| touched(child));
                below(members.map(|(key, child)| Task::Value(child, step(at, &key.text()))).collect())
            }
            (Kind::Array, Some(change)) => self.array(at, &change),
            (_, Some(change)) => self.object(node, at, &change),
        }
    }

    fn array(&self, at: &str, change: &ContainerChange) -> Fates {
        let mut fates = Fates::default();
        let path = |i: usize| format!("{at}/{i}");
        let places: HashMap<Node, usize> = change.was.iter().enumerate().map(|(i, slot)| (slot.node, i)).collect();
        let mut gone = vec![true; change.was.len()];
        change.now.iter().filter_map(|(now, _)| places.get(&now.node)).for_each(|place| gone[*place] = false);
        let mut survivors = Vec::new();
        let mut adds = Vec::new();
        for (i, (now, stays)) in change.now.iter().enumerate() {
            match (places.get(&now.node), *stays) {
                (Some(place), stays) => {
                    fates.below.push(Task::Value(now.node, path(*place)));
                    survivors.push(Survivor { was: *place, stays: stays == Some(*place) });
                }
                (None, Some(place)) if gone[place] => {
                    gone[place] = false;
                    fates.below.push(Task::Instead(change.was[place].node, now.node, path(place)));
                    survivors.push(Survivor { was: place, stays: true });
                }
                _ => adds.push(Operation::Add { path: path(i), value: self.doc.compact(now.node) }),
            }
        }
        // From the end, so that the positions before stay true.
        let removed = gone.iter().enumerate().rev().filter(|(_, gone)| **gone);
        fates.operations.extend(removed.map(|(i, _)| Operation::Remove { path: path(i) }));
        let moved = moves::moves(&survivors).into_iter();
        fates.operations.extend(moved.map(|(from, to)| Operation::Move { from: path(from), path: path(to) }));
        fates.operations.append(&mut adds);
        fates
    }

    fn object(&self, node: Node, at: &str, change: &ContainerChange) -> Fates {
        let was: HashMap<&str, usize> = change.was.iter().enumerate().filter_map(|(i, s)| Some((s.key.as_deref()?, i))).collect();
        let now: HashSet<&str> = change.now.iter().filter_map(|(s, _)| s.key.as_deref()).collect();
        if was.len() < change.was.len() || now.len() < change.now.len() {
            // A path cannot say which of two equal keys it means.
            let operations = vec![Operation::Replace { path: at.to_owned(), value: self.doc.compact(node) }];
            return Fates { below: Vec::new(), operations };
        }
        let mut fates = Fates::default();
        let mut gone = vec![true; change.was.len()];
        let mut moves = Vec::new();
        let mut adds = Vec::new();
        for (slot, stays) in &change.now {
            let key = slot.key.as_deref().unwrap_or_default();
            let path = step(at, key);
            // A member that only moved within the object is where it was to JSON.
            let old = stays.or_else(|| was.get(key).copied());
            match old.map(|i| (i, &change.was[i])) {
                Some((i, same)) if same.key == slot.key => {
                    gone[i] = false;
                    fates.below.push(if same.node == slot.node {
                        Task::Value(slot.node, path)
                    } else {
                        Task::Instead(same.node, slot.node, path)
                    });
                }
                Some((i, renamed)) if renamed.node == slot.node && !was.contains_key(key) && is_free(renamed, &now) => {
                    gone[i] = false;
                    let from = step(at, renamed.key.as_deref().unwrap_or_default());
                    fates.below.push(Task::Value(slot.node, from.clone()));
                    moves.push(Operation::Move { from, path });
                }
                _ => adds.push(Operation::Add { path, value: self.doc.compact(slot.node) }),
            }
        }
        let removed = change.was.iter().zip(&gone).filter(|(_, gone)| **gone);
        fates
            .operations
            .extend(removed.map(|(slot, _)| Operation::Remove { path: step(at, slot.key.as_deref().unwrap_or_default()) }));
        fates.operations.append(&mut moves);
        fates.operations.append(&mut adds);
        fates
    }
}

fn is_free(slot: &Slot, keys: &HashSet<&str>) -> bool {
    slot.key.as_deref().is_some_and(|key| !keys.contains(key))
}

fn step(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}
