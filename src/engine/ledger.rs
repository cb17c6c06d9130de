//! What became of every entity of the input. An entity that is missing without a rule that removed it is an internal error.

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::HashMap;

use super::outcome::{Fate, FateKind, Refusal};
use crate::finding::Code;
use crate::json::{Document, Kind, Node};

/// The entities of the input, and who removed what.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    entities: Vec<(Arc<str>, Vec<Node>)>,
    gone: HashMap<Node, (Arc<str>, bool)>,
}

impl Ledger {
    /// Opens it over the input.
    pub(super) fn open(doc: &Document) -> Self {
        Self { entities: entities(doc).map(|(section, nodes)| (section.into(), nodes)).collect(), gone: HashMap::default() }
    }

    /// Notes that a value is no longer in the document.
    pub(super) fn gone(&mut self, node: Node, rule: &Arc<str>, merged: bool) {
        self.gone.entry(node).or_insert_with(|| (Arc::clone(rule), merged));
    }

    /// Accounts for every entity.
    pub(super) fn close(&self, doc: &Document, fates: &mut Vec<Fate>, broken: &mut Vec<Refusal>) {
        let mut present: Vec<Node> = entities(doc).flat_map(|(_, nodes)| nodes).collect();
        present.sort_unstable();
        for (section, nodes) in &self.entities {
            for node in nodes {
                let there = present.binary_search(node).is_ok();
                if there && !doc.is_touched(*node) {
                    continue;
                }
                let original = original_name(doc, *node);
                if there {
                    let name = ["title", "name"].iter().find_map(|key| doc.text_of(*node, key));
                    if let Some(name) = name.filter(|name| Some(name) != original.as_ref()) {
                        fates.push(Fate { entity: called(section, original), what: FateKind::Renamed(name.into_owned()) });
                    }
                    continue;
                }
                let entity = called(section, original);
                match self.remover(doc, *node) {
                    Some((rule, true)) => fates.push(Fate { entity, what: FateKind::Merged(Arc::clone(rule)) }),
                    Some((rule, false)) => fates.push(Fate { entity, what: FateKind::Removed(Arc::clone(rule)) }),
                    None => broken.push(Refusal {
                        code: Code::SX902,
                        rule: "".into(),
                        message: format!("{entity} is gone and no rule removed it"),
                        pointer: None,
                        entity: Some(entity),
                        span: doc.span(*node),
                    }),
                }
            }
        }
    }

    fn remover(&self, doc: &Document, node: Node) -> Option<&(Arc<str>, bool)> {
        let mut at = Some(node);
        while let Some(n) = at {
            if let Some(found) = self.gone.get(&n) {
                return Some(found);
            }
            at = doc.parent(n);
        }
        None
    }
}

fn original_name(doc: &Document, node: Node) -> Option<Cow<'_, str>> {
    ["title", "name"].iter().find_map(|key| doc.original_text_of(node, key))
}

fn called(section: &str, name: Option<Cow<'_, str>>) -> String {
    name.map_or_else(|| format!("an entity of {section}"), |name| format!("{section}[{name:?}]"))
}

/// The objects in the lists of the document, by section.
fn entities(doc: &Document) -> impl Iterator<Item = (String, Vec<Node>)> + '_ {
    doc.members(doc.root()).filter(|(_, list)| doc.kind(*list) == Kind::Array).map(|(key, list)| {
        let nodes = doc.elements(list).filter(|n| doc.kind(*n) == Kind::Object).collect();
        (key.text().into_owned(), nodes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_that_no_rule_removed_is_missed() {
        let mut doc = Document::parse(br#"{"keys": [{"name": "deploy"}]}"#.to_vec()).unwrap_or_else(|e| panic!("{e:?}"));
        let ledger = Ledger::open(&doc);
        let key = ledger.entities[0].1[0];
        let list = doc.parent(key).unwrap_or(key);
        doc.detach(list, |n| n == key);
        let (mut fates, mut broken) = (Vec::new(), Vec::new());
        ledger.close(&doc, &mut fates, &mut broken);
        assert_eq!(
            broken.iter().map(|refusal| (refusal.code.name(), refusal.message.as_str())).collect::<Vec<_>>(),
            [("SX902", "keys[\"deploy\"] is gone and no rule removed it")]
        );
        assert!(fates.is_empty() && crate::finding::codes::get("SX902").is_some());
    }
}
