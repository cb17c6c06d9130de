//! Words that come again and again: types, apps, names that links repeat. Where a text was read before, later readers look at
//! that one place, which stays in the cache, and not at each of a million places of the source.

use crate::text::bytes::word;

/// A word fits into two numbers.
const LONGEST: usize = 16;

/// Smaller documents are in the cache as a whole.
const SMALL: usize = 1 << 16;

/// How many words are remembered, at a place that their text gives; a new one replaces another.
const PLACES: u32 = 1 << 12;

/// The words that were read lately.
#[derive(Debug)]
pub(super) struct Words(Vec<Word>);

#[derive(Debug, Clone, Copy, Default)]
struct Word {
    /// The first eight bytes of the text and the last eight, or all of a shorter one.
    text: (u64, u64),
    length: u32,
    /// Number of the entry that has it.
    entry: u32,
}

impl Words {
    /// For a document of so many bytes.
    pub(crate) fn new(size: usize) -> Self {
        Self(if size < SMALL { Vec::new() } else { vec![Word { length: u32::MAX, ..Word::default() }; PLACES as usize] })
    }

    /// Number of an entry whose string has the bytes of `src` between two offsets, quotes not included: an earlier one or `number`.
    #[inline]
    pub(crate) fn find(&mut self, src: &[u8], (start, end): (usize, usize), number: u32) -> u32 {
        let length = end - start;
        let text = match length {
            0..8 => word(src, start).map(|found| (found & ((1 << (8 * length)) - 1), 0)),
            8..=LONGEST => word(src, start).zip(word(src, end - 8)),
            _ => None,
        };
        let Some(text) = text.filter(|_| !self.0.is_empty()) else { return number };
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        let word = &mut self.0[place(text, length)];
        if word.text != text || word.length != length {
            *word = Word { text, length, entry: number };
        }
        word.entry
    }
}

/// Where a word is remembered.
#[inline]
fn place((first, last): (u64, u64), length: u32) -> usize {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let spread = (first ^ last.rotate_left(29) ^ u64::from(length)).wrapping_mul(SPREAD);
    usize::try_from(spread >> (64 - PLACES.ilog2())).unwrap_or_default()
}
