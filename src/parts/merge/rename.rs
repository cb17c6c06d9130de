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
    let before = entries.snapshot();
    let mut open = Vec::new();
    // The entities whose names are taken, whether by equal ones or by others.
    let mut taken: HashMap<Node, (String, usize)> = HashMap::default();
    for (section, list) in entries::lists(doc).into_iter().filter(|(section, _)| references.is_name_free(section)) {
        for node in doc.elements(list) {
            let entry = Entry::new(&graph, &section, sources.len(), node);
            let found = before.find(&graph, &section, &entry, entries);
            match found {
                Match::Equal(at) | Match::Other(at) if !entry.name.is_empty() => taken.insert(node, (section.clone(), at)),
                _ => continue,
            };
            if matches!(found, Match::Other(_)) {
                open.push(node);
            }
        }
    }
    let mut renamed: HashSet<Node> = open.iter().copied().collect();
    let mut order = Vec::new();
    let mut links = Vec::new();
    while let Some(entity) = open.pop() {
        order.push(entity);
        let Some((section, _)) = taken.get(&entity) else { continue };
        let Some(name) = graph.name(section, entity) else { continue };
        if graph.names(section).and_then(|names| names.first(&name)) != Some(entity) {
            continue;
        }
        for link in graph.users(section, &name) {
            links.push((entity, link.value));
            let user = graph.entity_around(link.value).filter(|user| taken.contains_key(user));
            open.extend(user.filter(|user| renamed.insert(*user)));
        }
    }
    order.sort_unstable();
    let mut new_names: HashMap<Node, String> = HashMap::default();
    let mut given: HashSet<(String, String)> = HashSet::default();
    let mut renames = Renames::default();
    let mut writes = Vec::new();
    for entity in order {
        let Some((section, at)) = taken.get(&entity) else { continue };
        let (Some(old), Some(node)) = (graph.name(section, entity), references.name_node(doc, section, entity)) else { continue };
        let limit = references.longest_name(section);
        let is_free = |name: &str| {
            !entries.has_name(section, name)
                && graph.names(section).is_none_or(|names| names.first(name).is_none())
                && !given.contains(&(section.clone(), name.to_owned()))
        };
        let new = (2..=usize::MAX).map(|number| numbered(&old, number, limit)).find(|name| is_free(name)).unwrap_or_default();
        given.insert((section.clone(), new.clone()));
        let other = entries.get(section, *at);
        let differs = entries::differing(&sources[other.source].doc, other.node, doc, entity);
        renames.0.insert(entity, (doc.entity(entity), (sources[other.source].name.clone(), differs)));
        writes.push((node, new.clone()));
        new_names.insert(entity, new);
    }
    writes.extend(links.into_iter().filter_map(|(entity, value)| Some((value, new_names.get(&entity)?.clone()))));
    for (node, name) in writes {
        let text = doc.make_text(&name);
        doc.replace(node, text);
    }
    renames
}

/// `deploy (2)`, cut where it would be longer than the server's database takes.
fn numbered(name: &str, number: usize, limit: Option<usize>) -> String {
    let suffix = format!(" ({number})");
    let room = limit.map_or(usize::MAX, |limit| limit.saturating_sub(suffix.len()));
    name.chars().take(room).collect::<String>() + &suffix
}
