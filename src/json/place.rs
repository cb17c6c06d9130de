//! Where values are: lines and stretches of the source, paths, and the names that people know them by. Changes nothing.

use std::fmt::Write as _;
use std::hash::Hasher;
use std::ops::Range;

use super::node::{Key, Kind, Label, Node};
use super::path::{Path, Step};
use super::read::index::Entry;
use super::read::keys::NO_KEY;
use super::tree::Document;
use crate::text::{LineIndex, Position, safe};

/// A place in a [`PlaceCache`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlaceId(u32);

/// The members that elements are called by.
pub(crate) const NAMES: [&str; 2] = ["name", "title"];

/// What the outermost value is called.
pub(crate) const WHOLE: &str = "the document";

/// Where it begins: the document.
const START: u32 = u32::MAX;

/// Places of one document.
#[derive(Debug, Default)]
pub(crate) struct PlaceCache {
    stops: Vec<Stop>,
    /// By number of a container: where it was last found to be, if that is kept.
    known: Option<Vec<PlaceId>>,
    /// Places that were found before this one may be others now.
    since: u32,
    /// Room for the next way.
    way: Vec<Node>,
}

/// A step from the place around.
#[derive(Debug, Clone, Copy)]
struct Stop {
    around: PlaceId,
    hook: Hook,
    /// The text that an element is called by. Texts never change: a new name is a new value.
    name: Option<Node>,
}

/// How a value hung in its container.
#[derive(Debug, Clone, Copy)]
enum Hook {
    Key(u32),
    Index(u32),
}

impl PlaceCache {
    /// The document itself.
    const ROOT: PlaceId = PlaceId(START);

    /// For places of many values: rule after rule goes to the same objects.
    pub(crate) fn new() -> Self {
        Self { known: Some(Vec::new()), ..Self::default() }
    }

    /// The place that a value has; when places or names change, [`PlaceCache::forget`] must be called.
    pub(crate) fn take(&mut self, doc: &Document, node: Node) -> PlaceId {
        let mut way = std::mem::take(&mut self.way);
        let (mut at, mut route) = (node, Self::ROOT);
        loop {
            if let Some(known) = self.known(at) {
                route = known;
                break;
            }
            let Some(parent) = doc.parent(at) else { break };
            way.push(at);
            at = parent;
        }
        for node in way.drain(..).rev() {
            let Some(hook) = doc.hook(node) else { break };
            let name = doc.name_of(node, hook);
            route = self.push(Stop { around: route, hook, name });
            if let Some(known) = &mut self.known
                && doc.is_container(node)
            {
                let number = node.0 as usize;
                known.resize(known.len().max(number + 1), Self::ROOT);
                known[number] = route;
            }
        }
        self.way = way;
        route
    }

    fn known(&self, node: Node) -> Option<PlaceId> {
        let known = self.known.as_ref()?.get(node.0 as usize)?;
        (self.since..START).contains(&known.0).then_some(*known)
    }

    /// Places are others now, or are called otherwise.
    pub(crate) fn forget(&mut self) {
        self.since = u32::try_from(self.stops.len()).unwrap_or(START);
    }

    /// Whether the place is that of a text that something is called by.
    pub(crate) fn is_name(&self, doc: &Document, route: PlaceId) -> bool {
        let key = self.stop(route).and_then(|stop| if let Hook::Key(key) = stop.hook { doc.index.keys.key(key) } else { None });
        key.is_some_and(|key| NAMES.into_iter().any(|name| key.is(name)))
    }

    /// Whether the place is one in a list.
    pub(crate) fn is_element(&self, route: PlaceId) -> bool {
        self.stop(route).is_some_and(|stop| matches!(stop.hook, Hook::Index(_)))
    }

    /// The place of a member, which need not be there.
    pub(crate) fn member(&mut self, doc: &mut Document, object: PlaceId, key: &str) -> PlaceId {
        let hook = Hook::Key(doc.key_number(key));
        self.push(Stop { around: object, hook, name: None })
    }

    /// The place around a place.
    pub(crate) fn around(&self, route: PlaceId) -> PlaceId {
        self.stop(route).map_or(Self::ROOT, |stop| stop.around)
    }

    /// The key that a place has in the object around it.
    pub(crate) fn key(&self, doc: &Document, route: PlaceId) -> Option<String> {
        match self.stop(route)?.hook {
            Hook::Key(key) => doc.index.keys.key(key).map(|key| key.text().into_owned()),
            Hook::Index(_) => None,
        }
    }

    fn push(&mut self, stop: Stop) -> PlaceId {
        self.stops.push(stop);
        PlaceId(u32::try_from(self.stops.len() - 1).unwrap_or(START))
    }

    fn stop(&self, route: PlaceId) -> Option<&Stop> {
        self.stops.get(route.0 as usize)
    }

