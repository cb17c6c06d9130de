//! From bytes of the source back to values: which value stands at an offset, which ones a stretch shows.

use std::ops::Range;

use super::index::{Kind, NONE};
use super::path::{Path, Step};
use super::tree::{Document, Label, Node};

impl Document {
    /// The innermost value of the source around an offset; the root where none is.
    #[must_use]
    pub fn node_at(&self, offset: usize) -> Node {
        let entries = &self.index.entries;
        let behind = entries.partition_point(|e| e.start as usize <= offset);
        let Some(mut at) = behind.checked_sub(1) else { return Node(0) };
        while entries[at].end as usize <= offset && entries[at].parent != NONE {
            at = entries[at].parent as usize;
        }
        Node(u32::try_from(at).unwrap_or(0))
    }

    /// The scalars of the source that a stretch of it shows, whole or in part, in order.
    pub fn scalars_in(&self, stretch: Range<usize>) -> impl Iterator<Item = Node> + '_ {
        let entries = &self.index.entries;
        // The value before the first that starts inside may reach in.
        let first = entries.partition_point(|e| (e.start as usize) < stretch.start).saturating_sub(1);
        entries[first..]
            .iter()
            .zip(first..)
            .take_while(move |(e, _)| (e.start as usize) < stretch.end)
            .filter(move |(e, _)| !matches!(e.kind, Kind::Array | Kind::Object) && e.end as usize > stretch.start)
            .filter_map(|(_, at)| u32::try_from(at).ok().map(Node))
    }

    /// The container of a value of the source as the source has it, whatever was edited since.
    pub fn parent_in_source(&self, node: Node) -> Option<Node> {
        self.index.entries.get(node.0 as usize).filter(|entry| entry.parent != NONE).map(|entry| Node(entry.parent))
    }

    /// The place of a value of the source as the source has it.
    pub fn path_in_source(&self, node: Node) -> Path {
        let mut steps: Vec<Step> = self.way_in_source(node).map(|(step, _)| step).collect();
        steps.reverse();
        Path(steps)
    }

    /// From a value of the source up to below the root, each with its step.
    pub(super) fn way_in_source(&self, node: Node) -> impl Iterator<Item = (Step, Node)> + '_ {
        let up = move |node: &Node| self.parent_in_source(*node);
        std::iter::successors(Some(node), up).map_while(move |node| {
            let member = self.kind(self.parent_in_source(node)?) == Kind::Object;
            let step = match self.source_label(node, member)? {
                Label::Key(key) => Step::Key(key.text().into_owned()),
                Label::Index(at) => Step::Index(at),
            };
            Some((step, node))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_leads_to_its_value_and_a_stretch_to_its_scalars() {
        let text = r#"{"keys": [{"name": "deploy", "login_password": {"password": "geheim"}}], "x": 1}"#;
        let doc = Document::parse(text.into()).unwrap();
        let at = |needle: &str| doc.path(doc.node_at(text.find(needle).unwrap())).pointer();
        assert_eq!(at("geheim"), "/keys/0/login_password/password");
        assert_eq!(at("\"name\""), "/keys/0");
        assert_eq!(at("\"x\""), "");
        let shown: Vec<_> = doc.scalars_in(text.find("ploy").unwrap()..text.find("heim").unwrap()).collect();
        assert_eq!(shown.len(), 2);
        assert_eq!(doc.text(shown[1]).as_deref(), Some("geheim"));
    }
}
