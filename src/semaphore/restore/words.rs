//! What servers and their databases say where the words are not in a row of `verify` or `writes`.

use super::columns::UniqueIndex;
use crate::semaphore::db::Db;
use crate::semaphore::version::Band;

/// What Go says when a nil pointer is followed.
pub(crate) const NIL_POINTER: &str = "runtime error: invalid memory address or nil pointer dereference";
/// What BoltDB says to secret storages, which it never got.
pub(crate) const NOT_IMPLEMENTED: &str = "implement me";

/// A deploy template whose build template is not in the file.
pub(crate) const NO_BUILD_TEMPLATE: &str = "deploy is build but build_template does not exist in templates[].name";
/// A deploy template without build template, as servers with Go's decoder say it; the others say [`NO_BUILD_TEMPLATE`].
pub(crate) const BUILD_TEMPLATE_NULL: &str = "type is deploy but build_template is null";
/// The same the other way round; the others take it.
pub(crate) const BUILD_TEMPLATE_NOT_NULL: &str = "type is not deploy but build_template is not null";

/// A variable of the extra variables has no name.
pub(crate) const EXTRA_VARS_KEY: &str = "Extra variables key can not be empty";
/// An environment variable has no name.
pub(crate) const ENV_VARS_KEY: &str = "Environment variables key can not be empty";
/// An environment variable holds a list or an object.
pub(crate) const ENV_VARS_NESTED: &str = "Environment variables values must be scalar";

/// A role of a template is not in the file.
pub(crate) const NO_ROLE: &str = "roles[].role does not exist in roles[].name";

/// An address of a repository that is none.
pub(crate) const BAD_URL: &str = "repository url is invalid";
/// A branch of a repository with a name that git does not take.
pub(crate) const BAD_BRANCH: &str = "repository branch name is invalid";
/// The same of a template.
pub(crate) const BAD_TEMPLATE_BRANCH: &str = "template branch name is invalid";
/// A working directory of another app.
pub(crate) const DIRECTORY_OF_ANOTHER_APP: &str = "template working directory is supported only for Ansible templates";
/// A working directory without name.
pub(crate) const EMPTY_DIRECTORY: &str = "template working directory can not be empty";

/// An app that the server does not have.
pub(crate) fn invalid_app(app: &str) -> String {
    format!("invalid app: {app}")
}

/// A playbook that leaves its repository.
pub(crate) fn playbook_must(end: &str) -> String {
    format!("template playbook must {end}")
}

/// A working directory that leaves its repository.
pub(crate) fn directory_must(end: &str) -> String {
    format!("template working directory must {end}")
}

/// Parameters that the structure of the app does not take.
pub(crate) fn invalid_params(words: &str) -> String {
    format!("invalid task params: {words}")
}

/// A survey variable with a target that there is not.
pub(crate) fn invalid_target(target: &str) -> String {
    format!("invalid survey variable target: {target}")
}

/// What the server puts before the words of an error at an entry.
pub(crate) fn at_entry(label: &str, index: usize) -> String {
    format!("error at {label}[{index}]: ")
}

/// The driver of PostgreSQL adds the code of the error in some bands.
fn with_code(band: Band, words: String, code: &str) -> String {
    if band.shows_postgres_codes() { format!("{words} ({code})") } else { words }
}

/// A text that does not fit a column of MySQL.
pub(crate) fn too_long_mysql(column: &str, row: usize) -> String {
    format!("Error 1406 (22001): Data too long for column '{column}' at row {row}")
}

/// A text that does not fit a column of PostgreSQL.
pub(crate) fn too_long_postgres(band: Band, limit: usize) -> String {
    with_code(band, format!("pq: value too long for type character varying({limit})"), "22001")
}

/// An integer that does not fit a column of MySQL.
pub(crate) fn out_of_range_mysql(column: &str) -> String {
    format!("Error 1264 (22003): Out of range value for column '{column}' at row 1")
}

/// An integer that does not fit a column of PostgreSQL.
pub(crate) fn out_of_range_postgres(band: Band, value: i64) -> String {
    with_code(band, format!("pq: value \"{value}\" is out of range for type integer"), "22003")
}

/// The character U+0000, which PostgreSQL does not store.
pub(crate) fn nul_postgres(band: Band) -> String {
    with_code(band, "pq: invalid byte sequence for encoding \"UTF8\": 0x00".into(), "22021")
}

/// A key that a unique index has already.
pub(crate) fn duplicate(db: Db, band: Band, index: &UniqueIndex, entry: &str) -> String {
    let UniqueIndex { table, columns, mysql } = index;
    match db {
        Db::Mysql => format!("Error 1062 (23000): Duplicate entry '{entry}' for key '{mysql}'"),
        Db::Postgres => {
            let name = format!("{table}_{}_key", columns.join("_"));
            with_code(band, format!("pq: duplicate key value violates unique constraint \"{name}\""), "23505")
        }
        Db::Sqlite | Db::Bolt => {
            let list: Vec<String> = columns.iter().map(|column| format!("{table}.{column}")).collect();
            format!("constraint failed: UNIQUE constraint failed: {} (2067)", list.join(", "))
        }
    }
}

/// A vault that is written with key id 0, as some bands write all of them.
pub(crate) const VAULT_KEY_ZERO_MYSQL: &str = "Error 1452 (23000): Cannot add or update a child row: a foreign key constraint fails (`semaphore`.`project__template_vault`, \
     CONSTRAINT `project__template_vault_ibfk_3` FOREIGN KEY (`vault_key_id`) REFERENCES `access_key` (`id`) ON DELETE CASCADE)";
/// The same of PostgreSQL.
pub(crate) const VAULT_KEY_ZERO_POSTGRES: &str = "pq: insert or update on table \"project__template_vault\" violates foreign key constraint \
     \"project__template_vault_vault_key_id_fkey\"";
