//! Words that packs, their rules and their tests share: ids, editions, databases.

use std::collections::BTreeSet;

use super::model::Edition;
use crate::rule::{RuleReader, Yaml};
use crate::semaphore::Db;
use crate::sorting;

pub(super) const EDITIONS: &[(&str, Edition)] = &[("community", Edition::Community), ("pro", Edition::Pro)];

/// An id: letters, digits, `-`, `_` and `.`.
pub(super) fn read_id(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<String> {
    let id = reader.text(at, "an id such as `fix-vaults`")?;
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
        reader.wrong(at, format!("{id:?} is no id: letters, digits, `-`, `_` and `.` only"));
        return None;
    }
    Some(id)
}

/// One database or a list of them.
pub(super) fn read_dbs(reader: &mut RuleReader<'_>, at: &Yaml) -> Vec<Db> {
    let words: Vec<(&'static str, Db)> = Db::ALL.iter().map(|db| (db.name(), *db)).collect();
    let dbs: BTreeSet<Db> =
        sorting::tree(RuleReader::one_or_more(at).iter().filter_map(|db| reader.one_of(db, "database", &words)));
    dbs.into_iter().collect()
}
