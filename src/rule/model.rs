//! A checked pack and its rules, as the engine takes them. Reading is in [`super::pack`].

use std::collections::BTreeMap;

use serde_json::Value;

use crate::format::Db;

/// Which server edition a restore goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, schemars::JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Edition {
    /// The free edition.
    #[default]
    Community,
    /// The paid edition.
    Pro,
}

/// Type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, schemars::JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum ParamType {
    /// Any text.
    #[default]
    String,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
}

/// A declared parameter of a pack.
#[derive(Debug, Clone)]
pub struct Param {
    /// Name for `--set name=value` and `{$param: name}`.
    pub name: String,
    /// What `--set` accepts.
    pub kind: ParamType,
    /// Value without `--set`; without one `--set` is needed.
    pub default: Option<Value>,
    /// One line.
    pub about: Option<String>,
}

/// How many nodes a rule must act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expect {
    /// Least number.
    pub at_least: Option<usize>,
    /// Greatest number.
    pub at_most: Option<usize>,
}

/// A test that a pack brings along.
#[derive(Debug, Clone)]
pub struct PackTest {
    /// What it shows.
    pub name: String,
    /// `with:`: source, target, databases, parameters, optional rules.
    pub with: TestWith,
    /// The document before.
    pub given: Value,
    /// The document after; absent: unchanged.
    pub expect: Option<Value>,
    /// Number of losses; absent: not looked at.
    pub losses: Option<usize>,
    /// Number of notes; absent: not looked at.
    pub notes: Option<usize>,
    /// Part of the message with which the run must fail.
    pub error: Option<String>,
    /// Line of the test in the file.
    pub line: usize,
}

/// The circumstances of a pack test.
#[derive(Debug, Clone, Default)]
pub struct TestWith {
    /// Version that wrote the file.
    pub from: Option<String>,
    /// Version it shall be restored on.
    pub to: Option<String>,
    /// Databases.
    pub db: Vec<Db>,
    /// Edition of the server.
    pub edition: Edition,
    /// As by `--set`.
    pub set: BTreeMap<String, Value>,
    /// As by `--with`.
    pub with: Vec<String>,
    /// As by `--only`.
    pub only: Vec<String>,
    /// As by `--strict`.
    pub strict: bool,
}
