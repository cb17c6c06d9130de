//! The texts and integers of the server's INSERT statements, in their order. Lengths are in `format`, with the fields.

use crate::semaphore::Band;
use Band::{
    V2_9_56, V2_9_66Beta, V2_10_27, V2_10_31, V2_10_36, V2_11_0, V2_13_0, V2_14_0, V2_15_0, V2_16_0, V2_17_0, V2_17_2, V2_18_0,
    V2_19_0, V2_20_0Alpha1,
};

/// How much a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// As many characters as the field's `max_length` says; without one: any.
    Characters,
    /// 64 KiB on MySQL.
    Text,
    /// The same, written by the server as JSON (U+0000 is escaped there).
    Json,
    /// A 32-bit integer.
    Int32,
}

/// A column that a restore writes from a field.
#[derive(Debug)]
pub(super) struct Column {
    /// The key in the file.
    pub key: &'static str,
    /// The name in the database.
    pub name: &'static str,
    pub since: Band,
    pub until: Band,
    pub limit: Limit,
}

const fn of(key: &'static str, since: Band, limit: Limit) -> Column {
    Column { key, name: key, since, until: V2_20_0Alpha1, limit }
}

const fn characters(key: &'static str, since: Band) -> Column {
    of(key, since, Limit::Characters)
}

/// The tables that a restore writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Table {
    Project,
    SecretStorage,
    Role,
    Environment,
    View,
    Key,
    Repository,
    HostConfig,
    Inventory,
    Template,
    /// The schedule that `cron` makes.
    Cron,
    Vault,
    TaskParams,
    Integration,
    Matcher,
    ExtractValue,
    Schedule,
    Runner,
}

impl Table {
    pub(super) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Project => &PROJECT,
            Self::SecretStorage => &SECRET_STORAGE,
            Self::Role => &ROLE,
            Self::Environment => &ENVIRONMENT,
            Self::View => &VIEW,
            Self::Key => &KEY,
            Self::Repository => &REPOSITORY,
            Self::HostConfig => &HOST_CONFIG,
            Self::Inventory => &INVENTORY,
            Self::Template => &TEMPLATE,
            Self::Cron => &CRON,
            Self::Vault => &VAULT,
            Self::TaskParams => &TASK_PARAMS,
            Self::Integration => &INTEGRATION,
            Self::Matcher => &MATCHER,
            Self::ExtractValue => &EXTRACT_VALUE,
            Self::Schedule => &SCHEDULE,
            Self::Runner => &RUNNER,
        }
    }
}

const PROJECT: [Column; 4] = [
    characters("name", V2_9_56),
    characters("type", V2_10_27),
    characters("alert_chat", V2_11_0),
    of("max_parallel_tasks", V2_11_0, Limit::Int32),
];
const SECRET_STORAGE: [Column; 4] = [
    characters("name", V2_16_0),
    characters("type", V2_16_0),
    of("params", V2_16_0, Limit::Json),
    of("sync_interval", V2_18_0, Limit::Int32),
];
const ROLE: [Column; 1] = [characters("name", V2_17_0)];
const ENVIRONMENT: [Column; 5] = [
    characters("name", V2_9_56),
    characters("json", V2_9_56),
    characters("env", V2_9_56),
    characters("password", V2_9_56),
    characters("secret_storage_key_prefix", V2_16_0),
];
const VIEW: [Column; 5] = [
    Column { key: "name", name: "title", since: V2_9_56, until: Band::V2_10_25Beta, limit: Limit::Characters },
    characters("title", V2_10_27),
    of("position", V2_9_56, Limit::Int32),
    characters("type", V2_17_0),
    characters("sort_column", V2_17_0),
];
const KEY: [Column; 6] = [
    characters("name", V2_9_56),
    characters("type", V2_9_56),
    of("plain", V2_20_0Alpha1, Limit::Text),
    characters("owner", V2_16_0),
    characters("source_storage_key", V2_16_0),
    characters("source_storage_type", V2_17_2),
];
const REPOSITORY: [Column; 3] =
    [of("git_url", V2_9_56, Limit::Text), characters("git_branch", V2_9_56), characters("name", V2_9_56)];
const HOST_CONFIG: [Column; 2] = [characters("type", V2_20_0Alpha1), characters("name", V2_20_0Alpha1)];
const INVENTORY: [Column; 4] = [
    characters("name", V2_9_56),
    characters("type", V2_9_56),
    characters("inventory", V2_9_66Beta),
    characters("runner_tag", V2_15_0),
];
const TEMPLATE: [Column; 13] = [
    characters("name", V2_9_56),
    characters("playbook", V2_9_56),
    of("arguments", V2_9_56, Limit::Text),
    characters("description", V2_10_27),
    characters("type", V2_9_56),
    characters("start_version", V2_10_27),
    characters("app", V2_10_27),
    characters("git_branch", V2_10_31),
    of("task_params", V2_13_0, Limit::Json),
    characters("runner_tag", V2_13_0),
    characters("executor_image", V2_19_0),
    of("jwt_params", V2_20_0Alpha1, Limit::Json),
    of("working_directory", V2_20_0Alpha1, Limit::Text),
];
const CRON: [Column; 1] =
    [Column { key: "cron", name: "cron_format", since: V2_9_56, until: Band::V2_17_0Beta1, limit: Limit::Characters }];
const VAULT: [Column; 3] = [characters("name", V2_10_27), characters("type", V2_10_36), of("script", V2_10_36, Limit::Text)];
const TASK_PARAMS: [Column; 6] = [
    of("environment", V2_16_0, Limit::Text),
    of("arguments", V2_16_0, Limit::Text),
    characters("git_branch", V2_16_0),
    characters("message", V2_16_0),
    characters("version", V2_16_0),
    of("params", V2_16_0, Limit::Json),
];
const INTEGRATION: [Column; 3] =
    [characters("name", V2_10_27), characters("auth_method", V2_10_27), characters("auth_header", V2_10_27)];
const MATCHER: [Column; 6] = [
    characters("match_type", V2_10_27),
    characters("method", V2_10_27),
    characters("body_data_type", V2_10_27),
    characters("key", V2_10_27),
    characters("value", V2_10_27),
    characters("name", V2_10_27),
];
const EXTRACT_VALUE: [Column; 6] = [
    characters("value_source", V2_10_27),
    characters("body_data_type", V2_10_27),
    characters("key", V2_10_27),
    characters("variable", V2_10_27),
    characters("name", V2_10_27),
    characters("variable_type", V2_14_0),
];
const SCHEDULE: [Column; 3] = [characters("cron_format", V2_9_56), characters("name", V2_9_56), characters("type", V2_17_2)];
const RUNNER: [Column; 3] =
    [characters("name", V2_18_0), characters("webhook", V2_18_0), of("max_parallel_tasks", V2_18_0, Limit::Int32)];
