//! The edits of a document as a tree: for each container of the source, what its children were and what they are now.

use super::matching::match_children;
use crate::json::node::Node;
use crate::json::tree::Document;
use crate::json::tree::child::Child;

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
    /// What became of the children of a source container; `None` where they are as they were (what is inside them may not be).
    pub(crate) fn container_change(&self, node: Node) -> Option<ContainerChange> {
        let (now, was) = (self.own_change(node)?, self.source_children(node));
        let mut stays = Vec::new();
        match_children(&was, now, &mut stays);
        Some(ContainerChange {
            was: was.iter().map(|c| self.slot_of(*c)).collect(),
            now: now.iter().zip(stays).map(|(c, stays)| (self.slot_of(*c), stays)).collect(),
        })
    }

    /// The children of a source container as the source has them.
    pub(crate) fn was(&self, node: Node) -> Vec<Slot> {
        self.source_children(node).iter().map(|c| self.slot_of(*c)).collect()
    }

    fn slot_of(&self, child: Child) -> Slot {
        Slot { key: self.key_of(child).map(|k| k.text().into_owned()), node: child.value }
    }
}
