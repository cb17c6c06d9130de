//! Children of edited containers: a value and how it hangs there. Small and without text of its own, since a long list has
//! many.

use super::index::key_tag;
use super::text;
use super::tree::{Document, Key, Node};

/// A value in an edited container.
#[derive(Debug, Clone, Copy)]
pub(super) struct Child {
    pub label: ChildLabel,
    pub value: Node,
    /// [`key_tag`] of the key of a member; 0 for elements.
    pub tag: u16,
}

/// How a value hangs in an edited container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChildLabel {
    /// Element of an array.
    Element,
    /// Member whose key stands in the source at this offset.
    Source(u32),
    /// Member with a new key, by its number among the new keys.
    New(u32),
}

impl Child {
    pub const fn element(value: Node) -> Self {
        Self { label: ChildLabel::Element, value, tag: 0 }
    }
}

impl Document {
    /// The key of a member; `None` for an element.
    pub(super) fn key_of(&self, child: &Child) -> Option<Key<'_>> {
        self.key_named(child.label)
    }

    pub(super) fn key_named(&self, label: ChildLabel) -> Option<Key<'_>> {
        match label {
            ChildLabel::Element => None,
            ChildLabel::Source(open) => Some(self.key_at(open)),
            ChildLabel::New(number) => Some(Key::new(self.overlay.key(number).as_bytes())),
        }
    }

    /// A member with a key that may be new to the document.
    pub(super) fn new_member(&mut self, key: &str, value: Node) -> Child {
        let mut body = String::new();
        text::escape_into(&mut body, key, self.style().html);
        let body = &body[1..body.len() - 1];
        self.index.keys.escaped |= body.contains('\\');
        Child { label: ChildLabel::New(self.overlay.new_key(body)), value, tag: key_tag(body.as_bytes()) }
    }
}
