//! From values to their places: containers, labels, paths, names for people, stretches and lines of the source. Changes
//! nothing.

use std::ops::Range;

use super::index::{Kind, NONE};
use super::lines::{Lines, Position};
use super::tree::{Document, Label, Node};

impl Document {
    /// The container of a node.
    #[must_use]
    pub fn parent(&self, node: Node) -> Option<Node> {
        if node == self.root() {
            return None;
        }
        if let Some(parent) = self.overlay.moved.get(&node) {
            return Some(*parent);
        }
        match self.index.entries.get(node.0 as usize) {
            Some(entry) => (entry.parent != NONE).then_some(Node(entry.parent)),
            None => self.added_parent(node),
        }
    }

    /// How the node hangs in its container; `None` for the root and for what was removed.
    #[must_use]
    pub fn label(&self, node: Node) -> Option<Label<'_>> {
        let parent = self.parent(node)?;
        let Some(children) = self.edited(parent) else {
            return self.source_label(node, self.kind(parent) == Kind::Object);
        };
        let at = self.position_in(parent, children, node)?;
        Some(self.key_of(children[at]).map_or(Label::Index(at), Label::Key))
    }

    /// How a value of the source hung there.
    pub(super) fn source_label(&self, node: Node, member: bool) -> Option<Label<'_>> {
        let label = self.index.entries[node.0 as usize].label;
        if member { self.index.keys.key(label).map(Label::Key) } else { Some(Label::Index(label as usize)) }
    }

    /// Bytes of the value in the source; `None` for what edits made.
    #[must_use]
    pub fn span(&self, node: Node) -> Option<Range<usize>> {
        self.index.entries.get(node.0 as usize).map(|e| e.start as usize..e.end as usize)
    }

    /// Bytes of the key in the source, quotes included; `None` for elements, the root and what edits made.
    #[must_use]
    pub fn key_span(&self, node: Node) -> Option<Range<usize>> {
        let entry = self.index.entries.get(node.0 as usize)?;
        let parent = self.index.entries.get(entry.parent as usize)?;
        if parent.kind != Kind::Object {
            return None;
        }
        let length = self.index.keys.key(entry.label)?.body().len();
        let open = self.index.keys.open_before(&self.src, entry);
        Some(open..open + length + 2)
    }

    /// Offset at which the text of a value of the source begins, with its key.
    pub(super) fn begin(&self, node: Node) -> usize {
        self.key_span(node).or_else(|| self.span(node)).map_or(0, |range| range.start)
    }

    /// Line and column of an offset into the source.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.src, offset)
    }

    /// Byte range of source lines `first..=last`, counted from 1.
    #[must_use]
    pub fn line_range(&self, first: usize, last: usize) -> Range<usize> {
        self.lines().range(&self.src, first, last)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.src))
    }
}
