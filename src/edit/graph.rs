//! The reference graph of the document at hand: who is called what, which value names whom. Built part by part when something asks;
//! which values are references is a fact of `semaphore`.

use foldhash::{HashMap, HashSet};
use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::names::{NameTable, SectionNames};
use super::value::canonical;
use crate::json::{ChildNodes, Document, Kind, Label, Node, Path, Sought, Step};
use crate::parallel;
use crate::rule::follow;
use crate::semaphore::{Band, EffectKind, FieldShape, Reference, name_key, references, sections, shape};
use crate::sorting::sort_by_key;

/// The references that hold between two versions.
#[derive(Debug)]
pub(crate) struct References {
    /// One for each path; the row of the band nearest to the target.
    pub all: Vec<&'static Reference>,
    places: Vec<ReferencePath>,
    sections: Vec<NamedSection>,
    target: Band,
}

#[derive(Debug)]
struct NamedSection {
    name: &'static str,
    /// Keys that can hold the name, the target's first.
    keys: Vec<&'static str>,
}

/// Where the values of a reference are.
#[derive(Debug)]
struct ReferencePath {
    section: &'static str,
    /// The path inside an entity of it.
    inside: Vec<Segment<&'static str>>,
}

#[derive(Debug, Clone, Copy)]
enum Segment<K> {
    Key(K),
    Each,
}

impl References {
    /// Those of every band between the ends, both included; where bands differ the one nearest to `target` counts.
    pub(crate) fn between(source: Option<(Band, Band)>, target: Band) -> Self {
        let (low, high) = source.map_or((target, target), |(first, last)| (first.min(target), last.max(target)));
        let mut bands: Vec<Band> = Band::ALL.iter().copied().filter(|b| (low..=high).contains(b)).collect();
        sort_by_key(&mut bands, |band| (*band as usize).abs_diff(target as usize));
        let mut all: Vec<&'static Reference> = Vec::new();
        let mut named: Vec<NamedSection> = Vec::new();
        for band in bands {
            for reference in references(band) {
                if !all.iter().any(|r| r.path == reference.path) {
                    all.push(reference);
                }
            }
            for name in sections(band) {
                let Some(key) = name_key(name, band) else { continue };
                match named.iter_mut().find(|s| s.name == name) {
                    Some(section) if section.keys.contains(&key) => {}
                    Some(section) => section.keys.push(key),
                    None => named.push(NamedSection { name, keys: vec![key] }),
                }
            }
        }
        let places = all.iter().map(|r| ReferencePath::of(r.path)).collect();
        Self { all, places, sections: named, target }
    }

    /// The node that holds the name of an entity.
    pub(crate) fn name_node(&self, doc: &Document, section: &str, entity: Node) -> Option<Node> {
        let section = self.sections.iter().find(|s| s.name == section)?;
        section.keys.iter().find_map(|key| doc.get(entity, *key).filter(|n| doc.text(*n).is_some()))
    }

    /// How many characters a name may have in the databases of the target.
    pub(crate) fn longest_name(&self, section: &str) -> Option<usize> {
        self.name_field(section)?.max_length().and_then(|n| usize::try_from(n).ok())
    }

    /// Whether the target takes any text as a name. Where it does not, the name is the address of something outside the project.
    pub(crate) fn is_name_free(&self, section: &str) -> bool {
        self.name_field(section).is_none_or(|field| field.effect(EffectKind::FatalIfInvalid).is_none())
    }

    fn name_field(&self, section: &str) -> Option<&'static FieldShape> {
        shape(self.target).get(section)?.children.as_ref()?.get(name_key(section, self.target)?)
    }
}

impl ReferencePath {
    /// `templates[].vaults[].vault_key`
    fn of(path: &'static str) -> Self {
        let (section, rest) = path.split_once("[].").unwrap_or((path, ""));
        let mut inside = Vec::new();
        for part in rest.split('.') {
            let name = part.trim_end_matches("[]");
            inside.push(Segment::Key(name));
            inside.extend((name.len()..part.len()).step_by(2).map(|_| Segment::Each));
        }
        Self { section, inside }
    }
}

/// A value that names something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinkNode {
    /// Which reference it is.
    pub reference: usize,
    /// The object that holds it.
    pub owner: Node,
    /// The value.
    pub value: Node,
}

/// Nodes of a workflow by the canonical text of their id.
type Ids = HashMap<String, Vec<Node>>;

/// The graph of a document as it is now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Graph<'a> {
    pub doc: &'a Document,
    pub references: &'a References,
    cache: &'a GraphCache,
}

