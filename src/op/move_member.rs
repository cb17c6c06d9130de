//! `move`: takes values to another place within the node.

use super::parameter::Takes;
use super::rename_key::{ON_CONFLICT, OnConflict};
use super::{ArgumentValue, Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::json::Step;
use crate::rule::{RuleReader, follow};
use crate::sorting;

pub(super) const KIND: OperationKind = OperationKind {
    name: "move",
    doc: "Moves values within the node: `move: {old.path: new.path}`; missing objects on the way are made.\n\n\
          `on_conflict:` beside it as for `rename_key`. What is left empty stays.",
    takes: Takes::Pairs(&Takes::Path, &Takes::Path),
    options: &[ON_CONFLICT],
    examples: &[Example {
        title: "the limit of a workflow node",
        rule: "select: $.workflows[*].nodes[*]\nmove: {limit: task_params.params.limit}",
        given: r#"{"workflows": [{"nodes": [{"id": 1, "limit": "web"}]}]}"#,
        expect: r#"{"workflows": [{"nodes": [{"id": 1, "task_params": {"params": {"limit": "web"}}}]}]}"#,
    }],
    in_json: true,
    make,
};

/// Old paths and new paths.
#[derive(Debug)]
struct Move(Vec<(Vec<Step>, Vec<Step>)>, OnConflict);

fn make(reader: &mut RuleReader<'_>, mut arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let on_conflict = OnConflict::of(&mut arguments);
    let mut pairs = Vec::new();
    for (old, new) in arguments.pairs() {
        let (ArgumentValue::Steps(old), ArgumentValue::Steps(new_path)) = (old.value, new.value) else { continue };
        if old.is_empty() || new_path.is_empty() || new_path.iter().any(|step| matches!(step, Step::Index(_))) {
            reader.wrong(new.at, "a move goes from a path to a path of keys");
        } else if new_path.starts_with(&old) || old.starts_with(&new_path) {
            reader.wrong(new.at, "a value cannot move into itself or in place of what holds it");
        } else {
            pairs.push((old, new_path));
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
        sorting::sort(&mut keys);
        keys.dedup();
        Writes::Keys(keys)
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
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
