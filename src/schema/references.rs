//! An entry held against the reference graph of a band: links that name nothing, links that are needed and missing. A set of
//! names for each section makes it linear. What else a restore checks is in `check`.

use foldhash::{HashMap, HashSet};
use std::borrow::Cow;
use std::sync::OnceLock;

use super::problem::{Problem, What};
use super::tree::any_case;
use crate::finding::Severity;
use crate::json::{Document, Kind, Node};
use crate::semaphore::{Band, EffectKind, FieldShape, Need, ObjectShape, Reference, Type, reference_at, shape};

/// The keys of an object that are references, or on the way to some.
#[derive(Debug)]
struct Links {
    shape: &'static ObjectShape,
    keys: Vec<Link>,
}

#[derive(Debug)]
struct Link {
    field: &'static FieldShape,
    below: Below,
}

#[derive(Debug)]
enum Below {
    Name(&'static Reference),
    Names(&'static Reference),
    Object(Links),
    List(Links),
}

impl Links {
    fn of(band: Band) -> &'static Self {
        static ALL: [OnceLock<Links>; Band::ALL.len()] = [const { OnceLock::new() }; Band::ALL.len()];
        ALL[band.index()].get_or_init(|| Self::new(shape(band), band))
    }

    fn new(shape: &'static ObjectShape, band: Band) -> Self {
        let link = |field: &'static FieldShape| {
            let below = match (reference_at(band, field.row.path), &field.children) {
                (Some(reference), _) if field.ty == Type::StringList => Below::Names(reference),
                (Some(reference), _) => Below::Name(reference),
                (None, Some(children)) => {
                    let links = Self::new(children, band);
                    if links.keys.is_empty() {
                        return None;
                    }
                    if field.ty == Type::List { Below::List(links) } else { Below::Object(links) }
                }
                (None, None) => return None,
            };
            Some(Link { field, below })
        };
        Self { shape, keys: shape.fields.iter().filter_map(link).collect() }
    }

    /// The sections that are named, with the key of the name.
    fn targets(&self) -> HashSet<(&'static str, &'static str)> {
        let mut targets = HashSet::default();
        for link in &self.keys {
            match &link.below {
                Below::Name(reference) | Below::Names(reference) if !reference.is_local() => {
                    targets.insert((reference.target, reference.target_key));
                }
                Below::Name(_) | Below::Names(_) => {}
                Below::Object(links) | Below::List(links) => targets.extend(links.targets()),
            }
        }
        targets
    }
}

/// A document with the names of its entries.
pub(super) struct Graph<'a> {
    doc: &'a Document,
    any_case: bool,
    links: &'static Links,
    /// The names of each section that is a target, side by side: each link would else go to another page of the source.
    names: HashMap<&'static str, HashSet<Box<str>>>,
}

/// Where a link is.
#[derive(Clone, Copy)]
struct Place<'l> {
    owner: Node,
    links: &'l Links,
    link: &'l Link,
    reference: &'static Reference,
}

impl<'a> Graph<'a> {
    pub(super) fn new(doc: &'a Document, band: Band) -> Self {
        let links = Links::of(band);
        let mut graph = Self { doc, any_case: band.uses_go_decoder(), links, names: HashMap::default() };
        for (section, key) in links.targets() {
            let list = graph.member(doc.root(), section);
            let names = list
                .into_iter()
                .flat_map(|list| doc.elements(list))
                .filter_map(|entry| graph.name_of(entry, key))
                .map(Box::from)
                .collect();
            graph.names.insert(section, names);
        }
        graph
    }

    /// Adds what the graph has against an entry of a section.
    pub(super) fn hold(&self, entry: Node, section: &str, found: &mut Vec<Problem>) {
        let section = self.links.keys.iter().find(|link| link.field.key == section);
        if let Some(Below::List(links)) = section.map(|link| &link.below) {
            self.object(entry, links, None, found);
        }
    }

