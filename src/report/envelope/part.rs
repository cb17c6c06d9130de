//! Entities of backups that were made of others.

use schemars::JsonSchema;
use serde::Serialize;

/// An entity of a part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PartEntry {
    /// `keys["deploy"]`
    pub entity: String,
    /// The section that it is in.
    pub section: String,
    /// Why it is there: `chosen`, `ssh_key of repositories["app"]`, `its template is templates["Deploy"]`
    pub because: String,
}
