//! `append`: adds an entry to a section.

use schemars::JsonSchema;

use super::{Example, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::{Fields, RuleReader, Template, Yaml};

pub(super) const KIND: OperationKind = OperationKind {
    name: "append",
    doc: "Adds an entry to a section: `append: {to: section, value: {…}}`, built from the node.\n\n\
          A section that is missing is made. Nothing is added where an equal entry exists.",
    options: &[],
    examples: &[Example {
        title: "the All view that 2.17 needs",
        rule: "find: {all: {select: \"$.views[*]\", match: {type: all}}}\nwhere: {not_found: all}\nappend: {to: views, value: {title: All, type: all, position: -1, hidden: false, sort_reverse: false}}",
        given: r#"{"views": []}"#,
        expect: r#"{"views": [{"title": "All", "type": "all", "position": -1, "hidden": false, "sort_reverse": false}]}"#,
    }],
    in_json: false,
    read,
    schema: |generator| generator.subschema_for::<Append>(),
};

/// Where to, and what.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Append {
    /// A section such as `schedules`.
    to: String,
    /// The new entry.
    #[schemars(with = "serde_json::Value")]
    value: Template,
}

fn read(reader: &mut RuleReader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    let mut fields = reader.fields(value, "`{to: section, value: {…}}`")?;
    let to = fields.need(reader, "to", "the section").and_then(|to| reader.section(to));
    let value = fields.need(reader, "value", "the new entry").and_then(|value| Template::read(reader, value));
    fields.finish(reader, "`append`");
    Some(Box::new(Append { to: to?, value: value? }))
}

impl Operation for Append {
    fn writes(&self) -> Writes {
        Writes::Nothing
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected) {
        if let Some(value) = draft.fill(&self.value, target) {
            draft.append(&self.to, value);
        }
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &[Selected]) {
        // An entry that an earlier node adds is not added again.
        draft.each(targets, |draft, target| self.propose(draft, target));
    }
}
