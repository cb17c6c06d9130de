//! `remove`: takes nodes or members away.

use super::parameter::Takes;
use super::{ArgumentValue, Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::RuleReader;

pub(super) const KIND: OperationKind = OperationKind {
    name: "remove",
    doc: "Removes the node (`remove: true`) or members of it (`remove: [key, …]`).\n\n\
          With `loss:` on the rule, each value that is removed is in the list of losses, except what a missing key decodes to anyway: \
          null, `\"\"`, false, 0, `[]`, `{}`. To delete entities that others refer to, use `delete_entity`.",
    takes: Takes::NodeOrMembers,
    options: &[],
    examples: &[
        Example {
            title: "members",
            rule: "select: $.roles[*]\nremove: [project_id]",
            given: r#"{"roles": [{"name": "ops", "permissions": 1, "project_id": 30}]}"#,
            expect: r#"{"roles": [{"name": "ops", "permissions": 1}]}"#,
        },
        Example {
            title: "nodes",
            rule: "select: $.schedules[?@.type == 'run_at']\nremove: true",
            given: r#"{"schedules": [{"name": "once", "type": "run_at"}, {"name": "nightly", "type": ""}]}"#,
            expect: r#"{"schedules": [{"name": "nightly", "type": ""}]}"#,
        },
    ],
    in_json: true,
    make,
};

#[derive(Debug)]
enum Remove {
    Keys(Vec<String>),
    Node,
}

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    Some(Box::new(match arguments.own.value {
        ArgumentValue::Node => Remove::Node,
        keys => Remove::Keys(keys.texts()),
    }))
}

impl Operation for Remove {
    fn writes(&self) -> Writes {
        match self {
            Self::Keys(keys) => Writes::Keys(keys.clone()),
            Self::Node => Writes::Whole,
        }
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        let Self::Keys(keys) = self else {
            draft.remove(target.node);
            return;
        };
        for key in keys {
            if let Some(member) = draft.member(target.node, key) {
                draft.remove(member);
            }
        }
    }

    fn needs_select(&self) -> Option<&'static str> {
        matches!(self, Self::Node).then_some("without `select` it would remove the whole document")
    }
}
