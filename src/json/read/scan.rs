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
pub(in crate::json) fn space(src: &[u8], at: usize) -> usize {
    if src.get(at).is_some_and(|byte| *byte <= b' ') { spaces(src, at) } else { at }
}

fn spaces(src: &[u8], mut at: usize) -> usize {
    loop {
        match src.get(at) {
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

/// Offset of the first byte from `at` that is a quote, a backslash or a control character, or the end.
#[inline(always)]
pub(in crate::json) fn plain(src: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(src, at) {
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
    while src.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
        at += 1;
    }
    at
}
