//! `move`: takes values to another place within the node.

use std::collections::BTreeMap;

use super::rename_key::OnConflict;
use super::{Example, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::json::Step;
use crate::rule::{Fields, RuleReader, Yaml, follow};

pub(super) const KIND: OperationKind = OperationKind {
    name: "move",
    doc: "Moves values within the node: `move: {old.path: new.path}`; missing objects on the way are made.\n\n\
          `on_conflict:` beside it as for `rename_key`. What is left empty stays.",
    options: &["on_conflict"],
    examples: &[Example {
        title: "the limit of a workflow node",
        rule: "select: $.workflows[*].nodes[*]\nmove: {limit: task_params.params.limit}",
        given: r#"{"workflows": [{"nodes": [{"id": 1, "limit": "web"}]}]}"#,
        expect: r#"{"workflows": [{"nodes": [{"id": 1, "task_params": {"params": {"limit": "web"}}}]}]}"#,
    }],
    in_json: true,
    read,
    schema: |generator| generator.subschema_for::<BTreeMap<String, String>>(),
};

/// Old paths and new paths.
#[derive(Debug)]
struct Move(Vec<(Vec<Step>, Vec<Step>)>, OnConflict);

fn read(reader: &mut RuleReader<'_>, value: &Yaml, fields: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    let mut on_conflict = OnConflict::beside(reader, fields).unwrap_or_default();
    let mut pairs = Vec::new();
    for (key, value) in reader.entries(value, "`move: {old.path: new.path}`") {
        if key.text() == Some("on_conflict") {
            on_conflict = OnConflict::inside(reader, value).unwrap_or_default();
            continue;
        }
        let (Some(old), Some(new)) = (reader.path(key), reader.path(value)) else { continue };
        if old.is_empty() || new.is_empty() || new.iter().any(|step| matches!(step, Step::Index(_))) {
            reader.wrong(value, "a move goes from a path to a path of keys");
        } else if new.starts_with(&old) || old.starts_with(&new) {
            reader.wrong(value, "a value cannot move into itself or in place of what holds it");
        } else {
            pairs.push((old, new));
        }
    }
    Some(Box::new(Move(pairs, on_conflict)))
}

impl Operation for Move {
    fn writes(&self) -> Writes {
        let first = |steps: &[Step]| match steps.first() {
            Some(Step::Key(key)) => key.clone(),
            _ => String::new(),
        };
        let mut keys: Vec<String> = self.0.iter().flat_map(|(old, new)| [first(old), first(new)]).collect();
        keys.sort();
        keys.dedup();
        Writes::Keys(keys)
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected) {
        for (old, new) in &self.0 {
            let Some(node) = follow(draft.doc, target.node, old) else { continue };
            match (follow(draft.doc, target.node, new), self.1) {
                (None, _) => draft.move_to(node, target.node, new),
                (Some(taken), _) if draft.doc.same(node, taken) => draft.remove_copy(node),
                (Some(_), OnConflict::Keep) => draft.remove(node),
                (Some(taken), OnConflict::Overwrite) => {
                    draft.remove(taken);
                    draft.move_to(node, target.node, new);
                }
                (Some(_), OnConflict::Error) => draft.refuse(node, "it cannot be moved: its new place is taken".to_owned()),
            }
        }
    }
}
