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

// Without the command line half of the rooms' functions have no user.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

mod api;
mod check;
#[cfg(feature = "cli")]
mod cli;
mod detect;
mod diff;
#[cfg(feature = "cli")]
mod docs;
mod edit;
mod engine;
mod extras;
#[cfg(feature = "cli")]
mod files;
mod finding;
mod input;
mod json;
mod jsonpath;
mod layout;
mod mask;
mod op;
mod pack;
pub mod page;
mod parallel;
mod parts;
#[cfg(feature = "remote")]
mod remote;
mod report;
mod rule;
mod run;
mod schema;
mod semaphore;
mod sorting;
mod stored;
#[cfg(test)]
mod tests;
mod text;

/// What the fuzz targets in fuzz/ drive. It promises nothing to others.
#[cfg(any(feature = "fuzzing", test))]
#[doc(hidden)]
pub mod fuzzing;

pub use api::{Error, Made, Options, Refused, Verdict, check, detect, migrate, transform};
pub use check::Outcome;
pub use detect::{Detected, Evidence};
pub use finding::Severity;
pub use pack::{Pack, RuleError, RuleErrors};
pub use report::envelope::{ChangeEntry, FindingEntry, LossEntry, NoteEntry};
pub use run::Accept;
pub use semaphore::{Band, Db, Release, UnsupportedDb, Version, VersionError};

/// The files of the repository that are generated, with their content: `UPDATE=1 cargo test generated` writes them.
#[cfg(feature = "cli")]
#[doc(hidden)]
#[must_use]
pub fn generated_files() -> Vec<(String, String)> {
    docs::files()
}

/// The `semxform` program: reads the arguments of the process and answers its exit code.
#[cfg(feature = "cli")]
#[doc(hidden)]
#[must_use]
pub fn main() -> std::process::ExitCode {
    cli::run().into()
}
