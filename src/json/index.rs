//! The flat index of a document: one small entry a value, in document order, and the keys that entries name by number.

use super::keys::Keys;

/// No entry: the parent and label of the root.
pub(super) const NONE: u32 = u32::MAX;

/// JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// any number
    Number,
    /// a string
    String,
    /// a list
    Array,
    /// an object
    Object,
}

impl Kind {
    /// The word messages and rules use: `null`, `boolean`, `number`, `string`, `array`, `object`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// One value of the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
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
    /// Of a string: it has no escape. Of an object: its keys rise and have none, so that one is found by halves.
    pub plain: bool,
}

/// All values of the source.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// In document order; the first is the root.
    pub entries: Vec<Entry>,
    /// The keys, also those that edits brought in.
    pub keys: Keys,
}
