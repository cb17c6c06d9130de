//! What became of every entity of the input. An entity that is missing without a rule that removed it is an internal error.

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::HashMap;

use super::outcome::{Fate, FateKind, Refusal};
use crate::finding::Code;
use crate::json::{Document, Kind, Label, NAMES, Node, NodeSet};

/// Who removed what.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    gone: HashMap<Node, (Arc<str>, bool)>,
}

impl Ledger {
    /// Notes that a value is no longer in the document.
    pub(super) fn gone(&mut self, node: Node, rule: &Arc<str>, merged: bool) {
        self.gone.entry(node).or_insert_with(|| (Arc::clone(rule), merged));
    }

    /// Accounts for every entity of the input: of every object in its lists.
    pub(super) fn close(&self, doc: &Document, fates: &mut Vec<Fate>, broken: &mut Vec<Refusal>) {
        let now: NodeSet = lists(doc).collect();
        let changed = |list: Node| !now.contains(list) || doc.is_touched(list);
        let present: NodeSet = lists(doc).filter(|list| doc.is_touched(*list)).flat_map(|list| doc.elements(list)).collect();
        for (section, list) in doc.original_children(Node::SOURCE_ROOT) {
            let Label::Key(section) = section else { continue };
            if doc.kind(list) != Kind::Array || !changed(list) {
                continue;
            }
            for (_, node) in doc.original_children(list).filter(|(_, node)| doc.kind(*node) == Kind::Object) {
                let there = present.contains(node);
                if there && !doc.is_touched(node) {
                    continue;
                }
                match self.fate_of(doc, &section.text(), node, there) {
                    Ok(fate) => fates.extend(fate),
                    Err(refusal) => broken.push(refusal),
                }
            }
        }
    }

    /// What became of an entity that is gone or changed, if that is worth a word.
    fn fate_of(&self, doc: &Document, section: &str, node: Node, there: bool) -> Result<Option<Fate>, Refusal> {
        let (was, is) = (name_of(doc, |key| doc.original(node, key)), name_of(doc, |key| doc.get(node, key)));
        if there && was == is {
            return Ok(None);
        }
        let text = |name: Option<Node>| doc.text(name?);
        let original = text(was);
        if there {
            let new = text(is).filter(|name| Some(name) != original.as_ref());
            let renamed = |name: Cow<'_, str>| FateKind::Renamed(name.into_owned());
            return Ok(new.map(|name| Fate { entity: called(section, original), what: renamed(name) }));
        }
        let entity = called(section, original);
        match self.remover(doc, node) {
            Some((rule, true)) => Ok(Some(Fate { entity, what: FateKind::Merged(Arc::clone(rule)) })),
            Some((rule, false)) => Ok(Some(Fate { entity, what: FateKind::Removed(Arc::clone(rule)) })),
            None => {
                let message = format!("{entity} is gone and no rule removed it");
                Err(Refusal { entity: Some(entity), span: doc.span(node), ..Refusal::new(Code::SX902, "", message) })
            }
        }
    }

    fn remover(&self, doc: &Document, node: Node) -> Option<&(Arc<str>, bool)> {
        doc.around(node).find_map(|node| self.gone.get(&node))
    }
}

/// The text that an entity is called by.
fn name_of(doc: &Document, member: impl Fn(&'static str) -> Option<Node>) -> Option<Node> {
    NAMES.into_iter().filter_map(member).find(|name| doc.kind(*name) == Kind::String)
}

fn called(section: &str, name: Option<Cow<'_, str>>) -> String {
    name.map_or_else(|| format!("an entity of {section}"), |name| format!("{section}[{name:?}]"))
}

/// The lists of the document.
fn lists(doc: &Document) -> impl Iterator<Item = Node> + '_ {
    doc.child_nodes(doc.root()).filter(|list| doc.kind(*list) == Kind::Array)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_that_no_rule_removed_is_missed() {
        let mut doc = Document::parse(br#"{"keys": [{"name": "deploy"}]}"#.to_vec()).unwrap_or_else(|e| panic!("{e:?}"));
        let list = doc.get(doc.root(), "keys").unwrap();
        let key = doc.get(list, 0).unwrap();
        doc.detach(list, |n| n == key);
        let (mut fates, mut broken) = (Vec::new(), Vec::new());
        Ledger::default().close(&doc, &mut fates, &mut broken);
        assert_eq!(
            broken.iter().map(|refusal| (refusal.code.name(), refusal.message.as_str())).collect::<Vec<_>>(),
            [("SX902", "keys[\"deploy\"] is gone and no rule removed it")]
        );
        assert!(fates.is_empty() && crate::finding::codes::get("SX902").is_some());
    }
}
