//! Which members of an object repeat a name. Asked only where that is likely.

use std::borrow::Cow;
use std::collections::HashSet;

use super::index::Entry;
use super::keys::Keys;

/// Numbers of the entries in the object whose names occur earlier in it. `object` is the number of its entry, and everything
/// inside it stands behind that. `plain`: no key of it has an escape or a byte that is not UTF-8, so that equal names are
/// equal keys.
pub(in crate::json) fn repeated(entries: &[Entry], keys: &Keys, object: usize, plain: bool) -> Vec<usize> {
    let members = Members { entries, at: object + 1 };
    if plain && all_differ(members.clone()) {
        return Vec::new();
    }
    let mut seen: HashSet<Cow<'_, str>> = HashSet::new();
    members.filter(|(_, key)| keys.key(*key).is_some_and(|key| !seen.insert(key.text()))).map(|(at, _)| at).collect()
}

/// Whether a small filter tells all keys apart, as it does in documents of few different keys.
fn all_differ(members: Members<'_>) -> bool {
    let mut filter = [0u64; 4];
    members.map(|(_, key)| key).all(|key| {
        let (word, bit) = (&mut filter[(key / 64 % 4) as usize], 1 << (key % 64));
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    })
}

/// Numbers of an object's members and of their keys, as long as its entries are the last ones.
#[derive(Clone)]
struct Members<'a> {
    entries: &'a [Entry],
    at: usize,
}

impl Iterator for Members<'_> {
    type Item = (usize, u32);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let entry = self.entries.get(at)?;
        self.at = entry.next as usize;
        Some((at, entry.label))
    }
}
