//! What commands about live servers report: the types are the schema of their JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything about servers in one envelope.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub(crate) struct RemoteEntry {
    /// The server, as it describes itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<ServerEntry>,
    /// What became of each project, for `pull`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pulled: Vec<PulledEntry>,
    /// Plans and receipts, for `restore`: one a file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub restores: Vec<RestoreReceipt>,
    /// What became of each secret, for `secrets apply`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<StepEntry>,
}

/// A server, as it describes itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct ServerEntry {
    /// Its address, without a slash at the end.
    pub url: String,
    /// What it calls its version.
    pub version: String,
    /// The release, if that text names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The format of its backups, by the first release that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// `community` or `pro`, where it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<&'static str>,
    /// Its database, where something says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub db: Option<&'static str>,
    /// The login of the user.
    pub user: String,
    /// Whether that is an administrator.
    pub admin: bool,
    /// How many projects the user sees.
    pub projects: usize,
    /// Whether the list of projects was cut by the server.
    pub projects_may_be_more: bool,
    /// Active apps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apps: Vec<String>,
    /// Apps that it knows and that are not active.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inactive_apps: Vec<String>,
    /// The clock of schedules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule_timezone: Option<String>,
}

/// What a pull did with the files of a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PulledState {
    /// There was no file before.
    #[default]
    New,
    /// The file was another one.
    Changed,
    /// The file is as it was.
    Unchanged,
    /// It could not be read from the server, or not be written.
    Failed,
    /// The project is gone from the server, and its files stay.
    Gone,
    /// The project is gone from the server, and so are its files.
    Removed,
}

impl PulledState {
    /// The word in reports and on the terminal.
    #[must_use]
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Failed => "failed",
            Self::Gone => "gone",
            Self::Removed => "removed",
        }
    }
}

/// What became of a project that was pulled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct PulledEntry {
    /// Its number on the server.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// The file; `-` for standard output.
    pub path: String,
    /// What became of its files.
    pub state: PulledState,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What the server shows and no name tells apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// How far a step of a restore is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StepState {
    /// A restore would take it.
    Planned,
    /// It is done.
    Done,
    /// The server has it already.
    Already,
    /// The server refused it.
    Failed,
    /// Nothing says what to set.
    Missing,
    /// What is on the server stays.
    Kept,
    /// Only a person can take it.
    Manual,
}

impl StepState {
    /// The word in receipts and on the terminal.
    #[must_use]
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Done => "done",
            Self::Already => "already",
            Self::Failed => "failed",
            Self::Missing => "missing",
            Self::Kept => "kept",
            Self::Manual => "manual",
        }
    }
}

/// One thing that is set after a restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct StepEntry {
    /// `template "Deploy"`
    pub entity: String,
    /// What is set, without secret values.
    pub what: String,
    /// How far it is.
    pub state: StepState,
    /// Why it failed, or what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl StepEntry {
    /// A step that is to be done, or was.
    #[must_use]
    pub(crate) fn new(entity: impl Into<String>, what: impl Into<String>, state: StepState) -> Self {
        Self { entity: entity.into(), what: what.into(), state, message: None }
    }

    /// The same with a reason, or what to do.
    #[must_use]
    pub(crate) fn because(entity: impl Into<String>, what: impl Into<String>, state: StepState, why: impl Into<String>) -> Self {
        Self { message: Some(why.into()), ..Self::new(entity, what, state) }
    }
}

/// What became of a restore.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RestoreOutcome {
    /// Nothing was sent: it is a plan.
    #[default]
    Planned,
    /// Something stood against it, and nothing was sent.
    Stopped,
    /// The file was sent, and the server did not answer yet.
    Sent,
    /// The project is there, with all that was to be set.
    Created,
    /// The project is there; some of what was to be set is not.
    Partly,
    /// The server refused the file and left an incomplete project.
    LeftOver,
    /// The server refused the file.
    Refused,
    /// Nobody knows: the connection ended.
    Unknown,
    /// What was left of it was removed.
    Removed,
}

/// A plan of a restore, or what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct RestoreReceipt {
    /// Version of this format: minor versions only add.
    pub format_version: String,
    /// Name and version of the program.
    pub tool: String,
    /// The file; `-` for standard input.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Address of the server.
    pub server: String,
    /// Its release.
    pub target: String,
    /// The databases that the plan is for.
    pub db: Vec<String>,
    /// The name that the project gets.
    pub project: String,
    /// How many of what are created.
    pub creates: BTreeMap<String, usize>,
    /// Steps of the migration in memory; none without `--migrate`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub migrated: Vec<String>,
    /// What became of it.
    pub outcome: RestoreOutcome,
    /// Why it stopped or failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What is set afterwards.
    pub steps: Vec<StepEntry>,
    /// Secrets that nobody gave.
    pub missing_secrets: Vec<String>,
    /// What the server cannot take back.
    pub lost: Vec<String>,
    /// Numbers of the projects that were there before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects_before: Vec<u64>,
    /// The project that was created, or is left over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_id: Option<u64>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Where its export differs from the file, beyond what the version cannot export.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
    /// The command that removes the left-over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clean_up: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_one_word() {
        use PulledState::{Changed, Failed, Gone, New, Removed, Unchanged};

        let all = ["planned", "done", "already", "failed", "missing", "kept", "manual"];
        for word in all {
            let state: StepState = serde_json::from_value(word.into()).unwrap();
            assert_eq!(state.word(), word);
        }
        for state in [New, Changed, Unchanged, Failed, Gone, Removed] {
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
    }
}
