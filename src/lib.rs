//! Makes Semaphore UI project backups restorable: detects the version that wrote one, reports what a server would do with it,
//! transforms it by rule packs, and migrates it from version to version. Everything works on bytes; nothing is read, written or sent.
//!
//! ```
//! use semxform::{Accept, Options, Pack, Release};
//!
//! // A template has a vault whose key is gone: the restore answers 400.
//! let backup = br#"{
//!   "meta": {"name": "Lab"},
//!   "keys": [{"name": "None", "type": "none"}],
//!   "repositories": [{"name": "infra", "git_url": "https://example.org/infra.git", "git_branch": "main", "ssh_key": "None"}],
//!   "templates": [{"name": "Deploy", "app": "bash", "playbook": "deploy.sh", "repository": "infra",
//!     "vaults": [{"name": "", "type": "password", "vault_key": "gone"}]}]
//! }"#;
//! let target = Release::parse("2.16.45")?;
//! let verdict = semxform::check(backup, &target, &[])?;
//! assert!(!verdict.restorable());
//! println!("{}: {}", verdict.findings[0].code, verdict.findings[0].message);
//!
//! // A pack takes the orphan vault away and leaves every other byte as it is.
//! let pack = Pack::parse("fix.yaml", "
//! semxform: 1
//! id: fix
//! rules:
//!   - id: orphan-vaults
//!     select: $.templates[*].vaults[?@.vault_key == 'gone']
//!     remove: true
//! ")?;
//! let fixed = semxform::transform(backup, &[pack], &Options { to: Some(target), ..Options::default() })?;
//! assert!(fixed.verdict.restorable());
//!
//! // The same project for a newer server.
//! let newer = semxform::migrate(&fixed.bytes, &Release::parse("2.18")?, &Accept::Nothing, &Options::default())?;
//! assert!(newer.verdict.restorable());
//! # Ok::<(), semxform::Error>(())
//! ```
//!
//! The doors are [`detect()`], [`check()`], [`transform()`] and [`migrate()`]. ARCHITECTURE.md describes the rooms behind them.

mod api;

// The rooms: open to the tests, benches and fuzz targets of this package, without a promise to others.
#[doc(hidden)]
pub mod check;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod detect;
#[doc(hidden)]
pub mod diff;
#[doc(hidden)]
pub mod docs;
mod edit;
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod extras;
#[doc(hidden)]
pub mod files;
#[doc(hidden)]
pub mod finding;
#[doc(hidden)]
pub mod input;
#[doc(hidden)]
pub mod json;
#[doc(hidden)]
pub mod jsonpath;
#[doc(hidden)]
pub mod layout;
#[doc(hidden)]
pub mod mask;
#[doc(hidden)]
pub mod op;
#[doc(hidden)]
pub mod pack;
mod parallel;
#[doc(hidden)]
pub mod parts;
#[doc(hidden)]
#[cfg(feature = "remote")]
pub mod remote;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod rule;
#[doc(hidden)]
pub mod run;
#[doc(hidden)]
pub mod schema;
#[doc(hidden)]
pub mod semaphore;
#[cfg(test)]
mod tests;
#[doc(hidden)]
pub mod text;

pub use api::{Error, Made, Options, Refused, Verdict, check, detect, migrate, transform};
pub use check::Outcome;
pub use detect::{Detected, Evidence};
pub use pack::{Pack, RuleError, RuleErrors};
pub use report::envelope::{ChangeEntry, FindingEntry, LossEntry, NoteEntry};
pub use run::Accept;
pub use semaphore::{Band, Db, Release, UnsupportedDb, Version, VersionError};
