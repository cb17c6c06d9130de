//! Lines and columns of offsets into bytes, each found without a second pass over them. Knows bytes only.

use std::ops::Range;

use memchr::{memchr_iter, memrchr};

/// A place in a text as people count: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Bytes from one place that is known to the next.
const BLOCK: usize = 4096;

/// Where the lines of a text begin, counted up to the beginning of each block of it: a text may have millions of lines, or be one
/// line of any length, and no place may cost a pass over it. Made on demand, since most runs need few places or none; its methods
/// take the bytes that it was made of.
#[derive(Debug, Clone)]
pub(crate) struct LineIndex {
    /// The first is there also where the text is empty.
    blocks: Vec<Block>,
}

/// What is before a block.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    /// Line ends.
    ends: usize,
    /// Characters.
    characters: usize,
    /// Where the line begins that the block begins in.
    start: usize,
}

impl LineIndex {
    /// Looks for the line ends of a text.
    pub(crate) fn new(text: &[u8]) -> Self {
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut before = Block::default();
        blocks.push(before);
        for (at, block) in (0..).step_by(BLOCK).zip(text.chunks_exact(BLOCK)) {
            before.ends += memchr_iter(b'\n', block).count();
            before.characters += characters(block);
            before.start = memrchr(b'\n', block).map_or(before.start, |end| at + end + 1);
            blocks.push(before);
        }
        Self { blocks }
    }

    /// Line and column of an offset; of one behind the end, those of the end.
    pub(crate) fn position(&self, text: &[u8], offset: usize) -> Position {
        let offset = offset.min(text.len());
        let block = self.blocks[offset / BLOCK];
        let inside = &text[offset / BLOCK * BLOCK..offset];
        let start = memrchr(b'\n', inside).map_or(block.start, |end| offset - inside.len() + end + 1);
        let line = block.ends + memchr_iter(b'\n', inside).count() + 1;
        Position { line, column: self.before(text, offset) - self.before(text, start) + 1 }
    }

    /// Characters that begin before an offset.
    fn before(&self, text: &[u8], offset: usize) -> usize {
        self.blocks[offset / BLOCK].characters + characters(&text[offset / BLOCK * BLOCK..offset])
    }

    /// Where a line begins (from 1); the end of the text for a line that it has not.
    fn start(&self, text: &[u8], line: usize) -> usize {
        let Some(ends) = line.checked_sub(2) else { return 0 };
        let at = self.blocks.partition_point(|block| block.ends <= ends) - 1;
        let from = at * BLOCK;
        memchr_iter(b'\n', &text[from..]).nth(ends - self.blocks[at].ends).map_or(text.len(), |end| from + end + 1)
    }

    /// Offsets of the lines `first..=last` (from 1), clamped, line ends included.
    pub(crate) fn range(&self, text: &[u8], first: usize, last: usize) -> Range<usize> {
        let start = self.start(text, first);
        start..self.start(text, last.saturating_add(1)).max(start)
    }

    /// Bytes of the line around an offset, without its line end.
    pub(crate) fn line_at(&self, text: &[u8], offset: usize) -> Range<usize> {
        let line = self.position(text, offset).line;
        let range = self.range(text, line, line);
        let body = &text[range.clone()];
        let body = body.strip_suffix(b"\n").unwrap_or(body);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        range.start..range.start + body.len()
    }
}

/// Continuation bytes do not start a character.
fn characters(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
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
    fn lines_are_found_in_texts_of_many_blocks() {
        for end in ["", "\n", "x"] {
            let text = (0..5000).map(|n| "é".repeat(n % 7) + "\n").collect::<String>() + &"y".repeat(9000) + "\n" + end;
            let lines = LineIndex::new(text.as_bytes());
            let mut start = 0;
            for (line, body) in (1..).zip(text.split_inclusive('\n')) {
                assert_eq!(lines.range(text.as_bytes(), line, line), start..start + body.len(), "line {line}");
                assert_eq!(lines.position(text.as_bytes(), start), Position { line, column: 1 });
                assert_eq!(lines.line_at(text.as_bytes(), start).len(), body.trim_end().len());
                start += body.len();
            }
            assert_eq!(lines.range(text.as_bytes(), 0, usize::MAX), 0..text.len());
            assert_eq!(lines.range(text.as_bytes(), 9999, 9999), text.len()..text.len());
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
