//! The field tables, one file a section, rows in the order in which servers since 2.10.27 decode them: with several wrong fields it is the
//! first in this order that the server names. No code here: `shape` and `reference` fold over the rows.

mod environments;
mod host_configs;
mod integrations;
mod inventories;
mod keys;
mod meta;
#[cfg(test)]
mod next;
mod repositories;
mod roles;
mod runners;
mod schedules;
mod secret_storages;
mod survey;
mod task_params;
mod templates;
mod vaults;
mod views;
mod workflows;

use super::field::Field;

/// Every table, in decode order of the sections.
pub(super) const TABLES: &[&[Field]] = &[
    meta::FIELDS,
    templates::FIELDS,
    survey::FIELDS,
    vaults::FIELDS,
    repositories::FIELDS,
    keys::FIELDS,
    views::FIELDS,
    inventories::FIELDS,
    environments::FIELDS,
    integrations::FIELDS,
    schedules::FIELDS,
    task_params::FIELDS,
    secret_storages::FIELDS,
    roles::FIELDS,
    runners::FIELDS,
    workflows::FIELDS,
    host_configs::FIELDS,
    #[cfg(test)]
    next::FIELDS,
];

/// The order of keys in files from before 2.10.27: the object and its keys. From then on servers sort keys bytewise.
#[rustfmt::skip]
pub(super) const J_ORDER: [(&str, &[&str]); 8] = [
    ("", &["meta", "templates", "repositories", "keys", "views", "inventories", "environments"]),
    ("meta", &["name", "alert", "alert_chat", "max_parallel_tasks"]),
    ("templates[]", &["inventory", "repository", "environment", "name", "playbook", "arguments", "allow_override_args_in_task",
        "description", "vault_key", "type", "start_version", "build_template", "view", "autorun", "survey_vars",
        "suppress_success_alerts", "cron"]),
    ("repositories[]", &["name", "git_url", "git_branch", "ssh_key"]),
    ("keys[]", &["name", "type"]),
    ("views[]", &["name", "position"]),
    ("inventories[]", &["name", "inventory", "ssh_key", "become_key", "type"]),
    ("environments[]", &["name", "password", "json", "env"]),
];

/// Keys that hold the names of entries; where an object has the first, the second is no name.
pub(in crate::semaphore) const NAME_KEYS: [&str; 2] = ["title", "name"];

/// Every row of every band, in decode order; a path may have several.
pub(crate) fn all_fields() -> impl Iterator<Item = &'static Field> {
    TABLES.iter().copied().flatten()
}
