//! Bytes with a name: a backup, a rule file, or something that is neither. Gives lines and columns; renders nothing.

use std::ops::Range;
use std::sync::OnceLock;

use super::lines::{LineIndex, Position};

/// A text with its name.
#[derive(Debug, Clone)]
pub struct SourceText<'a> {
    name: &'a str,
    bytes: &'a [u8],
    lines: OnceLock<LineIndex>,
}

impl<'a> SourceText<'a> {
    /// Names some bytes.
    #[must_use]
    pub const fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, bytes, lines: OnceLock::new() }
    }

    /// What they are called: a path as the user wrote it, `-` for standard input.
    #[must_use]
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// All of them.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Line and column of an offset, both from 1.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(self.bytes, offset)
    }

    /// Bytes of the line around an offset, without its line end.
    #[must_use]
    pub fn line_at(&self, offset: usize) -> Range<usize> {
        self.lines().line_at(self.bytes, offset)
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.bytes))
    }
}
