//! The flat index of a document: one small entry a value, in document order, and the keys that entries name by number.

use super::keys::Keys;
use crate::json::node::Kind;

/// No entry: the parent and label of the root.
pub(in crate::json) const NONE: u32 = u32::MAX;

/// One value of the source.
#[derive(Debug, Clone, Copy)]
pub(in crate::json) struct Entry {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
    /// Number of the entry behind this one and everything inside it.
    pub next: u32,
    /// Number of the container.
    pub parent: u32,
    /// Number of the key for a member; position for an element; [`NONE`] for the root.
    pub label: u32,
    /// JSON type.
    pub kind: Kind,
    /// Of a string: it has no escape.
    pub plain: bool,
}

/// All values of the source.
#[derive(Debug, Default)]
pub(in crate::json) struct Index {
    /// In document order; the first is the root.
    pub entries: Vec<Entry>,
    /// The keys, also those that edits brought in.
    pub keys: Keys,
}
