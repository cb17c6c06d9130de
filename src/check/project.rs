//! What the server holds in memory after decoding: for every object the values of its known fields, found once. Borrows
//! from the document and copies no text. Judges nothing.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use crate::document::{Document, Kind, Node};
use crate::format::{self, Band, FieldShape, ObjectShape};

/// Where a field's value is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    /// Missing, or a null that the decoder passes over.
    Missing,
    /// A scalar, a free map or a list of strings.
    Value(Node),
    /// An object.
    Row(u32),
    /// A list of objects; `kept` is how many stay in memory behind it (Go re-uses them when a key is repeated).
    Rows { first: u32, len: u32, kept: u32 },
}

/// One decoded object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// The object in the file.
    pub node: Node,
    /// Its fields.
    pub shape: &'static ObjectShape,
    /// First of its slots.
    pub slots: u32,
}

/// The decoded backup.
#[derive(Debug)]
pub(super) struct Project<'d> {
    pub doc: &'d Document,
    pub band: Band,
    pub(super) records: Vec<Record>,
    pub(super) slots: Vec<Slot>,
    /// Members that the decoder passes over, with the object they are in.
    pub(super) unread: Vec<(u32, Node)>,
}

/// A decoded object of a [`Project`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'p> {
    project: &'p Project<'p>,
    id: u32,
}

impl<'d> Project<'d> {
    /// A project of which nothing could be read.
    pub fn empty(doc: &'d Document, band: Band) -> Self {
        Self { doc, band, records: Vec::new(), slots: Vec::new(), unread: Vec::new() }
    }

    /// The whole document.
    pub fn root(&self) -> Row<'_> {
        Row { project: self, id: 0 }
    }

    /// The entries of a section in file order; none where the band does not know the section.
    pub fn section(&self, name: &str) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        self.root().rows(name)
    }

    /// The key that holds the names of a section's entries.
    pub fn name_key(&self, section: &str) -> &'static str {
        format::name_key(section, self.band).unwrap_or("name")
    }
}

impl<'p> Row<'p> {
    /// The object in the file.
    pub fn node(self) -> Node {
        self.record().node
    }

