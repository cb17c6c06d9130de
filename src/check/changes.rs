//! Judges only what rules changed, for one step of a migration: whether the band that the document should be of now reads it.
//! Everything else is as it was before, and the judge at the end looks at the whole.

use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};

use crate::finding::{Finding, Severity, Spot, Stage};
use crate::json::{Document, Node, Sought};
use crate::parallel;
use crate::semaphore::{Band, FieldShape, ObjectShape, Type, shape};

use super::codes;
use super::decode;
use super::shape::unread_key;
use super::types::{self, Wrong};

/// A value that a rule changed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    /// The value; where one was taken away, what it was in.
    pub node: Node,
    /// Whether all of the value is the work of the rule; else only its key is.
    pub whole: bool,
}

/// What the server's decoder of `band` has against the work of rules. What came with the file is for the judge at the end.
#[must_use]
pub(crate) fn judge_changes(doc: &Document, band: Band, changes: &[Change]) -> Vec<Finding> {
    // What one rule wrote another may have taken away.
    let changes = changes.iter().filter(|change| is_there(doc, change.node));
    let changed: HashMap<Node, bool> = changes.map(|change| (change.node, change.whole)).collect();
    let mut nodes: Vec<Node> = changed.keys().copied().collect();
    nodes.sort_unstable();
    let mut seen = HashSet::default();
    let entries: Vec<decode::Entry> =
        nodes.iter().map(|node| decode::entry(doc, band, *node)).filter(|entry| seen.insert(entry.node)).collect();
    let (project, wrong) = decode::entries(doc, band, &entries);
    let written = |node: Node| doc.around(node).any(|node| changed.get(&node) == Some(&true));
    let mut findings: Vec<Finding> =
        wrong.iter().filter(|wrong| written(wrong.node)).map(|wrong| types::wrong(doc, wrong)).collect();
    for (record, value) in &project.unread {
        if changed.contains_key(value) || written(*value) {
            findings.push(unread_key(&project, *record, *value));
        }
    }
    findings
}

/// Whether a value is still in the document.
fn is_there(doc: &Document, node: Node) -> bool {
    doc.around(node).all(|node| node == doc.root() || doc.label(node).is_some())
}

/// An object in which two bands differ, with its path from the root.
struct Differing {
    /// Keys of the path; after each, whether it is a list.
    path: Vec<(&'static str, bool)>,
    differences: Vec<Difference>,
}

struct Difference {
    key: &'static str,
    /// What the new band reads; nothing where it does not know the key.
    now: Option<&'static FieldShape>,
    /// Whether the old band knew the key: then what is wrong with it should have been put right.
    known_before: bool,
}

/// What a step from one band to another left behind: keys that the new band does not know, types that are others there.
#[must_use]
pub(crate) fn leftovers(doc: &Document, from: Band, to: Band) -> Vec<Finding> {
    let mut findings = Vec::new();
    for place in differences(from, to) {
        let sought = place.differences.iter().map(|difference| (difference, doc.seek(difference.key)));
        let there: Vec<(&Difference, Sought<'_>)> = sought.filter(|(_, key)| !matches!(key, Sought::Nowhere)).collect();
        if there.is_empty() {
            continue;
        }
        let (section, inside) = place.path.split_at(place.path.len().min(1));
        let entries = owners(doc, &[doc.root()], section);
        findings.extend(parallel::map_parts(doc.source().len(), &entries, &|entries| {
            let values = owners(doc, entries, inside)
                .into_iter()
                .flat_map(|owner| there.iter().filter_map(move |(difference, key)| Some((*difference, doc.get(owner, *key)?))));
            values.filter_map(|(difference, value)| leftover(doc, to, difference, value)).collect()
        }));
    }
    findings
}

/// The objects that a path leads to from some others.
fn owners(doc: &Document, from: &[Node], path: &[(&str, bool)]) -> Vec<Node> {
    let mut owners = from.to_vec();
    for (key, list) in path {
        let key = doc.seek(key);
        let below = owners.into_iter().filter_map(|owner| doc.get(owner, key));
        owners = if *list { below.flat_map(|list| doc.elements(list)).collect() } else { below.collect() };
    }
    owners
}

fn leftover(doc: &Document, to: Band, difference: &Difference, value: Node) -> Option<Finding> {
    // What came with the file and no rule touched is for the judge at the end.
    if !difference.known_before && !doc.is_touched(value) {
        return None;
    }
    match difference.now {
        None => {
            let message = format!("{} does not know `{}`", to.first_version(), difference.key);
            Some(Finding::new(codes::OTHER_VERSION, Severity::Error, Stage::Silent, message).at(Spot::key(value)))
        }
        Some(field) if types::takes(field.ty, doc.kind(value)) => None,
        Some(field) => Some(types::wrong(doc, &Wrong::of_type(value, field.ty))),
    }
}

/// The differences between two bands, folded from their shapes once.
fn differences(from: Band, to: Band) -> &'static [Differing] {
    const BANDS: usize = Band::ALL.len();
    static ALL: [[OnceLock<Vec<Differing>>; BANDS]; BANDS] = [const { [const { OnceLock::new() }; BANDS] }; BANDS];
    ALL[from.index()][to.index()].get_or_init(|| {
        let mut all = Vec::new();
        differ(shape(from), shape(to), &mut Vec::new(), &mut all);
        all
    })
}

fn differ(
    before: &'static ObjectShape,
    now: &'static ObjectShape,
    path: &mut Vec<(&'static str, bool)>,
    all: &mut Vec<Differing>,
) {
    let gone = before.fields.iter().filter(|field| now.get(field.key).is_none());
    let mut differences: Vec<Difference> =
        gone.map(|field| Difference { key: field.key, now: None, known_before: true }).collect();
    for field in &now.fields {
        let old = before.get(field.key);
        if old.is_none_or(|old| old.ty != field.ty) {
            differences.push(Difference { key: field.key, now: Some(field), known_before: old.is_some() });
            continue;
        }
        if let (Some(old), Some(new)) = (old.and_then(|old| old.children.as_ref()), &field.children) {
            path.push((field.key, field.ty == Type::List));
            differ(old, new, path, all);
            path.pop();
        }
    }
    if !differences.is_empty() {
        all.push(Differing { path: path.clone(), differences });
    }
}
