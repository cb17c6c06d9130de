//! What differs from the source: lists of children that replace those of the source, and values that were not in it. Holds
//! them; `edit/` changes them.

use foldhash::HashMap;

use super::child::Child;
use super::lists::{Lists, count};
use super::node_set::NodeSet;
use super::positions::Positions;
use crate::json::node::{Kind, Node};
use crate::json::read::index::NONE;

/// Everything that differs from the source.
#[derive(Debug, Default)]
pub(in crate::json) struct Overlay {
    /// Values made by edits; node numbers go on behind those of the source.
    pub added: Vec<Added>,
    /// Source values that hang elsewhere now, with their containers.
    pub moved: HashMap<Node, Node>,
    /// Containers in which something changed, at any depth.
    pub dirty: NodeSet,
    /// The outermost value, where it was replaced.
    pub root: Option<Node>,
    /// Positions in long edited lists.
    pub positions: Positions,
    /// Children of edited and of new containers.
    pub lists: Lists,
    /// Where the last new member went.
    pub last_member: LastMember,
    /// By number of a source container: that of its list, from 1; 0 of one that was not edited.
    list_of: Vec<u32>,
    /// Tokens of new scalars and texts that were written down, one behind the other.
    tokens: String,
}

/// A value that was not in the source.
#[derive(Debug, Clone, Copy)]
pub(in crate::json) struct Added {
    pub kind: Kind,
    /// Number of the container; [`NONE`] as long as it hangs nowhere.
    pub parent: u32,
    /// Of a scalar: where its token begins. Of a container: the number of its list.
    pub at: usize,
    /// Length of the token.
    length: u32,
}

/// The JSON text that a value of a document has at some time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Snapshot {
    /// A stretch of the source.
    Source { start: u32, end: u32 },
    /// A stretch of what edits wrote.
    Written { at: usize, length: u32 },
}

impl Added {
    /// The same once more; it hangs nowhere.
    pub(crate) const fn again(self) -> Self {
        Self { parent: NONE, ..self }
    }

    /// The token of a scalar.
    pub(crate) const fn snapshot(&self) -> Snapshot {
        Snapshot::Written { at: self.at, length: self.length }
    }
}

impl Overlay {
    /// The children of a source container that was edited itself.
    #[inline(always)]
    pub(crate) fn edited(&self, container: Node) -> Option<&[Child]> {
        let list = self.list_number(container)?;
        Some(self.lists.get(list))
    }

    /// The token of a new scalar; nothing of a container.
    pub(crate) fn raw(&self, added: &Added) -> &str {
        match added.kind {
            Kind::Array | Kind::Object => "",
            _ => self.text_at(added.at, added.length),
        }
    }

    /// Text that was written down.
    pub(crate) fn text_at(&self, at: usize, length: u32) -> &str {
        &self.tokens[at..at + length as usize]
    }

    /// Keeps a text.
    pub(crate) fn write_down(&mut self, text: &str) -> Snapshot {
        let (at, length) = self.keep(text);
        Snapshot::Written { at, length }
    }

    fn keep(&mut self, text: &str) -> (usize, u32) {
        // A rule mostly writes the same in many places.
        if !self.tokens.ends_with(text) {
            self.tokens.push_str(text);
        }
        (self.tokens.len() - text.len(), count(text.len()))
    }

    /// A scalar that hangs nowhere, by its JSON token.
    pub(crate) fn scalar(&mut self, kind: Kind, token: &str) -> Added {
        let (at, length) = self.keep(token);
        Added { kind, parent: NONE, at, length }
    }

    /// An empty container that hangs nowhere.
    pub(crate) fn container(&mut self, kind: Kind) -> Added {
        Added { kind, parent: NONE, at: self.lists.add(std::iter::empty(), 0), length: 0 }
    }

    /// The number of the list of an edited source container.
    pub(crate) fn list_number(&self, container: Node) -> Option<usize> {
        (*self.list_of.get(container.0 as usize)? as usize).checked_sub(1)
    }

    /// Gives a container of a source of that many values a list of its own.
    pub(crate) fn set_list(&mut self, container: Node, list: usize, values: usize) {
        if self.list_of.is_empty() {
            // Pages of zeros that are never written take no memory.
            self.list_of = vec![0; values];
        }
        self.list_of[container.0 as usize] = count(list + 1);
    }
}

/// Where a new member went: objects of one section mostly have the same keys, so that the same member of the next goes there too.
#[derive(Debug, Default)]
pub(in crate::json) struct LastMember {
    /// The keys that the object had, by their numbers.
    keys: Vec<u32>,
    key: u32,
    at: usize,
}

impl LastMember {
    /// Where a new member goes, if the last one had this key and its object had these.
    pub(crate) fn place(&self, members: &[Child], key: u32) -> Option<usize> {
        let same = self.key == key && members.iter().map(|child| child.key).eq(self.keys.iter().copied());
        same.then_some(self.at)
    }

    /// Remembers where one went.
    pub(crate) fn remember(&mut self, members: &[Child], key: u32, at: usize) {
        self.keys.clear();
        self.keys.extend(members.iter().map(|child| child.key));
        (self.key, self.at) = (key, at);
    }
}
