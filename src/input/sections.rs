//! The keys at the top by which a backup is known.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::json::{Document, Node};
use crate::semaphore::all_fields;
use crate::sorting;

/// Whether an object has a section of a backup of some version. Servers before 2.10.27 read keys in any letter case.
pub(super) fn is_backup(doc: &Document, node: Node) -> bool {
    doc.members(node).any(|(key, _)| is_section(&key.text()))
}

/// Whether a key is that of a section.
pub(super) fn is_section(key: &str) -> bool {
    // A document may have a million keys, and to look through the tables for each is slow.
    static SECTIONS: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| sorting::tree(all_fields().map(|field| field.path.trim_end_matches("[]").to_ascii_lowercase())));
    SECTIONS.contains(&key.to_ascii_lowercase())
}
