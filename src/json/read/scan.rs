//! Runs of bytes that need no decision, found eight at a time: blanks of an indentation, text inside a string. Knows no
//! grammar.

use crate::text::bytes::word;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// Which of the eight bytes a mask of highest bits names first.
const fn first(mask: u64) -> usize {
    (mask.trailing_zeros() / 8) as usize
}

/// Offset of the first byte from `at` that is no JSON white space.
#[inline(always)]
pub(in crate::json) fn space(src: &[u8], mut at: usize) -> usize {
    loop {
        match src.get(at) {
            // One blank, as behind a colon, is no run yet.
            Some(b' ') if src.get(at + 1).is_some_and(|next| *next > b' ') => return at + 1,
            Some(b' ') => at = blanks(src, at + 1),
            Some(b'\n' | b'\r' | b'\t') => at += 1,
            _ => return at,
        }
    }
}

#[inline(always)]
fn blanks(src: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(src, at) {
        let others = word ^ (ONES * u64::from(b' '));
        if others != 0 {
            return at + first(others);
        }
        at += 8;
    }
    while src.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// Offset of the first byte from `at` that is a quote, a backslash or a control character, or the end; `high` collects
/// the highest bits of bytes on the way (and of up to seven behind).
#[inline(always)]
pub(in crate::json) fn plain(src: &[u8], mut at: usize, high: &mut u64) -> usize {
    while let Some(word) = word(src, at) {
        *high |= word;
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let quote = zero(word ^ (ONES * u64::from(b'"')));
        let backslash = zero(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        // Borrows make false hits only behind a true one, and the first counts.
        let hits = (quote | backslash | control) & HIGHS;
        if hits != 0 {
            return at + first(hits);
        }
        at += 8;
    }
    while let Some(&byte) = src.get(at) {
        if matches!(byte, b'"' | b'\\' | 0..=0x1f) {
            break;
        }
        *high |= u64::from(byte);
        at += 1;
    }
    at
}

/// Whether [`plain`] saw a byte that is not ASCII.
pub(in crate::json) const fn beyond_ascii(high: u64) -> bool {
    high & HIGHS != 0
}
