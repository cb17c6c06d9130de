//! What the server holds in memory after decoding: for every object the values of its known fields, and for every link
//! the entry it leads to, found once. Borrows from the document and copies no text. Judges nothing.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::finding::Spot;
use crate::json::{Document, Kind, Node};
use crate::parallel;
use crate::semaphore::{self, Band, FieldShape, ObjectShape, key, shape, shapes, written_last};
use crate::text::bytes::same;

use super::names::Names;

/// Where a field's value is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    /// Missing, or a null that the decoder passes over.
    Missing,
    /// A scalar, a free map or a list of strings; of a link, `entry` is the first entry with the name.
    Value { node: Node, entry: u32 },
    /// An object.
    Row(u32),
    /// A list of objects.
    Rows { first: u32, len: u32 },
}

/// The entry of a link that leads nowhere.
const NOWHERE: u32 = u32::MAX;

impl Slot {
    /// A value that leads nowhere yet.
    pub(super) const fn value(node: Node) -> Self {
        Self::Value { node, entry: NOWHERE }
    }

    /// The entry that a link leads to.
    pub(super) fn entry(self) -> Option<usize> {
        match self {
            Self::Value { entry, .. } if entry != NOWHERE => Some(entry as usize),
            _ => None,
        }
    }
}

/// Where the link below a key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkTarget {
    /// There is no name.
    Unset,
    /// To the first entry that has the name.
    Entry(usize),
    /// No entry has the name.
    Nowhere,
}

/// One decoded object. Packed, since a file of nothing but `{}` has one for three bytes.
#[derive(Debug, Clone, Copy)]
#[repr(Rust, packed)]
pub(super) struct Record {
    /// The object in the file.
    pub node: Node,
    /// First of its slots.
    pub slots: u32,
    /// The number of its shape.
    pub shape: u8,
}

/// How many fields the object of a format with the most has.
fn longest(shape: &ObjectShape) -> usize {
    let below = shape.fields.iter().filter_map(|field| field.children.as_ref());
    below.map(longest).max().unwrap_or_default().max(shape.fields.len())
}

/// The decoded backup.
#[derive(Debug)]
pub(super) struct Project<'d> {
    pub doc: &'d Document,
    pub band: Band,
    /// The shapes of the band, by their numbers.
    shapes: &'static [&'static ObjectShape],
    pub(super) records: Vec<Record>,
    /// The first ones, all missing, are those of every object without members: a list may have a million of them.
    pub(super) slots: Vec<Slot>,
    /// Members that the decoder passes over, with the object they are in.
    pub(super) unread: Vec<(u32, Node)>,
    /// Values whose key is read in spite of its letter case, with the key as the server writes it.
    pub(super) miscased: Vec<(Node, &'static str)>,
    /// Values whose key means the same as one before it in the object, in another letter case.
    pub(super) case_duplicates: Vec<Node>,
    /// Apps that the server has besides those of every server.
    pub(super) own_apps: HashSet<String>,
    /// The names of each section, in the order of the root's fields.
    names: Vec<Names>,
    none: Names,
}

/// Some fields of the objects of each shape, by its number: chosen once for all objects.
#[derive(Debug)]
pub(super) struct Fields<T>(Vec<Vec<(usize, T)>>);

/// A decoded object of a [`Project`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'p> {
    project: &'p Project<'p>,
    /// Its fields: known for all entries of a list at once.
    shape: &'static ObjectShape,
    id: u32,
}

impl<'d> Project<'d> {
    /// A project of which nothing could be read.
    pub(super) fn empty(doc: &'d Document, band: Band) -> Self {
        let (names, none) = (Vec::new(), Names::default());
        Self {
            doc,
            band,
            shapes: shapes(band),
            records: Vec::new(),
            slots: vec![Slot::Missing; longest(shape(band))],
            unread: Vec::new(),
            miscased: Vec::new(),
            case_duplicates: Vec::new(),
            own_apps: HashSet::new(),
            names,
            none,
        }
    }

    /// Finds the entry behind each link, once for all that ask.
    pub(super) fn follow_links(&mut self) {
        let size = self.doc.source().len();
        self.names = parallel::map(size, &shape(self.band).fields, &|field| self.names_of(field.key));
        let names = |section: &str| shape(self.band).place(section.as_bytes()).map(|at| &self.names[at]);
        let links = self.fields(|field| names(field.linked_section()?));
        let (front, back) = self.records.split_at(self.records.len() / 2);
        let (front, back) = parallel::join(size, || self.links_of(front, &links), || self.links_of(back, &links));
        for (slot, first) in front.into_iter().chain(back) {
            if let Slot::Value { entry, .. } = &mut self.slots[slot as usize] {
                *entry = first;
            }
        }
    }