    /// From the document inwards.
    fn stops(&self, route: PlaceId) -> Vec<&Stop> {
        let mut stops: Vec<&Stop> = std::iter::successors(self.stop(route), |stop| self.stop(stop.around)).collect();
        stops.reverse();
        stops
    }

    /// The place as a path.
    pub(crate) fn path(&self, doc: &Document, route: PlaceId) -> Path {
        let step = |stop: &Stop| match stop.hook {
            Hook::Key(label) => Step::Key(doc.index.keys.key(label).map(|key| key.text().into_owned()).unwrap_or_default()),
            Hook::Index(at) => Step::Index(at as usize),
        };
        Path(self.stops(route).into_iter().map(step).collect())
    }

    /// As [`Document::entity`], for many values near to each other.
    pub(crate) fn entity_of(&mut self, doc: &Document, node: Node) -> String {
        let route = self.take(doc, doc.belongs_to(node));
        self.entity(doc, route)
    }

    /// The place as people name it, see [`Document::entity`].
    pub(crate) fn entity(&self, doc: &Document, route: PlaceId) -> String {
        doc.in_words(&mut self.stops(route).into_iter().map(|stop| (stop.hook, stop.name)))
    }
}

impl Document {
    /// Hashes what places have in common that differ in positions only.
    pub(crate) fn hash_kind_of_place(&self, node: Node, hasher: &mut impl Hasher) {
        let mut at = node;
        while let Some(parent) = self.parent(at) {
            let key = match self.edited(parent) {
                _ if self.kind(parent) == Kind::Array => NO_KEY,
                Some(children) => self.position_in(parent, children, at).map_or(NO_KEY, |at| children[at].key),
                None => self.index.entries[at.0 as usize].label,
            };
            hasher.write_u32(key);
            at = parent;
        }
    }

    fn hook(&self, node: Node) -> Option<Hook> {
        let parent = self.parent(node)?;
        let Some(children) = self.edited(parent) else {
            let label = self.index.entries[node.0 as usize].label;
            return Some(if self.kind(parent) == Kind::Array { Hook::Index(label) } else { Hook::Key(label) });
        };
        let at = self.position_in(parent, children, node)?;
        Some(match children[at].key {
            NO_KEY => Hook::Index(u32::try_from(at).ok()?),
            key => Hook::Key(key),
        })
    }

    /// The object or list that a value belongs to: the value itself, or the object around it if it is a scalar member.
    pub(crate) fn belongs_to(&self, node: Node) -> Node {
        match self.parent(node) {
            Some(parent) if !self.is_container(node) && self.kind(parent) == Kind::Object => parent,
            _ => node,
        }
    }

    /// The object or list that a value belongs to, as people name it: `templates["Deploy app"].vaults[1]`; elements that
    /// have a `name` or `title` are called by it. Of the root: `the document`.
    #[must_use]
    pub(crate) fn entity(&self, node: Node) -> String {
        let way: Vec<Node> = self.around(self.belongs_to(node)).collect();
        let stop = |node| self.hook(node).map(|hook| (hook, self.name_of(node, hook)));
        self.in_words(&mut way.into_iter().rev().skip(1).map_while(stop))
    }

    /// The text that an element is called by.
    fn name_of(&self, node: Node, hook: Hook) -> Option<Node> {
        let named = |key| self.get(node, key).filter(|name| self.kind(*name) == Kind::String);
        if let Hook::Index(_) = hook { NAMES.into_iter().find_map(named) } else { None }
    }

    /// A place as people name it, from the document inwards.
    fn in_words(&self, stops: &mut dyn Iterator<Item = (Hook, Option<Node>)>) -> String {
        // As long as most are.
        let mut out = String::with_capacity(64);
        for (hook, name) in stops {
            let name = name.and_then(|name| self.text(name));
            // Writing to memory cannot fail.
            let _ = match (hook, name) {
                (Hook::Key(label), _) => {
                    out.push_str(if out.is_empty() { "" } else { "." });
                    let key = self.index.keys.key(label).map(Key::text).unwrap_or_default();
                    out.push_str(&safe::line(&key));
                    Ok(())
                }
                (_, Some(name)) => write!(out, "[{name:?}]"),
                (Hook::Index(at), None) => write!(out, "[{at}]"),
            };
        }
        if out.is_empty() { WHOLE.into() } else { out }
    }

    /// The place of a node, from the root. Of what was removed: as far as it is known.
    #[must_use]
    pub(crate) fn path(&self, node: Node) -> Path {
        let mut routes = PlaceCache::default();
        let route = routes.take(self, node);
        routes.path(self, route)
    }