    /// An entry without name is called the empty string; what is not a text is not decoded at all.
    fn name_of(&self, entry: Node, key: &str) -> Option<Cow<'a, str>> {
        match self.member(entry, key) {
            Some(name) => self.doc.text(name),
            None => Some(Cow::Borrowed("")),
        }
    }

    /// The value of a key, if there is one that is not null; before 2.10.27 in any letter case.
    fn member(&self, object: Node, key: &str) -> Option<Node> {
        let mut value = self.doc.get(object, key);
        if self.any_case && value.is_none() {
            value = self.doc.members(object).filter(|(k, _)| any_case(&k.text()) == key).map(|(_, node)| node).last();
        }
        value.filter(|value| self.doc.kind(*value) != Kind::Null)
    }

    /// `nodes`: the ids of the nodes of the workflow that the object is in.
    fn object(&self, owner: Node, links: &Links, nodes: Option<&HashSet<i128>>, found: &mut Vec<Problem>) {
        // Before 2.10.27 a null in a list is an empty object.
        if self.doc.kind(owner) != Kind::Object && !(self.any_case && self.doc.kind(owner) == Kind::Null) {
            return;
        }
        let own_nodes = (links.shape.path == "workflows").then(|| self.ids(owner));
        let nodes = own_nodes.as_ref().or(nodes);
        for link in &links.keys {
            let value = self.member(owner, link.field.key);
            match (&link.below, value) {
                (Below::Object(below), Some(value)) => self.object(value, below, nodes, found),
                (Below::List(below), Some(list)) => {
                    for entry in self.doc.elements(list) {
                        self.object(entry, below, nodes, found);
                    }
                }
                (Below::Names(reference), Some(list)) => {
                    for name in self.doc.elements(list) {
                        self.name(Place { owner, links, link, reference }, name, nodes, found);
                    }
                }
                (Below::Name(reference), Some(name)) => self.name(Place { owner, links, link, reference }, name, nodes, found),
                (Below::Name(reference), None) => self.missing(Place { owner, links, link, reference }, found),
                (_, None) => {}
            }
        }
    }

    fn ids(&self, workflow: Node) -> HashSet<i128> {
        let nodes = self.doc.get(workflow, "nodes");
        let ids = nodes.into_iter().flat_map(|nodes| self.doc.elements(nodes)).map(|node| self.doc.get(node, "id"));
        ids.map(|id| id.and_then(|id| self.doc.integer(id)).unwrap_or_default()).collect()
    }

    /// A link that is set.
    fn name(&self, place: Place<'_>, value: Node, nodes: Option<&HashSet<i128>>, found: &mut Vec<Problem>) {
        let Place { owner, link, reference, .. } = place;
        let known = if reference.is_local() {
            self.doc.integer(value).is_none_or(|id| nodes.is_some_and(|nodes| nodes.contains(&id)))
        } else {
            // What is not a text is not decoded, and the schema says so.
            let known = self.names.get(reference.target);
            self.doc.text(value).is_none_or(|name| known.is_some_and(|names| names.contains(&*name)))
        };
        let (what, severity) = if self.is_idle(link, owner) {
            // Before 2.10.27 only a deploy template may have a build template at all.
            let refused = link.field.effect(EffectKind::FatalIfNonempty).is_some();
            if !refused {
                return;
            }
            (What::BuildTemplate, Severity::Error)
        } else if known || !reference.applies_to(self.doc, owner) {
            return;
        } else {
            match reference.need {
                Need::Required | Need::IfSet => (What::NoSuchEntry, Severity::Error),
                Need::NullIfUnresolved => (What::LinkLost, Severity::Warning),
                Need::Unchecked => (What::NoSuchEntry, Severity::Warning),
            }
        };
        found.push(place.problem(what, severity, value));
    }

    /// A link that is not set.
    fn missing(&self, place: Place<'_>, found: &mut Vec<Problem>) {
        let Place { owner, link, reference, .. } = place;
        let ansible = || self.doc.text_of(owner, "app").is_some_and(|app| app == "ansible");
        let needed = match reference.need {
            Need::Required => !self.is_idle(link, owner) && reference.applies_to(self.doc, owner),
            _ => link.field.effect(EffectKind::RequiredIfAnsible).is_some() && ansible(),
        };
        if needed {
            let deploy = link.field.effect(EffectKind::DeployOnly).is_some();
            let what = if deploy { What::BuildTemplate } else { What::LinkMissing };
            found.push(place.problem(what, Severity::Error, owner));
        }
    }

    /// Whether it is the build template of a template that is not of type deploy.
    fn is_idle(&self, link: &Link, owner: Node) -> bool {
        link.field.effect(EffectKind::DeployOnly).is_some() && self.doc.text_of(owner, "type").is_none_or(|kind| kind != "deploy")
    }
}

impl Place<'_> {
    fn problem(self, what: What, severity: Severity, node: Node) -> Problem {
        let Self { owner, links, link, reference } = self;
        Problem {
            what,
            severity,
            node,
            owner,
            key: Cow::Borrowed(link.field.key),
            shape: links.shape,
            field: Some(link.field),
            reference: Some(reference),
        }
    }
}
