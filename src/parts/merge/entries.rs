//! The entities of the result while files are added: which file each comes from, what it is called, what it holds.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};

use super::MergeInput;
use crate::edit::{Graph, GraphCache, References, canonical};
use crate::json::{Document, Kind, Node};
use crate::sorting;

/// An entity of the result.
#[derive(Debug)]
pub(super) struct Entry {
    /// The number of the file that it comes from.
    pub source: usize,
    pub node: Node,
    /// Empty for what has no name.
    pub name: String,
    /// Its content; equal entities have equal texts.
    pub content: String,
}

impl Entry {
    pub(super) fn new(graph: &Graph<'_>, section: &str, source: usize, node: Node) -> Self {
        let mut content = String::new();
        canonical(graph.doc, node, &mut content);
        Self { source, node, name: graph.name(section, node).unwrap_or_default().into_owned(), content }
    }
}

/// A section of the result.
#[derive(Debug, Default)]
struct Section {
    entries: Vec<Entry>,
    by_name: HashMap<String, Vec<usize>>,
    by_content: HashMap<String, usize>,
}

/// The sections of the result.
#[derive(Debug, Default)]
pub(super) struct Entries {
    sections: BTreeMap<String, Section>,
    /// Sections whose entities others refer to by name: these find the first.
    referred: HashSet<&'static str>,
}

/// How many entities each section had before a file was added: what is equal within one file is no conflict.
#[derive(Debug)]
pub(super) struct Before(BTreeMap<String, usize>);

/// What the result has for an entity of an added file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    Nothing,
    Equal(usize),
    Other(usize),
}

impl Entries {
    /// Those of the first file.
    pub(super) fn of(base: &MergeInput, references: &References) -> Self {
        let referred =
            references.all.iter().filter(|reference| !reference.is_local()).map(|reference| reference.target).collect();
        let mut entries = Self { sections: BTreeMap::new(), referred };
        let cache = GraphCache::empty(references);
        let graph = Graph::new(&base.doc, references, &cache);
        for (section, list) in lists(&base.doc) {
            for node in base.doc.elements(list) {
                entries.push(&section, Entry::new(&graph, &section, 0, node));
            }
        }
        entries
    }

    pub(super) fn push(&mut self, section: &str, entry: Entry) {
        let section = self.sections.entry(section.to_owned()).or_default();
        let at = section.entries.len();
        section.by_name.entry(entry.name.clone()).or_default().push(at);
        section.by_content.entry(entry.content.clone()).or_insert(at);
        section.entries.push(entry);
    }

    /// Puts an entity in the place of one with the same name.
    pub(super) fn put(&mut self, section: &str, at: usize, entry: Entry) {
        let Some(section) = self.sections.get_mut(section) else { return };
        if section.by_content.get(&section.entries[at].content) == Some(&at) {
            section.by_content.remove(&section.entries[at].content);
        }
        section.by_content.entry(entry.content.clone()).or_insert(at);
        section.entries[at] = entry;
    }

    pub(super) fn get(&self, section: &str, at: usize) -> &Entry {
        &self.sections[section].entries[at]
    }

    pub(super) fn has_name(&self, section: &str, name: &str) -> bool {
        self.sections.get(section).is_some_and(|section| section.by_name.contains_key(name))
    }

    pub(super) fn snapshot(&self) -> Before {
        Before(sorting::tree(self.sections.iter().map(|(name, section)| (name.clone(), section.entries.len()))))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[Entry])> {
        self.sections.iter().map(|(name, section)| (name.as_str(), section.entries.as_slice()))
    }
}

impl Before {
    /// What the result had for an entity before its file was added. Where others refer to the entities of a section, the first of a
    /// name is compared with the first, because these are what references find on a server.
    pub(super) fn find(&self, graph: &Graph<'_>, section: &str, entry: &Entry, entries: &Entries) -> Match {
        let Some(known) = entries.sections.get(section) else { return Match::Nothing };
        let most = self.0.get(section).copied().unwrap_or(0);
        let equal = known.by_content.get(&entry.content).copied().filter(|at| *at < most);
        let first = known.by_name.get(&entry.name).and_then(|all| all.first().copied()).filter(|at| *at < most);
        let Some(first) = first.filter(|_| !entry.name.is_empty()) else { return equal.map_or(Match::Nothing, Match::Equal) };
        let is_found = graph.names(section).is_some_and(|names| names.first(&entry.name) == Some(entry.node));
        if is_found && entries.referred.contains(section) {
            return if known.entries[first].content == entry.content { Match::Equal(first) } else { Match::Other(first) };
        }
        equal.map_or(Match::Other(first), Match::Equal)
    }
}

/// The lists of a backup by their keys.
pub(super) fn lists(doc: &Document) -> Vec<(String, Node)> {
    let lists = doc.members(doc.root()).filter(|(_, node)| doc.kind(*node) == Kind::Array);
    lists.map(|(key, node)| (key.text().into_owned(), node)).collect()
}

/// The members in which two objects differ, those that only one has included.
pub(super) fn differing(a: &Document, x: Node, b: &Document, y: Node) -> Vec<String> {
    let members = |doc: &Document, node: Node| -> BTreeMap<String, String> {
        let text = |value: Node| {
            let mut text = String::new();
            canonical(doc, value, &mut text);
            text
        };
        sorting::tree(doc.members(node).map(|(key, value)| (key.text().into_owned(), text(value))))
    };
    let (own, theirs) = (members(a, x), members(b, y));
    let keys: std::collections::BTreeSet<&String> = sorting::tree(own.keys().chain(theirs.keys()));
    keys.into_iter().filter(|key| own.get(*key) != theirs.get(*key)).cloned().collect()
}
