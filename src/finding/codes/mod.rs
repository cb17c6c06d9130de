//! The one table of finding codes: title, usual severity and the long explanation that `semxform explain CODE` prints.
//! One file a hundred. Raises nothing itself: rooms name a code, the reports look its title up here.

mod input;
mod internal;
mod references;
mod restore;
mod rules;
mod schema;
mod silent;

#[cfg(test)]
mod tests;

use crate::finding::Severity;

/// One finding code and its page. Texts are plain paragraphs in the words of Semaphore's screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// `SX301`
    pub code: &'static str,
    /// A few words, without full stop.
    pub title: &'static str,
    /// The severity that most findings of this code have.
    pub severity: Severity,
    /// What is found, and where one sees it.
    pub what: &'static str,
    /// Why it matters: what the server (or semxform) does with it.
    pub why: &'static str,
    /// The Semaphore versions it concerns.
    pub versions: &'static str,
    /// How to repair it by hand.
    pub repair: &'static str,
    /// A short piece of a backup (or a rule file) that raises it.
    pub example: &'static str,
    /// The command that repairs it, where there is one; `FILE` stands for the backup.
    pub command: Option<&'static str>,
}

/// The tables in order of their codes.
const TABLES: [&[Code]; 7] =
    [input::CODES, rules::CODES, references::CODES, schema::CODES, restore::CODES, silent::CODES, internal::CODES];

/// All codes, in order.
pub fn all() -> impl Iterator<Item = &'static Code> {
    TABLES.into_iter().flatten()
}

/// Codes of earlier releases that meant the same as another.
const REDIRECTS: &[(&str, &str)] = &[
    ("SX401", "SX501"),
    ("SX402", "SX502"),
    ("SX403", "SX503"),
    ("SX404", "SX602"),
    ("SX406", "SX508"),
    ("SX408", "SX506"),
    ("SX409", "SX507"),
    ("SX410", "SX504"),
];

/// The row of a code, of one of earlier releases that of its successor; letter case does not matter, and `SX` may be left out.
///
/// ```
/// assert_eq!(semxform::finding::codes::get("sx104").unwrap().code, "SX104");
/// assert_eq!(semxform::finding::codes::get("104").unwrap().code, "SX104");
/// assert_eq!(semxform::finding::codes::get("SX401").unwrap().code, "SX501");
/// ```
#[must_use]
pub fn get(code: &str) -> Option<&'static Code> {
    let digits = code.strip_prefix("SX").or_else(|| code.strip_prefix("sx")).unwrap_or(code);
    let successor = REDIRECTS.iter().find(|(old, _)| old[2..] == *digits).map(|(_, new)| &new[2..]);
    let digits = successor.unwrap_or(digits);
    all().find(|row| row.code[2..] == *digits)
}
