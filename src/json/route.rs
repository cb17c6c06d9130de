//! Places of values in few bytes: steps from container to container, put into words only when somebody asks. Neighbours share
//! their way, so that the places of many edits cost one look each.

use std::fmt::Write as _;
use std::hash::Hasher;

use super::index::Kind;
use super::keys::NO_KEY;
use super::path::{Path, Step};
use super::tree::{Document, Key, Node};

/// A place of [`Routes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Route(u32);

/// The members that elements are called by.
const NAMES: [&str; 2] = ["name", "title"];

/// Where it begins: the document.
const START: u32 = u32::MAX;

/// Places of one document.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    stops: Vec<Stop>,
    /// By number of a container: where it was last found to be, if that is kept.
    known: Option<Vec<Route>>,
    /// Places that were found before this one may be others now.
    since: u32,
    /// Room for the next way.
    way: Vec<Node>,
}

/// A step from the place around.
#[derive(Debug, Clone, Copy)]
struct Stop {
    around: Route,
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

impl Routes {
    /// The document itself.
    const ROOT: Route = Route(START);

    /// For places of many values: rule after rule goes to the same objects.
    pub fn kept() -> Self {
        Self { known: Some(Vec::new()), ..Self::default() }
    }

    /// The place that a value has; when places or names change, [`Routes::forget`] must be called.
    pub fn take(&mut self, doc: &Document, node: Node) -> Route {
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
            let named = |key| doc.get(node, key).filter(|name| doc.kind(*name) == Kind::String);
            let name = if let Hook::Index(_) = hook { NAMES.into_iter().find_map(named) } else { None };
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

    fn known(&self, node: Node) -> Option<Route> {
        let known = self.known.as_ref()?.get(node.0 as usize)?;
        (self.since..START).contains(&known.0).then_some(*known)
    }

    /// Places are others now, or are called otherwise.
    pub fn forget(&mut self) {
        self.since = u32::try_from(self.stops.len()).unwrap_or(START);
    }

    /// Whether the place is that of a text that something is called by.
    pub fn is_name(&self, doc: &Document, route: Route) -> bool {
        let key = self.stop(route).and_then(|stop| if let Hook::Key(key) = stop.hook { doc.index.keys.key(key) } else { None });
        key.is_some_and(|key| NAMES.into_iter().any(|name| key.is(name)))
    }

    /// Whether the place is one in a list.
    pub fn is_element(&self, route: Route) -> bool {
        self.stop(route).is_some_and(|stop| matches!(stop.hook, Hook::Index(_)))
    }

    /// The place of a member, which need not be there.
    pub fn member(&mut self, doc: &mut Document, object: Route, key: &str) -> Route {
        let hook = Hook::Key(doc.key_number(key));
        self.push(Stop { around: object, hook, name: None })
    }

    /// The place around a place.
    pub fn around(&self, route: Route) -> Route {
        self.stop(route).map_or(Self::ROOT, |stop| stop.around)
    }

    /// What places have in common that differ in positions only.
    pub fn kind(&self, route: Route, hasher: &mut impl Hasher) {
        let mut stop = self.stop(route);
        while let Some(Stop { around, hook, .. }) = stop {
            hasher.write_u32(if let Hook::Key(key) = hook { *key } else { NO_KEY });
            stop = self.stop(*around);
        }
    }

    /// The key that a place has in the object around it.
    pub fn key(&self, doc: &Document, route: Route) -> Option<String> {
        match self.stop(route)?.hook {
            Hook::Key(key) => doc.index.keys.key(key).map(|key| key.text().into_owned()),
            Hook::Index(_) => None,
        }
    }

    fn push(&mut self, stop: Stop) -> Route {
        self.stops.push(stop);
        Route(u32::try_from(self.stops.len() - 1).unwrap_or(START))
    }

    fn stop(&self, route: Route) -> Option<&Stop> {
        self.stops.get(route.0 as usize)
    }

    /// From the document inwards.
    fn stops(&self, route: Route) -> Vec<&Stop> {
        let mut stops: Vec<&Stop> = std::iter::successors(self.stop(route), |stop| self.stop(stop.around)).collect();
        stops.reverse();
        stops
    }

    /// The place as a path.
    pub fn path(&self, doc: &Document, route: Route) -> Path {
        let step = |stop: &Stop| match stop.hook {
            Hook::Key(label) => Step::Key(doc.index.keys.key(label).map(|key| key.text().into_owned()).unwrap_or_default()),
            Hook::Index(at) => Step::Index(at as usize),
        };
        Path(self.stops(route).into_iter().map(step).collect())
    }

    /// As [`Document::entity`], for many values near to each other.
    pub fn entity_of(&mut self, doc: &Document, node: Node) -> String {
        let route = self.take(doc, doc.belongs_to(node));
        self.entity(doc, route)
    }

    /// The place as people name it, see [`Document::entity`].
    pub fn entity(&self, doc: &Document, route: Route) -> String {
        let mut out = String::new();
        for stop in self.stops(route) {
            let name = stop.name.and_then(|name| doc.text(name));
            // Writing to memory cannot fail.
            let _ = match (stop.hook, name) {
                (Hook::Key(label), _) => {
                    out.push_str(if out.is_empty() { "" } else { "." });
                    write!(out, "{}", doc.index.keys.key(label).map(Key::text).unwrap_or_default())
                }
                (_, Some(name)) => write!(out, "[{name:?}]"),
                (Hook::Index(at), None) => write!(out, "[{at}]"),
            };
        }
        if out.is_empty() { "the document".into() } else { out }
    }
}

impl Document {
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
    pub fn entity(&self, node: Node) -> String {
        Routes::default().entity_of(self, node)
    }

    /// The place of a node, from the root. Of what was removed: as far as it is known.
    #[must_use]
    pub fn path(&self, node: Node) -> Path {
        let mut routes = Routes::default();
        let route = routes.take(self, node);
        routes.path(self, route)
    }
}
