//! A document as one reads it: source values and edits seen as one tree. Nothing here changes anything.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::child::Child;
use super::index::{Index, Kind};
use super::lines::Lines;
use super::oddity::{Oddity, OddityKind, SyntaxError};
use super::overlay::Overlay;
use super::reader;
use super::source::Source;
use super::style::Style;
use super::text;

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
    /// The text, where the body is just that.
    plain: Option<&'a str>,
}

impl<'a> Key<'a> {
    pub(super) const fn new(body: &'a [u8], plain: Option<&'a str>) -> Self {
        Self { body, plain }
    }

    /// The key without escapes.
    #[must_use]
    pub fn text(self) -> Cow<'a, str> {
        self.plain.map_or_else(|| text::unescape(self.body), Cow::Borrowed)
    }

    /// Whether the key is `name`, without decoding where that is not needed.
    #[must_use]
    pub fn is(self, name: &str) -> bool {
        self.body == name.as_bytes() || (self.plain.is_none() && self.text() == name)
    }

    /// The same as it is written down: what is not UTF-8 becomes U+FFFD.
    pub(super) fn token(self) -> Cow<'a, str> {
        self.plain.map_or_else(|| text::go_utf8(self.body), Cow::Borrowed)
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
/// use semxform::json::Document;
/// let doc = Document::parse(br#"{"keys": [{"name": "deploy"}]}"#.to_vec()).unwrap();
/// let key = doc.get(doc.get(doc.root(), "keys").unwrap(), 0).unwrap();
/// assert_eq!(doc.text_of(key, "name").as_deref(), Some("deploy"));
/// assert_eq!(doc.path(key).pointer(), "/keys/0");
/// ```
#[derive(Debug)]
pub struct Document {
    pub(super) src: Source,
    pub(super) index: Index,
    oddities: Vec<Oddity>,
    pub(super) unique_keys: bool,
    pub(super) lines: OnceLock<Lines>,
    pub(super) style: OnceLock<Style>,
    pub(super) overlay: Overlay,
}

impl Document {
    /// Reads JSON bytes. What is odd but readable is listed by [`Document::oddities`].
    ///
    /// # Errors
    /// [`SyntaxError`] where the bytes are not JSON, with Go's words for it.
    pub fn parse(src: Vec<u8>) -> Result<Self, SyntaxError> {
        Self::parse_or_return(src).map_err(|(_, error)| error)
    }

    /// As [`Document::parse`], but gives the bytes back where they are not JSON, so that the place can be shown.
    ///
    /// # Errors
    /// The bytes and the [`SyntaxError`].
    pub fn parse_or_return(src: Vec<u8>) -> Result<Self, (Vec<u8>, SyntaxError)> {
        let src = Source::new(src);
        match reader::read(&src, src.is_text()) {
            Ok(indexed) => Ok(Self::assemble(src, indexed)),
            Err(error) => Err((src.into_bytes(), error)),
        }
    }

    fn assemble(src: Source, (index, oddities): (Index, Vec<Oddity>)) -> Self {
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

    /// Whether an edit changed this value or anything below it. Values made by edits count as touched.
    #[must_use]
    pub fn is_touched(&self, node: Node) -> bool {
        !self.in_source(node) || self.overlay.dirty.contains(node)
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

    /// Whether it is an object or an array.
    #[must_use]
    pub fn is_container(&self, node: Node) -> bool {
        matches!(self.kind(node), Kind::Array | Kind::Object)
    }

    /// The token of a scalar as written: `"a\u003cb"`, `1.10`, `null`. Of a container that no edit touched, all its bytes.
    #[must_use]
    pub fn raw(&self, node: Node) -> &[u8] {
        match self.index.entries.get(node.0 as usize) {
            Some(e) => &self.src[e.start as usize..e.end as usize],
            None => self.overlay.raw(self.added(node)).as_bytes(),
        }
    }

    /// The same as it is written down: what is not UTF-8 becomes U+FFFD.
    pub(super) fn token(&self, node: Node) -> Cow<'_, str> {
        match self.index.entries.get(node.0 as usize) {
            Some(e) => self.src.written(e.start as usize..e.end as usize),
            None => Cow::Borrowed(self.overlay.raw(self.added(node))),
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn text(&self, node: Node) -> Option<Cow<'_, str>> {
        let Some(entry) = self.index.entries.get(node.0 as usize) else {
            let added = self.added(node);
            return (added.kind == Kind::String).then(|| text::unescape(between_quotes(self.overlay.raw(added).as_bytes())));
        };
        if entry.kind != Kind::String {
            return None;
        }
        let (start, end) = (entry.start as usize, entry.end as usize);
        let plain = if entry.plain { self.src.text(start + 1..end - 1) } else { None };
        Some(plain.map_or_else(|| text::unescape(between_quotes(&self.src[start..end])), Cow::Borrowed))
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

    /// The children of a container in order; none of a scalar.
    #[must_use]
    pub fn children(&self, node: Node) -> Children<'_> {
        let cursor = if let Some(children) = self.edited(node) {
            Cursor::Edited(children.iter().enumerate())
        } else {
            let entry = &self.index.entries[node.0 as usize];
            Cursor::Source { at: node.0 + 1, end: entry.next, object: entry.kind == Kind::Object }
        };
        Children { doc: self, cursor }
    }

    /// The values in an array; none for anything else.
    pub fn elements(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let is_array = self.kind(node) == Kind::Array;
        self.child_nodes(node).take_while(move |_| is_array)
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
        self.edited(node).map_or_else(|| self.child_nodes(node).count(), <[Child]>::len)
    }

    /// Whether a value has no children.
    #[must_use]
    pub fn is_empty(&self, node: Node) -> bool {
        self.child_nodes(node).next().is_none()
    }

    /// A number written as a plain integer, exactly.
    #[must_use]
    pub fn integer(&self, node: Node) -> Option<i128> {
        std::str::from_utf8(self.raw(node)).ok()?.parse().ok()
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
                Some((self.doc.source_label(node, *object)?, node))
            }
            Cursor::Edited(children) => {
                let (at, child) = children.next()?;
                Some((self.doc.key_of(*child).map_or(Label::Index(at), Label::Key), child.value))
            }
        }
    }
}

fn between_quotes(raw: &[u8]) -> &[u8] {
    raw.get(1..raw.len().wrapping_sub(1)).unwrap_or_default()
}
