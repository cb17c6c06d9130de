//! The edits of a document as a tree: for each container of the source, what its children were and what they are now.

use super::index::Kind;
use super::overlay::Child;
use super::splice::keepers;
use super::tree::{Document, Node};

/// A container of the source whose own children changed.
#[derive(Debug)]
pub(crate) struct ContainerChange {
    /// Children in the source.
    pub was: Vec<Slot>,
    /// Children now, each with the place in `was` that it still has, if it did not have to move there.
    pub now: Vec<(Slot, Option<usize>)>,
}

/// A child and its key in an object.
#[derive(Debug)]
pub(crate) struct Slot {
    pub key: Option<String>,
    pub node: Node,
}

impl Document {
    /// The value that the source has outermost, whatever stands there now.
    pub(crate) fn source_root(&self) -> Node {
        Node(0)
    }

    /// What became of the children of a source container; `None` where they are as they were (what is inside them may not be).
    pub(crate) fn container_change(&self, node: Node) -> Option<ContainerChange> {
        let now = self.overlay.children.get(&node)?;
        let was = self.source_children(node);
        let stays = keepers(&was, now);
        Some(ContainerChange {
            was: was.iter().map(|c| self.slot_of(c)).collect(),
            now: now.iter().zip(stays).map(|(c, stays)| (self.slot_of(c), stays)).collect(),
        })
    }

    /// The children of a source container as the source has them.
    pub(crate) fn was(&self, node: Node) -> Vec<Slot> {
        self.source_children(node).iter().map(|c| self.slot_of(c)).collect()
    }

    fn slot_of(&self, child: &Child) -> Slot {
        Slot { key: child.key(&self.src).map(|k| k.text().into_owned()), node: child.value }
    }

    /// JSON text of a value as it is now, without spaces; tokens keep their text.
    pub(crate) fn compact(&self, node: Node) -> String {
        let mut out = Vec::new();
        self.compact_into(node, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    fn compact_into(&self, node: Node, out: &mut Vec<u8>) {
        let kind = self.kind(node);
        if !matches!(kind, Kind::Array | Kind::Object) || !self.is_touched(node) {
            without_space(self.raw(node), out);
            return;
        }
        let (open, close) = if kind == Kind::Array { (b'[', b']') } else { (b'{', b'}') };
        out.push(open);
        for (i, (label, child)) in self.children(node).enumerate() {
            if i > 0 {
                out.push(b',');
            }
            if let super::tree::Label::Key(key) = label {
                out.push(b'"');
                out.extend_from_slice(key.body());
                out.extend_from_slice(b"\":");
            }
            self.compact_into(child, out);
        }
        out.push(close);
    }
}

/// Copies JSON text and leaves out the space between tokens.
fn without_space(json: &[u8], out: &mut Vec<u8>) {
    let mut in_string = false;
    let mut escaped = false;
    for &byte in json {
        if in_string {
            in_string = byte != b'"' || escaped;
            escaped = byte == b'\\' && !escaped;
        } else if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
            continue;
        } else {
            in_string = byte == b'"';
        }
        out.push(byte);
    }
}
