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
    /// [`key_tag`] of the key of a member; 0 for elements.
    pub tag: u16,
    /// Of a string: it has no escape. Of an object: its keys rise and have none, so that one is found by halves.
    pub plain: bool,
}

/// All values of the source.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// In document order; the first is the root.
    pub entries: Vec<Entry>,
    /// What is common to all keys.
    pub keys: Keys,
}

/// What is common to all keys of the source.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Keys {
    /// Whether any key has a backslash.
    pub escaped: bool,
}

/// A number by which most keys are told apart without a look at the text: from the length and both ends.
#[allow(clippy::cast_possible_truncation, reason = "16 bits are left after the shift")]
pub(super) fn key_tag(key: &[u8]) -> u16 {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let (head, tail) = match (key.first_chunk::<8>(), key.last_chunk::<8>()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => (key.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
    };
    let mixed = (head ^ key.len() as u64).wrapping_mul(SPREAD) ^ tail.rotate_left(29).wrapping_mul(SPREAD);
    // The best mixed bits of the product are the highest.
    (mixed >> 48) as u16
}
