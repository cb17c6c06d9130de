//! The words of rule files: YAML with places, values with holes, conditions, paths, selectors and tables, each read with every mistake
//! noted. Knows neither operations nor packs: those are in [`crate::op`] and [`crate::pack`].

mod condition;
mod error;
mod known;
mod path;
mod pattern;
mod reader;
mod selector;
mod table;
mod value;
pub(crate) mod yaml;

pub use error::{RuleError, RuleErrors};

pub(crate) use condition::{Condition, JsonType};
pub(crate) use error::Mistakes;
pub(crate) use known::{check_value, follow_known, known_shape};
pub(crate) use path::follow;
pub(crate) use pattern::Pattern;
pub(crate) use reader::{Fields, RuleReader};
pub(crate) use selector::{read_known_selector, read_selector};
pub(crate) use table::Table;
pub(crate) use value::{Origin, ValueTemplate};
pub(crate) use yaml::{Data, Yaml};
