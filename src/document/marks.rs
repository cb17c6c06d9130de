//! A set of nodes, one bit each: asked at every step through an edited document.

use super::tree::Node;

/// Nodes that bear a mark.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, node: Node) -> bool {
        let (word, bit) = place(node);
        self.0.get(word).is_some_and(|w| w & bit != 0)
    }

    /// Marks a node; false if it was.
    pub fn insert(&mut self, node: Node) -> bool {
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
