//! A document as one reads it: source values and edits seen as one tree. Nothing here changes anything.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde_json::Value;

use super::index::{Index, Kind, NONE};
use super::overlay::{Child, Overlay};
use super::path::{Path, Step};
use super::reader::{self, Oddity, OddityKind, SyntaxError};
use super::text::{self, Lines, Position};

/// A value of a [`Document`]; valid for the document that gave it, also after edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node(pub(super) u32);

impl Node {
    /// A number that no other value of the document has.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// A member's key as it stands in the JSON text.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    body: &'a [u8],
}

impl<'a> Key<'a> {
    pub(super) const fn new(body: &'a [u8]) -> Self {
        Self { body }
    }

    /// The key without escapes.
    #[must_use]
    pub fn text(self) -> Cow<'a, str> {
        text::unescape(self.body)
    }

    /// Whether the key is `name`, without decoding where that is not needed.
    #[must_use]
    pub fn is(self, name: &str) -> bool {
        self.body == name.as_bytes() || (self.body.contains(&b'\\') && self.text() == name)
    }

    /// The text between the quotes as it stands in the JSON text, escapes and all.
    #[must_use]
    pub const fn body(self) -> &'a [u8] {
        self.body
    }
}

/// How a value hangs in its container.
#[derive(Debug, Clone, Copy)]
pub enum Label<'a> {
    /// Member of an object.
    Key(Key<'a>),
    /// Element of an array, from 0.
    Index(usize),
}

/// A JSON document: the bytes as they were read, an index over them, and the edits since.
///
/// ```
/// use semxform::document::Document;
/// let doc = Document::parse(br#"{"keys": [{"name": "deploy"}]}"#.to_vec()).unwrap();
/// let key = doc.get(doc.get(doc.root(), "keys").unwrap(), 0).unwrap();
/// assert_eq!(doc.text_of(key, "name").as_deref(), Some("deploy"));
/// assert_eq!(doc.path(key).pointer(), "/keys/0");
/// ```
#[derive(Debug)]
pub struct Document {
    pub(super) src: Vec<u8>,
    pub(super) index: Index,
    oddities: Vec<Oddity>,
    unique_keys: bool,
    lines: OnceLock<Lines>,
    pub(super) style: OnceLock<super::style::Style>,
    pub(super) overlay: Overlay,
}

/// What [`Document::get`] looks for: a member by name or an element by position.
pub trait Select {
    /// Finds the child of `container`.
    fn select(self, doc: &Document, container: Node) -> Option<Node>;
}

impl Select for &str {
    fn select(self, doc: &Document, container: Node) -> Option<Node> {
        doc.member(container, self)
    }
}

impl Select for usize {
    fn select(self, doc: &Document, container: Node) -> Option<Node> {
        doc.element(container, self)
    }
}

impl Document {
    /// Reads JSON bytes. What is odd but readable is listed by [`Document::oddities`].
    ///
    /// # Errors
    /// [`SyntaxError`] where the bytes are not JSON, with Go's words for it.
    pub fn parse(src: Vec<u8>) -> Result<Self, SyntaxError> {
        let indexed = Self::index(&src)?;
        Ok(Self::assemble(src, indexed))
    }

    pub(super) fn index(src: &[u8]) -> Result<(Index, Vec<Oddity>), SyntaxError> {
        reader::read(src)
    }

    pub(super) fn assemble(src: Vec<u8>, (index, oddities): (Index, Vec<Oddity>)) -> Self {
        let unique_keys = !oddities.iter().any(|o| o.kind == OddityKind::DuplicateKey);
        let overlay = Overlay::default();
        Self { src, index, oddities, unique_keys, lines: OnceLock::new(), style: OnceLock::new(), overlay }
    }

    /// Everything odd, in order of offset.
    #[must_use]
    pub fn oddities(&self) -> &[Oddity] {
        &self.oddities
    }

    /// The bytes as they were read.
    #[must_use]
    pub fn source(&self) -> &[u8] {
        &self.src
    }

