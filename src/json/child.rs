//! Children of edited containers: a value and its key. Small and without text of its own, since a long list has many.

use super::keys::NO_KEY;
use super::text;
use super::tree::{Document, Key, Node};

/// A value in an edited container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Child {
    pub value: Node,
    /// Number of the key of a member; [`NO_KEY`] for an element.
    pub key: u32,
}

impl Child {
    pub const fn element(value: Node) -> Self {
        Self { value, key: NO_KEY }
    }
}

impl Document {
    /// The key of a member; `None` for an element.
    pub(super) fn key_of(&self, child: Child) -> Option<Key<'_>> {
        self.index.keys.key(child.key)
    }

    /// A member with a key that may be new to the document.
    pub(super) fn new_member(&mut self, key: &str, value: Node) -> Child {
        Child { value, key: self.key_number(key) }
    }

    /// The number of a key by its name, written in the way of the source.
    pub(super) fn key_number(&mut self, name: &str) -> u32 {
        if !self.index.keys.escaped
            && let Some(number) = self.index.keys.find(name.as_bytes())
        {
            return number;
        }
        let mut token = String::new();
        text::escape_into(&mut token, name, self.style().html);
        self.index.keys.add(&token.as_bytes()[1..token.len() - 1])
    }
}
