//! Members at the top of backups that are no sections: `meta`, and what no version knows. The result has each once.

use std::collections::BTreeMap;

use super::entries::differing;
use super::{Decision, Fate, MergeInput, OnConflict};
use crate::edit::canonical;
use crate::json::{Document, Kind, Node};
use crate::semaphore::key;
use crate::text::safe;

/// Which file the result has each member from: its number, and the value there.
#[derive(Debug)]
pub(super) struct Members(BTreeMap<String, (usize, Node)>);

/// The members of a document; those that are null say nothing.
pub(super) fn members(doc: &Document) -> impl Iterator<Item = (String, Node)> {
    let members = doc.members(doc.root()).filter(|(_, node)| !matches!(doc.kind(*node), Kind::Array | Kind::Null));
    members.map(|(key, node)| (key.text().into_owned(), node))
}

impl Members {
    /// Those of the first file.
    pub(super) fn of(base: &Document) -> Self {
        Self(members(base).map(|(key, node)| (key, (0, node))).collect())
    }

    /// Decides about the members of an added file, whose number is that of the sources before it.
    pub(super) fn add(&mut self, sources: &[MergeInput], file: &MergeInput, on_conflict: OnConflict) -> Vec<Decision> {
        let mut decisions = Vec::new();
        for (key, node) in members(&file.doc) {
            let there = self.0.get(&key).copied();
            let fate = match there {
                None => Fate::Added,
                Some((at, other)) if text(&sources[at].doc, other) == text(&file.doc, node) => Fate::Equal,
                // The project is that of the first file.
                Some(_) if key == key::META => Fate::Kept,
                Some(_) => match on_conflict {
                    OnConflict::Error => Fate::Conflict,
                    OnConflict::Keep => Fate::Kept,
                    OnConflict::Replace => Fate::Replaced,
                    OnConflict::Rename => Fate::KeptName,
                },
            };
            let other = there.map(|(at, other)| {
                let (doc, is_object) = (&sources[at].doc, |doc: &Document, node| doc.kind(node) == Kind::Object);
                let both = is_object(doc, other) && is_object(&file.doc, node);
                let differs = if both { differing(doc, other, &file.doc, node) } else { Vec::new() };
                (sources[at].name.clone(), differs)
            });
            if matches!(fate, Fate::Added | Fate::Replaced) {
                self.0.insert(key.clone(), (sources.len(), node));
            }
            let entity = safe::line(&key).into_owned();
            decisions.push(Decision { file: file.name.clone(), section: key, entity, fate, other });
        }
        decisions
    }

    /// Puts what comes from the others into the first document.
    pub(super) fn put_into(&self, base: &mut Document, others: &[MergeInput]) {
        for (key, (source, node)) in self.0.iter().filter(|(_, (source, _))| *source > 0) {
            let copy = base.copy_from(&others[source - 1].doc, *node);
            base.set_member(base.root(), key, copy);
        }
    }
}

fn text(doc: &Document, node: Node) -> String {
    let mut text = String::new();
    canonical(doc, node, &mut text);
    text
}
