//! What users write → checked packs: every mistake at once, with its place; tests of packs; static lint. Runs no rules: that is
//! [`crate::engine`].

mod error;
mod model;
pub(crate) mod yaml;

pub(crate) use error::Mistakes;
pub use error::{RuleError, nearest};
pub use model::{Edition, Expect, PackTest, Param, ParamType, TestWith};
