//! The one table of finding codes: title, usual severity and the long explanation that `semxform explain CODE` prints.
//! One file a hundred. Raises nothing itself: rooms name a code, the reports look its title up here.

mod input;
mod internal;
mod references;
mod restore;
mod rules;
mod run;
mod schema;
mod silent;

#[cfg(test)]
mod tests;

use std::fmt;

use crate::finding::Severity;

macro_rules! codes {
    ($($code:ident)*) => {
        /// A finding code. Its page is in the table of its hundred.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each has a page")]
        pub enum Code {
            $($code,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// As it is printed: `SX301`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$code => stringify!($code),)*
                }
            }
        }
    };
}

codes! {
    SX101 SX102 SX103 SX104 SX105 SX106 SX107 SX108 SX109 SX110 SX111 SX112 SX113 SX114 SX115 SX116
    SX201 SX202 SX203 SX204 SX205 SX206 SX207 SX208 SX209 SX210 SX211 SX212 SX213 SX214 SX215
    SX301 SX302 SX303 SX304 SX305 SX306 SX307
    SX405 SX407
    SX501 SX502 SX503 SX504 SX505 SX506 SX507 SX508 SX509 SX510 SX511 SX512 SX521 SX522 SX523 SX524 SX525 SX531 SX532 SX533 SX534 SX535 SX536
    SX601 SX602 SX603 SX604 SX605 SX606 SX607 SX608 SX609 SX610 SX611 SX612 SX613 SX614 SX615 SX616 SX617 SX618 SX619 SX620 SX651 SX652 SX653 SX654 SX655
    SX701 SX702 SX703 SX704 SX705 SX706 SX707 SX708 SX709 SX710 SX711 SX712 SX713 SX714 SX715 SX716 SX717 SX718 SX719 SX720 SX721
    SX901 SX902
}

impl Code {
    /// Where its page is on the web.
    #[must_use]
    pub fn url(self) -> String {
        format!("{PAGES}#{}", self.name().to_lowercase())
    }
}

/// docs/codes.md as it is published; each code has an anchor.
const PAGES: &str = "https://semxform.github.io/semxform/codes.html";

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, other: &&str) -> bool {
        self.name() == *other
    }
}

/// The page of a finding code. Texts are plain paragraphs in the words of Semaphore's screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    /// `SX301`
    pub code: Code,
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
const TABLES: [&[Page]; 8] =
    [input::CODES, rules::CODES, references::CODES, schema::CODES, restore::CODES, silent::CODES, run::CODES, internal::CODES];

/// All codes, in order.
pub(crate) fn all() -> impl Iterator<Item = &'static Page> {
    TABLES.into_iter().flatten()
}

/// Codes of earlier releases that meant the same as another.
const REDIRECTS: &[(&str, Code)] = &[
    ("SX401", Code::SX501),
    ("SX402", Code::SX502),
    ("SX403", Code::SX503),
    ("SX404", Code::SX602),
    ("SX406", Code::SX508),
    ("SX408", Code::SX506),
    ("SX409", Code::SX507),
    ("SX410", Code::SX504),
];

/// The row of a code, of one of earlier releases that of its successor; letter case does not matter, and `SX` may be left out.
#[must_use]
pub(crate) fn get(code: &str) -> Option<&'static Page> {
    let digits = code.strip_prefix("SX").or_else(|| code.strip_prefix("sx")).unwrap_or(code);
    let redirect = REDIRECTS.iter().find(|(old, _)| old[2..] == *digits);
    all().find(|row| redirect.map_or(row.code.name()[2..] == *digits, |(_, new)| row.code == *new))
}

/// The page of a code; a test holds that each has one.
#[must_use]
pub(crate) fn page(code: Code) -> Option<&'static Page> {
    all().find(|row| row.code == code)
}