/// What was found out about a document; holds until its next edit, so that rules that change nothing share it.
#[derive(Debug, Default)]
pub(crate) struct GraphCache {
    names: Vec<OnceLock<NameTable>>,
    users: Vec<OnceLock<HashMap<String, Vec<LinkNode>>>>,
    /// Ids of the nodes of each workflow that was looked at.
    local: Mutex<HashMap<(Node, &'static str), Ids>>,
    /// Elements that an earlier element of their list equals in the member at a path.
    later: Mutex<HashMap<(Node, Path), HashSet<Node>>>,
    /// Canonical texts of the entries of sections.
    entries: Mutex<HashMap<String, HashSet<String>>>,
}

impl GraphCache {
    /// Nothing yet.
    pub(crate) fn empty(references: &References) -> Self {
        let cells = references.sections.len();
        Self {
            names: (0..cells).map(|_| OnceLock::new()).collect(),
            users: (0..cells).map(|_| OnceLock::new()).collect(),
            ..Self::default()
        }
    }
}

/// What is kept in a cache is whole whenever it can be seen, also after a panic.
fn locked<T>(cache: &Mutex<T>) -> MutexGuard<'_, T> {
    cache.lock().unwrap_or_else(PoisonError::into_inner)
}

fn text_of(doc: &Document, node: Node) -> String {
    let mut text = String::new();
    canonical(doc, node, &mut text);
    text
}

impl<'a> Graph<'a> {
    pub(crate) fn new(doc: &'a Document, references: &'a References, cache: &'a GraphCache) -> Self {
        Self { doc, references, cache }
    }

