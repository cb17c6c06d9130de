//! `append`: adds an entry to a section.

use super::parameter::{Parameter, Takes};
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::{RuleReader, ValueTemplate};

pub(super) const KIND: OperationKind = OperationKind {
    name: "append",
    doc: "Adds an entry to a section: `append: {to: section, value: {…}}`, built from the node.\n\n\
          A section that is missing is made. Nothing is added where an equal entry exists.",
    takes: Takes::Map(&[
        Parameter::required("to", Takes::Section, "the section, such as `schedules`"),
        Parameter::required("value", Takes::EntryOf("to"), "the new entry"),
    ]),
    options: &[],
    examples: &[Example {
        title: "the All view that 2.17 needs",
        rule: "find: {all: {select: \"$.views[*]\", match: {type: all}}}\nwhere: {not_found: all}\nappend: {to: views, value: {title: All, type: all, position: -1, hidden: false, sort_reverse: false}}",
        given: r#"{"views": []}"#,
        expect: r#"{"views": [{"title": "All", "type": "all", "position": -1, "hidden": false, "sort_reverse": false}]}"#,
    }],
    in_json: false,
    make,
};

/// Where to, and what.
#[derive(Debug)]
struct Append {
    to: String,
    value: ValueTemplate,
}

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let mut own = arguments.map()?;
    Some(Box::new(Append { to: own.text("to")?, value: own.value("value")? }))
}

impl Operation for Append {
    fn writes(&self) -> Writes {
        Writes::Nothing
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        if let Some(value) = draft.fill(&self.value, target) {
            draft.append(&self.to, value);
        }
    }
}
