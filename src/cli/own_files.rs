//! Files that semxform writes beside backups: commands that take several files leave them alone, because globs and hooks name them too.

use std::path::Path;

use crate::files;
use crate::input;
use crate::json::Document;

/// What follows the name of a backup in the names of receipts and extras.
const ENDINGS: [&str; 2] = [".receipt.json", ".extras.json"];

/// Whether a file is one of semxform's own: by its name, and by what is in it. Only files with such a name are read.
pub(super) fn is_own(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = ENDINGS.iter().any(|ending| name.ends_with(ending));
    if !(beside || name == "projects.json" || is_of_restore(&name)) || !path.is_file() {
        return false;
    }
    match files::read(path).map(Document::parse) {
        // Nothing else has such an ending, unless somebody gave it to a backup.
        Ok(Ok(doc)) if beside => input::not_a_backup(&doc).is_some(),
        Ok(Ok(doc)) => input::own(&doc).is_some(),
        _ => beside,
    }
}

/// `lab.restore.json` and `lab.restore-2.json` are receipts of restores.
fn is_of_restore(name: &str) -> bool {
    let stem = name.strip_suffix(".json").and_then(|stem| stem.rsplit_once(".restore"));
    stem.is_some_and(|(_, number)| number.is_empty() || number.starts_with('-'))
}
