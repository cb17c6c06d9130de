//! `remove`: takes nodes or members away.

use super::{Example, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::{Data, Fields, RuleError, RuleReader, Yaml};

pub(super) const KIND: OperationKind = OperationKind {
    name: "remove",
    doc: "Removes the node (`remove: true`) or members of it (`remove: [key, …]`).\n\n\
          With `loss:` on the rule, each value that is removed is in the list of losses, except what a missing key decodes to anyway: \
          null, `\"\"`, false, 0, `[]`, `{}`. To delete entities that others refer to, use `delete_entity`.",
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
    read,
    schema: crate::pack::schema::remove,
};

#[derive(Debug)]
enum Remove {
    Keys(Vec<String>),
    Node,
}

fn read(reader: &mut RuleReader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    match &value.data {
        Data::Bool(true) => Some(Box::new(Remove::Node)),
        Data::List(items) if !items.is_empty() => {
            let keys = items.iter().filter_map(|item| reader.text(item, "the key of a member")).collect();
            Some(Box::new(Remove::Keys(keys)))
        }
        _ => {
            let word = value.text().unwrap_or_default();
            let error = RuleError::new(value.span.clone(), "expected `true` (the node) or a list of keys");
            let meant = ["yes", "on"].contains(&word).then(|| "write `true`".to_owned());
            let meant = meant.or_else(|| (!word.is_empty()).then(|| format!("write `[{word}]` for a member")));
            reader.push(RuleError { suggestion: meant, ..error });
            None
        }
    }
}

impl Operation for Remove {
    fn writes(&self) -> Writes {
        match self {
            Self::Keys(keys) => Writes::Keys(keys.clone()),
            Self::Node => Writes::Whole,
        }
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected) {
        let Self::Keys(keys) = self else {
            draft.remove(target.node);
            return;
        };
        for key in keys {
            if let Some(member) = draft.doc.get(target.node, key.as_str()) {
                draft.remove(member);
            }
        }
    }

    fn needs_select(&self) -> Option<&'static str> {
        matches!(self, Self::Node).then_some("without `select` it would remove the whole document")
    }
}
