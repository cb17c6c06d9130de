//! The names of a section and which entities have them. Their texts stay where they are, in the document: a section may have a million.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::json::{Document, Node};

/// Entities by name, of a document that does not change meanwhile.
#[derive(Debug, Default)]
pub(super) struct NameTable {
    by_name: HashTable<Named>,
    hasher: RandomState,
}

/// A name.
#[derive(Debug, Clone, Copy)]
struct Named {
    hash: u64,
    /// The value of the document whose text it is.
    name: Node,
    /// The first entity that has it, and how many have.
    first: Node,
    count: u32,
}

impl NameTable {
    /// Those of entities, each with the value that holds its name.
    pub(super) fn of(doc: &Document, entities: impl Iterator<Item = (Node, Node)>) -> Self {
        let mut table = Self::default();
        for (first, name) in entities {
            let Some(text) = doc.text(name) else { continue };
            let hash = table.hasher.hash_one(&*text);
            match table.by_name.find_mut(hash, |named| named.hash == hash && doc.is_text(named.name, &text)) {
                Some(named) => named.count += 1,
                None => {
                    table.by_name.insert_unique(hash, Named { hash, name, first, count: 1 }, |named| named.hash);
                }
            }
        }
        table
    }
}

/// The names of one section.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SectionNames<'a> {
    doc: &'a Document,
    table: &'a NameTable,
}

impl<'a> SectionNames<'a> {
    pub(super) const fn new(doc: &'a Document, table: &'a NameTable) -> Self {
        Self { doc, table }
    }

    fn find(self, name: &str) -> Option<&'a Named> {
        let hash = self.table.hasher.hash_one(name);
        self.table.by_name.find(hash, |named| named.hash == hash && self.doc.is_text(named.name, name))
    }

    /// The entity that a reference of this name finds: the first.
    #[inline]
    pub(crate) fn first(self, name: &str) -> Option<Node> {
        self.find(name).map(|named| named.first)
    }

    /// Each name once, in no order.
    pub(crate) fn all(self) -> impl Iterator<Item = Cow<'a, str>> {
        self.table.by_name.iter().filter_map(move |named| self.doc.text(named.name))
    }

    /// Whether no two entities have the same name.
    pub(crate) fn all_unique(self) -> bool {
        self.table.by_name.iter().all(|named| named.count == 1)
    }

    /// How many entities have this name.
    pub(crate) fn count(self, name: &str) -> usize {
        self.find(name).map_or(0, |named| named.count as usize)
    }
}
