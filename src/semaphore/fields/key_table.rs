//! Which of a few fixed keys a text is, in about one comparison: a check asks so for every member and every field. Knows no
//! key by name.

use crate::text::bytes::same;

/// Cells; twice as many as any object has keys.
const CELLS: usize = 64;
/// A cell without a key.
const EMPTY: u8 = u8::MAX;

/// The places of keys by their length and both ends; keys that agree in these are in the next free cells.
#[derive(Debug)]
pub(super) struct KeyTable([u8; CELLS]);

impl KeyTable {
    /// A table of these keys, in their order.
    pub(super) fn new<'k>(keys: impl Iterator<Item = &'k str>) -> Self {
        let mut cells = [EMPTY; CELLS];
        for (at, key) in (0..EMPTY).zip(keys) {
            let start = start(key.as_bytes());
            if let Some(free) = (0..CELLS).map(|step| (start + step) % CELLS).find(|cell| cells[*cell] == EMPTY) {
                cells[free] = at;
            }
        }
        Self(cells)
    }

    /// The place of a key; `own` gives the key at a place.
    #[inline(always)]
    pub(super) fn find<'k>(&self, key: &[u8], own: impl Fn(usize) -> &'k str) -> Option<usize> {
        let start = start(key);
        for step in 0..CELLS {
            match self.0[(start + step) % CELLS] {
                EMPTY => return None,
                at => {
                    let own = own(at.into()).as_bytes();
                    if own.len() == key.len() && is(own, key) {
                        return Some(at.into());
                    }
                }
            }
        }
        None
    }
}

/// Apart from the search: copied into it, it would take registers that every look-up has to save.
#[inline(never)]
fn is(own: &[u8], key: &[u8]) -> bool {
    same(own, key)
}

/// The cell in which a key is, or behind which. The factors leave the fewest keys of backups in one cell.
#[inline(always)]
fn start(key: &[u8]) -> usize {
    let (first, last) = (key.first().copied().unwrap_or_default(), key.last().copied().unwrap_or_default());
    key.len() * 3 + usize::from(first) * 28 + usize::from(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_alike_in_length_and_ends_are_told_apart() {
        let keys = ["name", "nave", "nape", "", "environment"];
        let table = KeyTable::new(keys.into_iter());
        let find = |key: &str| table.find(key.as_bytes(), |at| keys[at]);
        assert_eq!(keys.map(find), [Some(0), Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!((find("nase"), find("environments")), (None, None));
    }
}
