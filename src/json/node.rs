//! Values by number, what kind they are, and how they hang in their containers.

use std::borrow::Cow;

use crate::text::escape;

/// JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
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

/// A value of a [`Document`](super::Document); valid for the document that gave it, also after edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Node(pub(super) u32);

impl Node {
    /// The value that the source has outermost, whatever replaced it.
    pub(crate) const SOURCE_ROOT: Self = Self(0);

    /// A number that no other value of the document has.
    #[must_use]
    pub(crate) const fn number(self) -> u32 {
        self.0
    }
}

/// A member's key as the JSON text has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'a> {
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
    pub(crate) fn text(self) -> Cow<'a, str> {
        self.plain.map_or_else(|| escape::unescape(self.body), Cow::Borrowed)
    }

    /// Whether the key is `name`, without decoding where that is not needed.
    #[must_use]
    pub(crate) fn is(self, name: &str) -> bool {
        self.body == name.as_bytes() || (self.plain.is_none() && self.text() == name)
    }

    /// The same as it is written down: what is not UTF-8 becomes U+FFFD.
    pub(super) fn token(self) -> Cow<'a, str> {
        self.plain.map_or_else(|| escape::go_utf8(self.body), Cow::Borrowed)
    }

    /// The text between the quotes as the JSON text has it, escapes and all.
    #[must_use]
    pub(crate) const fn body(self) -> &'a [u8] {
        self.body
    }
}

/// How a value hangs in its container.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Label<'a> {
    /// Member of an object.
    Key(Key<'a>),
    /// Element of an array, from 0.
    Index(usize),
}
