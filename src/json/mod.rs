//! A JSON document with its bytes: read once into a flat index, edited in an overlay, written by streaming what no edit
//! touched. Gives places (offsets, lines, paths). Knows nothing of Semaphore.

mod edit;
mod node;
mod path;
mod place;
mod read;
mod tree;
mod write;

#[cfg(test)]
mod tests;

pub use node::{Key, Kind, Label, Node};
pub use path::{Path, Step};
pub(crate) use place::{PlaceCache, PlaceId};
pub use read::oddity::{GO_MAX_DEPTH, MOST_OF_A_KIND, Oddity, OddityKind, SyntaxError, quote};
pub use tree::lookup::Select;
pub(crate) use tree::lookup::Sought;
pub(crate) use tree::node_set::NodeSet;
pub(crate) use tree::overlay::Snapshot;
pub use tree::style::Style;
pub use tree::walk::{ChildNodes, Descendants};
pub use tree::{Children, Document};
pub(crate) use write::changes::{ContainerChange, Slot};
pub use write::splice::Splice;

pub use crate::text::escape::{escape_into, unescape};
