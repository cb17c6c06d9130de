//! What databases mind of runners and of host mappings beyond their own row: tags, and entries that a collation finds equal.

use std::borrow::Cow;

use foldhash::{HashSet, HashSetExt as _};

use crate::check::codes;
use crate::check::database::Unique;
use crate::check::hosts::trimmed;
use crate::check::simulation::DbSet;
use crate::check::text::quoted;
use crate::json::Node;
use crate::semaphore::{Db, FieldShape, HOST_CONFIGS, RUNNER_TAGS, TAG_COLUMN, key, words};

use super::At;

impl<'p> At<'_, '_, 'p> {
    /// Verify has found those that are equal to the letter.
    pub(super) fn unique_host(&mut self) {
        let name: Cow<'p, str> = trimmed(self.row.plain(key::NAME));
        let equal = self.restore.hosts.add(DbSet::all(), self.row.plain(key::TYPE), name.clone());
        if equal == DbSet::only(Db::Mysql) {
            let entry = format!("1-{}-{name}", self.row.plain(key::TYPE));
            let words = words::duplicate(Db::Mysql, self.simulation().band(), &HOST_CONFIGS, &entry);
            let message = format!("for MySQL {} is equal to an earlier one", quoted(&name));
            self.database(codes::TWICE, Db::Mysql, self.row.node(), &words, message);
        }
    }

    /// All tags are written at once: MySQL names the first bad row, PostgreSQL reads all before it looks at lengths.
    pub(super) fn tags(&mut self) {
        let limit = self.row.field(key::TAGS).and_then(FieldShape::max_length).map_or(usize::MAX, |limit| limit as usize);
        let mut seen = HashSet::new();
        let mut tags: Vec<(Node, String)> = Vec::new();
        for (node, tag) in self.row.texts(key::TAGS) {
            let tag = tag.trim();
            if !tag.is_empty() && seen.insert(tag.to_owned()) {
                tags.push((node, tag.to_owned()));
            }
        }
        let is_long = |tag: &str| tag.len() > limit && tag.chars().count() > limit;
        self.tags_on_mysql(&tags, is_long);
        let band = self.simulation().band();
        if let Some((node, _)) = tags.iter().find(|(_, tag)| tag.contains('\0')) {
            let message = "the tag holds the character U+0000, which PostgreSQL does not store";
            self.database(codes::NUL, Db::Postgres, *node, &words::nul_postgres(band), message);
        } else if let Some((node, tag)) = tags.iter().find(|(_, tag)| is_long(tag)) {
            self.database(codes::TOO_LONG, Db::Postgres, *node, &words::too_long_postgres(band, limit), too_long(tag, limit));
        }
    }

    fn tags_on_mysql(&mut self, tags: &[(Node, String)], is_long: impl Fn(&str) -> bool) {
        let mysql = self.simulation().pick(|db| db == Db::Mysql);
        let limit = self.row.field(key::TAGS).and_then(FieldShape::max_length).unwrap_or_default() as usize;
        let mut unique = Unique::default();
        for (at, (node, tag)) in tags.iter().enumerate() {
            if is_long(tag) {
                let words = words::too_long_mysql(TAG_COLUMN, at + 1);
                return self.database(codes::TOO_LONG, Db::Mysql, *node, &words, too_long(tag, limit));
            }
            if !unique.add(mysql, Cow::Borrowed(""), Cow::Borrowed(tag)).is_empty() {
                let words = words::duplicate(Db::Mysql, self.simulation().band(), &RUNNER_TAGS, &format!("{}-{tag}", self.i + 1));
                let message = format!("for MySQL the tag {} is equal to an earlier one of the runner", quoted(tag));
                return self.database(codes::TWICE, Db::Mysql, *node, &words, message);
            }
        }
    }
}

fn too_long(tag: &str, limit: usize) -> String {
    format!("the tag has {} characters, {limit} are stored: {}", tag.chars().count(), quoted(tag))
}
