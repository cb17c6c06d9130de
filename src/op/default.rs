//! `default`: writes members where they are missing or null.

use super::parameter::Takes;
use super::set::members;
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::json::Kind;
use crate::rule::{RuleReader, ValueTemplate};

pub(super) const KIND: OperationKind = OperationKind {
    name: "default",
    doc: "Writes members only where they are missing or null: `default: {key: value}`.\n\nOtherwise as `set`.",
    takes: Takes::Pairs(&Takes::Member, &Takes::MemberValue),
    options: &[],
    examples: &[Example {
        title: "schedules that 2.18.2 can restore",
        rule: "select: $.schedules[*]\ndefault: {task_params: {}}",
        given: r#"{"schedules": [{"name": "a"}, {"name": "b", "task_params": null}, {"name": "c", "task_params": {"params": {}}}]}"#,
        expect: r#"{"schedules": [{"name": "a", "task_params": {}}, {"name": "b", "task_params": {}}, {"name": "c", "task_params": {"params": {}}}]}"#,
    }],
    in_json: true,
    make,
};

/// Members to write where there is none.
#[derive(Debug)]
struct Defaults(Vec<(String, ValueTemplate)>);

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    Some(Box::new(Defaults(members(arguments))))
}

impl Operation for Defaults {
    fn writes(&self) -> Writes {
        Writes::Keys(self.0.iter().map(|m| m.0.clone()).collect())
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        if !draft.is_object(target.node, "default") {
            return;
        }
        for (key, template) in &self.0 {
            let there = draft.member(target.node, key);
            if there.is_none_or(|n| draft.doc.kind(n) == Kind::Null)
                && let Some(value) = draft.fill(template, target)
            {
                draft.set(target.node, key, value);
            }
        }
    }
}
