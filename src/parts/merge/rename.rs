//! New names for the entities of an added file whose names are taken by others, with every reference of that file. Who names a renamed
//! entity is another entity than before: if its own name is taken too, it is renamed as well.

use foldhash::{HashMap, HashSet};

use super::MergeInput;
use super::entries::{self, Entries, Entry, Match};
use crate::edit::{Graph, GraphCache, References};
use crate::json::{Document, Node};

/// What was renamed.
#[derive(Debug, Default)]
pub(super) struct Renames(HashMap<Node, (String, (String, Vec<String>))>);

impl Renames {
    /// What an entity was called before, the file that has another one, and in which members the two differ.
    pub(super) fn of(&self, entity: Node) -> Option<&(String, (String, Vec<String>))> {
        self.0.get(&entity)
    }
}

/// Renames what would be a conflict.
pub(super) fn conflicts(doc: &mut Document, references: &References, entries: &Entries, sources: &[MergeInput]) -> Renames {
    let cache = GraphCache::empty(references);
    let graph = Graph::new(doc, references, &cache);
    let (taken, conflicting) = taken_names(&graph, entries, sources.len());
    let Renamed { entities, links } = with_users(&graph, &taken, conflicting);
    let mut names = NewNames { graph: &graph, entries, sources, given: HashSet::default() };
    let mut renames = Renames::default();
    let mut new_names: HashMap<Node, String> = HashMap::default();
    let mut writes = Vec::new();
    for entity in entities {
        let Some(place) = taken.get(&entity) else { continue };
        let Some(NewName { node, name, old }) = names.of(entity, place) else { continue };
        renames.0.insert(entity, old);
        writes.push((node, name.clone()));
        new_names.insert(entity, name);
    }
    writes.extend(links.into_iter().filter_map(|(entity, value)| Some((value, new_names.get(&entity)?.clone()))));
    for (node, name) in writes {
        let text = doc.make_text(&name);
        doc.replace(node, text);
    }
    renames
}

/// Entities whose names are taken, whether by equal ones or by others: the section, and the place of the other one in it.
type Taken = HashMap<Node, (String, usize)>;

/// What has a name that is taken, and those whose name another entity has.
fn taken_names(graph: &Graph<'_>, entries: &Entries, source: usize) -> (Taken, Vec<Node>) {
    let before = entries.snapshot();
    let (mut taken, mut conflicting) = (Taken::default(), Vec::new());
    let lists = entries::lists(graph.doc).into_iter().filter(|(section, _)| graph.references.is_name_free(section));
    for (section, list) in lists {
        for node in graph.doc.elements(list) {
            let entry = Entry::new(graph, &section, source, node);
            let found = before.find(graph, &section, &entry, entries);
            match found {
                Match::Equal(at) | Match::Other(at) if !entry.name.is_empty() => taken.insert(node, (section.clone(), at)),
                _ => continue,
            };
            if matches!(found, Match::Other(_)) {
                conflicting.push(node);
            }
        }
    }
    (taken, conflicting)
}

/// What is renamed.
struct Renamed {
    /// In the order of the file.
    entities: Vec<Node>,
    /// Each entity that is referred to, with the value that names it.
    links: Vec<(Node, Node)>,
}

/// The conflicting entities and those that name them: with another name in it, an equal one is another one.
fn with_users(graph: &Graph<'_>, taken: &Taken, mut open: Vec<Node>) -> Renamed {
    let mut known: HashSet<Node> = open.iter().copied().collect();
    let (mut entities, mut links) = (Vec::new(), Vec::new());
    while let Some(entity) = open.pop() {
        entities.push(entity);
        let Some((section, _)) = taken.get(&entity) else { continue };
        let Some(name) = graph.name(section, entity) else { continue };
        if graph.names(section).and_then(|names| names.first(&name)) != Some(entity) {
            continue;
        }
        for link in graph.users(section, &name) {
            links.push((entity, link.value));
            let user = graph.entity_around(link.value).filter(|user| taken.contains_key(user));
            open.extend(user.filter(|user| known.insert(*user)));
        }
    }
    entities.sort_unstable();
    Renamed { entities, links }
}

/// Gives names that nothing has.
struct NewNames<'a> {
    graph: &'a Graph<'a>,
    entries: &'a Entries,
    sources: &'a [MergeInput],
    /// Those that were given, with their sections.
    given: HashSet<(String, String)>,
}

/// A new name, and where it is written.
struct NewName {
    node: Node,
    name: String,
    /// What the entity was called, the file that has another one, and in which members the two differ.
    old: (String, (String, Vec<String>)),
}

impl NewNames<'_> {
    /// A name for an entity whose own is taken.
    fn of(&mut self, entity: Node, (section, at): &(String, usize)) -> Option<NewName> {
        let Self { graph, entries, sources, given } = self;
        let old = graph.name(section, entity)?;
        let node = graph.references.name_node(graph.doc, section, entity)?;
        let limit = graph.references.longest_name(section);
        let is_free = |name: &str| {
            !entries.has_name(section, name)
                && graph.names(section).is_none_or(|names| names.first(name).is_none())
                && !given.contains(&(section.clone(), name.to_owned()))
        };
        let name = (2..=usize::MAX).map(|number| numbered(&old, number, limit)).find(|name| is_free(name)).unwrap_or_default();
        given.insert((section.clone(), name.clone()));
        let other = entries.get(section, *at);
        let differs = entries::differing(&sources[other.source].doc, other.node, graph.doc, entity);
        Some(NewName { node, name, old: (graph.doc.entity(entity), (sources[other.source].name.clone(), differs)) })
    }
}

/// `deploy (2)`, cut where it would be longer than the server's database takes.
fn numbered(name: &str, number: usize, limit: Option<usize>) -> String {
    let suffix = format!(" ({number})");
    let room = limit.map_or(usize::MAX, |limit| limit.saturating_sub(suffix.len()));
    name.chars().take(room).collect::<String>() + &suffix
}
