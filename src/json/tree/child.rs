//! Children of edited containers: a value and its key. Small and without text of its own, since a long list has many.

use crate::json::node::Node;
use crate::json::read::keys::NO_KEY;

/// A value in an edited container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::json) struct Child {
    pub value: Node,
    /// Number of the key of a member; [`NO_KEY`] for an element.
    pub key: u32,
}

impl Child {
    /// Where no child is.
    pub(super) const NONE: Self = Self { value: Node(NO_KEY), key: NO_KEY };

    pub(crate) const fn element(value: Node) -> Self {
        Self { value, key: NO_KEY }
    }

    /// Where the key of a number is. Most objects that a rule asks do not have the key, so that eight are compared at a time.
    pub(super) fn position(children: &[Self], key: u32) -> Option<usize> {
        let (eights, rest) = children.as_chunks::<8>();
        let with_it =
            eights.iter().position(|eight| eight.iter().fold(0, |found, child| found | u32::from(child.key == key)) > 0);
        let (start, part) = with_it.map_or((children.len() - rest.len(), rest), |at| (at * 8, &eights[at][..]));
        Some(start + part.iter().position(|child| child.key == key)?)
    }
}
