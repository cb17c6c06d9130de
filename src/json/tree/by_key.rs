//! What is known of keys, by their numbers: found out once for each key, and not for each object.

/// Keys above this number are asked about anew each time: a file may have a million different keys.
const MOST: u32 = 1 << 12;

/// What is known of the keys of a document.
#[derive(Debug)]
pub(crate) struct ByKey<T>(Vec<Option<T>>);

impl<T> Default for ByKey<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> ByKey<T> {
    /// What is known of the key of a number, or what `find` says of it.
    #[inline(always)]
    pub(crate) fn get_or_find(&mut self, key: u32, find: impl FnOnce() -> T) -> T {
        match self.0.get(key as usize).copied().flatten() {
            Some(known) => known,
            None => self.keep(key, find()),
        }
    }

    #[cold]
    fn keep(&mut self, key: u32, found: T) -> T {
        if key < MOST {
            let needed = self.0.len().max(key as usize + 1);
            self.0.resize(needed, None);
            self.0[key as usize] = Some(found);
        }
        found
    }
}
