//! The databases a Semaphore server can run on.

use std::fmt;

use thiserror::Error;

use super::version::{ALWAYS, Band, Life, Release, since, until};

/// A database was named on which the server does not run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("Semaphore {release} does not run on {db}; it runs on {}", Db::supported_names(*.band))]
pub struct UnsupportedDb {
    release: String,
    band: Band,
    db: Db,
}

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

    /// What it minds when a server writes to it.
    #[must_use]
    pub(crate) const fn about(self) -> &'static str {
        match self {
            Self::Mysql => {
                "refuses texts and numbers that do not fit, and rows that lead nowhere; does not tell letter case, accents and spaces at the end apart"
            }
            Self::Postgres => "refuses texts and numbers that do not fit, the character U+0000, and rows that lead nowhere",
            Self::Sqlite => {
                "takes texts and numbers of any size; foreign keys are enforced, so rows that lead nowhere are refused"
            }
            Self::Bolt => "has no columns and no keys: takes everything, unless the server itself breaks on it",
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

impl Db {
    /// The databases to look at for a server: those that were chosen, else each SQL database that it supports.
    ///
    /// # Errors
    /// One that was chosen is not supported; the message names those that are.
    pub(crate) fn of_server(release: &Release, chosen: &[Self]) -> Result<Vec<Self>, UnsupportedDb> {
        if let Some(db) = chosen.iter().find(|db| !db.supported(release.band)) {
            return Err(UnsupportedDb { release: release.to_string(), band: release.band, db: *db });
        }
        let sql = || Self::ALL.into_iter().filter(|db| db.is_sql() && db.supported(release.band)).collect();
        Ok(if chosen.is_empty() { sql() } else { chosen.to_vec() })
    }

    fn supported_names(band: Band) -> String {
        let names: Vec<_> = Self::ALL.into_iter().filter(|db| db.supported(band)).map(Self::name).collect();
        names.join(", ")
    }
}

impl fmt::Display for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
