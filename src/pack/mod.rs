//! Rule packs: YAML to checked packs with every mistake at once; the packs that are shipped; lint; the JSON Schema and the guide of the
//! language. Runs no rules: that is [`crate::engine`].

mod lint;
mod migration;
mod model;
mod read;
mod rule;
pub mod schema;
mod shipped;
mod words;

#[cfg(test)]
mod tests;

pub use crate::rule::{RuleError, RuleErrors};
pub use migration::{BadPack, MigrationPacks};
pub use model::{Edition, Expect, MigrationStep, Pack, PackTest, Param, ParamType, Rule, TestWith, When};
pub use shipped::{Builtin, builtin, migration_packs};

pub(crate) use model::Find;
