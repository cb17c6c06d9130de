//! The source that findings point into: a text with its name and, where it could be parsed, its document. Gives places; renders
//! nothing.

use std::borrow::Cow;
use std::ops::Range;

use crate::finding::Finding;
use crate::json::{Document, WHOLE};
use crate::text::safe::shell_path;
use crate::text::{Position, SourceText};

/// A text that findings point into.
#[derive(Debug, Clone)]
pub(crate) struct Source<'a> {
    /// As the user wrote it; `-` for standard input.
    pub path: &'a str,
    /// The text.
    pub bytes: &'a [u8],
    /// The parsed document, where there is one: it knows its lines, and which values are secrets.
    pub doc: Option<&'a Document>,
    /// The same text where there is none.
    text: SourceText<'a>,
    /// Whether it was to be a backup.
    broken_json: bool,
}

impl<'a> Source<'a> {
    /// A text that is no document.
    #[must_use]
    pub(crate) const fn text(path: &'a str, bytes: &'a [u8]) -> Self {
        Self { path, bytes, doc: None, text: SourceText::new(bytes), broken_json: false }
    }

    /// A backup that could not be parsed. Its findings begin at the mistake.
    #[must_use]
    pub(crate) const fn broken_json(path: &'a str, bytes: &'a [u8]) -> Self {
        let mut source = Self::text(path, bytes);
        source.broken_json = true;
        source
    }

    pub(super) const fn is_broken_json(&self) -> bool {
        self.broken_json
    }

    /// Whether it is no text of any kind: text has no U+0000.
    pub(super) fn is_binary(&self) -> bool {
        const BEGINNING: usize = 512;
        self.broken_json && self.bytes[..self.bytes.len().min(BEGINNING)].contains(&0)
    }

    /// A document.
    #[must_use]
    pub(crate) fn document(path: &'a str, doc: &'a Document) -> Self {
        Self { doc: Some(doc), ..Self::text(path, doc.source()) }
    }

    /// The bytes that a finding underlines.
    #[must_use]
    pub(crate) fn span(&self, finding: &Finding) -> Option<Range<usize>> {
        finding.span(self.doc)
    }

    /// The entity that a finding is about; that it is the whole document needs no word.
    #[must_use]
    pub(crate) fn entity<'f>(&self, finding: &'f Finding) -> Option<Cow<'f, str>> {
        finding.entity(self.doc).filter(|entity| *entity != WHOLE)
    }

    /// Line and column of an offset, both from 1.
    #[must_use]
    pub(crate) fn position(&self, offset: usize) -> Position {
        self.doc.map_or_else(|| self.text.position(offset), |doc| doc.position(offset))
    }

    /// What to do about a finding, with `FILE` in commands replaced by the name of this source.
    #[must_use]
    pub(crate) fn help(&self, help: &str) -> String {
        if !help.contains(" FILE") {
            return help.to_owned();
        }
        let name = shell_path(self.path);
        let words = help.split(' ').map(|word| match word.strip_prefix("FILE") {
            Some(rest @ ("" | "`" | ";")) => format!("{name}{rest}"),
            _ => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// The line around an offset, without its line end.
    pub(super) fn line_at(&self, offset: usize) -> Range<usize> {
        self.doc.map_or_else(|| self.text.line_at(offset), |doc| doc.line_at(offset))
    }

    /// The line before the one that starts at `start`, if there is one.
    pub(super) fn line_before(&self, start: usize) -> Option<Range<usize>> {
        (start > 0).then(|| self.line_at(start - 1))
    }

    /// The line behind the one that ends at `end`, if there is one.
    pub(super) fn line_after(&self, end: usize) -> Option<Range<usize>> {
        let newline = match self.bytes.get(end..)? {
            [b'\n', ..] => end,
            [b'\r', b'\n', ..] => end + 1,
            _ => return None,
        };
        let next = newline + 1;
        (next < self.bytes.len()).then(|| self.line_at(next))
    }
}
