//! One value for each way in which rules changed the document: a rule does the same to thousands of values, and what is right of
//! one is right of all.

use foldhash::HashSet;

use crate::document::Node;

/// Values that stand for all that were changed.
#[derive(Debug, Default)]
pub(super) struct Samples {
    ways: HashSet<u64>,
    nodes: Vec<Node>,
}

impl Samples {
    /// A value that was changed in a way that has this signature.
    pub fn add(&mut self, signature: u64, node: Node) {
        if self.ways.insert(signature) {
            self.nodes.push(node);
        }
    }

    /// Those since the last time.
    pub fn take(&mut self) -> Vec<Node> {
        self.ways.clear();
        std::mem::take(&mut self.nodes)
    }
}