    /// The links of some records that lead to an entry: their slots, and where they lead.
    fn links_of(&self, records: &[Record], links: &Fields<&Names>) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for record in records {
            for (at, names, slot) in self.slots_of(record, links) {
                if let Slot::Value { node, .. } = slot
                    && let Some(first) = self.doc.text(node).and_then(|name| names.first(&name))
                    && let (Ok(slot), Ok(first)) = (u32::try_from(at), u32::try_from(first))
                {
                    found.push((slot, first));
                }
            }
        }
        found
    }

    fn names_of(&self, section: &str) -> Names {
        let doc = self.doc;
        let key = self.name_key(section);
        let text = |row: Row<'_>| row.value(key).and_then(|node| doc.text(node)).unwrap_or_default();
        // They are looked up among what is written.
        Names::of(self.section(section).len(), self.in_write_order(section).map(|(at, row)| (at, text(row))))
    }

    /// The fields that `wanted` says something of.
    pub(super) fn fields<T>(&self, wanted: impl Fn(&'static FieldShape) -> Option<T>) -> Fields<T> {
        let of_shape = |shape: &&'static ObjectShape| {
            shape.fields.iter().enumerate().filter_map(|(at, field)| Some((at, wanted(field)?))).collect()
        };
        Fields(self.shapes.iter().map(of_shape).collect())
    }

    /// What an object has in some fields: the number of the slot, what is known of the field, and the slot.
    #[inline]
    pub(super) fn slots_of<'a, T>(&self, record: &Record, fields: &'a Fields<T>) -> impl Iterator<Item = (usize, &'a T, Slot)> {
        let first = record.slots as usize;
        fields.0[usize::from(record.shape)].iter().map(move |(at, known)| (first + at, known, self.slots[first + at]))
    }

    /// The fields of an object.
    pub(super) fn shape_of(&self, record: &Record) -> &'static ObjectShape {
        self.shapes[usize::from(record.shape)]
    }

    /// The place of what a slot holds.
    pub(super) fn node(&self, record: &Record, field: &FieldShape, slot: Slot) -> Option<Node> {
        match slot {
            Slot::Missing => None,
            Slot::Value { node, .. } => Some(node),
            Slot::Row(id) => Some(self.records[id as usize].node),
            Slot::Rows { len: 0, .. } => self.doc.get(record.node, field.key),
            Slot::Rows { first, .. } => self.doc.parent(self.records[first as usize].node),
        }
    }

    /// The names of a section's entries, as links look them up.
    pub(super) fn names(&self, section: &str) -> &Names {
        shape(self.band).place(section.as_bytes()).and_then(|at| self.names.get(at)).unwrap_or(&self.none)
    }

    /// The whole document.
    pub(super) fn root(&self) -> Row<'_> {
        Row { project: self, shape: self.shapes[0], id: 0 }
    }

    /// The entries of a section in file order; none where the band does not know the section.
    pub(super) fn section(&self, name: &str) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        self.root().rows(name)
    }

    /// The same in the order in which the server writes them, with their numbers in the file.
    pub(super) fn in_write_order(&self, section: &str) -> impl Iterator<Item = (usize, Row<'_>)> {
        let last = written_last(section);
        let is_last = move |row: &Row<'_>| last.is_some_and(|last| row.has_text(key::TYPE, last));
        let entries = |last| self.section(section).enumerate().filter(move |(_, row)| is_last(row) == last);
        entries(false).chain(entries(true))
    }

    /// The entry of a section with this number.
    pub(super) fn entry(&self, section: &str, at: usize) -> Option<Row<'_>> {
        match self.root().slot(section) {
            Slot::Rows { first, len } if at < len as usize => self.row_of(first + u32::try_from(at).ok()?),
            _ => None,
        }
    }

    fn row_of(&self, id: u32) -> Option<Row<'_>> {
        let shape = self.shape_of(self.records.get(id as usize)?);
        Some(Row { project: self, shape, id })
    }

    /// The key that holds the names of a section's entries.
    pub(super) fn name_key(&self, section: &str) -> &'static str {
        semaphore::name_key(section, self.band).unwrap_or(key::NAME)
    }
}

impl<'p> Row<'p> {
    /// The object in the file.
    pub(super) fn node(self) -> Node {
        self.record().node
    }

