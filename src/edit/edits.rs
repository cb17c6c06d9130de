//! Edits as operations propose them, and how they come into a document.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;
use serde_json::Value;

use super::value::Built;
use crate::json::{Document, InnerReader, Kind, Node, NodeSet, Step};

/// What signatures of edits are made with: the same in every part of a run.
pub(crate) const SIGNATURES: FixedState = FixedState::with_seed(0);

/// One proposed edit.
#[derive(Debug)]
pub(crate) struct Edit<'p> {
    /// The node of the rule that it is for.
    pub target: Node,
    /// Name of the operation.
    pub operation: &'static str,
    pub action: Action<'p>,
    /// A number for what it does and at what kind of place: the same for the same edit of another entity.
    pub signature: u64,
    /// Whether the old value is gone with it, and not only elsewhere.
    pub drops: bool,
    /// What else is gone with it.
    pub lost: Box<[AlsoLost]>,
}

/// The edits of a rule, in order. There may be a million of them, so those that were found on two cores stay in two pieces.
#[derive(Debug, Default)]
pub(crate) struct Edits<'p>(Vec<Vec<Edit<'p>>>);

impl<'p> Edits<'p> {
    pub(super) fn of(pieces: impl Into<Vec<Vec<Edit<'p>>>>) -> Self {
        Self(pieces.into())
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    /// All, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Edit<'p>> {
        self.0.iter().flatten()
    }

    /// The pieces, in order.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = &[Edit<'p>]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// Leaves out those that are not to stay.
    pub(crate) fn retain(&mut self, stays: impl Fn(&Edit<'p>) -> bool) {
        self.0.iter_mut().for_each(|piece| piece.retain(&stays));
    }
}

impl Edit<'_> {
    /// Its place as people and as programs name it, as long as it is not applied.
    pub(crate) fn words(&self, doc: &Document) -> (String, String) {
        match &self.action {
            Action::Append { section, .. } => ((*section).to_owned(), format!("/{section}/-")),
            action => {
                let node = action.old().unwrap_or_else(|| action.place(doc));
                let mut path = doc.path(node);
                if let Action::Set { key, old: None, .. } = action {
                    path.0.push(Step::Key((*key).to_owned()));
                }
                (doc.entity(node), path.pointer())
            }
        }
    }
}

/// A value that goes with an edit, beside the one whose place it takes.
#[derive(Debug)]
pub(crate) enum AlsoLost {
    /// A value of the document.
    Value(Node),
    /// A value inside the JSON text that is rewritten, with its place there.
    Inside(String, Value),
}

