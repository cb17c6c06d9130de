//! What users write → checked packs: every mistake at once, with its place; tests of packs; static lint. Runs no rules: that is
//! [`crate::engine`].

mod builtin;
mod condition;
pub mod docs;
mod error;
mod lint;
mod model;
mod pack;
mod packtest;
mod path;
mod reader;
#[allow(clippy::module_inception, reason = "one rule of a rule pack")]
mod rule;
pub mod schema;
mod value;
pub(crate) mod yaml;

#[cfg(test)]
mod tests;

pub use builtin::{Builtin, builtin};
pub use error::{RuleError, nearest};
pub use model::{Edition, Expect, Pack, PackTest, Param, ParamType, Rule, Step, TestWith, When};

pub use packtest::TestResult;

pub(crate) use condition::{Condition, JsonType};
pub(crate) use error::Mistakes;
pub(crate) use model::Find;
pub(crate) use path::follow;
pub(crate) use reader::{Fields, Reader};
pub(crate) use value::{Origin, Template};
pub(crate) use yaml::{Data, Yaml};
