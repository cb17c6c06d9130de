//! Values by number, what kind they are, and how they hang in their containers.

use std::borrow::Cow;

use crate::text::escape;

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

/// A value of a [`Document`](super::Document); valid for the document that gave it, also after edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node(pub(super) u32);

impl Node {
    /// A number that no other value of the document has.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// A member's key as the JSON text has it.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    body: &'a [u8],
    /// The text, where the body is just that.
    plain: Option<&'a str>,
}

impl<'a> Key<'a> {
    pub(super) const fn new(body: &'a [u8], plain: Option<&'a str>) -> Self {
        Self { body, plain }
    }

    /// The key without escapes.
    #[must_use]
    pub fn text(self) -> Cow<'a, str> {
        self.plain.map_or_else(|| escape::unescape(self.body), Cow::Borrowed)
    }

    /// Whether the key is `name`, without decoding where that is not needed.
    #[must_use]
    pub fn is(self, name: &str) -> bool {
        self.body == name.as_bytes() || (self.plain.is_none() && self.text() == name)
    }

    /// The same as it is written down: what is not UTF-8 becomes U+FFFD.
    pub(super) fn token(self) -> Cow<'a, str> {
        self.plain.map_or_else(|| escape::go_utf8(self.body), Cow::Borrowed)
    }

    /// The text between the quotes as the JSON text has it, escapes and all.
    #[must_use]
    pub const fn body(self) -> &'a [u8] {
        self.body
    }
}

/// How a value hangs in its container.
#[derive(Debug, Clone, Copy)]
pub enum Label<'a> {
    /// Member of an object.
    Key(Key<'a>),
    /// Element of an array, from 0.
    Index(usize),
}
