//! Rule packs: YAML to checked packs with every mistake at once; the packs that are shipped; lint; the JSON Schema and the guide of the
//! language. Runs no rules: that is [`crate::engine`].

mod lint;
mod migration;
mod model;
mod read;
mod rule;
pub(crate) mod schema;
mod shipped;
mod words;

#[cfg(test)]
mod tests;

pub use crate::rule::{RuleError, RuleErrors};
pub(crate) use migration::{MigrationPacks, shipped_migrations};
pub use model::Pack;
pub(crate) use model::{Edition, MigrationStep, PackTest, Rule, When};
pub(crate) use shipped::{BUILTIN, builtin, migration_packs, shipped};

pub(crate) use model::Find;
