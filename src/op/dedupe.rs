//! `dedupe`: removes later equal elements of a list.

use std::collections::HashSet;

use super::parameter::{Parameter, Takes};
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes, canonical};
use crate::json::{Document, Kind, Node};
use crate::rule::RuleReader;
use crate::semaphore::collation::weights;

pub(super) const KIND: OperationKind = OperationKind {
    name: "dedupe",
    doc: "Keeps the first of the equal elements of a list: `dedupe: {by: [keys]}`; the node is the list.\n\n\
          Elements are equal when the members named in `by` are; without `by` (`dedupe: {}`) when they are equal as a whole.",
    takes: Takes::Map(&[
        Parameter::optional(
            "by",
            Takes::OneOrMore(&Takes::ElementMember),
            "members that must be equal; without it the whole element",
        ),
        Parameter::optional("alike", Takes::Flag, "texts count as equal when MySQL does not tell them apart"),
    ]),
    options: &[],
    examples: &[
        Example {
            title: "doubled extract values",
            rule: "select: $.integrations[*].extract_values\ndedupe: {by: [name, variable]}",
            given: r#"{"integrations": [{"extract_values": [{"name": "ref", "variable": "REF"}, {"name": "ref", "variable": "REF"}]}]}"#,
            expect: r#"{"integrations": [{"extract_values": [{"name": "ref", "variable": "REF"}]}]}"#,
        },
        Example {
            title: "tags that MySQL does not tell apart",
            rule: "select: $.runners[*].tags\ndedupe: {alike: true}",
            given: r#"{"runners": [{"tags": ["gpu", "GPU", "arm"]}]}"#,
            expect: r#"{"runners": [{"tags": ["gpu", "arm"]}]}"#,
        },
    ],
    in_json: true,
    make,
};

/// What makes elements equal; nothing: the whole element.
#[derive(Debug)]
struct Dedupe {
    by: Vec<String>,
    alike: bool,
}

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let mut own = arguments.map()?;
    Some(Box::new(Dedupe { by: own.texts("by"), alike: own.flag("alike").unwrap_or(false) }))
}

impl Dedupe {
    fn value(&self, doc: &Document, node: Node, key: &mut String) {
        match doc.text(node).filter(|_| self.alike) {
            Some(text) => key.extend(weights(text.trim())),
            None => canonical(doc, node, key),
        }
    }
}

impl Operation for Dedupe {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        if draft.doc.kind(target.node) != Kind::Array || draft.doc.len(target.node) < 2 {
            return;
        }
        let mut seen = HashSet::new();
        let elements: Vec<Node> = draft.doc.elements(target.node).collect();
        for element in elements {
            let mut key = String::new();
            if self.by.is_empty() {
                self.value(draft.doc, element, &mut key);
            }
            for name in &self.by {
                match draft.doc.get(element, name.as_str()) {
                    Some(member) => self.value(draft.doc, member, &mut key),
                    None => key.push('-'),
                }
                key.push('\n');
            }
            if !seen.insert(key) {
                draft.merge(element);
            }
        }
    }

    fn needs_select(&self) -> Option<&'static str> {
        Some("it needs a list")
    }
}
