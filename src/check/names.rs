//! The names of a section's entries: which entry links by name lead to, how often a name occurs, which is nearest to a
//! misspelt one. Judges nothing.

use std::borrow::Cow;
use std::sync::OnceLock;

use foldhash::HashMap;
use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::sorting::sort_by;
use crate::text::short_hash::ShortHash;

/// The names of a section: how often each occurs and where first.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The different names one behind the other: otherwise each link would touch another page of the source.
    texts: String,
    table: HashTable<Name>,
    hasher: RandomState,
    /// How many entries have no name, and the first of them. Not in the table: a list of `{}` may have a million of them.
    nameless: Option<(u32, u32)>,
    /// Whether two entries have one name.
    any_twice: bool,
    /// Names without letter case and blanks around them, made for the first hint.
    folded: OnceLock<HashMap<String, String>>,
}

/// A name of some entries. Sources end below 4 GiB, and so do their names.
#[derive(Debug)]
struct Name {
    /// That of its text.
    hash: ShortHash,
    /// Where its text is.
    start: u32,
    length: u32,
    /// How many entries have it.
    count: u32,
    /// The first of them that a server finds.
    first: u32,
}

impl Name {
    fn text<'t>(&self, texts: &'t str) -> &'t str {
        texts.get(self.start as usize..self.start as usize + self.length as usize).unwrap_or_default()
    }

    fn is(&self, hash: ShortHash, name: &str, texts: &str) -> bool {
        self.hash == hash && self.text(texts) == name
    }
}

/// Room is made for so many names before they are read; a million entries may have one name.
const AHEAD: usize = 1 << 14;

impl Names {
    /// Collects the names of `len` entries, which come with their numbers, in the order in which a server looks through them.
    pub(super) fn of<'p>(len: usize, entries: impl Iterator<Item = (usize, Cow<'p, str>)>) -> Self {
        let mut names = Self { table: HashTable::with_capacity(len.min(AHEAD)), ..Self::default() };
        for (index, name) in entries {
            names.add(&name, u32::try_from(index).unwrap_or(u32::MAX));
        }
        names
    }

    fn add(&mut self, name: &str, index: u32) {
        if name.is_empty() {
            let nameless = self.nameless.get_or_insert((0, index));
            nameless.0 += 1;
            self.any_twice |= nameless.0 > 1;
            return;
        }
        let hash = self.hash(name);
        let Self { texts, table, .. } = self;
        if let Some(known) = table.find_mut(hash.spread(), |known| known.is(hash, name, texts)) {
            known.count += 1;
            self.any_twice = true;
            return;
        }
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let new = Name { hash, start: small(texts.len()), length: small(name.len()), count: 1, first: index };
        texts.push_str(name);
        table.insert_unique(hash.spread(), new, |known| known.hash.spread());
    }

    fn hash(&self, name: &str) -> ShortHash {
        ShortHash::of(&self.hasher, name)
    }

    fn get(&self, name: &str) -> Option<(u32, u32)> {
        if name.is_empty() {
            return self.nameless;
        }
        let hash = self.hash(name);
        let known = self.table.find(hash.spread(), |known| known.is(hash, name, &self.texts))?;
        Some((known.count, known.first))
    }

    /// Whether no two entries have the same name.
    pub(super) fn all_unique(&self) -> bool {
        !self.any_twice
    }

    /// Whether several entries have this name.
    pub(super) fn is_repeated(&self, name: &str) -> bool {
        self.any_twice && self.count(name) > 1
    }

    /// Whether an entry has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// How many entries have it.
    pub(super) fn count(&self, name: &str) -> u32 {
        self.get(name).map_or(0, |n| n.0)
    }

    /// Number of the first entry that has it: the one that links lead to.
    pub(super) fn first(&self, name: &str) -> Option<usize> {
        self.get(name).map(|n| n.1 as usize)
    }

    /// The name nearest to a misspelt one, for a hint.
    pub(super) fn closest(&self, name: &str) -> Option<&str> {
        let fold = |name: &str| name.trim().to_ascii_lowercase();
        let folded = self.folded.get_or_init(|| {
            let mut names: Vec<&str> =
                self.table.iter().map(|known| known.text(&self.texts)).chain(self.nameless.map(|_| "")).collect();
            sort_by(&mut names, |a, b| b.cmp(a));
            names.into_iter().map(|name| (fold(name), name.to_owned())).collect()
        });
        folded.get(&fold(name)).map(String::as_str)
    }
}
