//! Sets of values, one bit each: looked up at every step through an edited document.

use crate::json::node::Node;

/// Values of one document.
#[derive(Debug, Default)]
pub(crate) struct NodeSet(Vec<u64>);

impl FromIterator<Node> for NodeSet {
    fn from_iter<I: IntoIterator<Item = Node>>(nodes: I) -> Self {
        let mut set = Self::default();
        for node in nodes {
            set.insert(node);
        }
        set
    }
}

impl NodeSet {
    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a value is in it.
    pub(crate) fn contains(&self, node: Node) -> bool {
        let (word, bit) = place(node);
        self.0.get(word).is_some_and(|w| w & bit != 0)
    }

    /// Adds a value; false if it was there.
    pub(crate) fn insert(&mut self, node: Node) -> bool {
        let (word, bit) = place(node);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let fresh = self.0[word] & bit == 0;
        self.0[word] |= bit;
        fresh
    }
}

const fn place(node: Node) -> (usize, u64) {
    (node.0 as usize / 64, 1 << (node.0 % 64))
}
