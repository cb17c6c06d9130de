//! A document as one reads it: source values and edits seen as one tree. Nothing here changes anything.

pub(super) mod by_key;
pub(super) mod child;
pub(super) mod inner;
pub(super) mod lists;
pub(super) mod lookup;
pub(super) mod node_set;
pub(super) mod overlay;
mod positions;
pub(super) mod style;
mod value;
pub(super) mod walk;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use memchr::memchr;

use super::node::{Key, Kind, Label, Node};
use super::read::index::{Index, NONE};
use super::read::oddity::{Oddity, OddityKind, SyntaxError};
use super::read::source::Source;
use super::read::{self, keys::NO_KEY};
use crate::parallel;
use crate::text::LineIndex;
use crate::text::escape::{unescape, unescape_text};
use child::Child;
use overlay::{Added, Overlay};
use style::Style;

/// A JSON document: the bytes as they were read, an index over them, and the edits since.
/// What it computes on demand is computed once and kept ([`OnceLock`], [`std::sync::Mutex`]), so that a judge and a renderer may
/// read one document at a time.
#[derive(Debug)]
pub(crate) struct Document {
    pub(super) src: Source,
    pub(super) index: Index,
    oddities: Vec<Oddity>,
    pub(super) unique_keys: bool,
    pub(super) lines: OnceLock<LineIndex>,
    pub(super) style: OnceLock<Style>,
    pub(super) overlay: Overlay,
}

impl Drop for Document {
    /// Giving the memory of a large document back takes as long as reading a quarter of it.
    fn drop(&mut self) {
        let size = self.src.len();
        if parallel::is_worth_it(size) {
            let (index, src) = (std::mem::take(&mut self.index), std::mem::take(&mut self.src));
            parallel::join(size, || drop(index), || drop(src));
        }
    }
}

impl Document {
    /// Reads JSON bytes. What is odd but readable is listed by [`Document::oddities`].
    ///
    /// # Errors
    /// [`SyntaxError`] where the bytes are not JSON, with Go's words for it.
    pub(crate) fn parse(src: Vec<u8>) -> Result<Self, SyntaxError> {
        Self::parse_or_return(src).map_err(|(_, error)| error)
    }

