//! Lines and columns of offsets into bytes, each found without a second pass over them. Knows bytes only.

use std::ops::Range;

use memchr::memchr_iter;

/// A place in a text as people count: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Bytes between two remembered counts of characters.
const BLOCK: usize = 4096;

/// Where the lines of a text begin. Made on demand, since most runs need few positions or none; its methods take the bytes that
/// it was made of.
#[derive(Debug, Clone)]
pub(crate) struct LineIndex {
    starts: Vec<usize>,
    /// Characters before each block of the text; none where bytes are characters. Old exports are one line of any
    /// length: no column may cost a pass over it.
    blocks: Vec<usize>,
}

impl LineIndex {
    /// Looks for the line ends of a text.
    pub(crate) fn new(text: &[u8]) -> Self {
        let starts = std::iter::once(0).chain(memchr_iter(b'\n', text).map(|at| at + 1)).collect();
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut before = 0;
            for block in text.chunks(BLOCK) {
                blocks.push(before);
                before += characters(block);
            }
        }
        Self { starts, blocks }
    }

    /// Line and column of an offset; of one behind the end, those of the end.
    pub(crate) fn position(&self, text: &[u8], offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.line(offset);
        let start = self.starts[line - 1];
        Position { line, column: self.before(text, offset) - self.before(text, start) + 1 }
    }

    /// Number of the line around an offset, from 1.
    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Characters that begin before an offset.
    fn before(&self, text: &[u8], offset: usize) -> usize {
        let Some(last) = self.blocks.len().checked_sub(1) else { return offset };
        let block = last.min(offset / BLOCK);
        self.blocks[block] + characters(&text[block * BLOCK..offset])
    }

    /// Offsets of the lines `first..=last` (from 1), clamped, line ends included.
    pub(crate) fn range(&self, text: &[u8], first: usize, last: usize) -> Range<usize> {
        let start = self.starts.get(first.max(1) - 1).map_or(text.len(), |start| *start);
        let end = self.starts.get(last).map_or(text.len(), |start| *start);
        start..end.max(start)
    }

    /// Bytes of the line around an offset, without its line end.
    pub(crate) fn line_at(&self, text: &[u8], offset: usize) -> Range<usize> {
        let line = self.line(offset.min(text.len()));
        let range = self.range(text, line, line);
        let body = &text[range.clone()];
        let body = body.strip_suffix(b"\n").unwrap_or(body);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        range.start..range.start + body.len()
    }
}

/// Continuation bytes do not start a character.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (**b & 0xc0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_also_far_into_one_line() {
        let text = "[\"ключ\", ".to_owned() + &"\"パスワード\", ".repeat(2000) + "1]\n[]";
        let lines = LineIndex::new(text.as_bytes());
        for offset in [0, 2, 10, 4096, 4097, 20_000, text.len() - 3, text.len() - 2, text.len()] {
            let offset = text.floor_char_boundary(offset);
            let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let want =
                Position { line: text[..offset].matches('\n').count() + 1, column: text[line_start..offset].chars().count() + 1 };
            assert_eq!(lines.position(text.as_bytes(), offset), want, "{offset}");
        }
    }

    #[test]
    fn a_line_has_no_line_end_whichever_it_is() {
        let text = b"one\r\ntwo\n\nfour";
        let lines = LineIndex::new(text);
        let line = |offset| &text[lines.line_at(text, offset)];
        assert_eq!(
            (line(0), line(4), line(6), line(9), line(99)),
            (&b"one"[..], &b"one"[..], &b"two"[..], &b""[..], &b"four"[..])
        );
    }
}
