//! The bytes that findings point into: a backup, a rule file, or something that is not JSON at all. Gives places; renders nothing.

use std::borrow::Cow;
use std::ops::Range;

use crate::finding::Finding;
use crate::json::{Document, Position};

/// A text with its name.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// As the user wrote it; `-` for standard input.
    pub path: &'a str,
    /// The text.
    pub bytes: &'a [u8],
    /// The parsed document, where there is one: it has an index of lines, and knows which values are secrets.
    pub doc: Option<&'a Document>,
}

/// A path as a shell takes it.
pub(super) fn argument(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./+:@%".contains(c);
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

impl<'a> Source<'a> {
    /// A text that is no document.
    #[must_use]
    pub const fn text(path: &'a str, bytes: &'a [u8]) -> Self {
        Self { path, bytes, doc: None }
    }

    /// A document.
    #[must_use]
    pub fn document(path: &'a str, doc: &'a Document) -> Self {
        Self { path, bytes: doc.source(), doc: Some(doc) }
    }

    /// The bytes that a finding underlines.
    #[must_use]
    pub fn span(&self, finding: &Finding) -> Option<Range<usize>> {
        finding.span(self.doc)
    }

    /// The entity that a finding is about; that it is the whole document needs no word.
    #[must_use]
    pub fn entity<'f>(&self, finding: &'f Finding) -> Option<Cow<'f, str>> {
        finding.entity(self.doc).filter(|entity| *entity != "the document")
    }

    /// Line and column of an offset, both from 1.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        if let Some(doc) = self.doc {
            return doc.position(offset);
        }
        let before = &self.bytes[..offset.min(self.bytes.len())];
        let line = before.split(|b| *b == b'\n').count();
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let column = before[start..].iter().filter(|b| (**b & 0xc0) != 0x80).count() + 1;
        Position { line, column }
    }

    /// What to do about a finding, with `FILE` in commands replaced by the name of this source.
    #[must_use]
    pub fn help(&self, help: &str) -> String {
        if !help.contains("semxform ") {
            return help.to_owned();
        }
        let name = argument(self.path);
        let words: Vec<_> = help.split(' ').map(|word| if word == "FILE" { name.as_str() } else { word }).collect();
        words.join(" ")
    }

    /// The line around an offset, without its line end.
    pub(super) fn line_at(&self, offset: usize) -> Range<usize> {
        let offset = offset.min(self.bytes.len());
        let start = self.bytes[..offset].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let end = self.bytes[offset..].iter().position(|b| *b == b'\n').map_or(self.bytes.len(), |at| offset + at);
        let end = if end > start && self.bytes[end - 1] == b'\r' { end - 1 } else { end };
        start..end
    }

    /// The line before the one that starts at `start`, if there is one.
    pub(super) fn line_before(&self, start: usize) -> Option<Range<usize>> {
        (start > 0).then(|| self.line_at(start - 1))
    }

    /// The line behind the one around `end`, if there is one.
    pub(super) fn line_after(&self, end: usize) -> Option<Range<usize>> {
        let newline = self.bytes[end.min(self.bytes.len())..].iter().position(|b| *b == b'\n')?;
        let next = end + newline + 1;
        (next < self.bytes.len()).then(|| self.line_at(next))
    }
}
