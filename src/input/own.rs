//! What semxform itself writes as JSON: it is known by members at its top, whatever the file is called and however it is laid out.

use super::sections::is_backup;
use crate::json::{Document, Kind};

/// A kind of file that semxform writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// What a server knows and no backup holds; its sections have the names of those of a backup.
    Extras,
    /// The list of the files that `pull` wrote.
    Projects,
    /// The receipt of a migration, a restore and the like.
    Receipt,
    /// What `--format json` prints.
    Report,
}

impl Own {
    /// What it is, and what to name instead.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        const ELSEWHERE: &str = "name the backup; keep receipts and reports in another folder";
        match self {
            Self::Extras => ("the extras beside a backup", "name the backup that it lies beside; --extras names this file"),
            Self::Projects => ("the list of files that semxform pull writes", "name the backups that it lists"),
            Self::Receipt => ("a receipt of semxform", ELSEWHERE),
            Self::Report => ("a report of semxform", ELSEWHERE),
        }
    }
}

/// Which of its own files a document is; none for any other.
#[must_use]
pub(crate) fn own(doc: &Document) -> Option<Own> {
    let root = doc.root();
    if doc.kind(root) != Kind::Object {
        return None;
    }
    let has = |key: &str| doc.get(root, key).is_some();
    if has("semxform_extras") {
        return Some(Own::Extras);
    }
    if has("semxform_projects") {
        return Some(Own::Projects);
    }
    let is_told = has("format_version") && has("tool") && !is_backup(doc, root);
    is_told.then(|| if has("files") { Own::Report } else { Own::Receipt })
}
