//! Which members of an object repeat a name. Evaluated only where that is likely.

use std::borrow::Cow;

use foldhash::{HashSet, HashSetExt as _};

use super::index::Entry;
use super::keys::Keys;
use super::offset;

/// Numbers of the entries in the object whose names occur earlier in it. `object` is the number of its entry, which has to be the last
/// object that was read. `plain`: no key of it has an escape or a byte that is not UTF-8, so that equal names are equal keys.
pub(super) fn repeated(entries: &[Entry], keys: &Keys, object: usize, plain: bool) -> Vec<usize> {
    let members = Members { entries, at: object + 1 };
    if plain {
        let mut seen = HashSet::new();
        return members.filter(|(_, key)| !seen.insert(*key)).map(|(at, _)| at).collect();
    }
    let mut seen: HashSet<Cow<'_, str>> = HashSet::new();
    members.filter(|(_, key)| keys.key(*key).is_some_and(|key| !seen.insert(key.text()))).map(|(at, _)| at).collect()
}

/// Numbers of an object's members and of their keys, as long as its entries are the last ones.
struct Members<'a> {
    entries: &'a [Entry],
    at: usize,
}

impl Iterator for Members<'_> {
    type Item = (usize, u32);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let entry = self.entries.get(at)?;
        self.at = entry.next(offset(at)) as usize;
        Some((at, entry.label))
    }
}
