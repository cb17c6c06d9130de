//! The schemas as files: names, ids, the index. Writes nothing.

use serde_json::Value;

use super::fold::schema;
use crate::format::Band;

/// Where the files of the main branch are served.
const BASE: &str = "https://raw.githubusercontent.com/semxform/semxform/main/schemas";

/// `semaphore-2.16.0.schema.json`: named by the first stable release of the band.
#[must_use]
pub fn file(band: Band) -> String {
    format!("semaphore-{}.schema.json", band.first_version())
}

/// Its `$id`.
pub(super) fn id(band: Band) -> String {
    format!("{BASE}/{}", file(band))
}

/// `2.16.0 to 2.16.45`
pub(super) fn releases(band: Band) -> String {
    let (first, last) = (band.first_version(), band.last_version());
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

/// The text of a band's file.
#[must_use]
pub fn text(band: Band) -> String {
    pretty(&Value::from(schema(band)))
}

fn pretty(value: &Value) -> String {
    // Keys are texts, so this cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
