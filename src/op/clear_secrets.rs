//! `clear_secrets`: takes secrets in clear text out, by the table that masks them in reports.

use serde_json::Value;

use super::parameter::{Parameter, Takes};
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Built, Draft, Operation, Selected, Writes};
use crate::json::Kind;
use crate::mask::{Place, cleared};
use crate::rule::{RuleReader, ValueTemplate};

pub(super) const KIND: OperationKind = OperationKind {
    name: "clear_secrets",
    doc: "Takes secrets in clear text out of the node and everything below it: `clear_secrets: {with: \"\"}`.\n\n\
          It finds what reports mask: the fields of the format that hold secrets, members whose names look like it, also inside JSON \
          that is kept as text, and passwords, tokens and private keys in inventories, arguments and addresses. `with` takes the place of \
          a value that is secret as a whole; a secret inside a text leaves an empty word. References such as `{{ password }}` stay.",
    takes: Takes::MapOrTrue(&[Parameter::optional("with", Takes::MemberValue, "what takes the place of a whole value; a text")]),
    options: &[],
    examples: &[Example {
        title: "a variable group that can be kept in git",
        rule: "select: $.environments[*]\nclear_secrets: true",
        given: r#"{"environments": [{"name": "prod", "password": "geheim", "json": "{\"db_password\": \"s3cret\", \"port\": 22}"}]}"#,
        expect: r#"{"environments": [{"name": "prod", "password": "", "json": "{\"db_password\": \"\", \"port\": 22}"}]}"#,
    }],
    in_json: false,
    make,
};

#[derive(Debug)]
struct ClearSecrets(Option<ValueTemplate>);

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    Some(Box::new(ClearSecrets(arguments.map()?.value("with"))))
}

impl Operation for ClearSecrets {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        let whole = self.0.as_ref().and_then(|template| draft.fill(template, target));
        let whole = whole.and_then(|value| value.text(draft.doc)).unwrap_or_default();
        let doc = draft.doc;
        for node in doc.descendants(target.node) {
            let new = match doc.kind(node) {
                Kind::String => doc.text(node).and_then(|text| cleared(&text, Place::of(doc, node), &whole)),
                Kind::Number => Place::of(doc, node).secret.then(|| whole.clone()),
                _ => None,
            };
            if let Some(text) = new {
                draft.replace(node, Built::owned(Value::String(text)), true);
            }
        }
    }
}
