//! Rule packs: YAML to checked packs with every mistake at once; the packs that are shipped; lint; the JSON Schema and the guide of the
//! language. Runs no rules: that is [`crate::engine`].

pub mod guide;
mod lint;
mod model;
mod read;
mod rule;
pub mod schema;
mod shipped;
mod words;

#[cfg(test)]
mod tests;

pub use crate::rule::{RuleError, RuleErrors};
pub use model::{Edition, Expect, MigrationStep, Pack, PackTest, Param, ParamType, Rule, TestWith, When};
pub use shipped::{Builtin, builtin, migration_packs};

pub(crate) use model::Find;
