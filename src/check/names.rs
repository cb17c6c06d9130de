//! The names of a section's entries: which entry links by name lead to, how often a name occurs, which is nearest to a
//! misspelt one. Judges nothing.

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::HashMap;
use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// The names of a section: how often each occurs and where first.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The names one behind the other: otherwise each link would touch another page of the source.
    texts: String,
    table: HashTable<Name>,
    hasher: RandomState,
    /// How many entries there are.
    len: usize,
    /// Names without letter case and blanks around them, made for the first hint.
    folded: OnceLock<HashMap<String, String>>,
}

/// One name.
#[derive(Debug, Clone, Copy)]
struct Name {
    /// Where its text begins.
    start: usize,
    /// Bytes of its text.
    length: u32,
    /// How many entries have it.
    count: u32,
    /// The first of them.
    first: u32,
}

impl Name {
    fn text(self, texts: &str) -> &str {
        &texts[self.start..][..self.length as usize]
    }
}

/// Room is made for so many names before they are read; a million entries may have one name.
const AHEAD: usize = 1 << 14;

impl Names {
    /// Collects the names of entries in their order; the first holder of a name keeps its place.
    pub(super) fn of<'p>(entries: impl ExactSizeIterator<Item = Cow<'p, str>>) -> Self {
        let len = entries.len();
        let table = HashTable::with_capacity(len.min(AHEAD));
        let mut names = Self { table, len, ..Self::default() };
        for (first, text) in (0..).zip(entries) {
            names.add(first, &text);
        }
        names
    }

    fn add(&mut self, first: u32, text: &str) {
        let Self { texts, table, hasher, .. } = self;
        let is = |name: &Name| name.text(texts) == text;
        if let Some(name) = table.find_mut(hasher.hash_one(text), is) {
            name.count += 1;
            return;
        }
        // Texts of a source end below 4 GiB.
        let name = Name { start: texts.len(), length: u32::try_from(text.len()).unwrap_or(u32::MAX), count: 1, first };
        texts.push_str(text);
        table.insert_unique(hasher.hash_one(text), name, |name| hasher.hash_one(name.text(texts)));
    }

    fn find(&self, text: &str) -> Option<&Name> {
        self.table.find(self.hasher.hash_one(text), |name| name.text(&self.texts) == text)
    }

    /// Whether no two entries have the same name.
    pub(super) fn all_unique(&self) -> bool {
        self.table.len() == self.len
    }

    /// Whether an entry has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// How many entries have it.
    pub(super) fn count(&self, name: &str) -> u32 {
        self.find(name).map_or(0, |name| name.count)
    }

    /// Index of the first entry that has it: the one that links lead to.
    pub(super) fn first(&self, name: &str) -> Option<usize> {
        self.find(name).map(|name| name.first as usize)
    }

    /// The name nearest to a misspelt one, for a hint.
    pub(super) fn closest(&self, name: &str) -> Option<&str> {
        let fold = |name: &str| name.trim().to_ascii_lowercase();
        let folded = self.folded.get_or_init(|| {
            let mut names: Vec<&str> = self.table.iter().map(|name| name.text(&self.texts)).collect();
            names.sort_unstable_by(|a, b| b.cmp(a));
            names.into_iter().map(|name| (fold(name), name.to_owned())).collect()
        });
        folded.get(&fold(name)).map(String::as_str)
    }
}
