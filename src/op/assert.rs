//! `assert`: stops with a message.

use super::{Example, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::{Condition, Fields, RuleReader, Yaml};

pub(super) const KIND: OperationKind = OperationKind {
    name: "assert",
    doc: "Stops the run with a message unless its conditions hold for every node: `assert: {…, message: m}`. It changes nothing.\n\n\
          The conditions are those of `where`. Without conditions it stops at the first node that the rule reaches.",
    options: &[],
    examples: &[Example {
        title: "no two templates of one name",
        rule: "select: $.templates[*]\nassert: {not: {duplicate: name}, message: 2.20 refuses equal template names}",
        given: r#"{"templates": [{"name": "a"}, {"name": "b"}]}"#,
        expect: r#"{"templates": [{"name": "a"}, {"name": "b"}]}"#,
    }],
    in_json: false,
    read,
    schema: crate::pack::schema::assert,
};

#[derive(Debug)]
struct Assert {
    conditions: Option<Condition>,
    message: String,
}

fn read(reader: &mut RuleReader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    let mut fields = reader.fields(value, "`{…conditions, message: m}`")?;
    let message = fields.need(reader, "message", "what to tell the user").and_then(|message| reader.text(message, "a message"));
    let conditions = Condition::read_fields(reader, &mut fields);
    fields.finish(reader, "`assert`");
    let conditions = (!conditions.is_empty()).then_some(Condition::All(conditions));
    Some(Box::new(Assert { conditions, message: message? }))
}

impl Operation for Assert {
    fn writes(&self) -> Writes {
        Writes::Nothing
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected) {
        if !self.conditions.as_ref().is_some_and(|conditions| draft.holds(conditions, target)) {
            draft.fail(target.node, self.message.clone());
        }
    }
}
