//! `assert`: stops with a message.

use super::parameter::{Parameter, Takes};
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::{Condition, RuleReader};

pub(super) const KIND: OperationKind = OperationKind {
    name: "assert",
    doc: "Stops the run with a message unless its conditions hold for every node: `assert: {…, message: m}`. It changes nothing.\n\n\
          The conditions are those of `where`. Without conditions it stops at the first node that the rule reaches.",
    takes: Takes::Map(&[
        Parameter::required("message", Takes::Text, "what to tell the user"),
        Parameter::optional("conditions", Takes::Conditions, "what must hold"),
    ]),
    options: &[],
    examples: &[Example {
        title: "no two templates of one name",
        rule: "select: $.templates[*]\nassert: {not: {duplicate: name}, message: 2.20 refuses equal template names}",
        given: r#"{"templates": [{"name": "a"}, {"name": "b"}]}"#,
        expect: r#"{"templates": [{"name": "a"}, {"name": "b"}]}"#,
    }],
    in_json: false,
    make,
};

#[derive(Debug)]
struct Assert {
    /// None: it never holds.
    conditions: Option<Condition>,
    message: String,
}

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let mut own = arguments.map()?;
    let conditions = own.conditions("conditions").filter(|conditions| !conditions.is_empty()).map(Condition::All);
    Some(Box::new(Assert { conditions, message: own.text("message")? }))
}

impl Operation for Assert {
    fn writes(&self) -> Writes {
        Writes::Nothing
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        if !self.conditions.as_ref().is_some_and(|conditions| draft.holds(conditions, target)) {
            draft.fail(target.node, self.message.clone());
        }
    }
}
