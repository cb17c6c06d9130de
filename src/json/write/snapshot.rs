//! Values as they are at some time: stretches of text that stay what they are, whatever is edited later. Most cost no copy.

use std::borrow::Cow;

use crate::json::node::{Kind, Node};
use crate::json::tree::Document;
use crate::json::tree::overlay::Snapshot;

impl Document {
    /// The value as it is now. Only a container that was edited, or is new, has to be written down.
    pub(crate) fn snapshot(&mut self, node: Node) -> Snapshot {
        if let Some(entry) = self.index.entries.get(node.number() as usize)
            && !self.is_touched(node)
        {
            return Snapshot::Source { start: entry.start, end: entry.end };
        }
        match self.kind(node) {
            Kind::Array if self.is_empty(node) => self.overlay.write_down("[]"),
            Kind::Object if self.is_empty(node) => self.overlay.write_down("{}"),
            Kind::Array | Kind::Object => {
                let text = self.compact(node);
                self.overlay.write_down(&text)
            }
            _ => self.added(node).snapshot(),
        }
    }

    /// The text of a value as it is now.
    pub(crate) fn text_now(&self, node: Node) -> Cow<'_, str> {
        if self.is_container(node) && self.is_touched(node) { Cow::Owned(self.compact(node)) } else { self.token(node) }
    }

    /// The text of a snapshot of this document.
    pub(crate) fn text_then(&self, snapshot: Snapshot) -> Cow<'_, str> {
        match snapshot {
            Snapshot::Source { start, end } => self.src.written(start as usize..end as usize),
            Snapshot::Written { at, length } => Cow::Borrowed(self.overlay.text_at(at, length)),
        }
    }
}
