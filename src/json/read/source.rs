//! The bytes of a document. Nearly all are UTF-8 as a whole, which is found out once, so that texts need no second look.

use std::borrow::Cow;
use std::ops::{Deref, Range};

use crate::text::escape::go_utf8;

/// The bytes that were read.
#[derive(Debug)]
pub(in crate::json) enum Source {
    /// All of it is UTF-8.
    Text(String),
    /// Some of it is not.
    Bytes(Vec<u8>),
}

impl Default for Source {
    fn default() -> Self {
        Self::Bytes(Vec::new())
    }
}

impl Source {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        String::from_utf8(bytes).map_or_else(|error| Self::Bytes(error.into_bytes()), Self::Text)
    }

    pub(crate) const fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.into_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// A stretch of it, if that is UTF-8.
    #[inline(always)]
    pub(crate) fn text(&self, range: Range<usize>) -> Option<&str> {
        match self {
            Self::Text(text) => text.get(range),
            Self::Bytes(bytes) => std::str::from_utf8(bytes.get(range)?).ok(),
        }
    }

    /// A stretch of it as it is written down: what is not UTF-8 becomes U+FFFD, as in Go.
    pub(crate) fn written(&self, range: Range<usize>) -> Cow<'_, str> {
        self.text(range.clone()).map_or_else(|| go_utf8(&self[range]), Cow::Borrowed)
    }
}

impl Deref for Source {
    type Target = [u8];

    #[inline(always)]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}
