//! What differs from the source: lists of children that replace those of the source, and values that were not in it. Holds
//! them; `edits` changes them.

use foldhash::HashMap;

use super::child::Child;
use super::index::{Kind, NONE};
use super::node_set::NodeSet;
use super::places::Places;
use super::snapshot::Snapshot;
use super::tree::{Document, Node};

/// Everything that differs from the source.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    /// Values made by edits; node numbers go on behind those of the source.
    pub added: Vec<Added>,
    /// Source values that hang elsewhere now, with their containers.
    pub moved: HashMap<Node, Node>,
    /// Containers in which something changed, at any depth.
    pub dirty: NodeSet,
    /// The outermost value, where it was replaced.
    pub root: Option<Node>,
    /// Positions in long edited lists.
    pub places: Places,
    /// Children of edited and of new containers.
    pub lists: Vec<List>,
    /// By number of a source container: that of its list, from 1; 0 of one that was not edited.
    list_of: Vec<u32>,
    /// Tokens of new scalars and texts that were written down, one behind the other.
    tokens: String,
}

/// A value that was not in the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Added {
    pub kind: Kind,
    /// Number of the container; [`NONE`] as long as it hangs nowhere.
    parent: u32,
    /// Of a scalar: where its token begins. Of a container: the number of its list.
    at: usize,
    /// Length of the token.
    len: u32,
}

/// The children of a container.
#[derive(Debug, Default)]
pub(super) struct List {
    pub children: Vec<Child>,
    /// The keys are known to rise and to have no escapes, so that one is found by halves.
    pub rising: bool,
}

impl Added {
    /// The token of a scalar.
    pub const fn snapshot(&self) -> Snapshot {
        Snapshot::Written { at: self.at, length: self.len }
    }
}

impl Overlay {
    /// The children of a source container that was edited itself.
    pub fn edited(&self, container: Node) -> Option<&[Child]> {
        let list = self.list_number(container)?;
        Some(&self.lists[list].children)
    }

    /// The token of a new scalar; nothing of a container.
    pub fn raw(&self, added: &Added) -> &str {
        match added.kind {
            Kind::Array | Kind::Object => "",
            _ => self.text_at(added.at, added.len),
        }
    }

    /// Text that was written down.
    pub fn text_at(&self, at: usize, length: u32) -> &str {
        &self.tokens[at..at + length as usize]
    }

    /// Keeps a text.
    pub fn write_down(&mut self, text: &str) -> Snapshot {
        let at = self.tokens.len();
        self.tokens.push_str(text);
        Snapshot::Written { at, length: count(text.len()) }
    }

    fn list_number(&self, container: Node) -> Option<usize> {
        (*self.list_of.get(container.0 as usize)? as usize).checked_sub(1)
    }

    fn new_list(&mut self, list: List) -> usize {
        self.lists.push(list);
        self.lists.len() - 1
    }
}

/// Sources end below 4 GiB and edits are far fewer than bytes.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Document {
    /// Adds a scalar that hangs nowhere, by its JSON token.
    pub(super) fn add_scalar(&mut self, kind: Kind, token: &str) -> Node {
        let at = self.overlay.tokens.len();
        self.overlay.tokens.push_str(token);
        self.add(Added { kind, parent: NONE, at, len: count(token.len()) })
    }

    /// Adds an empty container that hangs nowhere.
    pub(super) fn add_container(&mut self, kind: Kind) -> Node {
        let at = self.overlay.new_list(List::default());
        self.add(Added { kind, parent: NONE, at, len: 0 })
    }

    /// Hangs its content into a new container; scalars have none.
    pub(super) fn fill(&mut self, container: Node, children: Vec<Child>) {
        if children.is_empty() {
            return;
        }
        for child in &children {
            self.hang(child.value, container);
        }
        let list = self.added(container).at;
        self.overlay.lists[list].children = children;
    }

    fn add(&mut self, added: Added) -> Node {
        let number = self.index.entries.len() + self.overlay.added.len();
        self.overlay.added.push(added);
        Node(count(number))
    }

    /// Notes that a value hangs in a container now.
    pub(super) fn hang(&mut self, node: Node, container: Node) {
        if self.in_source(node) {
            self.overlay.moved.insert(node, container);
        } else {
            let at = node.0 as usize - self.index.entries.len();
            self.overlay.added[at].parent = container.0;
        }
    }

    /// The children of an edited or new container; `None` for a container as it is in the source.
    #[inline]
    pub(super) fn edited(&self, node: Node) -> Option<&[Child]> {
        if self.in_source(node) {
            return self.overlay.edited(node);
        }
        let added = self.added(node);
        Some(match added.kind {
            Kind::Array | Kind::Object => &self.overlay.lists[added.at].children,
            _ => &[],
        })
    }

    /// The list of a container, ready to be changed; marks it and everything around it as touched.
    pub(super) fn edit(&mut self, container: Node) -> &mut List {
        let list = self.edit_list(container);
        &mut self.overlay.lists[list]
    }

    /// The number of that list.
    pub(super) fn edit_list(&mut self, container: Node) -> usize {
        let mut up = Some(container);
        while let Some(node) = up {
            if !self.overlay.dirty.insert(node) {
                break;
            }
            up = self.parent(node);
        }
        if self.in_source(container) { self.source_list(container) } else { self.added(container).at }
    }

    pub(super) fn source_list(&mut self, container: Node) -> usize {
        if let Some(list) = self.overlay.list_number(container) {
            return list;
        }
        let children = self.source_children(container);
        let rising = self.unique_keys && self.index.entries[container.0 as usize].plain;
        let list = self.overlay.new_list(List { children, rising });
        if self.overlay.list_of.is_empty() {
            self.overlay.list_of.resize(self.index.entries.len(), 0);
        }
        self.overlay.list_of[container.0 as usize] = count(list + 1);
        list
    }

    pub(super) fn added(&self, node: Node) -> &Added {
        &self.overlay.added[node.0 as usize - self.index.entries.len()]
    }

    /// The container of a new value.
    pub(super) fn added_parent(&self, node: Node) -> Option<Node> {
        let parent = self.added(node).parent;
        (parent != NONE).then_some(Node(parent))
    }
}
