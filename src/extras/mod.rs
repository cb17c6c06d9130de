//! Extras: what a server knows and no backup holds, by name, without numbers and without secret values. A file beside the backup.

mod carry;
mod covers;

use std::collections::BTreeMap;

use crate::sorting::{self, sort_by};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Version of the form.
pub(crate) const FORM: u32 = 1;

/// Everything about one project.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Extras of a Semaphore project")]
pub(crate) struct Extras {
    /// Version of this form: 1.
    #[allow(clippy::struct_field_names, reason = "the key by which such a file is known")]
    pub semxform_extras: u32,
    /// The project.
    pub project: String,
    /// The version of the server, as it calls itself.
    pub server: String,
    /// Templates by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub templates: BTreeMap<String, TemplateExtras>,
    /// Inventories by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inventories: BTreeMap<String, InventoryExtras>,
    /// Variable groups by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub environments: BTreeMap<String, EnvironmentExtras>,
    /// Schedules, by template and name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<ScheduleExtras>,
    /// Members by login.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
}

/// Of a template: what exports of SQL servers leave out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TemplateExtras {
    /// A deploy template that runs after each build.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub autorun: bool,
    /// No alert for a task that went well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suppress_success_alerts: bool,
}

/// Of an inventory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InventoryExtras {
    /// The repository that the file is in.
    pub repository: String,
}

/// Of a variable group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnvironmentExtras {
    /// Its secrets, by name; never their values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<SecretName>,
    /// The store that its secrets come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_storage: Option<String>,
}

/// A secret of a variable group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretName {
    /// Its name.
    pub name: String,
    /// `env` for an environment variable, `var` for an extra variable.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Of a schedule: what exports leave out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScheduleExtras {
    /// Its template.
    pub template: String,
    /// Its name; may be empty.
    pub name: String,
    /// The time at which it runs once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_at: Option<String>,
    /// Parameters of its task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_params: Option<Map<String, Value>>,
}

/// A member of the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    /// The login.
    pub username: String,
    /// `owner`, `manager`, `task_runner`, `guest`, or a role of its own
    pub role: String,
}

/// Why a text is no extras.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct ExtrasError {
    /// What is wrong, with line and column.
    pub message: String,
}

impl Extras {
    /// Reads the file.
    ///
    /// # Errors
    /// It is no JSON, has members of other versions, or is of a newer form.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, ExtrasError> {
        let extras: Self = serde_json::from_slice(bytes).map_err(|error| ExtrasError { message: error.to_string() })?;
        if extras.semxform_extras > FORM {
            let message = format!("form {} is newer than {FORM}, the newest that this semxform reads", extras.semxform_extras);
            return Err(ExtrasError { message });
        }
        Ok(extras)
    }

    /// The text of the file: the same facts give the same bytes.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        // Maps have text keys and numbers are finite, so this cannot fail.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Puts lists in order.
    pub(crate) fn sort(&mut self) {
        sorting::sort(&mut self.members);
        sort_by(&mut self.schedules, |a, b| (&a.template, &a.name, &a.run_at).cmp(&(&b.template, &b.name, &b.run_at)));
        self.environments.values_mut().for_each(|group| sorting::sort(&mut group.secrets));
    }
}

/// `home-lab.extras.json` of `home-lab.json`: the file beside a backup.
#[must_use]
pub(crate) fn file_name(backup: &str) -> String {
    format!("{}.extras.json", backup.strip_suffix(".json").unwrap_or(backup))
}

/// The JSON Schema of the file.
#[must_use]
pub(crate) fn schema() -> String {
    crate::text::safe::pretty_json(&schemars::schema_for!(Extras))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lab() -> Extras {
        let mut lab = Extras { semxform_extras: FORM, project: "Lab".into(), server: "v2.16.45".into(), ..Extras::default() };
        lab.templates.insert("Deploy".into(), TemplateExtras { autorun: true, ..TemplateExtras::default() });
        lab.inventories.insert("hosts".into(), InventoryExtras { repository: "infra".into() });
        lab.schedules.push(ScheduleExtras { template: "Deploy".into(), name: "Nightly".into(), ..ScheduleExtras::default() });
        lab
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(Extras::read(lab().text().as_bytes()), Ok(lab()));
    }

    #[test]
    fn what_this_version_does_not_know_is_no_guess() {
        let newer = lab().text().replace("\"semxform_extras\": 1", "\"semxform_extras\": 2");
        assert!(Extras::read(newer.as_bytes()).unwrap_err().message.contains("newer"));
        let unknown = lab().text().replace("\"autorun\"", "\"autorunn\"");
        assert!(Extras::read(unknown.as_bytes()).unwrap_err().message.contains("autorunn"));
    }
}
