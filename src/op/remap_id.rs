//! `remap_id`: replaces ids or names by a table.

use std::collections::HashSet;

use serde_json::Value;

use super::otherwise::Otherwise;
use super::parameter::{Parameter, Takes};
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Built, Draft, Operation, Selected, Targets, Writes};
use crate::json::{Kind, Node};
use crate::mask;
use crate::rule::{RuleReader, Table};

/// How long a value may be to be shown in a message.
const SHOWN: usize = 60;

pub(super) const KIND: OperationKind = OperationKind {
    name: "remap_id",
    doc: "Replaces ids or names by a table, all at once: `remap_id: {key: k, table: {old: new}}`. The table can be in a file \
          (`table_file: f`, a YAML or JSON map in the folder of the pack or below it; the path is relative to the pack).\n\n\
          JSON values compare: 1 is not \"1\". In a list each element is looked up. `otherwise` says what happens to a value that is not in \
          the table: `error` (default), `keep`, `remove`, or `{value: v}`; null and values that the table gives stay. Entries that nothing used \
          are reported. Without `key` the node itself is replaced. References do not follow: that is `rename_entity`.",
    takes: Takes::Map(&[
        Parameter::optional("key", Takes::Member, "the member; without it the node itself"),
        Parameter::required("table", Takes::Table, "old and new values"),
        Parameter::optional("otherwise", Takes::Otherwise, "what happens to a value that is not in the table"),
    ]),
    options: &[],
    examples: &[Example {
        title: "roles by slug",
        rule: "select: $.templates[*].roles[?@.is_global == true]\nremap_id: {key: role, table: {Deployers: deployers, Owners: owners}}",
        given: r#"{"templates": [{"roles": [{"is_global": true, "role": "Deployers"}, {"is_global": true, "role": "Owners"}]}]}"#,
        expect: r#"{"templates": [{"roles": [{"is_global": true, "role": "deployers"}, {"is_global": true, "role": "owners"}]}]}"#,
    }],
    in_json: true,
    make,
};

#[derive(Debug)]
struct RemapId {
    key: Option<String>,
    table: Table,
    otherwise: Otherwise,
}

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let mut own = arguments.map()?;
    let key = own.text("key");
    Some(Box::new(RemapId { key, table: own.table("table")?, otherwise: own.otherwise("otherwise").unwrap_or_default() }))
}

impl Operation for RemapId {
    fn writes(&self) -> Writes {
        self.key.clone().map_or(Writes::Whole, |key| Writes::Keys(vec![key]))
    }

    fn propose<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>) {
        let mut used = HashSet::new();
        self.one(draft, target, &mut used);
    }

    fn is_local(&self) -> bool {
        false
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &Targets) {
        let mut used = HashSet::new();
        draft.each(targets, |draft, target| self.one(draft, target, &mut used));
        for number in (0..self.table.len()).filter(|n| !used.contains(n)) {
            draft.note(format!("entry {} of the table was not used", self.table.pair(number).0));
        }
    }

    fn table(&mut self) -> Option<&mut Table> {
        Some(&mut self.table)
    }
}

impl RemapId {
    fn one<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>, used: &mut HashSet<usize>) {
        let node = match &self.key {
            Some(key) => draft.member(target.node, key),
            None => Some(target.node),
        };
        let Some(node) = node else { return };
        if draft.doc.kind(node) == Kind::Array {
            let elements: Vec<Node> = draft.doc.elements(node).collect();
            for element in elements {
                self.value(draft, target, element, used);
            }
        } else {
            self.value(draft, target, node, used);
        }
    }

    fn value<'p>(&'p self, draft: &mut Draft<'_, 'p>, target: &Selected<'_>, node: Node, used: &mut HashSet<usize>) {
        let old = match draft.doc.kind(node) {
            Kind::Array | Kind::Object => Value::Array(Vec::new()),
            _ => draft.doc.value(node),
        };
        if let Some(number) = self.table.find(&old) {
            used.insert(number);
            draft.replace(node, Built::Json(self.table.pair(number).1), false);
        } else if !old.is_null() && !self.table.gives(&old) {
            let shown =
                mask::scalar(draft.doc, node).unwrap_or_else(|| String::from_utf8_lossy(draft.doc.raw(node)).into_owned());
            let shown = if shown.len() > SHOWN { String::new() } else { format!(" {shown}") };
            let why = format!("the value{shown} is not in the table; `otherwise: keep` leaves such values as they are");
            self.otherwise.propose(draft, target, node, &why);
        }
    }
}
