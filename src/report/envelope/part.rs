//! Entities of backups that were made of others, and tests of rule packs.

use schemars::JsonSchema;
use serde::Serialize;

/// An entity of a part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct PartEntry {
    /// `keys["deploy"]`
    pub entity: String,
    /// The section that it is in.
    pub section: String,
    /// Why it is there: `chosen`, `ssh_key of repositories["app"]`, `its template is templates["Deploy"]`
    pub because: String,
}

/// What a merge decided about an entity of an added file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct DecisionEntry {
    /// The added file.
    pub file: String,
    /// The section of the entity; `meta` for the project itself.
    pub section: String,
    /// The entity, as the added file calls it.
    pub entity: String,
    /// `added`, `equal`, `kept` (another one was there and stays), `replaced`, `renamed` or `conflict`.
    pub decision: &'static str,
    /// The entity in the result, if it was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed: Option<String>,
    /// The file that had one of the same name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The members in which the two differ; none of a renamed entity whose references alone differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<String>,
}

/// A test that a rule pack brings along.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct TestEntry {
    /// Its name.
    pub name: String,
    /// The line of the pack that it is on.
    pub line: usize,
    /// Whether the pack does what the test wants.
    pub passed: bool,
}
