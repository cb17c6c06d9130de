//! `drop_orphans`: removes links that point to nothing.

use std::collections::HashSet;

use super::parameter::{Parameter, Takes};
use super::{ArgumentValue, Example, OperationArguments, OperationKind};
use crate::edit::{Draft, OnReference, Operation, Removal, Targets, Writes};
use crate::json::{Document, Node};
use crate::rule::RuleReader;
use crate::semaphore::Reference;

pub(super) const KIND: OperationKind = OperationKind {
    name: "drop_orphans",
    doc: "Removes links that point to nothing: `drop_orphans: templates[].vaults[].vault_key`, a list of references, or `all`.\n\n\
          What goes is in the reference table for each: the link alone; the entry that is nothing but the link (a password vault); or nothing, \
          because a server demands the link: then the run stops, unless `cascade: true` (beside it, or inside: `{reference: r, cascade: true}`) \
          drops what holds it, and what depends on that. It acts on the whole document, with `select` only inside it. Null is no orphan.",
    takes: Takes::MapOrFirst(&[Parameter::required("reference", Takes::References, "a reference, a list of them, or `all`")]),
    options: &[Parameter::optional("cascade", Takes::Flag, "what holds a link that a server needs goes too")],
    examples: &[
        Example {
            title: "vault links to keys that are gone",
            rule: "drop_orphans: templates[].vaults[].vault_key",
            given: r#"{"keys": [{"name": "vk"}], "templates": [{"name": "t", "vaults": [{"type": "password", "vault_key": "vk"}, {"type": "password", "vault_key": "gone"}]}]}"#,
            expect: r#"{"keys": [{"name": "vk"}], "templates": [{"name": "t", "vaults": [{"type": "password", "vault_key": "vk"}]}]}"#,
        },
        Example {
            title: "blank schedules",
            rule: "select: $.schedules[?@.template == '']\ndrop_orphans: schedules[].template\ncascade: true",
            given: r#"{"templates": [{"name": "t"}], "schedules": [{"name": "", "template": ""}, {"name": "s", "template": "t"}]}"#,
            expect: r#"{"templates": [{"name": "t"}], "schedules": [{"name": "s", "template": "t"}]}"#,
        },
    ],
    in_json: false,
    make,
};

#[derive(Debug)]
struct DropOrphans {
    /// None: all.
    references: Option<Vec<String>>,
    cascade: bool,
}

fn make(_: &mut RuleReader<'_>, mut arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let cascade = arguments.beside.flag("cascade").unwrap_or(false);
    let references = match arguments.map()?.take("reference")?.value {
        ArgumentValue::All => None,
        references => Some(references.texts()),
    };
    Some(Box::new(DropOrphans { references, cascade }))
}

impl Operation for DropOrphans {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn acts_everywhere(&self) -> bool {
        true
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &Targets) {
        let graph = draft.graph;
        let mut removal = Removal::new(graph, if self.cascade { OnReference::Cascade } else { OnReference::Clear });
        let inside = Inside::of(draft, targets);
        let chosen =
            |reference: &Reference| self.references.as_ref().is_none_or(|paths| paths.iter().any(|path| path == reference.path));
        let size = draft.doc.source().len();
        for link in graph.links_beside(size, chosen, |link| graph.is_orphan(link) && inside.holds(draft.doc, link.value)) {
            removal.orphan(link);
        }
        removal.propose(draft);
    }
}

/// The part of the document that a rule is limited to.
pub(super) struct Inside(Option<HashSet<Node>>);

impl Inside {
    /// That of the nodes of a rule; the document itself is no limit.
    pub(super) fn of(draft: &Draft<'_, '_>, targets: &Targets) -> Self {
        let whole = targets.iter().any(|t| t.node == draft.doc.root());
        Self((!whole).then(|| targets.iter().map(|t| t.node).collect()))
    }

    /// Whether a node is in it.
    pub(super) fn holds(&self, doc: &Document, node: Node) -> bool {
        let Some(nodes) = &self.0 else { return true };
        doc.around(node).any(|node| nodes.contains(&node))
    }
}
