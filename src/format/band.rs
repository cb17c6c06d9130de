//! Bands: stretches of releases that write the same keys and restore them the same way. Which version is in which band is in `version`.

use std::fmt;

use super::version::Version;

/// A stretch of Semaphore releases with the same exported keys and the same treatment on restore, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are labels; `about` says what each stands for")]
#[rustfmt::skip]
pub enum Band {
    J1, J2, J3, J4, J5, J6,
    R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12, R13, R14,
    B17a, B17b, B18, B19a, B19b, B20,
}

/// What is known of a band.
struct Row {
    band: Band,
    label: &'static str,
    first: Version,
    last: Version,
    typical: Version,
    about: &'static str,
}

const fn row(label: &'static str, band: Band, first: Version, last: Version, about: &'static str) -> Row {
    Row { band, label, first, last, typical: last, about }
}

const fn v(minor: u16, patch: u16) -> Version {
    Version::new(2, minor, patch)
}

/// One row a band: label, first stable release (a pre-release where there was no other), last known release, what is new.
#[rustfmt::skip]
const BANDS: [Row; Band::ALL.len()] = [
    row("J1", Band::J1, v(9, 56), v(9, 64), "first releases with backup and restore; a restored project has no members and its inventories are empty"),
    row("J2", Band::J2, v(9, 65).beta(0), v(9, 65).beta(0), "the restoring user becomes owner, as the last step"),
    row("J3", Band::J3, v(9, 66).beta(0), v(9, 69).beta(0), "the content of inventories is restored"),
    row("J4", Band::J4, v(9, 70), v(10, 11), "a template without inventory is exported as null"),
    Row {
        typical: v(10, 22),
        ..row("J5", Band::J5, v(10, 22), v(10, 24).beta(0), "schedules can be inactive: the one made from `cron` never runs")
    },
    row("J6", Band::J6, v(10, 25).beta(0), v(10, 26).beta(0), "the schedule made from `cron` runs again, on new commits"),
    row("R1", Band::R1, v(10, 27), v(10, 30), "a new format: sorted keys, no nulls, view titles, vaults, apps, integrations"),
    row("R2", Band::R2, v(10, 31), v(10, 31), "templates have a branch of their own"),
    row("R3", Band::R3, v(10, 32), v(10, 35), "survey variables become a list; vaults are exported empty"),
    row("R4", Band::R4, v(10, 36), v(10, 43), "vaults have a type and a script; restoring any vault fails"),
    row("R5", Band::R5, v(11, 0), v(11, 2), "templates have task parameters; alert settings of the project are restored"),
    row("R6", Band::R6, v(11, 3), v(12, 8), "schedules have a section of their own, besides `cron`; vaults can be restored"),
    row("R7", Band::R7, v(12, 9), v(12, 14), "SQL servers export survey variables"),
    row("R8", Band::R8, v(13, 0), v(13, 3), "templates have a runner tag"),
    row("R9", Band::R9, v(13, 4), v(13, 15), "task parameters with content can be restored"),
    row("R10", Band::R10, v(14, 0), v(14, 7), "defaults of survey variables; variable groups are checked more strictly"),
    row("R11", Band::R11, v(14, 8), v(14, 12), "SQL servers export task parameters of templates"),
    row("R12", Band::R12, v(15, 0), v(15, 5), "inventories have a runner tag; an empty runner tag of a template is refused"),
    row("R13", Band::R13, v(16, 0), v(16, 45), "secret storages, owners of keys, task parameters of schedules; the file is indented"),
    row("R14", Band::R14, v(17, 0).beta(1), v(17, 0).beta(2), "as before, on the way to 2.17"),
    Row {
        typical: v(17, 0),
        ..row("B17a", Band::B17a, v(17, 0), v(17, 1), "`cron` of templates is gone; roles; commit-check schedules; a project name must be new")
    },
    row("B17b", Band::B17b, v(17, 2), v(17, 15), "schedules that run once; a schedule without task parameters crashes the restore"),
    row("B18", Band::B18, v(18, 0), v(18, 30), "a template has a list of variable groups; runners"),
    row("B19a", Band::B19a, v(19, 0).dev(0), v(19, 0).dev(0), "workflows, as development builds wrote them"),
    row("B19b", Band::B19b, v(19, 0), v(19, 12), "workflow nodes have task parameters; survey variables have a target"),
    row("B20", Band::B20, v(20, 0).alpha(1), v(20, 0), "host configs; defaults of survey variables cannot be restored; template names must be unique"),
];

impl Band {
    /// All, oldest first.
    #[rustfmt::skip]
    pub const ALL: [Self; 26] = [
        Self::J1, Self::J2, Self::J3, Self::J4, Self::J5, Self::J6,
        Self::R1, Self::R2, Self::R3, Self::R4, Self::R5, Self::R6, Self::R7, Self::R8, Self::R9, Self::R10, Self::R11, Self::R12,
        Self::R13, Self::R14, Self::B17a, Self::B17b, Self::B18, Self::B19a, Self::B19b, Self::B20,
    ];

    fn row(self) -> &'static Row {
        &BANDS[self as usize]
    }

    /// Position in [`Band::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// `J1`, `R13`, `B17a`.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// Reads a label; letter case does not matter.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        BANDS.iter().find(|row| row.label.eq_ignore_ascii_case(label)).map(|row| row.band)
    }

    /// Whether it is before the new format of 2.10.27: keys in no sorted order, explicit nulls, `cron` and `vault_key` in templates.
    #[must_use]
    pub fn is_j(self) -> bool {
        self <= Self::J6
    }

    /// Whether the user who restores a project becomes its owner (since 2.9.65-beta); before, only administrators see it.
    #[must_use]
    pub fn gives_owner(self) -> bool {
        self > Self::J1
    }

    /// Its first stable release; the first pre-release where there was no stable one.
    #[must_use]
    pub fn first_version(self) -> Version {
        self.row().first
    }

    /// Its last known release.
    #[must_use]
    pub fn last_version(self) -> Version {
        self.row().last
    }

    /// The release that stands for it: the last known one, stable and sure where there is such a one.
    #[must_use]
    pub fn typical_version(self) -> Version {
        self.row().typical
    }

    /// What is new in it, in one line.
    #[must_use]
    pub fn about(self) -> &'static str {
        self.row().about
    }

    /// The band after it.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.index() + 1).copied()
    }

    /// The band before it.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        Self::ALL.get(self.index().checked_sub(1)?).copied()
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Release;

    #[test]
    fn the_table_is_in_order_and_agrees_with_the_versions() {
        for (band, row) in Band::ALL.into_iter().zip(&BANDS) {
            assert_eq!(band, row.band);
            assert_eq!(Band::from_label(&band.label().to_lowercase()), Some(band));
            for version in [row.first, row.last, row.typical] {
                assert_eq!(Release::parse(&version.to_string()).unwrap().band, band, "{version}");
            }
            assert!(row.first <= row.typical && row.typical <= row.last, "{band}");
        }
    }
}
