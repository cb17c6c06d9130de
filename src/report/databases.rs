//! One mistake that several databases refuse in words of their own is one thing to mend: for people it is one finding.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::finding::Finding;

/// The findings, those as one that differ only by database, with the words of each.
#[must_use]
pub(super) fn together(findings: &[Finding]) -> Cow<'_, [Finding]> {
    if !findings.windows(2).any(|pair| are_one(&pair[0], &pair[1])) {
        return Cow::Borrowed(findings);
    }
    Cow::Owned(findings.chunk_by(are_one).map(one).collect())
}

fn are_one(a: &Finding, b: &Finding) -> bool {
    let same =
        (a.code, a.severity, &a.place, &a.message, &a.consequence) == (b.code, b.severity, &b.place, &b.message, &b.consequence);
    same && !a.db.is_empty() && a.db != b.db
}

fn one(group: &[Finding]) -> Finding {
    let mut finding = group[0].clone();
    finding.db = group.iter().flat_map(|finding| finding.db.iter().copied()).collect();
    if group.iter().any(|other| other.server_message != finding.server_message) {
        let mut words = String::new();
        for Finding { db, server_message, .. } in group {
            let names: Vec<_> = db.iter().map(|db| db.name()).collect();
            let line = if words.is_empty() { "" } else { "\n" };
            // Writing to memory cannot fail.
            let _ = write!(words, "{line}{}: {}", names.join(", "), server_message.as_deref().unwrap_or_default());
        }
        finding.server_message = Some(words.into());
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Severity, Stage};
    use crate::semaphore::Db;

    #[test]
    fn only_what_differs_by_database_alone_is_one() {
        let finding = |message: &str, db: Db, words: &str| {
            let finding = Finding::new(Code::SX524, Severity::Error, Stage::Database, message.to_owned());
            Finding { db: vec![db], server_message: Some(words.to_owned().into()), ..finding }
        };
        let all = [
            finding("twice", Db::Mysql, "Duplicate entry"),
            finding("twice", Db::Postgres, "duplicate key"),
            finding("other", Db::Postgres, "duplicate key"),
        ];
        let shown = together(&all);
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[0].db, [Db::Mysql, Db::Postgres]);
        assert_eq!(shown[0].server_message.as_deref(), Some("mysql: Duplicate entry\npostgres: duplicate key"));
        assert!(matches!(together(&all[1..]), Cow::Borrowed(_)));
    }
}