    /// The entities of a section.
    pub(crate) fn entities(&self, section: &str) -> impl Iterator<Item = Node> + '_ {
        self.section(section).into_iter().flat_map(|list| self.doc.child_nodes(list))
    }

    /// The list of a section.
    fn section(&self, section: &str) -> Option<Node> {
        self.doc.get(self.doc.root(), section).filter(|list| self.doc.kind(*list) == Kind::Array)
    }

    /// The name of an entity of a section.
    pub(crate) fn name(&self, section: &str, entity: Node) -> Option<Cow<'a, str>> {
        self.doc.text(self.references.name_node(self.doc, section, entity)?)
    }

    /// The names of a section; `None` where its entities have none.
    #[inline]
    pub(crate) fn names(&self, section: &str) -> Option<SectionNames<'a>> {
        let at = self.references.sections.iter().position(|s| s.name == section)?;
        let named = |entity| Some((entity, self.references.name_node(self.doc, section, entity)?));
        let table = self.cache.names[at].get_or_init(|| NameTable::of(self.doc, self.entities(section).filter_map(named)));
        Some(SectionNames::new(self.doc, table))
    }

    /// Every link to a name of a section.
    pub(crate) fn users(&self, section: &str, name: &str) -> &[LinkNode] {
        let Some(at) = self.references.sections.iter().position(|s| s.name == section) else { return &[] };
        let users = self.cache.users[at].get_or_init(|| {
            let mut users: HashMap<String, Vec<LinkNode>> = HashMap::default();
            let of = |reference: &Reference| !reference.is_local() && reference.target == section;
            for link in self.links(of, |link| self.doc.text(link.value).is_some()) {
                users.entry(self.doc.text(link.value).unwrap_or_default().into_owned()).or_default().push(link);
            }
            users
        });
        users.get(name).map_or(&[], Vec::as_slice)
    }

    /// The links of some references that are wanted, section by section.
    pub(crate) fn links(&self, of: impl Fn(&Reference) -> bool, wanted: impl Fn(LinkNode) -> bool + Sync) -> Vec<LinkNode> {
        // On one core: this may run inside of a `OnceLock`, where a thread that waits for the other half could take up work that waits for
        // the same lock.
        self.links_beside(0, of, wanted)
    }

    /// The same on two cores, for a document of so many bytes.
    pub(crate) fn links_beside(
        &self,
        size: usize,
        of: impl Fn(&Reference) -> bool,
        wanted: impl Fn(LinkNode) -> bool + Sync,
    ) -> Vec<LinkNode> {
        let references = &self.references;
        let chosen: Vec<usize> = (0..references.all.len()).filter(|number| of(references.all[*number])).collect();
        let sections: Vec<&str> = chosen.iter().map(|number| references.places[*number].section).collect();
        let mut links = Vec::new();
        for (at, section) in sections.iter().enumerate().filter(|(at, section)| !sections[..*at].contains(section)) {
            let here: Vec<usize> = (at..chosen.len()).filter(|n| sections[*n] == *section).map(|n| chosen[n]).collect();
            let sought = |segment: &Segment<&'static str>| match segment {
                Segment::Key(name) => Segment::Key(self.doc.seek(name)),
                Segment::Each => Segment::Each,
            };
            let path = |number: usize| (number, references.places[number].inside.iter().map(sought).collect::<Vec<_>>());
            let paths: Vec<_> = here.into_iter().map(path).collect();
            let Some(list) = self.section(section) else { continue };
            let (front, back) = self.doc.child_nodes(list).halves();
            let in_part = |part| self.links_of(part, &paths, &wanted);
            let (front, back) = parallel::join(size, || in_part(front), || in_part(back));
            links.extend(front.into_iter().chain(back));
        }
        links
    }

    /// The wanted links of some entities, by the paths to them.
    fn links_of(
        &self,
        entities: ChildNodes<'_>,
        paths: &[(usize, Vec<Segment<Sought<'_>>>)],
        wanted: &impl Fn(LinkNode) -> bool,
    ) -> Vec<LinkNode> {
        let mut links = Vec::new();
        for entity in entities {
            for (number, path) in paths {
                self.walk(entity, entity, path, &mut |owner, value| {
                    let link = LinkNode { reference: *number, owner, value };
                    if self.references.all[*number].applies_to(self.doc, owner) && wanted(link) {
                        links.push(link);
                    }
                });
            }
        }
        links
    }

    fn walk(&self, at: Node, owner: Node, way: &[Segment<Sought<'_>>], f: &mut dyn FnMut(Node, Node)) {
        match way {
            [] => f(owner, at),
            [Segment::Key(key), rest @ ..] => {
                if let Some(member) = self.doc.get(at, *key) {
                    self.walk(member, at, rest, f);
                }
            }
            [Segment::Each, rest @ ..] => {
                for element in self.doc.elements(at) {
                    self.walk(element, owner, rest, f);
                }
            }
        }
    }

    /// Whether a link's name is that of nothing in the document. Null and what is no text name nothing and are no orphans.
    pub(crate) fn is_orphan(&self, link: LinkNode) -> bool {
        let reference = self.references.all[link.reference];
        if reference.is_local() {
            return self.is_local_orphan(link, &|_| false);
        }
        let Some(name) = self.doc.text(link.value) else { return false };
        self.names(reference.target).is_some_and(|names| names.first(&name).is_none())
    }

    /// The same for a link to a node of the same workflow; nodes for which `gone` holds do not count.
    pub(crate) fn is_local_orphan(&self, link: LinkNode, gone: &dyn Fn(Node) -> bool) -> bool {
        let reference = self.references.all[link.reference];
        let Some(entity) = self.entity_around(link.value) else { return false };
        let mut local = locked(&self.cache.local);
        let ids = local.entry((entity, reference.target)).or_insert_with(|| {
            let mut ids = Ids::default();
            for node in self.doc.get(entity, reference.target).into_iter().flat_map(|list| self.doc.elements(list)) {
                if let Some(id) = self.doc.get(node, reference.target_key) {
                    ids.entry(text_of(self.doc, id)).or_default().push(node);
                }
            }
            ids
        });
        !ids.get(&text_of(self.doc, link.value)).is_some_and(|nodes| nodes.iter().any(|n| !gone(*n)))
    }

    /// The element of a section that the node is or belongs to.
    pub(crate) fn entity_around(&self, node: Node) -> Option<Node> {
        let (mut below, mut at) = (None, node);
        loop {
            let parent = self.doc.parent(at)?;
            if parent == self.doc.root() {
                return below.filter(|n| matches!(self.doc.label(*n), Some(Label::Index(_))));
            }
            (below, at) = (Some(at), parent);
        }
    }

    /// The section that an entity is in, if it is one.
    pub(crate) fn section_of(&self, entity: Node) -> Option<String> {
        let list = self.doc.parent(entity)?;
        if self.doc.parent(list)? != self.doc.root() || !matches!(self.doc.label(entity)?, Label::Index(_)) {
            return None;
        }
        match self.doc.label(list)? {
            Label::Key(key) => Some(key.text().into_owned()),
            Label::Index(_) => None,
        }
    }

    /// Whether an earlier element of the same list has the same value at the path.
    pub(crate) fn is_later_duplicate(&self, node: Node, steps: &[Step]) -> bool {
        let Some(list) = self.doc.parent(node).filter(|n| self.doc.kind(*n) == Kind::Array) else { return false };
        let mut later = locked(&self.cache.later);
        let found = later.entry((list, Path(steps.to_vec()))).or_insert_with(|| {
            let mut seen = HashSet::default();
            let same =
                |element: &Node| follow(self.doc, *element, steps).is_some_and(|value| !seen.insert(text_of(self.doc, value)));
            self.doc.elements(list).filter(same).collect()
        });
        found.contains(&node)
    }

    /// Whether a section holds an entry of this canonical text.
    pub(crate) fn has_entry(&self, section: &str, canonical: &str) -> bool {
        let mut entries = locked(&self.cache.entries);
        if !entries.contains_key(section) {
            let texts = self.entities(section).map(|entity| text_of(self.doc, entity)).collect();
            entries.insert(section.to_owned(), texts);
        }
        entries.get(section).is_some_and(|texts| texts.contains(canonical))
    }
}
