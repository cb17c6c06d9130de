//! The bytes of a file by lines and columns: of a backup, a rule file, or of something that is neither.

use std::ops::Range;
use std::sync::OnceLock;

use super::lines::{LineIndex, Position};

/// The bytes of a file, and where their lines begin once somebody asked.
#[derive(Debug, Clone)]
pub(crate) struct SourceText<'a> {
    bytes: &'a [u8],
    lines: OnceLock<LineIndex>,
}

impl<'a> SourceText<'a> {
    /// Of these bytes.
    #[must_use]
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, lines: OnceLock::new() }
    }

    /// Line and column of an offset, both from 1.
    #[must_use]
    pub(crate) fn position(&self, offset: usize) -> Position {
        self.lines().position(self.bytes, offset)
    }

    /// Bytes of the line around an offset, without its line end.
    #[must_use]
    pub(crate) fn line_at(&self, offset: usize) -> Range<usize> {
        self.lines().line_at(self.bytes, offset)
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.bytes))
    }
}
