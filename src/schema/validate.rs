//! A document held against the schema and the reference graph of a band, entry by entry: those that fit cost one quick pass,
//! only the others are asked what is wrong with them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use jsonschema::Validator;

use super::compile::compile;
use super::fold;
use super::places::Places;
use super::problem::Problem;
use super::references::Graph;
use super::tree::{At, Tree, any_case};
use crate::beside::shared_out;
use crate::json::{Document, Kind, Label, Node};
use crate::semaphore::{Band, FieldShape, ObjectShape, Type, shape};

/// Everything that the schema and the reference graph of the band have against the document.
#[must_use]
pub fn problems(doc: &Document, band: Band) -> Vec<Problem> {
    let (schemas, graph) = (Schemas::of(band), Graph::new(doc, band));
    let root = doc.root();
    let mut found = Vec::new();
    schemas.hold(doc, Entry { node: root, shape: schemas.shape, field: None }, &mut found);
    for (key, list) in doc.members(root) {
        let Some((field, children)) = schemas.section(&key.text()) else { continue };
        if doc.kind(list) == Kind::Array {
            let entries: Vec<Entry> =
                doc.elements(list).map(|node| Entry { node, shape: children, field: Some(field) }).collect();
            found.extend(schemas.hold_all(doc, &graph, &entries));
        }
    }
    found
}

/// What the schema of the band has against some values only: entries of sections, anything below them, or the document itself
/// without its entries. Links are not looked at.
#[must_use]
pub fn problems_of(doc: &Document, band: Band, nodes: &[Node]) -> Vec<Problem> {
    let schemas = Schemas::of(band);
    let mut seen = HashSet::new();
    let entries: Vec<Entry> =
        nodes.iter().map(|node| schemas.entry(doc, *node)).filter(|entry| seen.insert(entry.node)).collect();
    shared_out(&entries, |_, part| {
        let mut found = Vec::new();
        for entry in part {
            schemas.hold(doc, *entry, &mut found);
        }
        found
    })
}

/// A value with the schema that it is held against: an entry of a section, or the document without them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub node: Node,
    pub shape: &'static ObjectShape,
    /// The section.
    pub field: Option<&'static FieldShape>,
}

/// The schemas of a band, each compiled when it is needed.
struct Schemas {
    band: Band,
    shape: &'static ObjectShape,
    /// Of the document, entries of sections left out.
    frame: OnceLock<Option<Validator<Tree>>>,
    /// Of the entries of each field of the document.
    entries: Vec<OnceLock<Option<Validator<Tree>>>>,
}

impl Schemas {
    fn of(band: Band) -> &'static Self {
        static ALL: [OnceLock<Schemas>; Band::ALL.len()] = [const { OnceLock::new() }; Band::ALL.len()];
        ALL[band.index()].get_or_init(|| {
            let shape = shape(band);
            let entries = shape.fields.iter().map(|_| OnceLock::new()).collect();
            Self { band, shape, frame: OnceLock::new(), entries }
        })
    }

    /// The section of this key; before 2.10.27 in any letter case.
    fn section(&self, key: &str) -> Option<(&'static FieldShape, &'static ObjectShape)> {
        let key = if self.band.uses_go_decoder() { any_case(key) } else { Cow::Borrowed(key) };
        let field = self.shape.get(&key).filter(|field| field.ty == Type::List)?;
        Some((field, field.children.as_ref()?))
    }

    /// The entry that a value belongs to.
    fn entry(&self, doc: &Document, node: Node) -> Entry {
        let mut entry = node;
        let mut list = doc.parent(node);
        while let Some(at) = list {
            let section = match doc.label(at) {
                Some(Label::Key(key)) if doc.parent(at) == Some(doc.root()) => self.section(&key.text()),
                _ => None,
            };
            if let Some((field, shape)) = section {
                return Entry { node: entry, shape, field: Some(field) };
            }
            entry = at;
            list = doc.parent(at);
        }
        Entry { node: doc.root(), shape: self.shape, field: None }
    }

    /// Always there: a test compiles every schema.
    fn validator(&self, entry: &Entry) -> Option<&Validator<Tree>> {
        let Some(section) = entry.field else {
            return self.frame.get_or_init(|| compile(&fold::frame(self.shape, self.band))).as_ref();
        };
        let at = self.shape.fields.iter().position(|field| field.key == section.key)?;
        self.entries.get(at)?.get_or_init(|| compile(&fold::part(entry.shape, self.band))).as_ref()
    }

    /// Schema and links of an entry are looked at together, while its text is near.
    fn hold_all(&self, doc: &Document, graph: &Graph<'_>, entries: &[Entry]) -> Vec<Problem> {
        shared_out(entries, |_, part| {
            let mut found = Vec::new();
            for entry in part {
                self.hold(doc, *entry, &mut found);
                if let Some(section) = entry.field {
                    graph.hold(entry.node, section.key, &mut found);
                }
            }
            found
        })
    }

    fn hold(&self, doc: &Document, entry: Entry, found: &mut Vec<Problem>) {
        let Some(validator) = self.validator(&entry) else { return };
        let exact = At::Value { doc, node: entry.node, any_case: false };
        if validator.is_valid(exact) {
            return;
        }
        let j = self.band.uses_go_decoder();
        let mut places = Places::new(doc, entry, j, found);
        for error in validator.iter_errors(At::Value { doc, node: entry.node, any_case: j }) {
            places.say(&error);
        }
        if j {
            for error in validator.iter_errors(exact) {
                places.say_letter_case(&error);
            }
        }
    }
}
