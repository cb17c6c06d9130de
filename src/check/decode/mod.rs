//! From bytes to what the server holds in memory: JSON syntax as Go sees it, then one of the two decoders (until
//! 2.10.26 Go's own, since 2.10.27 Semaphore's). Judges types only; meaning is for `verify` and `restore`.

mod places;
mod plain;
mod reflect;
pub(super) mod syntax;

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt as _};

use crate::json::{Document, Key, Kind, Label, Node};
use crate::semaphore::{Band, FieldShape, ObjectShape, Type, shape};

use super::project::{Project, Record, Slot};
use super::types::{self, Why, Wrong};
use places::Places;

/// Decodes the document for servers of `band`.
pub(super) fn decode(doc: &Document, band: Band) -> (Project<'_>, Vec<Wrong>) {
    let mut decoder = Decoder::new(doc, band);
    if band.uses_go_decoder() {
        decoder.plain();
    } else {
        decoder.reflect();
    }
    decoder.project.follow_links();
    (decoder.project, decoder.wrong)
}

/// A value to be decoded alone: an entry of a section, or the document without its entries.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub node: Node,
    shape: &'static ObjectShape,
}

/// The entry that a value belongs to.
pub(super) fn entry(doc: &Document, band: Band, node: Node) -> Entry {
    let root = shape(band);
    let section = |list: Node| match doc.label(list) {
        Some(Label::Key(key)) if doc.parent(list) == Some(doc.root()) => {
            let at = if band.uses_go_decoder() { root.place_in_any_case(&key.text()) } else { root.place(&decoded(key)) };
            at.and_then(|at| Some(&root.fields[at]).filter(|field| field.ty == Type::List)?.children.as_ref())
        }
        _ => None,
    };
    let (mut entry, mut list) = (node, doc.parent(node));
    while let Some(at) = list {
        if let Some(shape) = section(at) {
            return Entry { node: entry, shape };
        }
        (entry, list) = (at, doc.parent(at));
    }
    Entry { node: doc.root(), shape: root }
}

/// Decodes only some entries, without their links.
pub(super) fn entries<'d>(doc: &'d Document, band: Band, entries: &[Entry]) -> (Project<'d>, Vec<Wrong>) {
    let mut decoder = Decoder::new(doc, band);
    for entry in entries {
        decoder.frame = entry.node == doc.root();
        let record = decoder.records(1, entry.shape, entry.node);
        if band.uses_go_decoder() {
            decoder.lay(record, entry.node);
        } else {
            decoder.element(record, entry.node);
        }
    }
    (decoder.project, decoder.wrong)
}

struct Decoder<'d> {
    project: Project<'d>,
    wrong: Vec<Wrong>,
    /// Of lists, by their first object, that a repeated key made shorter: how many objects stay in memory behind them.
    shrunk: HashMap<u32, u32>,
    places: Places,
    /// Whether lists are only looked at from outside.
    frame: bool,
}

impl<'d> Decoder<'d> {
    fn new(doc: &'d Document, band: Band) -> Self {
        let project = Project::empty(doc, band);
        Self { project, wrong: Vec::new(), shrunk: HashMap::new(), places: Places::default(), frame: false }
    }
}

impl Decoder<'_> {
    fn band(&self) -> Band {
        self.project.band
    }

    #[inline(always)]
    fn kind(&self, node: Node) -> Kind {
        self.project.doc.kind(node)
    }

    /// Makes room for `count` objects in a row, all fields missing.
    #[inline]
    fn records(&mut self, count: usize, shape: &'static ObjectShape, node: Node) -> u32 {
        let first = index(self.project.records.len());
        let records = &mut self.project.records;
        // An eighth more than is needed: what follows a long list is mostly short, and doubling would copy it.
        if records.capacity() < records.len() + count {
            records.reserve_exact(count + records.len() / 8);
        }
        records.resize(records.len() + count, Record { node, shape: shape.number, slots: 0 });
        first
    }

    /// The first slot of a record that has members, or had.
    #[inline(always)]
    fn own_slots(&mut self, record: u32) -> usize {
        let own = self.project.records[record as usize];
        if own.slots != 0 {
            return own.slots as usize;
        }
        let (first, fields) = (self.project.slots.len(), self.project.shape_of(&own).fields.len());
        self.project.records[record as usize].slots = index(first);
        self.project.slots.resize(first + fields, Slot::Missing);
        first
    }

    fn slot(&mut self, record: u32, field: usize) -> &mut Slot {
        let at = self.own_slots(record) + field;
        &mut self.project.slots[at]
    }

    fn top(&mut self) -> (Node, u32) {
        let root = self.project.doc.root();
        let record = self.records(1, shape(self.band()), root);
        (root, record)
    }

    fn wrong(&mut self, node: Node, why: Why, words: Option<String>) {
        self.wrong.push(Wrong { node, why, words });
    }
}

/// The fields of an object field or of the elements of a list; objects whose content the server does not read have none.
fn children(field: &'static FieldShape) -> Option<&'static ObjectShape> {
    field.children.as_ref()
}

/// The document has fewer than 2^32 values.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The bytes of a key without escapes.
fn decoded(key: Key<'_>) -> Cow<'_, [u8]> {
    if key.body().contains(&b'\\') { Cow::Owned(key.text().into_owned().into_bytes()) } else { Cow::Borrowed(key.body()) }
}
