//! The texts and integers of the server's INSERT statements, in their order. Lengths are in `format`, with the fields.

use crate::format::Band;
use Band::{B17a, B17b, B18, B19b, B20, J1, J3, R1, R2, R4, R5, R8, R10, R12, R13};

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
    Column { key, name: key, since, until: B20, limit }
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

const PROJECT: [Column; 4] =
    [characters("name", J1), characters("type", R1), characters("alert_chat", R5), of("max_parallel_tasks", R5, Limit::Int32)];
const SECRET_STORAGE: [Column; 4] =
    [characters("name", R13), characters("type", R13), of("params", R13, Limit::Json), of("sync_interval", B18, Limit::Int32)];
const ROLE: [Column; 1] = [characters("name", B17a)];
const ENVIRONMENT: [Column; 5] = [
    characters("name", J1),
    characters("json", J1),
    characters("env", J1),
    characters("password", J1),
    characters("secret_storage_key_prefix", R13),
];
const VIEW: [Column; 5] = [
    Column { key: "name", name: "title", since: J1, until: Band::J6, limit: Limit::Characters },
    characters("title", R1),
    of("position", J1, Limit::Int32),
    characters("type", B17a),
    characters("sort_column", B17a),
];
const KEY: [Column; 6] = [
    characters("name", J1),
    characters("type", J1),
    of("plain", B20, Limit::Text),
    characters("owner", R13),
    characters("source_storage_key", R13),
    characters("source_storage_type", B17b),
];
const REPOSITORY: [Column; 3] = [of("git_url", J1, Limit::Text), characters("git_branch", J1), characters("name", J1)];
const HOST_CONFIG: [Column; 2] = [characters("type", B20), characters("name", B20)];
const INVENTORY: [Column; 4] =
    [characters("name", J1), characters("type", J1), characters("inventory", J3), characters("runner_tag", R12)];
const TEMPLATE: [Column; 13] = [
    characters("name", J1),
    characters("playbook", J1),
    of("arguments", J1, Limit::Text),
    characters("description", R1),
    characters("type", J1),
    characters("start_version", R1),
    characters("app", R1),
    characters("git_branch", R2),
    of("task_params", R8, Limit::Json),
    characters("runner_tag", R8),
    characters("executor_image", B19b),
    of("jwt_params", B20, Limit::Json),
    of("working_directory", B20, Limit::Text),
];
const CRON: [Column; 1] = [Column { key: "cron", name: "cron_format", since: J1, until: Band::R14, limit: Limit::Characters }];
const VAULT: [Column; 3] = [characters("name", R1), characters("type", R4), of("script", R4, Limit::Text)];
const TASK_PARAMS: [Column; 6] = [
    of("environment", R13, Limit::Text),
    of("arguments", R13, Limit::Text),
    characters("git_branch", R13),
    characters("message", R13),
    characters("version", R13),
    of("params", R13, Limit::Json),
];
const INTEGRATION: [Column; 3] = [characters("name", R1), characters("auth_method", R1), characters("auth_header", R1)];
const MATCHER: [Column; 6] = [
    characters("match_type", R1),
    characters("method", R1),
    characters("body_data_type", R1),
    characters("key", R1),
    characters("value", R1),
    characters("name", R1),
];
const EXTRACT_VALUE: [Column; 6] = [
    characters("value_source", R1),
    characters("body_data_type", R1),
    characters("key", R1),
    characters("variable", R1),
    characters("name", R1),
    characters("variable_type", R10),
];
const SCHEDULE: [Column; 3] = [characters("cron_format", J1), characters("name", J1), characters("type", B17b)];
const RUNNER: [Column; 3] = [characters("name", B18), characters("webhook", B18), of("max_parallel_tasks", B18, Limit::Int32)];
