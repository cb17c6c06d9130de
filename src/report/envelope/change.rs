//! What changed in a document: differences, changes by rules, losses, notes. Secrets are masked.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// One difference between two backups; secrets are masked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub(crate) struct DifferenceEntry {
    /// `added`, `removed`, `changed`, or `suffix` (the random suffix of an equal name).
    pub kind: &'static str,
    /// `templates["Deploy app"]`
    pub entity: String,
    /// The place within the entity; empty for the entity itself.
    pub member: String,
    /// JSON Pointer in the second file; of something removed, in the first.
    pub pointer: String,
    /// The value in the first file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The value in the second file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// One change by a rule; secrets are masked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct ChangeEntry {
    /// `pack/rule`
    pub rule: String,
    /// Name of the operation.
    pub operation: String,
    /// JSON Pointer.
    pub pointer: String,
    /// `templates["Deploy app"].vaults[1]`
    pub entity: String,
    /// The value before; missing where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The value after; missing where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
    /// The new key of a member whose value stayed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed: Option<String>,
}

/// One loss; secrets are masked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct LossEntry {
    /// The file that loses it, where several files become one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// `pack/rule`
    pub rule: String,
    /// What lost something.
    pub entity: String,
    /// JSON Pointer in the document as the rule found it.
    pub pointer: String,
    /// What is lost.
    pub what: String,
    /// The value that is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Whether the user accepted it.
    pub accepted: bool,
}

/// One note.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NoteEntry {
    /// `pack/rule`
    pub rule: String,
    /// What it is about; missing when it is about the whole run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The note.
    pub text: String,
}
