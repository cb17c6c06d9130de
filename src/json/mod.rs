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

pub(crate) use node::{Key, Kind, Label, Node};
pub(crate) use path::{Path, Step};
pub(crate) use place::{NAMES, PlaceCache, PlaceId, WHOLE};
pub(crate) use read::oddity::{GO_MAX_DEPTH, Oddity, OddityKind, SyntaxError, quote};
pub(crate) use tree::Document;
pub(crate) use tree::by_key::ByKey;
pub(crate) use tree::inner::InnerReader;
pub(crate) use tree::lookup::Sought;
pub(crate) use tree::node_set::{BitSet, NodeSet};
pub(crate) use tree::overlay::Snapshot;
pub(crate) use tree::walk::{ChildNodes, Descendants};
pub(crate) use write::changes::{ContainerChange, Slot};
pub(crate) use write::splice::{Splice, Splices};

pub(crate) use crate::text::escape::{escape_into, unescape};
