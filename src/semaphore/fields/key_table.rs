//! Which of a few fixed keys a text is, in about one comparison: a check asks so for every member and every field. Knows no
//! key by name.

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
            if let Some(free) = way(key.as_bytes()).find(|cell| cells[*cell] == EMPTY) {
                cells[free] = at;
            }
        }
        Self(cells)
    }

    /// The place of a key; `is` tells whether the key at a place is the one.
    #[inline]
    pub(super) fn find(&self, key: &[u8], is: impl Fn(usize) -> bool) -> Option<usize> {
        way(key).map(|cell| self.0[cell]).take_while(|at| *at != EMPTY).map(usize::from).find(|at| is(*at))
    }
}

/// The cells in which a key may be. The factors leave the fewest keys of backups in one cell.
#[inline]
fn way(key: &[u8]) -> impl Iterator<Item = usize> {
    let (first, last) = (key.first().copied().unwrap_or_default(), key.last().copied().unwrap_or_default());
    let start = key.len() * 3 + usize::from(first) * 28 + usize::from(last);
    (0..CELLS).map(move |step| (start + step) % CELLS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_alike_in_length_and_ends_are_told_apart() {
        let keys = ["name", "nave", "nape", "", "environment"];
        let table = KeyTable::new(keys.into_iter());
        let find = |key: &str| table.find(key.as_bytes(), |at| keys[at] == key);
        assert_eq!(keys.map(find), [Some(0), Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!((find("nase"), find("environments")), (None, None));
    }
}
