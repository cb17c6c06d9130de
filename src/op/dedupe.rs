//! `dedupe`: removes later equal elements of a list.

use std::collections::HashSet;

use schemars::JsonSchema;

use super::{Example, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes, canonical};
use crate::json::{Kind, Node};
use crate::rule::{Fields, RuleReader, Yaml};

pub(super) const KIND: OperationKind = OperationKind {
    name: "dedupe",
    doc: "Keeps the first of the equal elements of a list: `dedupe: {by: [keys]}`; the node is the list.\n\n\
          Elements are equal when the members named in `by` are; without `by` (`dedupe: {}`) when they are equal as a whole.",
    options: &[],
    examples: &[Example {
        title: "doubled extract values",
        rule: "select: $.integrations[*].extract_values\ndedupe: {by: [name, variable]}",
        given: r#"{"integrations": [{"extract_values": [{"name": "ref", "variable": "REF"}, {"name": "ref", "variable": "REF"}]}]}"#,
        expect: r#"{"integrations": [{"extract_values": [{"name": "ref", "variable": "REF"}]}]}"#,
    }],
    in_json: true,
    read,
    schema: |generator| generator.subschema_for::<Dedupe>(),
};

/// What makes elements equal.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Dedupe {
    /// Members that must be equal; none: the whole element.
    #[schemars(default)]
    by: Vec<String>,
}

fn read(reader: &mut RuleReader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    let mut fields = reader.fields(value, "`{by: [keys]}`")?;
    let by = fields.take("by").map(RuleReader::one_or_more).unwrap_or_default();
    let by = by.iter().filter_map(|key| reader.text(key, "the key of a member")).collect();
    fields.finish(reader, "`dedupe`");
    Some(Box::new(Dedupe { by }))
}

impl Operation for Dedupe {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected) {
        if draft.doc.kind(target.node) != Kind::Array || draft.doc.len(target.node) < 2 {
            return;
        }
        let mut seen = HashSet::new();
        let elements: Vec<Node> = draft.doc.elements(target.node).collect();
        for element in elements {
            let mut key = String::new();
            if self.by.is_empty() {
                canonical(draft.doc, element, &mut key);
            }
            for name in &self.by {
                match draft.doc.get(element, name.as_str()) {
                    Some(member) => canonical(draft.doc, member, &mut key),
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