    /// As [`Document::parse`], but gives the bytes back where they are not JSON, so that the place can be shown.
    ///
    /// # Errors
    /// The bytes and the [`SyntaxError`].
    pub(crate) fn parse_or_return(src: Vec<u8>) -> Result<Self, (Vec<u8>, SyntaxError)> {
        let src = Source::new(src);
        match read::read(&src, src.is_text()) {
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
    pub(crate) fn oddities(&self) -> &[Oddity] {
        &self.oddities
    }

    /// The bytes as they were read.
    #[must_use]
    pub(crate) fn source(&self) -> &[u8] {
        &self.src
    }

    /// Whether no edit has been made.
    #[must_use]
    pub(crate) fn is_unchanged(&self) -> bool {
        self.overlay.dirty.is_empty() && self.overlay.root.is_none()
    }

    /// Whether an edit changed this value or anything below it. Values made by edits count as touched.
    #[must_use]
    pub(crate) fn is_touched(&self, node: Node) -> bool {
        !self.in_source(node) || self.overlay.dirty.contains(node)
    }

    /// The outermost value.
    #[must_use]
    pub(crate) fn root(&self) -> Node {
        self.overlay.root.unwrap_or(Node::SOURCE_ROOT)
    }

    /// Whether the node was in the source (and not made by an edit).
    #[must_use]
    pub(crate) fn in_source(&self, node: Node) -> bool {
        (node.0 as usize) < self.index.entries.len()
    }

    /// How many values the source has.
    #[must_use]
    pub(crate) fn len_of_source(&self) -> usize {
        self.index.entries.len()
    }

    /// Number of the value of the source behind this one and everything inside it.
    #[inline(always)]
    pub(super) fn next(&self, node: Node) -> u32 {
        self.index.entries[node.0 as usize].next(node.0)
    }

    /// JSON type.
    #[must_use]
    #[inline(always)]
    pub(crate) fn kind(&self, node: Node) -> Kind {
        match self.index.entries.get(node.0 as usize) {
            Some(entry) => entry.kind(),
            None => self.added(node).kind,
        }
    }

    /// Whether it is an object or an array.
    #[must_use]
    pub(crate) fn is_container(&self, node: Node) -> bool {
        matches!(self.kind(node), Kind::Array | Kind::Object)
    }

    /// The token of a scalar as written: `"a\u003cb"`, `1.10`, `null`. Of a container that no edit touched, all its bytes.
    #[must_use]
    pub(crate) fn raw(&self, node: Node) -> &[u8] {
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

    /// Whether the token of a scalar has no escape in it.
    #[must_use]
    pub(crate) fn is_plain(&self, node: Node) -> bool {
        match self.index.entries.get(node.0 as usize) {
            Some(entry) => entry.plain(),
            None => memchr(b'\\', self.overlay.raw(self.added(node)).as_bytes()).is_none(),
        }
    }

    /// The text of a string.
    #[must_use]
    pub(crate) fn text(&self, node: Node) -> Option<Cow<'_, str>> {
        let Some(entry) = self.index.entries.get(node.0 as usize) else {
            let added = self.added(node);
            let token = self.overlay.raw(added);
            return (added.kind == Kind::String).then(|| unescape_text(&token[1..token.len() - 1]));
        };
        if entry.kind() != Kind::String {
            return None;
        }
        let entry = self.index.entries.get(entry.twin() as usize)?;
        let body = entry.start as usize + 1..entry.end as usize - 1;
        Some(match self.src.text(body.clone()) {
            Some(text) if entry.plain() => Cow::Borrowed(text),
            Some(text) => unescape_text(text),
            None => unescape(&self.src[body]),
        })
    }

    /// The values in an array; none for anything else.
    #[inline]
    pub(crate) fn elements(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let is_array = self.kind(node) == Kind::Array;
        self.child_nodes(node).take_while(move |_| is_array)
    }

    /// The members of an object; none for anything else.
    pub(crate) fn members(&self, node: Node) -> impl Iterator<Item = (Key<'_>, Node)> + '_ {
        self.children(node).filter_map(|(label, n)| match label {
            Label::Key(key) => Some((key, n)),
            Label::Index(_) => None,
        })
    }

    /// Gives each member of an object with the number of its key: one number, one text, so that what is known of a key by its number
    /// need not be found again.
    #[inline(always)]
    pub(crate) fn each_numbered_member(&self, object: Node, mut give: impl FnMut(u32, Node)) {
        if self.kind(object) != Kind::Object {
            return;
        }
        let edited = self.edited(object);
        let (mut edited, end) = (edited.map(<[Child]>::iter), if edited.is_some() { 0 } else { self.next(object) });
        let mut at = object.0 + 1;
        loop {
            let (key, value) = if let Some(child) = edited.as_mut().and_then(Iterator::next) {
                (child.key, child.value)
            } else if let Some(entry) = self.index.entries.get(at as usize).filter(|_| at < end) {
                let value = Node(at);
                at = entry.next(at);
                (entry.label, value)
            } else {
                break;
            };
            give(key, value);
        }
    }

    /// The key of a number.
    pub(crate) fn numbered_key(&self, number: u32) -> Option<Key<'_>> {
        self.index.keys.key(number)
    }

    /// How many children a container has.
    #[must_use]
    pub(crate) fn len(&self, node: Node) -> usize {
        self.edited(node).map_or_else(|| self.child_nodes(node).count(), <[Child]>::len)
    }

    /// Whether a value has no children.
    #[must_use]
    #[inline]
    pub(crate) fn is_empty(&self, node: Node) -> bool {
        self.child_nodes(node).next().is_none()
    }

    /// The container of a node.
    #[must_use]
    pub(crate) fn parent(&self, node: Node) -> Option<Node> {
        if node == self.root() {
            return None;
        }
        if let Some(parent) = self.overlay.moved.get(&node) {
            return Some(*parent);
        }
        match self.index.entries.get(node.0 as usize) {
            Some(entry) => entry.parent().map(Node),
            None => self.added_parent(node),
        }
    }

    /// A value and all that it is in, the inmost first.
    pub(crate) fn around(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        std::iter::successors(Some(node), |node| self.parent(*node))
    }

    /// How the node hangs in its container; `None` for the root and for what was removed.
    #[must_use]
    pub(crate) fn label(&self, node: Node) -> Option<Label<'_>> {
        let parent = self.parent(node)?;
        let Some(children) = self.edited(parent) else {
            return self.source_label(node, self.kind(parent) == Kind::Object);
        };
        let at = self.position_in(parent, children, node)?;
        Some(self.key_of(children[at]).map_or(Label::Index(at), Label::Key))
    }

    /// How a value of the source hung there.
    #[inline(always)]
    pub(super) fn source_label(&self, node: Node, member: bool) -> Option<Label<'_>> {
        let label = self.index.entries[node.0 as usize].label;
        if member { self.index.keys.key(label).map(Label::Key) } else { Some(Label::Index(label as usize)) }
    }