/// What an edit does.
#[derive(Debug)]
pub(crate) enum Action<'p> {
    /// Writes a member; `old` is what it has now.
    Set { object: Node, key: &'p str, value: Built<'p>, old: Option<Node> },
    /// Puts a value in the place of another.
    Replace { node: Node, value: Built<'p> },
    /// Takes a value out of its container.
    Detach { node: Node, merged: bool },
    /// Gives a member another key.
    Rename { object: Node, node: Node, key: &'p str },
    /// Takes a value to a path below an object.
    Move { node: Node, object: Node, path: &'p [Step] },
    /// Adds an element to a section.
    Append { section: &'p str, value: Built<'p> },
    /// Puts a list into another order.
    Reorder { container: Node, order: Vec<Node> },
}

/// Applies edits in order; those that take something away last, one pass for each container. `applied` is called with each edit that
/// made a value, before the next is applied. Gives the values that they made.
pub(crate) fn apply(
    doc: &mut Document,
    edits: &Edits<'_>,
    mut applied: impl FnMut(&mut Document, usize, Node),
) -> Vec<Option<Node>> {
    // Values are copied before anything changes: an edit must not see another one of its rule.
    let mut reader = InnerReader::default();
    let made: Vec<Option<Node>> = edits.iter().map(|edit| edit.action.make(doc, &mut reader)).collect();
    let (mut gone, mut containers) = (NodeSet::default(), Vec::new());
    for (number, (edit, made)) in edits.iter().zip(&made).enumerate() {
        match (&edit.action, *made) {
            (Action::Set { object, key, .. }, Some(value)) => {
                doc.set_member(*object, key, value);
            }
            (Action::Replace { node, .. }, Some(value)) => doc.replace(*node, value),
            (Action::Append { section, .. }, Some(value)) => append(doc, section, value),
            (Action::Detach { node, .. }, _) => {
                gone.insert(*node);
                let container = doc.parent(*node);
                containers.extend(container.filter(|container| containers.last() != Some(container)));
            }
            (Action::Rename { object, node, key }, _) => doc.rename_member(*object, *node, key),
            (Action::Move { node, object, path }, _) => move_to(doc, *node, *object, path),
            (Action::Reorder { container, order }, _) => doc.reorder(*container, order),
            (Action::Set { .. } | Action::Replace { .. } | Action::Append { .. }, None) => {}
        }
        if let Some(value) = made {
            applied(doc, number, *value);
        }
    }
    containers.sort_unstable();
    containers.dedup();
    for container in containers {
        doc.detach(container, |child| gone.contains(child));
    }
    made
}

fn append(doc: &mut Document, section: &str, value: Node) {
    let root = doc.root();
    let there = doc.get(root, section).filter(|n| doc.kind(*n) == Kind::Array);
    let list = there.unwrap_or_else(|| {
        let list = doc.make_array(Vec::new());
        doc.set_member(root, section, list);
        list
    });
    let at = doc.len(list);
    doc.insert_element(list, at, value);
}

fn move_to(doc: &mut Document, node: Node, object: Node, path: &[Step]) {
    if let Some(container) = doc.parent(node) {
        doc.detach(container, |child| child == node);
    }
    let mut at = object;
    for (number, step) in path.iter().enumerate() {
        let Step::Key(key) = step else { return };
        if number + 1 == path.len() {
            doc.set_member(at, key, node);
            return;
        }
        let there = doc.get(at, key.as_str()).filter(|n| doc.kind(*n) == Kind::Object);
        at = there.unwrap_or_else(|| {
            let next = doc.make_object(&[]);
            doc.set_member(at, key, next);
            next
        });
    }
}

impl<'p> Action<'p> {
    /// Makes the value that it writes; objects get the order of keys that their siblings have.
    fn make(&self, doc: &mut Document, reader: &mut InnerReader) -> Option<Node> {
        let value = self.value()?;
        let in_order = value.is_unordered() && self.siblings_are_ordered(doc);
        Some(value.make(doc, in_order, reader))
    }

    /// Whether the object beside or around the new value has its keys in order; where there is none, the outermost object counts.
    fn siblings_are_ordered(&self, doc: &Document) -> bool {
        let beside = match self {
            Self::Append { section, .. } => {
                let list = doc.get(doc.root(), *section);
                list.and_then(|list| {
                    doc.elements(list).find(|element| doc.kind(*element) == Kind::Object && doc.len(*element) > 1)
                })
            }
            _ => self.object(doc),
        };
        let around = beside.filter(|object| doc.len(*object) > 1).unwrap_or(doc.root());
        let keys: Vec<_> = doc.members(around).map(|(key, _)| key.text()).collect();
        keys.is_sorted()
    }

    /// The value that it writes, if it writes one.
    pub(crate) fn value(&self) -> Option<&Built<'p>> {
        match self {
            Self::Set { value, .. } | Self::Replace { value, .. } | Self::Append { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Whether it writes a value that the rule has as it is.
    pub(crate) fn is_literal(&self) -> bool {
        matches!(self.value(), Some(Built::Json(_)))
    }

    /// The value that is no longer there afterwards.
    pub(crate) fn takes_away(&self) -> Option<Node> {
        match self {
            Self::Set { old, .. } => *old,
            Self::Replace { node, .. } | Self::Detach { node, .. } => Some(*node),
            _ => None,
        }
    }

    /// What it takes out, and whether an equal value remains.
    pub(crate) fn gone(&self) -> Option<(Node, bool)> {
        Some((self.takes_away()?, matches!(self, Self::Detach { merged: true, .. })))
    }

    /// A number for what it does, by an operation of this name, and at what kind of place.
    pub(crate) fn signature(&self, doc: &Document, operation: &str) -> u64 {
        let mut hasher = SIGNATURES.build_hasher();
        hasher.write(operation.as_bytes());
        doc.hash_kind_of_place(self.place(doc), &mut hasher);
        match self {
            Self::Set { key, .. } | Self::Rename { key, .. } => hasher.write(key.as_bytes()),
            Self::Append { section, .. } => hasher.write(section.as_bytes()),
            Self::Move { object, path, .. } => {
                doc.hash_kind_of_place(*object, &mut hasher);
                path.hash(&mut hasher);
            }
            Self::Replace { .. } | Self::Detach { .. } | Self::Reorder { .. } => {}
        }
        hasher.finish()
    }

    /// The value that goes on under another key or elsewhere.
    pub(crate) fn stays(&self) -> Option<Node> {
        match self {
            Self::Rename { node, .. } | Self::Move { node, .. } => Some(*node),
            _ => None,
        }
    }

    /// The value that it is about, as it is before.
    pub(crate) fn old(&self) -> Option<Node> {
        self.stays().or_else(|| self.takes_away())
    }

    /// The object whose members it changes, if it changes members.
    pub(crate) fn object(&self, doc: &Document) -> Option<Node> {
        let container = match self {
            Self::Set { object, .. } | Self::Rename { object, .. } => Some(*object),
            Self::Replace { node, .. } | Self::Detach { node, .. } | Self::Move { node, .. } => doc.parent(*node),
            Self::Append { .. } => Some(doc.root()),
            Self::Reorder { .. } => None,
        };
        container.filter(|n| doc.kind(*n) == Kind::Object)
    }

    /// The node that it changes or takes away.
    pub(crate) fn place(&self, doc: &Document) -> Node {
        match self {
            Self::Set { object, .. } | Self::Rename { object, .. } => *object,
            Self::Replace { node, .. } | Self::Detach { node, .. } | Self::Move { node, .. } => *node,
            Self::Append { .. } => doc.root(),
            Self::Reorder { container, .. } => *container,
        }
    }
}
