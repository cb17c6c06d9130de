//! The edits of a document as a tree: for each container of the source, what its children were and what they are now.

use super::child::Child;
use super::index::Kind;
use super::keep::keepers;
use super::path::Step;
use super::tree::{Document, Node};

/// A container of the source whose own children changed.
#[derive(Debug)]
pub(crate) struct ContainerChange {
    /// Children in the source.
    pub was: Vec<Slot>,
    /// Children now, each with the place in `was` that it still has, if it did not have to move there.
    pub now: Vec<(Slot, Option<usize>)>,
}

/// A child and its key in an object.
#[derive(Debug)]
pub(crate) struct Slot {
    pub key: Option<String>,
    pub node: Node,
}

impl Document {
    /// The value that the source has outermost, whatever stands there now.
    pub(crate) const fn source_root() -> Node {
        Node(0)
    }

    /// What became of the children of a source container; `None` where they are as they were (what is inside them may not be).
    pub(crate) fn container_change(&self, node: Node) -> Option<ContainerChange> {
        let (was, now) = self.own_change(node)?;
        let stays = keepers(&was, now);
        Some(ContainerChange {
            was: was.iter().map(|c| self.slot_of(*c)).collect(),
            now: now.iter().zip(stays).map(|(c, stays)| (self.slot_of(*c), stays)).collect(),
        })
    }

    /// The children of a source container as the source has them.
    pub(crate) fn was(&self, node: Node) -> Vec<Slot> {
        self.source_children(node).iter().map(|c| self.slot_of(*c)).collect()
    }

    /// As [`Document::entity`], in the words of the source.
    pub(crate) fn source_entity(&self, node: Node) -> String {
        let mut steps: Vec<String> = self
            .way_in_source(node)
            .map(|(step, node)| match step {
                Step::Key(key) => format!(".{key}"),
                Step::Index(i) => {
                    let named = |key| self.text(self.source_member(node, key)?);
                    let name = (self.kind(node) == Kind::Object).then(|| named("name").or_else(|| named("title"))).flatten();
                    name.map_or_else(|| format!("[{i}]"), |n| format!("[{n:?}]"))
                }
            })
            .collect();
        steps.reverse();
        let text = steps.concat();
        if text.is_empty() { "the document".into() } else { text.strip_prefix('.').unwrap_or(&text).to_owned() }
    }

    fn slot_of(&self, child: Child) -> Slot {
        Slot { key: self.key_of(child).map(|k| k.text().into_owned()), node: child.value }
    }
}
