//! Sets of values and of other numbers, one bit each: looked up at every step through an edited document.

use crate::json::node::Node;

/// Values of one document.
#[derive(Debug, Default)]
pub(crate) struct NodeSet(BitSet);

/// Numbers, none of which is far larger than there are.
#[derive(Debug, Default)]
pub(crate) struct BitSet(Vec<u64>);

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
        self.0.0.is_empty()
    }

    /// Whether a value is in it.
    pub(crate) fn contains(&self, node: Node) -> bool {
        let (word, bit) = place(node.0);
        self.0.0.get(word).is_some_and(|w| w & bit != 0)
    }

    /// Adds a value; false if it was there.
    pub(crate) fn insert(&mut self, node: Node) -> bool {
        self.0.insert(node.0)
    }
}

impl BitSet {
    /// Adds a number; false if it was there.
    pub(crate) fn insert(&mut self, number: u32) -> bool {
        let (word, bit) = place(number);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let fresh = self.0[word] & bit == 0;
        self.0[word] |= bit;
        fresh
    }
}

const fn place(number: u32) -> (usize, u64) {
    (number as usize / 64, 1 << (number % 64))
}
