//! A document held against the reference graph of a band: links that name nothing, links that are needed and missing.
//! One pass over the entries with a set of names for each section. What else a restore checks is in `check`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::entries::in_parallel;
use super::problem::{Problem, What};
use super::tree::any_case;
use crate::document::{Document, Key, Kind, Node};
use crate::finding::{Finding, Severity};
use crate::format::{Band, EffectKind, FieldShape, Need, ObjectShape, Reference, Type, reference_at, shape};

/// The same as [`problems`], in words.
#[must_use]
pub fn validate(doc: &Document, band: Band) -> Vec<Finding> {
    super::findings(doc, band, &problems(doc, band))
}

/// Every link of the document that the band's reference graph has something against.
#[must_use]
pub fn problems(doc: &Document, band: Band) -> Vec<Problem> {
    let links = Links::of(band);
    let graph = Graph { doc, any_case: band.is_j(), names: names(doc, band, &links.targets()) };
    let mut found = Vec::new();
    for (key, list) in doc.members(doc.root()) {
        let Some(link) = links.get(&key, graph.any_case) else { continue };
        let Below::List(links) = &link.below else { continue };
        let entries: Vec<Node> = doc.elements(list).collect();
        found.extend(in_parallel(&entries, |entry, found| graph.object(*entry, links, None, found)));
    }
    found
}

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

    fn get(&self, key: &Key<'_>, ignore_case: bool) -> Option<&Link> {
        let of = |name: &[u8]| self.keys.iter().find(|link| link.field.key.as_bytes() == name);
        let body = key.body();
        let plain = body.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        match (plain, ignore_case) {
            (true, _) => of(body),
            (false, true) => of(any_case(&key.text()).as_bytes()),
            (false, false) => of(key.text().as_bytes()),
        }
    }

    /// The sections that are named, with the key of the name.
    fn targets(&self) -> HashSet<(&'static str, &'static str)> {
        let mut targets = HashSet::new();
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

type Names<'a> = HashSet<Cow<'a, str>>;

/// The names of each section that is a target. An entry without name is called the empty string.
fn names<'a>(doc: &'a Document, band: Band, targets: &HashSet<(&'static str, &'static str)>) -> HashMap<&'static str, Names<'a>> {
    let mut all = HashMap::new();
    for (section, key) in targets {
        let names = all.entry(*section).or_insert_with(Names::new);
        for list in members(doc, doc.root(), section, band) {
            for entry in doc.elements(list) {
                match members(doc, entry, key, band).last() {
                    Some(name) if doc.kind(name) != Kind::Null => names.extend(doc.text(name)),
                    _ => drop(names.insert(Cow::Borrowed(""))),
                }
            }
        }
    }
    all
}

/// The members of this key; before 2.10.27 in any letter case.
fn members<'a>(doc: &'a Document, object: Node, key: &'a str, band: Band) -> impl Iterator<Item = Node> + 'a {
    let ignore_case = band.is_j();
    let known = if ignore_case { None } else { doc.get(object, key) };
    let others = doc.members(object).filter(move |(k, _)| ignore_case && (k.is(key) || any_case(&k.text()) == key));
    known.into_iter().chain(others.map(|(_, node)| node))
}

struct Graph<'a> {
    doc: &'a Document,
    any_case: bool,
    names: HashMap<&'static str, Names<'a>>,
}

/// Where a link is.
#[derive(Clone, Copy)]
struct Place<'l> {
    owner: Node,
    links: &'l Links,
    link: &'l Link,
    reference: &'static Reference,
}

impl Graph<'_> {
    /// `nodes`: the ids of the nodes of the workflow that the object is in.
    fn object(&self, owner: Node, links: &Links, nodes: Option<&HashSet<i128>>, found: &mut Vec<Problem>) {
        let mut seen = 0_u64;
        let own_nodes = (links.shape.path == "workflows").then(|| self.ids(owner));
        let nodes = own_nodes.as_ref().or(nodes);
        for (key, value) in self.doc.members(owner) {
            let Some(link) = links.get(&key, self.any_case) else { continue };
            let place = |reference| Place { owner, links, link, reference };
            match &link.below {
                Below::Object(below) => self.object(value, below, nodes, found),
                Below::List(below) => self.doc.elements(value).for_each(|entry| self.object(entry, below, nodes, found)),
                Below::Names(reference) => {
                    self.doc.elements(value).for_each(|name| self.name(place(reference), name, nodes, found));
                }
                Below::Name(reference) if self.doc.kind(value) != Kind::Null => {
                    seen |= links.keys.iter().position(|l| std::ptr::eq(l, link)).map_or(0, |at| 1 << (at % 64));
                    self.name(place(reference), value, nodes, found);
                }
                Below::Name(_) => {}
            }
        }
        // Before 2.10.27 a null in a list is an empty object.
        let empty = self.any_case && self.doc.kind(owner) == Kind::Null;
        if self.doc.kind(owner) != Kind::Object && !empty {
            return;
        }
        for (at, link) in links.keys.iter().enumerate() {
            if let Below::Name(reference) = link.below
                && seen & (1 << (at % 64)) == 0
            {
                self.missing(Place { owner, links, link, reference }, found);
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
            self.doc.text(value).is_none_or(|name| self.names.get(reference.target).is_some_and(|names| names.contains(&name)))
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