    fn record(self) -> &'p Record {
        &self.project.records[self.id as usize]
    }

    /// The field's description, if the band knows it.
    #[inline]
    pub(super) fn field(self, key: &str) -> Option<&'static FieldShape> {
        self.shape.get(key)
    }

    fn slot(self, key: &str) -> Slot {
        let record = self.record();
        match self.shape.place(key.as_bytes()) {
            Some(at) => self.project.slots[record.slots as usize + at],
            None => Slot::Missing,
        }
    }

    /// The place of a scalar, a free map or a list of strings.
    fn value(self, key: &str) -> Option<Node> {
        match self.slot(key) {
            Slot::Value { node, .. } => Some(node),
            _ => None,
        }
    }

    /// Where the link below a key leads; what is missing is an empty name where the server's field cannot be null.
    pub(super) fn resolve(self, key: &str) -> LinkTarget {
        let slot = self.slot(key);
        let found = match slot {
            Slot::Value { .. } => slot.entry(),
            _ => match self.field(key).filter(|field| !field.row.unset).and_then(FieldShape::section) {
                Some(section) => self.project.names(section).first(""),
                None => return LinkTarget::Unset,
            },
        };
        found.map_or(LinkTarget::Nowhere, LinkTarget::Entry)
    }

    /// The value's place in the file; `None` when it is missing or null.
    pub(super) fn at(self, key: &str) -> Option<Node> {
        let record = self.record();
        let at = self.shape.place(key.as_bytes())?;
        self.project.node(record, &self.shape.fields[at], self.project.slots[record.slots as usize + at])
    }

    /// The same where the place of the field among those of its object is known.
    pub(super) fn at_place(self, place: usize, key: &str) -> Option<Node> {
        let record = self.record();
        match self.shape.fields.get(place).filter(|field| same(field.key.as_bytes(), key.as_bytes())) {
            Some(field) => self.project.node(record, field, self.project.slots[record.slots as usize + place]),
            None => self.at(key),
        }
    }

    /// The value's place, also of a null, or the object's where there is none.
    pub(super) fn place(self, key: &'static str) -> Spot {
        let written = self.at(key).or_else(|| self.project.doc.get(self.node(), key));
        Spot::value(written.unwrap_or_else(|| self.node()), key)
    }

    /// A text as the file has it; `None` when it is missing or null.
    #[inline(always)]
    pub(super) fn written(self, key: &str) -> Option<Cow<'p, str>> {
        self.project.doc.text(self.value(key)?)
    }

    /// A text as the server holds it: a missing one is empty where the server's field cannot be null.
    #[inline]
    pub(super) fn text(self, key: &str) -> Option<Cow<'p, str>> {
        self.written(key).or_else(|| self.field(key).filter(|f| !f.row.unset).map(|_| Cow::Borrowed("")))
    }

    /// A text whose absence and emptiness the server does not tell apart.
    #[inline]
    pub(super) fn plain(self, key: &str) -> Cow<'p, str> {
        self.written(key).unwrap_or_default()
    }

    /// Whether it is this text, which is not empty; mostly without a look at it.
    pub(super) fn has_text(self, key: &str, text: &str) -> bool {
        self.value(key).is_some_and(|node| self.project.doc.is_text(node, text))
    }

    /// Whether such a text is missing or empty, without a look at it.
    pub(super) fn is_empty(self, key: &str) -> bool {
        let doc = self.project.doc;
        self.value(key).is_none_or(|node| doc.kind(node) != Kind::String || doc.raw(node).len() == "\"\"".len())
    }

    /// A truth value; missing is false.
    pub(super) fn is(self, key: &str) -> bool {
        self.value(key).and_then(|node| self.project.doc.boolean(node)).unwrap_or(false)
    }

    /// An integer as the server holds it: since 2.10.27 by way of a float whose fraction is cut off, and what does not fit
    /// becomes the smallest.
    pub(super) fn integer(self, key: &str) -> Option<i64> {
        let node = self.value(key)?;
        if self.project.band.uses_go_decoder() {
            return i64::try_from(self.project.doc.integer(node)?).ok();
        }
        let float = self.project.doc.number(node)?;
        #[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
        let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float).then_some(float as i64);
        Some(fits.unwrap_or(i64::MIN))
    }

    /// The object below a key.
    pub(super) fn row(self, key: &str) -> Option<Row<'p>> {
        match self.slot(key) {
            Slot::Row(id) => self.project.row_of(id),
            _ => None,
        }
    }

    /// The objects of a list.
    pub(super) fn rows(self, key: &str) -> impl ExactSizeIterator<Item = Row<'p>> + Clone + use<'p> {
        let (first, len) = match self.slot(key) {
            Slot::Rows { first, len } => (first, len),
            _ => (0, 0),
        };
        let project = self.project;
        let shape = project.records.get(first as usize).map_or(self.shape, |record| project.shape_of(record));
        (first..first + len).map(move |id| Row { project, shape, id })
    }

    /// The texts of a list of strings, with their places.
    pub(super) fn texts(self, key: &str) -> impl Iterator<Item = (Node, Cow<'p, str>)> + use<'p> {
        let doc = self.project.doc;
        let list = self.value(key).filter(|node| doc.kind(*node) == Kind::Array);
        list.into_iter().flat_map(|n| doc.elements(n)).map(|n| (n, doc.text(n).unwrap_or_default()))
    }
}