    /// Bytes of the value in the source; `None` for what edits made.
    #[must_use]
    pub(crate) fn span(&self, node: Node) -> Option<Range<usize>> {
        self.index.entries.get(node.0 as usize).map(|e| e.start as usize..e.end as usize)
    }

    /// Bytes of the key in the source, quotes included; `None` for elements, the root and what edits made.
    #[must_use]
    pub(crate) fn key_span(&self, node: Node) -> Option<Range<usize>> {
        let entry = self.index.entries.get(node.0 as usize)?;
        if self.index.entries[entry.parent()? as usize].kind() != Kind::Object {
            return None;
        }
        let length = self.index.keys.key(entry.label)?.body().len();
        let open = self.index.keys.open_before(&self.src, entry.start as usize, entry.label);
        Some(open..open + length + 2)
    }

    /// Offset at which the text of a value of the source begins, with its key.
    pub(super) fn begin(&self, node: Node) -> usize {
        self.key_span(node).or_else(|| self.span(node)).map_or(0, |range| range.start)
    }

    /// The key of a member; `None` for an element.
    pub(super) fn key_of(&self, child: Child) -> Option<Key<'_>> {
        self.index.keys.key(child.key)
    }

    /// The children of an edited or new container; `None` for a container as it is in the source.
    #[inline(always)]
    pub(super) fn edited(&self, node: Node) -> Option<&[Child]> {
        if self.in_source(node) {
            return self.overlay.edited(node);
        }
        let added = self.added(node);
        Some(match added.kind {
            Kind::Array | Kind::Object => self.overlay.lists.get(added.at),
            _ => &[],
        })
    }

    pub(super) fn added(&self, node: Node) -> &Added {
        &self.overlay.added[node.0 as usize - self.index.entries.len()]
    }

    /// The container of a new value.
    fn added_parent(&self, node: Node) -> Option<Node> {
        let parent = self.added(node).parent;
        (parent != NONE).then_some(Node(parent))
    }

    /// Position of a node among the children of a container.
    pub(super) fn place(&self, container: Node, node: Node) -> Option<usize> {
        match self.edited(container) {
            Some(children) => self.position_in(container, children, node),
            None => self.child_nodes(container).position(|child| child == node),
        }
    }

    /// Position of a node in an edited list of children.
    pub(super) fn position_in(&self, container: Node, children: &[Child], node: Node) -> Option<usize> {
        // Most elements are where they were.
        let was = self.index.entries.get(node.0 as usize).map(|entry| entry.label as usize);
        let still = was.filter(|at| children.get(*at).is_some_and(|child| child.value == node));
        still.or_else(|| self.overlay.positions.find(container, children, node))
    }

    /// The children of a container of the source as they are, if they are others or in another order.
    pub(super) fn own_change(&self, container: Node) -> Option<&[Child]> {
        let now = self.overlay.edited(container)?;
        (!children_of(&self.index, container).eq(now.iter().copied())).then_some(now)
    }

    pub(super) fn source_children(&self, container: Node) -> Vec<Child> {
        children_of(&self.index, container).collect()
    }
}

/// The children of a container of the source as they were.
pub(super) fn children_of(index: &Index, container: Node) -> impl Iterator<Item = Child> + '_ {
    let entry = &index.entries[container.0 as usize];
    let (object, end) = (entry.kind() == Kind::Object, entry.next(container.0));
    let next = move |at: &u32| Some(index.entries[*at as usize].next(*at)).filter(|at| *at < end);
    let nodes = std::iter::successors(Some(container.0 + 1).filter(|at| *at < end), next);
    let key = move |at: u32| if object { index.entries[at as usize].label } else { NO_KEY };
    nodes.map(move |at| Child { value: Node(at), key: key(at) })
}
