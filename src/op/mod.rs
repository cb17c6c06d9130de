//! Operations: what a rule can do to the nodes it selects. One file each: documentation, arguments, how they are read, what they
//! propose, examples. Nothing here changes a document: operations propose edits and `engine` applies and records them.

#![allow(clippy::unnecessary_wraps, reason = "readers of operations have one form")]

mod append;
mod assert;
mod convert;
mod dedupe;
mod default;
mod delete_entity;
mod drop_orphans;
mod examples;
mod move_member;
mod otherwise;
mod remap_id;
mod remove;
mod rename_entity;
mod rename_key;
mod replace;
mod set;
mod sort;
mod unique_names;
mod within_json;

use std::fmt;

use schemars::{Schema, SchemaGenerator};

pub use examples::Example;
pub(crate) use otherwise::Otherwise;

use crate::edit::{NamedOperation, Operation, Writes};
use crate::rule::{Fields, RuleReader, Yaml};

/// One kind of operation: its entry in the registry.
pub struct OperationKind {
    /// The key in a rule.
    pub name: &'static str,
    /// What it does, in Markdown; the first line stands alone.
    pub doc: &'static str,
    /// Keys that may stand beside it in a rule to qualify it.
    pub options: &'static [&'static str],
    /// Run as tests and printed as documentation.
    pub examples: &'static [Example],
    /// Whether it can stand in `within_json`.
    pub(crate) in_json: bool,
    pub(crate) read: fn(&mut RuleReader<'_>, &Yaml, &mut Fields<'_>) -> Option<Box<dyn Operation>>,
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
}

impl fmt::Debug for OperationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Every operation, in the order of the documentation.
pub const REGISTRY: &[&OperationKind] = &[
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
    &within_json::KIND,
    &assert::KIND,
];

/// Reads every operation among the keys of a rule, or of `within_json`.
pub(crate) fn read_all(reader: &mut RuleReader<'_>, fields: &mut Fields<'_>, in_json: bool) -> Vec<NamedOperation> {
    let mut operations = Vec::new();
    let mut written: Vec<(&'static str, Writes)> = Vec::new();
    for kind in REGISTRY.iter().filter(|k| k.in_json || !in_json) {
        let Some((key, value)) = fields.take_entry(kind.name) else { continue };
        let Some(operation) = (kind.read)(reader, value, fields) else { continue };
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
        _ => Some("cannot stand in one rule".into()),
    }
}

#[cfg(test)]
mod tests;
