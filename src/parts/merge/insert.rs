//! Brings the entities of added files into the first one: sorted where its list is sorted, else behind the rest, and the same whatever the
//! order of the files. A server restores deploy templates in the order of the file, so that a template that builds on another one comes
//! behind it.

use std::cmp::Ordering;

use foldhash::{HashMap, HashSet};

use super::MergeInput;
use super::entries::{Entries, Entry};
use crate::edit::References;
use crate::json::{Document, Kind, Node};
use crate::sorting::sort_by;

/// How names are compared.
type Compare = fn(&str, &str) -> Ordering;

/// As Go and as most databases compare.
const ORDERS: [Compare; 2] = [|a, b| a.cmp(b), |a, b| a.to_lowercase().cmp(&b.to_lowercase())];

/// The first document with what comes from the others.
pub(super) fn into_first(mut base: Document, others: &[MergeInput], entries: &Entries, references: &References) -> Document {
    let doc_of = |entry: &Entry| &others[entry.source - 1].doc;
    for (section, all) in entries.iter() {
        let list = base.get(base.root(), section).filter(|list| base.kind(*list) == Kind::Array);
        let own: Vec<Node> = list.map(|list| base.elements(list).collect()).unwrap_or_default();
        for (old, entry) in own.iter().zip(all).filter(|(_, entry)| entry.source > 0) {
            let copy = base.copy_from(doc_of(entry), entry.node);
            base.replace(*old, copy);
        }
        let mut new: Vec<&Entry> = all[own.len().min(all.len())..].iter().collect();
        if new.is_empty() {
            continue;
        }
        sort_by(&mut new, |a, b| {
            a.name.cmp(&b.name).then_with(|| if a.name.is_empty() { a.content.cmp(&b.content) } else { Ordering::Equal })
        });
        let builds_on = |entry: &Entry| self_link(doc_of(entry), entry.node, section, references);
        let links: HashMap<&str, String> =
            new.iter().filter_map(|entry| Some((entry.name.as_str(), builds_on(entry)?))).collect();
        let new = chained(&new, &links);
        let copies: Vec<Node> = new.iter().map(|entry| base.copy_from(doc_of(entry), entry.node)).collect();
        let list = list.unwrap_or_else(|| {
            let empty = base.make_array(Vec::new());
            base.set_member(base.root(), section, empty);
            empty
        });
        let count = base.len(list);
        for (number, copy) in copies.iter().enumerate() {
            base.insert_element(list, count + number, *copy);
        }
        let names: Vec<&str> = all[..count].iter().map(|entry| entry.name.as_str()).collect();
        let added: Vec<(&str, Node)> = new.iter().map(|entry| entry.name.as_str()).zip(copies).collect();
        if let Some(order) = sorted(&base.elements(list).take(count).collect::<Vec<_>>(), &names, &added, &links) {
            base.reorder(list, &order);
        }
    }
    base
}

/// The name that an entity holds of another one of its own section: the build template of a template.
fn self_link(doc: &Document, entity: Node, section: &str, references: &References) -> Option<String> {
    let own = references.all.iter().find(|reference| reference.section() == section && reference.target == section)?;
    Some(doc.text_of(entity, own.split().1)?.into_owned())
}

/// The same entries, each behind the one that it builds on where that builds on another one itself.
fn chained<'e>(entries: &[&'e Entry], links: &HashMap<&str, String>) -> Vec<&'e Entry> {
    let by_name: HashMap<&str, usize> = entries.iter().enumerate().rev().map(|(at, entry)| (entry.name.as_str(), at)).collect();
    let mut out = Vec::with_capacity(entries.len());
    let mut done = HashSet::default();
    for start in 0..entries.len() {
        let mut chain = Vec::new();
        let mut at = Some(start);
        while let Some(number) = at.filter(|number| done.insert(*number)) {
            chain.push(entries[number]);
            let below = links.get(entries[number].name.as_str()).filter(|below| links.contains_key(below.as_str()));
            at = below.and_then(|below| by_name.get(below.as_str()).copied());
        }
        out.extend(chain.into_iter().rev());
    }
    out
}

/// The order of a list that is sorted by name, with the new elements at their places; none where the list is not sorted, or the places
/// would take a deploy template before the one that it builds on.
fn sorted(own: &[Node], names: &[&str], added: &[(&str, Node)], links: &HashMap<&str, String>) -> Option<Vec<Node>> {
    let order = ORDERS.iter().find(|order| names.is_sorted_by(|a, b| order(a, b) != Ordering::Greater))?;
    let mut all: Vec<(&str, Node)> = names.iter().copied().zip(own.iter().copied()).chain(added.iter().copied()).collect();
    sort_by(&mut all, |a, b| order(a.0, b.0));
    let place: HashMap<&str, usize> = all.iter().enumerate().rev().map(|(at, (name, _))| (*name, at)).collect();
    let is_behind = |(name, below): (&&str, &String)| {
        !links.contains_key(below.as_str())
            || place.get(below.as_str()).is_none_or(|at| place.get(name).is_some_and(|own| at <= own))
    };
    links.iter().all(is_behind).then(|| all.into_iter().map(|(_, node)| node).collect())
}