    /// Line and column of an offset into the source.
    #[must_use]
    pub(crate) fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.src, offset)
    }

    /// Bytes of the source line around an offset, without its line end.
    pub(crate) fn line_at(&self, offset: usize) -> Range<usize> {
        self.lines().line_at(&self.src, offset)
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.src))
    }

    /// The innermost value of the source around an offset; the root where none is.
    #[must_use]
    pub(crate) fn node_at(&self, offset: usize) -> Node {
        let entries = &self.index.entries;
        let behind = entries.partition_point(|e| e.start as usize <= offset);
        let Some(mut at) = behind.checked_sub(1) else { return Node::SOURCE_ROOT };
        while entries[at].end as usize <= offset
            && let Some(parent) = entries[at].parent()
        {
            at = parent as usize;
        }
        Node(u32::try_from(at).unwrap_or(0))
    }

    /// The scalars of the source that a stretch of it shows, whole or in part, in order.
    pub(crate) fn scalars_in(&self, stretch: Range<usize>) -> impl Iterator<Item = Node> + '_ {
        let entries = &self.index.entries;
        // The value before the first that starts inside may reach in.
        let first = entries.partition_point(|e| (e.start as usize) < stretch.start).saturating_sub(1);
        entries[first..]
            .iter()
            .zip(first..)
            .take_while(move |(e, _)| (e.start as usize) < stretch.end)
            .filter(move |(e, _)| !matches!(e.kind(), Kind::Array | Kind::Object) && e.end as usize > stretch.start)
            .filter_map(|(_, at)| u32::try_from(at).ok().map(Node))
    }

    /// The container of a value of the source as the source has it, whatever was edited since.
    pub(crate) fn parent_in_source(&self, node: Node) -> Option<Node> {
        self.index.entries.get(node.0 as usize).and_then(Entry::parent).map(Node)
    }

    /// The place of a value of the source as the source has it.
    pub(crate) fn path_in_source(&self, node: Node) -> Path {
        let step = |label: Label<'_>| match label {
            Label::Key(key) => Step::Key(key.text().into_owned()),
            Label::Index(at) => Step::Index(at),
        };
        Path(self.labels_in_source(node).map(step).collect())
    }

    /// The place of a value for readers that have the source: its place there, and of what edits made the place in what the source
    /// had around it.
    pub(crate) fn path_for_readers(&self, node: Node) -> Path {
        let mut made = Vec::new();
        let mut at = node;
        while !self.in_source(at) {
            let (Some(label), Some(parent)) = (self.label(at), self.parent(at)) else { return self.path(node) };
            made.push(match label {
                Label::Key(key) => Step::Key(key.text().into_owned()),
                Label::Index(i) => Step::Index(i),
            });
            at = parent;
        }
        let mut path = self.path_in_source(at);
        path.0.extend(made.into_iter().rev());
        path
    }

    /// How a value of the source and what is around it hung there, from the root inwards.
    pub(crate) fn labels_in_source(&self, node: Node) -> impl Iterator<Item = Label<'_>> {
        let labels: Vec<_> = self.steps_in_source(node).map(|(label, _)| label).collect();
        labels.into_iter().rev()
    }

    /// From a value of the source up to below the root, each with how it hung there.
    fn steps_in_source(&self, node: Node) -> impl Iterator<Item = (Label<'_>, Node)> {
        let up = move |node: &Node| self.parent_in_source(*node);
        std::iter::successors(Some(node), up).map_while(move |node| {
            let member = self.kind(self.parent_in_source(node)?) == Kind::Object;
            Some((self.source_label(node, member)?, node))
        })
    }

    /// As [`Document::entity`], in the words of the source.
    pub(crate) fn source_entity(&self, node: Node) -> String {
        let mut steps: Vec<String> = self
            .steps_in_source(node)
            .map(|(label, node)| match label {
                Label::Key(key) => format!(".{}", safe::line(&key.text())),
                Label::Index(i) => {
                    let named = |key| self.text(self.source_member(node, key)?);
                    let name = (self.kind(node) == Kind::Object).then(|| NAMES.into_iter().find_map(named)).flatten();
                    name.map_or_else(|| format!("[{i}]"), |n| format!("[{n:?}]"))
                }
            })
            .collect();
        steps.reverse();
        let text = steps.concat();
        if text.is_empty() { WHOLE.into() } else { text.strip_prefix('.').unwrap_or(&text).to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_leads_to_its_value_and_a_stretch_to_its_scalars() {
        let text = r#"{"keys": [{"name": "deploy", "login_password": {"password": "geheim"}}], "x": 1}"#;
        let doc = Document::parse(text.into()).unwrap();
        let at = |needle: &str| doc.path(doc.node_at(text.find(needle).unwrap())).pointer();
        assert_eq!(at("geheim"), "/keys/0/login_password/password");
        assert_eq!(at("\"name\""), "/keys/0");
        assert_eq!(at("\"x\""), "");
        let shown: Vec<_> = doc.scalars_in(text.find("ploy").unwrap()..text.find("heim").unwrap()).collect();
        assert_eq!(shown.len(), 2);
        assert_eq!(doc.text(shown[1]).as_deref(), Some("geheim"));
    }
}
