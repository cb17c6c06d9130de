//! What differs from the source: lists of children that replace those of the source, and values that were not in it. Holds
//! them; `edit/` changes them.

use foldhash::HashMap;

use super::child::Child;
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
    /// Children of edited and of new containers, by number of the list.
    pub lists: Vec<Vec<Child>>,
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
    /// The token of a scalar.
    pub(crate) const fn snapshot(&self) -> Snapshot {
        Snapshot::Written { at: self.at, length: self.length }
    }
}

impl Overlay {
    /// The children of a source container that was edited itself.
    #[inline]
    pub(crate) fn edited(&self, container: Node) -> Option<&[Child]> {
        let list = self.list_number(container)?;
        Some(&self.lists[list])
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
        let at = self.tokens.len();
        self.tokens.push_str(text);
        (at, count(text.len()))
    }

    /// A scalar that hangs nowhere, by its JSON token.
    pub(crate) fn scalar(&mut self, kind: Kind, token: &str) -> Added {
        let (at, length) = self.keep(token);
        Added { kind, parent: NONE, at, length }
    }

    /// An empty container that hangs nowhere.
    pub(crate) fn container(&mut self, kind: Kind) -> Added {
        Added { kind, parent: NONE, at: self.new_list(Vec::new()), length: 0 }
    }

    /// The number of the list of an edited source container.
    pub(crate) fn list_number(&self, container: Node) -> Option<usize> {
        (*self.list_of.get(container.0 as usize)? as usize).checked_sub(1)
    }

    /// Gives a container of a source of that many values a list of its own.
    pub(crate) fn set_list(&mut self, container: Node, children: Vec<Child>, values: usize) -> usize {
        let list = self.new_list(children);
        if self.list_of.is_empty() {
            // Pages of zeros that are never written take no memory.
            self.list_of = vec![0; values];
        }
        self.list_of[container.0 as usize] = count(list + 1);
        list
    }

    fn new_list(&mut self, children: Vec<Child>) -> usize {
        self.lists.push(children);
        self.lists.len() - 1
    }
}

/// Sources end below 4 GiB and edits are far fewer than bytes.
pub(in crate::json) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
