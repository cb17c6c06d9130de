//! The schema of rule files, for editors.

use schemars::{Schema, SchemaGenerator, json_schema};

/// Arguments of `within_json`.
pub(crate) fn within_json(_: &mut SchemaGenerator) -> Schema {
    json_schema!(true)
}

/// Arguments of `assert`.
pub(crate) fn assert(_: &mut SchemaGenerator) -> Schema {
    json_schema!(true)
}

/// Arguments of `sort`.
pub(crate) fn by(_: &mut SchemaGenerator) -> Schema {
    json_schema!(true)
}

/// Arguments of `drop_orphans`.
pub(crate) fn drop_orphans(_: &mut SchemaGenerator) -> Schema {
    json_schema!(true)
}
