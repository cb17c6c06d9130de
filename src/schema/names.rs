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
    format!("{BASE}/{}", file(band))
}

/// `2.16.0 to 2.16.45`
pub(super) fn releases(band: Band) -> String {
    let (first, last) = (band.first_version(), band.last_version());
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}
