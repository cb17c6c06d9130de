//! What a unique index has seen. What a database does with a key that it has already is said elsewhere.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::hash::{Hash, Hasher};

use foldhash::{HashMap, HashMapExt as _, HashSet};

use crate::check::simulation::DbSet;
use crate::semaphore::Db;
use crate::semaphore::collation::weights;

/// Room for more keys is given back.
const MANY: usize = 64;

/// Remembers keys; MySQL compares by its collation, the others exactly.
#[derive(Debug, Default)]
pub(in crate::check) struct Unique<'p> {
    /// The first of the keys that are equal for MySQL, and the texts of the others.
    seen: HashMap<Collated<'p>, Option<Box<HashSet<Cow<'p, str>>>>>,
}

impl<'p> Unique<'p> {
    /// None yet, with room for so many keys.
    pub(in crate::check) fn with_room_for(keys: usize) -> Self {
        Self { seen: HashMap::with_capacity(keys) }
    }

    /// The databases, out of `dbs`, that have the key already. `fixed` is the part that is always compared exactly.
    pub(crate) fn taken(&self, dbs: DbSet, fixed: &str, text: &str) -> DbSet {
        let key = Collated { fixed: Cow::Borrowed(fixed), text: Cow::Borrowed(text) };
        match self.seen.get_key_value(&key) {
            Some((first, others)) => {
                equal(dbs, first.text == text || others.as_ref().is_some_and(|others| others.contains(text)))
            }
            None => DbSet::empty(),
        }
    }

    /// Forgets all keys, so that the next index has their room, unless that is so large that to clear it takes long.
    pub(crate) fn clear(&mut self) {
        if self.seen.capacity() > MANY {
            *self = Self::default();
        }
        self.seen.clear();
    }

    /// Adds a key and tells the same of it.
    pub(crate) fn add(&mut self, dbs: DbSet, fixed: Cow<'p, str>, text: Cow<'p, str>) -> DbSet {
        match self.seen.entry(Collated { fixed, text: text.clone() }) {
            Entry::Occupied(mut first) => {
                let exact = first.key().text == text || !first.get_mut().get_or_insert_default().insert(text);
                equal(dbs, exact)
            }
            Entry::Vacant(free) => {
                free.insert(None);
                DbSet::empty()
            }
        }
    }
}

/// The databases for which a key is one that MySQL has already.
fn equal(dbs: DbSet, exactly: bool) -> DbSet {
    dbs.iter().filter(|db| exactly || *db == Db::Mysql).collect()
}

/// A key as MySQL tells keys apart.
#[derive(Debug)]
struct Collated<'p> {
    fixed: Cow<'p, str>,
    text: Cow<'p, str>,
}

impl PartialEq for Collated<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.fixed == other.fixed && (self.text == other.text || weights(&self.text).eq(weights(&other.text)))
    }
}

impl Eq for Collated<'_> {}

impl Hash for Collated<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fixed.hash(state);
        weights(&self.text).for_each(|weight| weight.hash(state));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mysql_finds_more_keys_equal_than_the_others() {
        let all = DbSet::all();
        let mysql = DbSet::only(Db::Mysql);
        let mut unique = Unique::default();
        let mut add = |fixed, text| unique.add(all, Cow::Borrowed(fixed), Cow::Borrowed(text));
        assert!(add("k", "Vault").is_empty() && add("K", "Vault").is_empty());
        assert_eq!([add("k", "vault "), add("k", "vault "), add("k", "Vault"), add("k", "VAULT")], [mysql, all, all, mysql]);
        assert_eq!((unique.taken(all, "k", "vAult"), unique.taken(all, "k", "v")), (mysql, DbSet::empty()));
    }
}
