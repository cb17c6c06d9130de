//! The families of databases that facts speak of.

use super::db::Db;

/// For which databases something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Dialect {
    /// Every database.
    All,
    /// MySQL, MariaDB, PostgreSQL, SQLite.
    Sql,
    /// BoltDB.
    Bolt,
}

impl Dialect {
    /// Whether it takes in this database.
    #[must_use]
    pub(crate) const fn includes(self, db: Db) -> bool {
        match self {
            Self::All => true,
            Self::Sql => db.is_sql(),
            Self::Bolt => matches!(db, Db::Bolt),
        }
    }

    /// `all`, `sql`, `bolt`.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Sql => "sql",
            Self::Bolt => "bolt",
        }
    }
}
