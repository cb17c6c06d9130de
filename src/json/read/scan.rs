//! Runs of bytes that need no decision, found eight at a time: blanks of an indentation, text inside a string. Knows no
//! grammar.

use crate::text::bytes::word;

const ONES: u64 = 0x0101_0101_0101_0101;

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

/// Offset of the first byte from `at` that is a quote, a backslash or a control character, or the end; `high` collects
/// the highest bits of bytes on the way (and of up to fifteen behind).
#[inline(always)]
pub(in crate::json) fn plain(src: &[u8], mut at: usize, high: &mut u8) -> usize {
    let special = |byte: u8| (byte == b'"') | (byte == b'\\') | (byte < 0x20);
    while let Some(chunk) = src.get(at..).and_then(<[u8]>::first_chunk::<16>) {
        *high |= chunk.iter().fold(0, |high, byte| high | byte);
        let hits = u128::from_le_bytes(chunk.map(|byte| u8::from(special(byte))));
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 16;
    }
    while let Some(&byte) = src.get(at).filter(|byte| !special(**byte)) {
        *high |= byte;
        at += 1;
    }
    at
}

/// Whether [`plain`] saw a byte that is not ASCII.
pub(in crate::json) const fn beyond_ascii(high: u8) -> bool {
    !high.is_ascii()
}
