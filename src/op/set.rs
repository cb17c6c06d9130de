//! `set`: writes members.

use super::parameter::Takes;
use super::{ArgumentValue, Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::{RuleReader, ValueTemplate};

pub(super) const KIND: OperationKind = OperationKind {
    name: "set",
    doc: "Writes members of the node: `set: {key: value}`.\n\n\
          A member that exists keeps its place and its key. A new one goes to its sorted place if its siblings are sorted, else last. \
          A value that is a `$get` that finds nothing writes nothing.",
    takes: Takes::Pairs(&Takes::Member, &Takes::MemberValue),
    options: &[],
    examples: &[
        Example {
            title: "all schedules off",
            rule: "select: $.schedules[*]\nset: {active: false}",
            given: r#"{"schedules": [{"active": true, "name": "nightly"}]}"#,
            expect: r#"{"schedules": [{"active": false, "name": "nightly"}]}"#,
        },
        Example {
            title: "a value taken from the node",
            rule: "select: $.templates[?@.vault_key != null]\nset: {vaults: [{type: password, vault_key: {$get: \"@.vault_key\"}}]}",
            given: r#"{"templates": [{"name": "t", "vault_key": "vk"}]}"#,
            expect: r#"{"templates": [{"name": "t", "vault_key": "vk", "vaults": [{"type": "password", "vault_key": "vk"}]}]}"#,
        },
    ],
    in_json: true,
    make,
};

/// Members to write.
#[derive(Debug)]
struct Members(Vec<(String, ValueTemplate)>);

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    Some(Box::new(Members(members(arguments))))
}

/// Keys and the values that are written under them.
pub(super) fn members(arguments: OperationArguments<'_>) -> Vec<(String, ValueTemplate)> {
    let pair = |(key, value)| match (key, value) {
        (ArgumentValue::Text(key), ArgumentValue::Value(value)) => Some((key, value)),
        _ => None,
    };
    arguments.pairs().into_iter().filter_map(|(key, value)| pair((key.value, value.value))).collect()
}

impl Operation for Members {
    fn writes(&self) -> Writes {
        Writes::Keys(self.0.iter().map(|m| m.0.clone()).collect())
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        if !draft.is_object(target.node, "set") {
            return;
        }
        for (key, template) in &self.0 {
            if let Some(value) = draft.fill(template, target) {
                draft.set(target.node, key, value);
            }
        }
    }
}
