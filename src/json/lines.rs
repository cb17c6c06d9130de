//! Lines and columns of offsets, each found without a second way through the file. Knows bytes only.

use std::ops::Range;

/// A place in the source as people count: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Bytes between two remembered counts of characters.
const BLOCK: usize = 4096;

/// Start offsets of lines; made on demand, since most runs ask for few positions or none.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    starts: Vec<u32>,
    /// Characters before each block of the source; none where bytes are characters. Old exports are one line of any
    /// length: no column may cost a way through it.
    blocks: Vec<u32>,
}

#[allow(clippy::cast_possible_truncation, reason = "the reader refuses inputs of 4 GiB and more")]
impl Lines {
    pub(super) fn new(src: &[u8]) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', src).map(|at| at as u32 + 1)).collect();
        let mut blocks = Vec::new();
        if !src.is_ascii() {
            let mut before = 0;
            for block in src.chunks(BLOCK) {
                blocks.push(before);
                before += characters(block) as u32;
            }
        }
        Self { starts, blocks }
    }

    pub(super) fn position(&self, src: &[u8], offset: usize) -> Position {
        let offset = offset.min(src.len());
        let line = self.starts.partition_point(|&s| s as usize <= offset);
        let start = self.starts[line - 1] as usize;
        Position { line, column: self.before(src, offset) - self.before(src, start) + 1 }
    }

    /// Characters that begin before an offset.
    fn before(&self, src: &[u8], offset: usize) -> usize {
        let Some(last) = self.blocks.len().checked_sub(1) else { return offset };
        let block = last.min(offset / BLOCK);
        self.blocks[block] as usize + characters(&src[block * BLOCK..offset])
    }

    /// Offsets of the lines `first..=last` (from 1), clamped, line ends included.
    pub(super) fn range(&self, src: &[u8], first: usize, last: usize) -> Range<usize> {
        let start = self.starts.get(first.max(1) - 1).map_or(src.len(), |s| *s as usize);
        let end = self.starts.get(last).map_or(src.len(), |s| *s as usize);
        start..end.max(start)
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
        let lines = Lines::new(text.as_bytes());
        for offset in [0, 2, 10, 4096, 4097, 20_000, text.len() - 3, text.len() - 2, text.len()] {
            let offset = text.floor_char_boundary(offset);
            let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let want =
                Position { line: text[..offset].matches('\n').count() + 1, column: text[line_start..offset].chars().count() + 1 };
            assert_eq!(lines.position(text.as_bytes(), offset), want, "{offset}");
        }
    }
}
