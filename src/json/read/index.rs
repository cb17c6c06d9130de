//! The flat index of a document: one small entry a value, in document order, and the keys that entries name by number.

use super::keys::Keys;
use crate::json::node::Kind;

/// No entry: the label of the root.
pub(in crate::json) const NONE: u32 = u32::MAX;

/// How many values a document may have: entries name each other in 28 bits.
pub(in crate::json) const MOST_VALUES: u32 = OUTSIDE;

/// The container of the root.
const OUTSIDE: u32 = (1 << KIND_AT >> 1) - 1;

/// The bit of a value without escapes, between the number of its container and its type.
const PLAIN: u32 = OUTSIDE + 1;

/// Where the type begins.
const KIND_AT: u32 = 29;

/// The least that a container's bits can be: arrays and objects are the last types.
const CONTAINER: u32 = (Kind::Array as u32) << KIND_AT;

/// One value of the source, as small as it can be: a large document has millions, and every pass over it waits for them.
#[derive(Debug, Clone, Copy)]
pub(in crate::json) struct Entry {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
    /// Number of the key for a member; position for an element; [`NONE`] for the root.
    pub label: u32,
    /// Of a container: number of the entry behind everything inside it. Of a scalar: number of the entry whose text to read.
    link: u32,
    /// Number of the container, whether a string has no escape, JSON type.
    bits: u32,
}

impl Entry {
    /// A value that begins at an offset and, if it is a scalar, ends at another. `parent` is [`NONE`] for the root.
    #[inline]
    pub(super) const fn new(kind: Kind, plain: bool, (start, end): (u32, u32), label: u32, parent: u32) -> Self {
        let parent = if parent == NONE { OUTSIDE } else { parent };
        Self { start, end, label, link: 0, bits: (kind as u32) << KIND_AT | if plain { PLAIN } else { 0 } | parent }
    }

    /// The same of a scalar whose text another entry has too.
    #[inline]
    pub(super) const fn reads_like(self, twin: u32) -> Self {
        Self { link: twin, ..self }
    }

    /// Everything inside a container was read.
    pub(super) fn close(&mut self, end: u32, next: u32) {
        self.end = end;
        self.link = next;
    }

    /// JSON type.
    #[inline]
    pub(crate) const fn kind(&self) -> Kind {
        match self.bits >> KIND_AT {
            0 => Kind::Null,
            1 => Kind::Bool,
            2 => Kind::Number,
            3 => Kind::String,
            4 => Kind::Array,
            _ => Kind::Object,
        }
    }

    /// Of a string: it has no escape.
    #[inline]
    pub(crate) const fn plain(&self) -> bool {
        self.bits & PLAIN != 0
    }

    /// Number of the container; `None` of the root.
    #[inline]
    pub(crate) fn parent(&self) -> Option<u32> {
        Some(self.bits & OUTSIDE).filter(|parent| *parent != OUTSIDE)
    }

    /// Number of the entry behind this one, which has the number `at`, and everything inside it.
    #[inline]
    pub(crate) const fn next(&self, at: u32) -> u32 {
        if self.bits >= CONTAINER { self.link } else { at + 1 }
    }

    /// Of a scalar: number of the entry whose text is the same and was read lately, so that it is still near.
    #[inline]
    pub(crate) const fn twin(&self) -> u32 {
        self.link
    }
}

/// All values of the source.
#[derive(Debug, Default)]
pub(in crate::json) struct Index {
    /// In document order; the first is the root.
    pub entries: Vec<Entry>,
    /// The keys, also those that edits brought in.
    pub keys: Keys,
}
