//! Operations: what a rule can do to the nodes it selects. One file each: documentation, parameters as data, what it proposes, examples.
//! Nothing here changes a document: operations propose edits and the engine applies and records them.

#![allow(clippy::unnecessary_wraps, reason = "the functions that make operations have one form")]

mod append;
mod arguments;
mod assert;
mod clear_secrets;
mod convert;
mod dedupe;
mod default;
mod delete_entity;
mod drop_orphans;
mod examples;
mod move_member;
mod names;
mod otherwise;
mod parameter;
mod remap_id;
mod remove;
mod rename_entity;
mod rename_key;
mod replace;
pub(crate) mod schema;
mod set;
mod sort;
mod spell_keys;
mod unique_names;
mod within_json;

use std::fmt;

pub(crate) use examples::Example;
pub(crate) use parameter::{Parameter, Takes};

use arguments::{ArgumentValue, Arguments, OperationArguments};

use crate::edit::{NamedOperation, Operation, Writes};
use crate::rule::{Fields, RuleReader};

/// One kind of operation: its entry in the registry.
pub(crate) struct OperationKind {
    /// The key in a rule.
    pub name: &'static str,
    /// What it does, in Markdown; the first line is a summary.
    pub doc: &'static str,
    /// What follows its name.
    pub(crate) takes: Takes,
    /// Parameters that may be beside it in a rule.
    pub(crate) options: &'static [Parameter],
    /// Run as tests and printed as documentation.
    pub examples: &'static [Example],
    /// Whether it can be used in `within_json`.
    pub(crate) in_json: bool,
    make: fn(&mut RuleReader<'_>, OperationArguments<'_>) -> Option<Box<dyn Operation>>,
}

impl fmt::Debug for OperationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Every operation, in the order of the documentation.
pub(crate) const REGISTRY: &[&OperationKind] = &[
    &rename_key::KIND,
    &set::KIND,
    &default::KIND,
    &remove::KIND,
    &move_member::KIND,
    &convert::KIND,
    &remap_id::KIND,
    &replace::KIND,
    &rename_entity::KIND,
    &drop_orphans::KIND,
    &delete_entity::KIND,
    &unique_names::KIND,
    &append::KIND,
    &sort::KIND,
    &dedupe::KIND,
    &spell_keys::KIND,
    &clear_secrets::KIND,
    &within_json::KIND,
    &assert::KIND,
];

/// Reads every operation among the keys of a rule, or of `within_json`.
pub(crate) fn read_all(reader: &mut RuleReader<'_>, fields: &mut Fields<'_>, in_json: bool) -> Vec<NamedOperation> {
    let mut operations = Vec::new();
    let mut written: Vec<(&'static str, Writes)> = Vec::new();
    for kind in REGISTRY.iter().filter(|k| k.in_json || !in_json) {
        let Some((key, value)) = fields.take_entry(kind.name) else { continue };
        let arguments = arguments::read(reader, kind.name, value, &kind.takes, kind.options, fields);
        let Some(operation) = arguments.and_then(|arguments| (kind.make)(reader, arguments)) else { continue };
        let writes = operation.writes();
        for (name, other) in &written {
            if let Some(what) = clash(other, &writes) {
                reader.wrong(
                    key,
                    format!("`{}` and `{name}` {what}: the order of operations in a rule does not matter", kind.name),
                );
            }
        }
        written.push((kind.name, writes));
        operations.push(NamedOperation { name: kind.name, operation });
    }
    operations
}

fn clash(a: &Writes, b: &Writes) -> Option<String> {
    match (a, b) {
        (Writes::Keys(a), Writes::Keys(b)) => a.iter().find(|key| b.contains(key)).map(|key| format!("both write {key:?}")),
        (Writes::Nothing, _) | (_, Writes::Nothing) => None,
        _ => Some("cannot be used together in one rule".into()),
    }
}

#[cfg(test)]
mod tests;
