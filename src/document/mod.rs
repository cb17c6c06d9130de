//! A JSON document with its bytes: read once into a flat index, edited in an overlay, written by streaming what no edit
//! touched. Gives places (offsets, lines, paths). Knows nothing of Semaphore.

mod changes;
mod index;
mod locate;
mod overlay;
mod path;
mod reader;
mod splice;
mod style;
mod text;
mod tree;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use changes::{ContainerChange, Slot};
pub use index::Kind;
pub use path::{Path, Step};
pub use reader::{GO_MAX_DEPTH, Oddity, OddityKind, SyntaxError, quote};
pub use splice::Splice;
pub use style::Style;
pub use text::{Position, escape_into, unescape};
pub use tree::{Children, Document, Key, Label, Node, Select};
pub use walk::{ChildNodes, Descendants};
