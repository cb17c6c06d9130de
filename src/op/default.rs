//! `default`: writes members where they are missing or null.

use std::collections::BTreeMap;

use super::set::members;
use super::{Example, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::json::Kind;
use crate::rule::{Fields, RuleReader, Template, Yaml};

pub(super) const KIND: OperationKind = OperationKind {
    name: "default",
    doc: "Writes members only where they are missing or null: `default: {key: value}`.\n\nOtherwise as `set`.",
    options: &[],
    examples: &[Example {
        title: "schedules that 2.18.2 can restore",
        rule: "select: $.schedules[*]\ndefault: {task_params: {}}",
        given: r#"{"schedules": [{"name": "a"}, {"name": "b", "task_params": null}, {"name": "c", "task_params": {"params": {}}}]}"#,
        expect: r#"{"schedules": [{"name": "a", "task_params": {}}, {"name": "b", "task_params": {}}, {"name": "c", "task_params": {"params": {}}}]}"#,
    }],
    in_json: true,
    read,
    schema: |generator| generator.subschema_for::<BTreeMap<String, serde_json::Value>>(),
};

/// Members to write where there is none.
#[derive(Debug)]
struct Defaults(Vec<(String, Template)>);

fn read(reader: &mut RuleReader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    Some(Box::new(Defaults(members(reader, value, "`default: {key: value}`"))))
}

impl Operation for Defaults {
    fn writes(&self) -> Writes {
        Writes::Keys(self.0.iter().map(|m| m.0.clone()).collect())
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected) {
        if !draft.is_object(target.node, "default") {
            return;
        }
        for (key, template) in &self.0 {
            let there = draft.doc.get(target.node, key.as_str());
            if there.is_none_or(|n| draft.doc.kind(n) == Kind::Null)
                && let Some(value) = draft.fill(template, target)
            {
                draft.set(target.node, key, value);
            }
        }
    }
}
