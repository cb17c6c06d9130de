//! A checked pack and its rules, as the engine takes them. Reading is in [`super::read`].

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use crate::edit::NamedOperation;
use crate::json::Step;
use crate::jsonpath::Selector;
use crate::rule::{Condition, RuleError, ValueTemplate};
use crate::semaphore::{Band, Db, VersionRange};

/// A rule pack: one file in which every mistake has been ruled out.
#[derive(Debug)]
pub struct Pack {
    /// `fix-vaults`; first half of every rule's full id.
    pub(crate) id: String,
    /// One line; the id where the file has none.
    pub(crate) title: String,
    /// Longer text for people.
    pub(crate) about: Option<String>,
    /// The file it came from, as given (`rules/fix-vaults.yaml`, `builtin:fix-vaults`).
    pub(crate) source: String,
    /// The file's text, to show places of.
    pub(crate) text: String,
    /// What `--set` can set.
    pub(crate) params: Vec<Param>,
    /// The migration step that it is, if it is one.
    pub(crate) step: Option<MigrationStep>,
    /// In the order in which they run.
    pub(crate) rules: Vec<Rule>,
    /// Its own tests.
    pub(crate) tests: Vec<PackTest>,
    /// What is valid in it, but hardly meant; for `semxform rules lint`.
    pub(crate) traps: Vec<RuleError>,
}

/// A rule, checked.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Second half of the full id.
    pub id: String,
    /// `fix-vaults/drop-orphan-links`
    pub full_id: Arc<str>,
    /// Why it is there.
    pub why: Option<String>,
    /// For which versions, databases and editions.
    pub when: When,
    /// Runs only with `--with`.
    pub optional: bool,
    /// Need not be idempotent.
    pub once: bool,
    /// What is said of everything that it takes away.
    pub loss: Option<Arc<str>>,
    /// What is said of every place that it changes.
    pub note: Option<Arc<str>>,
    /// How many nodes it must act on.
    pub expect: Option<Expect>,
    /// The nodes; none: the document.
    pub select: Option<Selector>,
    pub(crate) finds: Vec<Find>,
    pub(crate) conditions: Option<Condition>,
    pub(crate) operations: Vec<NamedOperation>,
    /// Bytes of its id in the file.
    pub span: Range<usize>,
}

impl Rule {
    /// The names of its operations: `set`, `remove`.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.operations.iter().map(|named| named.name)
    }
}

/// When a rule runs: always about the original source and the final target.
#[derive(Debug, Clone, Default)]
pub(crate) struct When {
    /// Versions that the file goes to.
    pub target: Option<VersionRange>,
    /// Versions that can have written it, all of them.
    pub source: Option<VersionRange>,
    /// Databases; one of those of the run is enough.
    pub db: Vec<Db>,
    /// Edition of the target.
    pub edition: Option<Edition>,
}

/// A step between neighbouring bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MigrationStep {
    /// Band of the document before.
    pub from: Band,
    /// Band after.
    pub to: Band,
}

/// A join: the first entity in which certain members have certain values.
#[derive(Debug)]
pub(crate) struct Find {
    pub select: Selector,
    /// Members, and what they must be.
    pub matches: Vec<(Vec<Step>, ValueTemplate)>,
    /// Whether the node itself does not count.
    pub other: bool,
    /// Whether what is found after the node does not count either.
    pub before: bool,
}

/// Which server edition a restore goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, schemars::JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub(crate) enum Edition {
    /// The free edition.
    #[default]
    Community,
    /// The paid edition.
    Pro,
}

/// Type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, schemars::JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub(crate) enum ParamType {
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
pub(crate) struct Param {
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
pub(crate) struct Expect {
    /// Least number.
    pub at_least: Option<usize>,
    /// Greatest number.
    pub at_most: Option<usize>,
}

/// `3`, `at least 1`, `1 to 3`
impl fmt::Display for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.at_least, self.at_most) {
            (Some(least), Some(most)) if least == most => write!(f, "{least}"),
            (Some(least), Some(most)) => write!(f, "{least} to {most}"),
            (Some(least), None) => write!(f, "at least {least}"),
            (None, Some(most)) => write!(f, "at most {most}"),
            (None, None) => f.write_str("any number"),
        }
    }
}

/// A test that a pack brings along.
#[derive(Debug, Clone)]
pub(crate) struct PackTest {
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
pub(crate) struct TestWith {
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
