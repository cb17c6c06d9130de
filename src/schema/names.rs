//! What a band's schema is called: its file, its `$id`, the releases it is for.

use crate::semaphore::Band;

/// Where the files of the main branch are served.
const BASE: &str = "https://raw.githubusercontent.com/semxform/semxform/main/schemas";

/// `semaphore-2.16.0.schema.json`: named by the first stable release of the band.
#[must_use]
pub(crate) fn file(band: Band) -> String {
    format!("semaphore-{}.schema.json", band.first_version())
}

/// Its `$id`.
pub(super) fn id(band: Band) -> String {
    address(&file(band))
}

/// The schema of rule packs.
pub(crate) const RULES: &str = "rules.schema.json";

/// Where a file of the schemas is published.
#[must_use]
pub(crate) fn address(file: &str) -> String {
    format!("{BASE}/{file}")
}

/// `2.16.0 to 2.16.45`
pub(super) fn releases(band: Band) -> String {
    let (first, last) = (band.first_version(), band.last_version());
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}
