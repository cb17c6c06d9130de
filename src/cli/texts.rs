//! The texts of the program as a whole: what `--help`, `--version` and a bare call print. Those of the commands are with them.

use std::sync::LazyLock;

use crate::semaphore::Band;

/// What `--help` begins with.
pub(super) const EXAMPLES: &str = "\
Examples:
  semxform check --target 2.16 backup.json     what would a 2.16 server do?
  semxform -r builtin:fix-vaults backup.json   what would a rule pack change?
  semxform -r rules/prod.yaml -i backup.json   … and change the file
  semxform migrate --to 2.18 backup.json -o new.json
  semxform explain 'error at schedules[8]: …' backup.json
  semxform detect backup.json                  which version wrote it?
";

/// What a call without anything prints.
pub(super) const SHORT: &str = "\
Makes Semaphore UI project backups restorable.

  semxform check --target 2.16 backup.json      what would a 2.16 server do?
  semxform migrate --to 2.18 backup.json -o new.json
  semxform explain 'error at schedules[8]: …' backup.json

semxform help shows all commands; semxform help COMMAND one of them.
";

/// What `--help` ends with.
pub(super) const AFTER: &str = concat!(
    "\
Exit codes:
  0  fine
  1  findings, a refused operation, a loss that is not accepted
  2  usage, a broken rule file, an internal error
  3  input missing or unreadable, output that cannot be written
  4  --check, verify: something would change or differs
  5  a server could not be reached, refused, or answered nonsense
  6  partly done on a server
  Of several, 2 comes before 5 before 6 before 3 before 1 before 4.

semxform.yaml, in this folder or above it up to the root of the repository, gives defaults:
  inputs, rules, from, to, target, db, apps, set, fail-on, reports, ignore, server

Home, and where to report mistakes: ",
    env!("CARGO_PKG_REPOSITORY"),
    "\n"
);

/// `0.1.0 (2a78630 2026-11-28), knows Semaphore 2.9.56 to 2.20.0`
pub(super) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let commit = option_env!("SEMXFORM_COMMIT").map_or_else(String::new, |commit| format!(" ({commit})"));
    let (first, last) = (Band::ALL[0].first_version(), Band::ALL[Band::ALL.len() - 1].last_version());
    format!("{}{commit}, knows Semaphore {first} to {last}", env!("CARGO_PKG_VERSION"))
});
