//! `merge`: several backups of one version into one. Entities are the same where section and name are; what the first file has keeps its
//! bytes and its order.

mod entries;
mod insert;
mod members;
mod obstacles;
mod rename;
mod version;

use self::entries::{Before, Entries, Entry, Match};
use self::members::Members;
use self::rename::Renames;
use super::product::{Product, Server};
use crate::edit::{Graph, GraphCache, References};
use crate::extras::Extras;
use crate::json::{Document, Node};

pub(crate) use obstacles::obstacles;
pub(crate) use version::common_server;

/// What happens where two files have a name with another value each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnConflict {
    /// Nothing is merged.
    Error,
    /// The entity that was there first stays.
    Keep,
    /// The entity of the later file takes its place.
    Replace,
    /// The entity of the later file gets another name, and every reference of its file follows. Where names are addresses, as of host
    /// mappings, the entity that was there first stays.
    Rename,
}

/// A backup with the name of its file.
#[derive(Debug)]
pub(crate) struct MergeInput {
    /// For messages.
    pub name: String,
    /// The backup; all of them have the format of one version.
    pub doc: Document,
    /// What lies beside it.
    pub extras: Option<Extras>,
}

/// What became of an entity of an added file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The result has it.
    Added,
    /// An equal one was there.
    Equal,
    /// Another one was there, and stays.
    Kept,
    /// Another one was there, and stays: its name is an address or a key, so that nothing can be renamed.
    KeptName,
    /// It took the place of another one.
    Replaced,
    /// Another one was there; the result has it under this name.
    Renamed(String),
    /// Another one was there, and nobody said what to do.
    Conflict,
}

/// A decision about an entity of an added file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    /// The added file.
    pub file: String,
    /// The section that the entity is in.
    pub section: String,
    /// `keys["deploy"]`, as the added file calls it.
    pub entity: String,
    /// What became of it.
    pub fate: Fate,
    /// The file with the other one, and the members in which the two differ.
    pub other: Option<(String, Vec<String>)>,
}

/// Several backups as one.
#[derive(Debug)]
pub(crate) struct Merged {
    /// The document.
    pub product: Product,
    /// What became of each entity of the added files, in the order of the files.
    pub decisions: Vec<Decision>,
    /// What lies beside the document, where anything lay beside a file.
    pub extras: Option<Extras>,
}

/// Merges backups into the first of them.
///
/// # Errors
/// The decisions, if some of them are conflicts.
pub(crate) fn merge(
    base: MergeInput,
    added: Vec<MergeInput>,
    server: Server,
    on_conflict: OnConflict,
) -> Result<Merged, Vec<Decision>> {
    let references = References::between(Some(server.bands), server.release.band);
    let mut entries = Entries::of(&base, &references);
    let mut members = Members::of(&base.doc);
    let mut merging = Merging { sources: vec![base], decisions: Vec::new(), on_conflict };
    let mut extras = merging.sources[0].extras.take();
    for mut source in added {
        let renames = match on_conflict {
            OnConflict::Rename => rename::conflicts(&mut source.doc, &references, &entries, &merging.sources),
            _ => Renames::default(),
        };
        if let Some(mut theirs) = source.extras.take() {
            theirs.follow(&source.doc);
            extras = Some(join_extras(extras.take(), theirs, on_conflict));
        }
        merging.decisions.extend(members.add(&merging.sources, &source, on_conflict));
        let cache = GraphCache::empty(&references);
        let graph = Graph::new(&source.doc, &references, &cache);
        let before = entries.snapshot();
        for (section, list) in entries::lists(&source.doc) {
            let added = AddedList { graph: &graph, section: &section, file: &source.name, before: &before, renames: &renames };
            for node in source.doc.elements(list) {
                merging.add_entity(&added, node, &mut entries);
            }
        }
        merging.sources.push(source);
    }
    let Merging { mut sources, decisions, .. } = merging;
    if decisions.iter().any(|decision| decision.fate == Fate::Conflict) {
        return Err(decisions);
    }
    let mut first = sources.remove(0).doc;
    members.put_into(&mut first, &sources);
    let doc = insert::into_first(first, &sources, &entries, &references);
    Ok(Merged { product: Product::of_several(doc, server), decisions, extras })
}

/// What is merged by now.
struct Merging {
    /// The first file and those that were added to it.
    sources: Vec<MergeInput>,
    decisions: Vec<Decision>,
    on_conflict: OnConflict,
}

/// A section of the file that is being added.
struct AddedList<'a> {
    graph: &'a Graph<'a>,
    section: &'a str,
    file: &'a str,
    /// How many entities there were before the file.
    before: &'a Before,
    renames: &'a Renames,
}

impl Merging {
    /// Decides about an entity of an added file, and takes it over if it goes into the result.
    fn add_entity(&mut self, added: &AddedList<'_>, node: Node, entries: &mut Entries) {
        let AddedList { graph, section, file, before, renames } = *added;
        let entry = Entry::new(graph, section, self.sources.len(), node);
        let found = before.find(graph, section, &entry, entries);
        let fate = fate_of(&found, self.on_conflict, graph.references.is_name_free(section));
        let other = match found {
            Match::Nothing => None,
            Match::Equal(at) => Some((at, Vec::new())),
            Match::Other(at) => {
                let theirs = entries.get(section, at);
                Some((at, entries::differing(&self.sources[theirs.source].doc, theirs.node, graph.doc, node)))
            }
        };
        let place = other.as_ref().map(|(at, _)| *at);
        let other = other.map(|(at, differs)| (self.sources[entries.get(section, at).source].name.clone(), differs));
        let mut decision = Decision {
            file: file.to_owned(),
            section: section.to_owned(),
            entity: graph.doc.entity(node),
            fate: fate.clone(),
            other,
        };
        if let Some((old, with)) = renames.of(node) {
            decision.fate = Fate::Renamed(std::mem::replace(&mut decision.entity, old.clone()));
            decision.other = Some(with.clone());
        }
        self.decisions.push(decision);
        match (fate, place) {
            (Fate::Added, _) => entries.push(section, entry),
            (Fate::Replaced, Some(at)) => entries.put(section, at, entry),
            _ => {}
        }
    }
}

/// What becomes of an entity of an added file for which this was found in those before it.
fn fate_of(found: &Match, on_conflict: OnConflict, names_are_free: bool) -> Fate {
    match (found, on_conflict) {
        (Match::Nothing, _) => Fate::Added,
        (Match::Equal(_), _) => Fate::Equal,
        (Match::Other(_), OnConflict::Keep) => Fate::Kept,
        (Match::Other(_), OnConflict::Replace) => Fate::Replaced,
        (Match::Other(_), OnConflict::Rename) if !names_are_free => Fate::KeptName,
        (Match::Other(_), OnConflict::Error | OnConflict::Rename) => Fate::Conflict,
    }
}

/// What lies beside two files as one: what both say, the first says, or with [`OnConflict::Replace`] the second.
fn join_extras(ours: Option<Extras>, theirs: Extras, on_conflict: OnConflict) -> Extras {
    match (ours, on_conflict) {
        (None, _) => theirs,
        (Some(ours), OnConflict::Replace) => theirs.or(ours),
        (Some(ours), _) => ours.or(theirs),
    }
}
