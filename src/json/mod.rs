//! A JSON document with its bytes: read once into a flat index, edited in an overlay, written by streaming what no edit
//! touched. Gives places (offsets, lines, paths). Knows nothing of Semaphore.

mod changes;
mod child;
mod duplicates;
mod edits;
mod index;
mod keep;
mod keys;
mod lines;
mod locate;
mod lookup;
mod node_set;
mod oddity;
mod overlay;
mod path;
mod place;
mod places;
mod reader;
mod render;
mod route;
mod scan;
mod snapshot;
mod source;
mod splice;
mod style;
mod text;
mod tree;
mod values;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use changes::{ContainerChange, Slot};
pub use index::Kind;
pub use lines::Position;
pub use lookup::Select;
pub(crate) use lookup::Sought;
pub(crate) use node_set::NodeSet;
pub use oddity::{GO_MAX_DEPTH, MOST_OF_A_KIND, Oddity, OddityKind, SyntaxError, quote};
pub use path::{Path, Step};
pub(crate) use route::{Route, Routes};
pub(crate) use snapshot::Snapshot;
pub use splice::Splice;
pub use style::Style;
pub use text::{escape_into, unescape};
pub use tree::{Children, Document, Key, Label, Node};
pub use walk::{ChildNodes, Descendants};
