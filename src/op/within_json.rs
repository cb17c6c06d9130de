//! `within_json`: operations inside JSON that is kept as text.

use super::otherwise::Otherwise;
use super::parameter::{Parameter, Takes};
use super::{ArgumentValue, Example, OperationArguments, OperationKind};
use crate::edit::{Draft, NamedOperation, Operation, Selected, Targets, Writes, edit_inner, inner_document};
use crate::jsonpath::Selector;
use crate::rule::RuleReader;

pub(super) const KIND: OperationKind = OperationKind {
    name: "within_json",
    doc: "Runs operations inside JSON that is kept as text: `within_json: {key: k, …operations}`, or a list of these.\n\n\
          The operations act on the outermost value of the text, or on what `select` finds in it (`$` is the text's own outermost value). In \
          values, `@` is the node inside the text, `$` and joins speak of the backup. What nothing changes keeps its formatting. Empty text \
          and members that are no text stay; `otherwise` says what happens to text that is not JSON: `error` (default), `keep`, `remove`, \
          `{value: v}`. Operations that look at the whole document cannot be used here.",
    takes: Takes::OneOrMore(&Takes::Map(&[
        Parameter::required("key", Takes::Member, "the member that holds JSON text"),
        Parameter::optional("select", Takes::InnerSelector, "the nodes inside the text to act on"),
        Parameter::optional("otherwise", Takes::Otherwise, "what happens to text that is not JSON"),
        Parameter::optional("operations", Takes::Operations, "what to do there"),
    ])),
    options: &[],
    examples: &[Example {
        title: "a variable renamed in every variable group",
        rule: "select: $.environments[*]\nwithin_json: {key: json, rename_key: {ansible_ssh_user: ansible_user}}",
        given: r#"{"environments": [{"json": "{ \"ansible_ssh_user\": \"deploy\", \"port\": 22 }", "name": "prod"}, {"json": "", "name": "empty"}]}"#,
        expect: r#"{"environments": [{"json": "{ \"ansible_user\": \"deploy\", \"port\": 22 }", "name": "prod"}, {"json": "", "name": "empty"}]}"#,
    }],
    in_json: false,
    make,
};

/// Operations inside one member.
#[derive(Debug)]
struct Part {
    key: String,
    select: Option<Selector>,
    operations: Vec<NamedOperation>,
    otherwise: Otherwise,
}

#[derive(Debug)]
struct WithinJson(Vec<Part>);

fn make(reader: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let ArgumentValue::List(items) = arguments.own.value else { return None };
    let mut parts = Vec::new();
    for item in items {
        let ArgumentValue::Map(mut own) = item.value else { continue };
        let operations = own.operations("operations").unwrap_or_default();
        if operations.is_empty() && reader.mistakes.is_empty() {
            reader.wrong(item.at, "no operation in `within_json`");
        }
        let (select, otherwise) = (own.selector("select"), own.otherwise("otherwise").unwrap_or_default());
        parts.extend(own.text("key").map(|key| Part { key, select, operations, otherwise }));
    }
    Some(Box::new(WithinJson(parts)))
}

impl Operation for WithinJson {
    fn writes(&self) -> Writes {
        Writes::Keys(self.0.iter().map(|part| part.key.clone()).collect())
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        for part in &self.0 {
            let Some(node) = draft.member(target.node, &part.key) else { continue };
            let Some(text) = draft.doc.text(node).filter(|text| !text.trim().is_empty()) else { continue };
            let mut reader = std::mem::take(&mut draft.inner);
            let Some(inner) = inner_document(&mut reader, &text) else {
                draft.inner = reader;
                part.otherwise.propose(draft, target, node, "the text is not JSON");
                continue;
            };
            let nodes =
                match part.select.as_ref().map_or_else(|| Ok(vec![inner.root()]), |select| select.select(inner, inner.root())) {
                    Ok(nodes) => nodes,
                    Err(error) => return draft.refuse_selector(node, error),
                };
            let mut targets = Targets::new(target.found.len());
            for node in nodes {
                targets.push(&Selected { node, ..*target });
            }
            edit_inner(draft, inner, &part.operations, &targets, node);
            draft.inner = reader;
        }
    }
}