    fn record(self) -> &'p Record {
        &self.project.records[self.id as usize]
    }

    /// The field's description, if the band knows it.
    pub fn field(self, key: &str) -> Option<&'static FieldShape> {
        self.record().shape.get(key)
    }

    fn slot(self, key: &str) -> Slot {
        let record = self.record();
        match place(record.shape, key) {
            Some(at) => self.project.slots[record.slots as usize + at],
            None => Slot::Missing,
        }
    }

    /// The value's place in the file; `None` when it is missing or null.
    pub fn at(self, key: &str) -> Option<Node> {
        match self.slot(key) {
            Slot::Missing => None,
            Slot::Value(node) => Some(node),
            Slot::Row(id) => Some(self.project.records[id as usize].node),
            Slot::Rows { .. } => self.project.doc.get(self.node(), key),
        }
    }

    /// The value's place, or the object's where there is none.
    pub fn place(self, key: &str) -> Node {
        self.at(key).unwrap_or_else(|| self.node())
    }

    /// A text as the file has it; `None` when it is missing or null.
    pub fn written(self, key: &str) -> Option<Cow<'p, str>> {
        match self.slot(key) {
            Slot::Value(node) => self.project.doc.text(node),
            _ => None,
        }
    }

    /// A text as the server holds it: a missing one is empty where the server's field cannot be null.
    pub fn text(self, key: &str) -> Option<Cow<'p, str>> {
        self.written(key).or_else(|| self.field(key).filter(|f| !f.row.unset).map(|_| Cow::Borrowed("")))
    }

    /// A text whose absence and emptiness the server does not tell apart.
    pub fn plain(self, key: &str) -> Cow<'p, str> {
        self.written(key).unwrap_or_default()
    }

    /// A truth value; missing is false.
    pub fn is(self, key: &str) -> bool {
        match self.slot(key) {
            Slot::Value(node) => self.project.doc.boolean(node).unwrap_or(false),
            _ => false,
        }
    }

    /// An integer as the server holds it: since 2.10.27 by way of a float whose fraction is cut off, and what does not fit
    /// becomes the smallest.
    pub fn integer(self, key: &str) -> Option<i64> {
        let Slot::Value(node) = self.slot(key) else { return None };
        if self.project.band.is_j() {
            return i64::try_from(self.project.doc.integer(node)?).ok();
        }
        let float = self.project.doc.number(node)?;
        #[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
        let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float).then_some(float as i64);
        Some(fits.unwrap_or(i64::MIN))
    }

    /// The object below a key.
    pub fn row(self, key: &str) -> Option<Row<'p>> {
        match self.slot(key) {
            Slot::Row(id) => Some(Row { id, ..self }),
            _ => None,
        }
    }

    /// The objects of a list.
    pub fn rows(self, key: &str) -> impl ExactSizeIterator<Item = Row<'p>> + Clone + use<'p> {
        let (first, len) = match self.slot(key) {
            Slot::Rows { first, len, .. } => (first, len),
            _ => (0, 0),
        };
        let project = self.project;
        (first..first + len).map(move |id| Row { project, id })
    }

    /// The texts of a list of strings, with their places.
    pub fn texts(self, key: &str) -> impl Iterator<Item = (Node, Cow<'p, str>)> + use<'p> {
        let doc = self.project.doc;
        let list = match self.slot(key) {
            Slot::Value(node) if doc.kind(node) == Kind::Array => Some(node),
            _ => None,
        };
        list.into_iter().flat_map(|n| doc.elements(n)).map(|n| (n, doc.text(n).unwrap_or_default()))
    }
}

/// Position of a key among the fields. The first byte tells most keys of one length apart without a call.
pub(super) fn place(shape: &ObjectShape, key: &str) -> Option<usize> {
    let first = key.as_bytes().first();
    shape.fields.iter().position(|f| f.key.len() == key.len() && f.key.as_bytes().first() == first && f.key == key)
}

/// The names of a section: how often each occurs and where first.
#[derive(Debug, Default)]
pub(super) struct Names<'p> {
    map: HashMap<Cow<'p, str>, (u32, u32)>,
    /// Names without letter case and blanks around them, made when the first hint is asked for.
    folded: OnceCell<HashMap<String, String>>,
}

impl<'p> Names<'p> {
    /// Collects the names under `key`.
    pub fn of(rows: impl Iterator<Item = Row<'p>>, key: &str) -> Self {
        let mut names = Self::default();
        for (i, row) in rows.enumerate() {
            names.add(row.plain(key), i);
        }
        names
    }

    /// Adds one more name; the first holder keeps its place.
    pub fn add(&mut self, name: Cow<'p, str>, index: usize) {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        self.map.entry(name).or_insert((0, index)).0 += 1;
    }

    /// Whether an entry has this name.
    pub fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    /// How many entries have it.
    pub fn count(&self, name: &str) -> u32 {
        self.map.get(name).map_or(0, |n| n.0)
    }

    /// Index of the first entry that has it: the one that links lead to.
    pub fn first(&self, name: &str) -> Option<usize> {
        self.map.get(name).map(|n| n.1 as usize)
    }

    /// The name nearest to a misspelt one, for a hint.
    pub fn like(&self, name: &str) -> Option<&str> {
        let fold = |name: &str| name.trim().to_ascii_lowercase();
        let folded = self.folded.get_or_init(|| {
            let mut names: Vec<&str> = self.map.keys().map(AsRef::as_ref).collect();
            names.sort_unstable_by(|a, b| b.cmp(a));
            names.into_iter().map(|name| (fold(name), name.to_owned())).collect()
        });
        folded.get(&fold(name)).map(String::as_str)
    }
}
