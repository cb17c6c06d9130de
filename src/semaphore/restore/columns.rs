//! The texts and integers of the server's INSERT statements, in their order: the first that a database refuses is the one it names.
//! A column is written since its field is in the file, unless an effect says that SQL servers drop it. Lengths are with the fields.

use crate::semaphore::fields::prelude::*;
use crate::semaphore::version::{Band, Life};

/// How much a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
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
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// The key in the file.
    pub key: &'static str,
    /// The name in the database.
    pub name: &'static str,
    /// How much it holds.
    pub limit: Limit,
    /// Which field of its object the key is, of a column of [`Table::columns`]; saves a look-up for each entry and column.
    pub place: usize,
    /// The bands that write content, where that does not follow from field and effects.
    pub(super) life: Life,
}

/// Bytes that a `text` column of MySQL holds.
pub(crate) const TEXT_BYTES: usize = 65_535;

/// A unique index, with the columns in its order.
pub(crate) struct UniqueIndex {
    /// The table.
    pub table: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// What MySQL calls it.
    pub mysql: &'static str,
}

/// A template has each key with each name once.
pub(crate) const VAULTS: UniqueIndex =
    UniqueIndex { table: "project__template_vault", columns: &["template_id", "vault_key_id", "name"], mysql: "template_id" };
/// A template has each role once.
pub(crate) const TEMPLATE_ROLES: UniqueIndex =
    UniqueIndex { table: "project__template_role", columns: &["template_id", "role_slug"], mysql: "template_id" };
/// A project has each host and each URL once.
pub(crate) const HOST_CONFIGS: UniqueIndex =
    UniqueIndex { table: "project__host_config", columns: &["project_id", "type", "name"], mysql: "project_id" };
/// A runner has each tag once.
pub(crate) const RUNNER_TAGS: UniqueIndex =
    UniqueIndex { table: "runner__tag", columns: &["runner_id", "tag"], mysql: "runner__tag_runner_id_tag_idx" };
/// The column of a runner's tag, which has a table of its own.
pub(crate) const TAG_COLUMN: &str = "tag";

const fn column(key: &'static str, limit: Limit) -> Column {
    Column { key, name: key, limit, place: 0, life: ALWAYS }
}

const fn text(key: &'static str) -> Column {
    column(key, Limit::Characters)
}

const fn long_text(key: &'static str) -> Column {
    column(key, Limit::Text)
}

const fn json(key: &'static str) -> Column {
    column(key, Limit::Json)
}

const fn integer(key: &'static str) -> Column {
    column(key, Limit::Int32)
}

impl Column {
    const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    const fn since(self, band: Band) -> Self {
        Self { life: since(band), ..self }
    }
}

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident at $path:literal = $($column:expr),*;)*) => {
        /// The tables that a restore writes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Table {
            $($(#[$doc])* $table,)*
        }

        /// For each table the object whose fields it stores, and its columns.
        pub(in crate::semaphore) const TABLES: &[(&str, &[Column])] = &[$(($path, &[$($column),*])),*];
    };
}

#[rustfmt::skip]
tables! {
    Project at "meta" = text("name"), text("type"), text("alert_chat"), integer("max_parallel_tasks");
    SecretStorage at "secret_storages[]" = text("name"), text("type"), json("params"), integer("sync_interval");
    Role at "roles[]" = text("name");
    Environment at "environments[]" = text("name"), text("json"), text("env"), text("password"), text("secret_storage_key_prefix");
    View at "views[]" = text("name").named("title"), text("title"), integer("position"), text("type"), text("sort_column");
    Key at "keys[]" = text("name"), text("type"), long_text("plain"), text("owner"), text("source_storage_key"), text("source_storage_type");
    Repository at "repositories[]" = long_text("git_url"), text("git_branch"), text("name");
    HostConfig at "host_configs[]" = text("type"), text("name");
    Inventory at "inventories[]" = text("name"), text("type"), text("inventory"), text("runner_tag");
    Template at "templates[]" = text("name"), text("playbook"), long_text("arguments"), text("description"), text("type"), text("start_version"), text("app"), text("git_branch"), json("task_params"), text("runner_tag"), text("executor_image"), json("jwt_params").since(V2_20_0Alpha1), long_text("working_directory");
    /// The schedule that `cron` makes.
    Cron at "templates[]" = text("cron").named("cron_format");
    Vault at "templates[].vaults[]" = text("name"), text("type"), long_text("script");
    TaskParams at "integrations[].task_params" = long_text("environment"), long_text("arguments"), text("git_branch"), text("message"), text("version"), json("params");
    Integration at "integrations[]" = text("name"), text("auth_method"), text("auth_header");
    Matcher at "integrations[].matchers[]" = text("match_type"), text("method"), text("body_data_type"), text("key"), text("value"), text("name");
    ExtractValue at "integrations[].extract_values[]" = text("value_source"), text("body_data_type"), text("key"), text("variable"), text("name"), text("variable_type");
    Schedule at "schedules[]" = text("cron_format"), text("name"), text("type");
    Runner at "runners[]" = text("webhook"), integer("max_parallel_tasks"), text("name"), long_text("public_key");
}
