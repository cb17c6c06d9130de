//! Which members of an object repeat a name. Knows keys by their text only.

use std::borrow::Cow;
use std::collections::HashSet;

use super::index::Entry;
use super::text;

/// Objects up to this size compare keys pairwise, but only those that a small filter cannot tell apart.
const FEW: usize = 64;

/// Offsets of the keys in the object that occur earlier in it, by number of its entry. `plain`: no key of the object has
/// an escape or a byte that is not UTF-8, so that equal names are equal bytes.
pub(super) fn repeated(src: &[u8], entries: &[Entry], object: usize, plain: bool) -> Vec<usize> {
    let keys = Keys { src, entries, at: object + 1 };
    let mut found = Vec::new();
    if !plain || keys.clone().nth(FEW).is_some() {
        let mut seen: HashSet<Cow<'_, str>> = HashSet::new();
        found.extend(keys.filter(|(_, key)| !seen.insert(text::unescape(key))).map(|(open, _)| open));
        return found;
    }
    let mut seen: [&[u8]; FEW] = [b""; FEW];
    let mut filter = [0u64; 4];
    for (number, (open, key)) in keys.enumerate() {
        let mark = fingerprint(key);
        let (word, bit) = (&mut filter[usize::from(mark >> 6)], 1 << (mark & 63));
        if *word & bit != 0 && seen[..number].contains(&key) {
            found.push(open);
        }
        *word |= bit;
        seen[number] = key;
    }
    found
}

/// Eight bits that tell most keys of one object apart.
fn fingerprint(key: &[u8]) -> u8 {
    let at = |i: usize| key.get(i).copied().unwrap_or_default();
    let length = key.len();
    let byte = |factor: u8, byte: u8| byte.wrapping_mul(factor);
    byte(7, at(0)) ^ byte(31, at(length / 2)) ^ byte(113, at(length.wrapping_sub(1))) ^ byte(59, length.to_le_bytes()[0])
}

/// Offsets of the opening quotes and texts of an object's keys, as long as its entries are the last ones.
#[derive(Clone)]
struct Keys<'a> {
    src: &'a [u8],
    entries: &'a [Entry],
    at: usize,
}

impl<'a> Iterator for Keys<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.get(self.at)?;
        self.at = entry.next as usize;
        let open = entry.label as usize;
        Some((open, text::string_body(self.src, open)))
    }
}
