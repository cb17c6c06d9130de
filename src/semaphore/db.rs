//! The databases a Semaphore server can run on.

use std::fmt;

use super::version::{ALWAYS, Band, Life, since, until};

/// A database of a Semaphore server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, enumset::EnumSetType)]
#[enumset(no_super_impls)]
pub enum Db {
    /// MySQL or MariaDB in strict mode.
    Mysql,
    /// PostgreSQL.
    Postgres,
    /// SQLite, from 2.16.
    Sqlite,
    /// BoltDB, until 2.18.
    Bolt,
}

impl Db {
    /// All, in the order of messages.
    pub const ALL: [Self; 4] = [Self::Mysql, Self::Postgres, Self::Sqlite, Self::Bolt];

    /// The word on the command line: `mysql`, `postgres`, `sqlite`, `bolt`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mysql => "mysql",
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
            Self::Bolt => "bolt",
        }
    }

    /// Reads the word; `mariadb`, `postgresql`, `sqlite3` and `boltdb` are understood too.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "mysql" | "mariadb" => Some(Self::Mysql),
            "postgres" | "postgresql" => Some(Self::Postgres),
            "sqlite" | "sqlite3" => Some(Self::Sqlite),
            "bolt" | "boltdb" => Some(Self::Bolt),
            _ => None,
        }
    }

    /// Whether it is one of the three SQL databases.
    #[must_use]
    pub const fn is_sql(self) -> bool {
        !matches!(self, Self::Bolt)
    }

    /// The bands whose servers run on it.
    const fn life(self) -> Life {
        match self {
            Self::Mysql | Self::Postgres => ALWAYS,
            Self::Sqlite => since(Band::V2_16_0),
            Self::Bolt => until(Band::V2_18_0),
        }
    }

    /// Whether servers of the band run on it: SQLite came with 2.16, BoltDB went with 2.19.
    #[must_use]
    pub fn supported(self, band: Band) -> bool {
        self.life().holds_in(band)
    }
}

impl fmt::Display for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
