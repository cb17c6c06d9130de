//! The flat index of a document: one small entry a value, in document order. Knows offsets, not text.

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
    /// Offset of the key's opening quote for a member; position for an element.
    pub label: u32,
    /// JSON type.
    pub kind: Kind,
}

/// All values of the source.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// In document order; the first is the root.
    pub entries: Vec<Entry>,
    /// What is common to all keys.
    pub keys: Keys,
}

/// What is common to all keys of the source, so that most of them need not be looked at to know that they are not the one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys {
    /// Fewest bytes between the quote that closes a key and the value.
    pub least_gap: u32,
    /// Most bytes between them.
    pub most_gap: u32,
    /// Whether any key has a backslash.
    pub escaped: bool,
}

impl Default for Keys {
    fn default() -> Self {
        Self { least_gap: u32::MAX, most_gap: 0, escaped: false }
    }
}

impl Keys {
    /// Whether the key of a member can have `length` bytes.
    pub const fn can_have(&self, entry: &Entry, length: u32) -> bool {
        // Behind the opening quote: the key, the closing quote, the gap.
        let room = entry.start - entry.label - 2;
        room >= length.saturating_add(self.least_gap) && room <= length.saturating_add(self.most_gap)
    }
}