    /// Whether no edit has been made.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.overlay.dirty.is_empty() && self.overlay.root.is_none()
    }

    /// Text of the string member `key` as the source had it, whatever edits did since.
    #[must_use]
    pub fn original_text_of(&self, object: Node, key: &str) -> Option<Cow<'_, str>> {
        if !self.in_source(object) || self.kind(object) != Kind::Object {
            return None;
        }
        self.text(self.source_member(object, key)?)
    }

    /// Whether an edit changed this value or anything below it. Values made by edits count as touched.
    #[must_use]
    pub fn is_touched(&self, node: Node) -> bool {
        !self.in_source(node) || self.overlay.dirty.contains(&node)
    }

    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> Node {
        self.overlay.root.unwrap_or(Node(0))
    }

    /// Whether the node was in the source (and not made by an edit).
    #[must_use]
    pub fn in_source(&self, node: Node) -> bool {
        (node.0 as usize) < self.index.entries.len()
    }

    /// JSON type.
    #[must_use]
    pub fn kind(&self, node: Node) -> Kind {
        match self.index.entries.get(node.0 as usize) {
            Some(entry) => entry.kind,
            None => self.added(node).kind,
        }
    }

    /// The token of a scalar as written: `"a\u003cb"`, `1.10`, `null`. Of a container that no edit touched, all its bytes.
    #[must_use]
    pub fn raw(&self, node: Node) -> &[u8] {
        match self.index.entries.get(node.0 as usize) {
            Some(e) => &self.src[e.start as usize..e.end as usize],
            None => self.added(node).raw.as_bytes(),
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn text(&self, node: Node) -> Option<Cow<'_, str>> {
        if self.kind(node) != Kind::String {
            return None;
        }
        let raw = self.raw(node);
        Some(text::unescape(&raw[1..raw.len() - 1]))
    }

    /// The truth value of a boolean.
    #[must_use]
    pub fn boolean(&self, node: Node) -> Option<bool> {
        (self.kind(node) == Kind::Bool).then(|| self.raw(node) == b"true")
    }

    /// A number as a 64-bit float (infinite where it does not fit).
    #[must_use]
    pub fn number(&self, node: Node) -> Option<f64> {
        if self.kind(node) != Kind::Number {
            return None;
        }
        std::str::from_utf8(self.raw(node)).ok()?.parse().ok()
    }

    /// Text of the string member `key`: the usual way to read a name.
    #[must_use]
    pub fn text_of(&self, object: Node, key: &str) -> Option<Cow<'_, str>> {
        self.text(self.member(object, key)?)
    }

    /// The child of `container` by member name or position.
    #[must_use]
    pub fn get(&self, container: Node, what: impl Select) -> Option<Node> {
        what.select(self, container)
    }

    fn member(&self, object: Node, name: &str) -> Option<Node> {
        if self.kind(object) != Kind::Object {
            return None;
        }
        let Some(children) = self.edited(object) else {
            return self.source_member(object, name);
        };
        children.iter().rev().find(|c| c.key(&self.src).is_some_and(|k| k.is(name))).map(|c| c.value)
    }

    /// Where a key occurs twice the last one counts, as for Semaphore since 2.10.27.
    pub(super) fn source_member(&self, object: Node, name: &str) -> Option<Node> {
        let end = self.index.entries[object.0 as usize].next;
        let mut child = object.0 + 1;
        let mut found = None;
        let keys = &self.index.keys;
        let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
        let plain = !keys.escaped && !name.contains(['"', '\\']);
        while child < end {
            let entry = &self.index.entries[child as usize];
            let is = if plain {
                // Most keys are told apart by their length alone, which costs no look at the text.
                keys.can_have(entry, length) && self.key_stands(entry.label as usize + 1, name)
            } else {
                self.key_at(entry.label).is(name)
            };
            if is {
                found = Some(Node(child));
                if self.unique_keys {
                    break;
                }
            }
            child = entry.next;
        }
        found
    }

    fn key_stands(&self, at: usize, name: &str) -> bool {
        self.src[at..].starts_with(name.as_bytes()) && self.src.get(at + name.len()) == Some(&b'"')
    }

    pub(super) fn key_at(&self, open: u32) -> Key<'_> {
        Key::new(text::string_body(&self.src, open as usize))
    }

    fn element(&self, array: Node, at: usize) -> Option<Node> {
        if self.kind(array) != Kind::Array {
            return None;
        }
        match self.edited(array) {
            Some(children) => children.get(at).map(|c| c.value),
            None => self.children(array).nth(at).map(|(_, n)| n),
        }
    }

    /// The children of a container in order; none of a scalar.
    #[must_use]
    pub fn children(&self, node: Node) -> Children<'_> {
        let cursor = match self.edited(node) {
            Some(children) => Cursor::Edited(children.iter().enumerate()),
            None => {
                let entry = &self.index.entries[node.0 as usize];
                Cursor::Source { at: node.0 + 1, end: entry.next, object: entry.kind == Kind::Object }
            }
        };
        Children { doc: self, cursor }
    }

    /// The values in an array; none for anything else.
    pub fn elements(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let is_array = self.kind(node) == Kind::Array;
        self.children(node).map(|(_, n)| n).take_while(move |_| is_array)
    }

    /// The members of an object; none for anything else.
    pub fn members(&self, node: Node) -> impl Iterator<Item = (Key<'_>, Node)> + '_ {
        self.children(node).filter_map(|(label, n)| match label {
            Label::Key(key) => Some((key, n)),
            Label::Index(_) => None,
        })
    }

    /// How many children a container has.
    #[must_use]
    pub fn len(&self, node: Node) -> usize {
        self.edited(node).map_or_else(|| self.children(node).count(), <[Child]>::len)
    }

    /// Whether a value has no children.
    #[must_use]
    pub fn is_empty(&self, node: Node) -> bool {
        self.children(node).next().is_none()
    }

    /// The container of a node.
    #[must_use]
    pub fn parent(&self, node: Node) -> Option<Node> {
        if node == self.root() {
            return None;
        }
        if let Some(parent) = self.overlay.moved.get(&node) {
            return Some(*parent);
        }
        match self.index.entries.get(node.0 as usize) {
            Some(entry) => (entry.parent != NONE).then_some(Node(entry.parent)),
            None => self.added(node).parent,
        }
    }

    /// How the node hangs in its container; `None` for the root and for what was removed.
    #[must_use]
    pub fn label(&self, node: Node) -> Option<Label<'_>> {
        let parent = self.parent(node)?;
        let Some(children) = self.edited(parent) else {
            let label = self.index.entries[node.0 as usize].label as usize;
            return Some(match self.kind(parent) {
                Kind::Array => Label::Index(label),
                _ => Label::Key(Key::new(text::string_body(&self.src, label))),
            });
        };
        let at = self.overlay.place(parent, children, node)?;
        Some(children[at].key(&self.src).map_or(Label::Index(at), Label::Key))
    }

    /// The place of a node, from the root. Of what was removed: as far as it is known.
    #[must_use]
    pub fn path(&self, node: Node) -> Path {
        let mut steps = Vec::new();
        let mut at = node;
        while let Some(parent) = self.parent(at) {
            match self.label(at) {
                Some(Label::Key(key)) => steps.push(Step::Key(key.text().into_owned())),
                Some(Label::Index(i)) => steps.push(Step::Index(i)),
                None => break,
            }
            at = parent;
        }
        steps.reverse();
        Path(steps)
    }

    /// The object or list that a value belongs to, as people name it: `templates["Deploy app"].vaults[1]`; elements that
    /// have a `name` or `title` are called by it. Of the root: `the document`.
    #[must_use]
    pub fn entity(&self, node: Node) -> String {
        let scalar = !matches!(self.kind(node), Kind::Array | Kind::Object);
        let in_object = matches!(self.label(node), Some(Label::Key(_)));
        let mut at = if scalar && in_object { self.parent(node).unwrap_or(node) } else { node };
        let mut steps = Vec::new();
        while let Some(parent) = self.parent(at) {
            match self.label(at) {
                Some(Label::Key(key)) => steps.push(format!(".{}", key.text())),
                Some(Label::Index(i)) => {
                    let name = self.text_of(at, "name").or_else(|| self.text_of(at, "title"));
                    steps.push(name.map_or_else(|| format!("[{i}]"), |n| format!("[{n:?}]")));
                }
                None => break,
            }
            at = parent;
        }
        steps.reverse();
        let text = steps.concat();
        if text.is_empty() { "the document".into() } else { text.trim_start_matches('.').to_owned() }
    }

    /// Finds the node at a path.
    #[must_use]
    pub fn at(&self, path: &Path) -> Option<Node> {
        path.0.iter().try_fold(self.root(), |node, step| match step {
            Step::Key(key) => self.member(node, key),
            Step::Index(i) => self.element(node, *i),
        })
    }

    /// Bytes of the value in the source; `None` for what edits made.
    #[must_use]
    pub fn span(&self, node: Node) -> Option<Range<usize>> {
        self.index.entries.get(node.0 as usize).map(|e| e.start as usize..e.end as usize)
    }

    /// Bytes of the key in the source, quotes included; `None` for elements, the root and what edits made.
    #[must_use]
    pub fn key_span(&self, node: Node) -> Option<Range<usize>> {
        let entry = self.index.entries.get(node.0 as usize)?;
        let parent = self.index.entries.get(entry.parent as usize)?;
        if parent.kind != Kind::Object {
            return None;
        }
        let open = entry.label as usize;
        Some(open..open + text::string_body(&self.src, open).len() + 2)
    }

    /// Line and column of an offset into the source.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.src, offset)
    }

    /// Byte range of source lines `first..=last`, counted from 1.
    #[must_use]
    pub fn line_range(&self, first: usize, last: usize) -> Range<usize> {
        self.lines().range(&self.src, first, last)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.src))
    }

    /// A small value copied out, for reports and comparisons. Numbers keep their value, not their text.
    #[must_use]
    pub fn value(&self, node: Node) -> Value {
        match self.kind(node) {
            Kind::Null => Value::Null,
            Kind::Bool => Value::Bool(self.raw(node) == b"true"),
            Kind::Number => serde_json::from_slice(self.raw(node)).unwrap_or(Value::Null),
            Kind::String => Value::String(self.text(node).unwrap_or_default().into_owned()),
            Kind::Array => self.elements(node).map(|n| self.value(n)).collect(),
            Kind::Object => Value::Object(self.members(node).map(|(k, n)| (k.text().into_owned(), self.value(n))).collect()),
        }
    }

    /// A number written as a plain integer, exactly.
    #[must_use]
    pub fn integer(&self, node: Node) -> Option<i128> {
        std::str::from_utf8(self.raw(node)).ok()?.parse().ok()
    }

    pub(super) fn edited(&self, node: Node) -> Option<&[Child]> {
        if self.in_source(node) {
            if self.overlay.children.is_empty() {
                return None;
            }
            return self.overlay.children.get(&node).map(Vec::as_slice);
        }
        Some(&self.added(node).children)
    }

    pub(super) fn added(&self, node: Node) -> &super::overlay::Added {
        &self.overlay.added[node.0 as usize - self.index.entries.len()]
    }
}

/// Iterator of [`Document::children`].
#[derive(Debug)]
pub struct Children<'a> {
    doc: &'a Document,
    cursor: Cursor<'a>,
}

#[derive(Debug)]
enum Cursor<'a> {
    Source { at: u32, end: u32, object: bool },
    Edited(std::iter::Enumerate<std::slice::Iter<'a, Child>>),
}

impl<'a> Iterator for Children<'a> {
    type Item = (Label<'a>, Node);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.cursor {
            Cursor::Source { at, end, object } => {
                if at >= end {
                    return None;
                }
                let node = Node(*at);
                let entry = &self.doc.index.entries[*at as usize];
                *at = entry.next;
                let label = entry.label as usize;
                let label =
                    if *object { Label::Key(Key::new(text::string_body(&self.doc.src, label))) } else { Label::Index(label) };
                Some((label, node))
            }
            Cursor::Edited(children) => {
                let (at, child) = children.next()?;
                Some((child.key(&self.doc.src).map_or(Label::Index(at), Label::Key), child.value))
            }
        }
    }
}

/// Positions of nodes in edited containers, so that many paths cost one pass.
pub(super) type Places = HashMap<Node, HashMap<Node, usize>>;
