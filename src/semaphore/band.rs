//! Bands: stretches of releases that write the same keys and restore them the same way. Which version is in which band is in `version`.

use std::fmt;

use super::version::Version;

/// A stretch of Semaphore releases with the same exported keys and the same treatment on restore, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are labels; `about` says what each stands for")]
#[rustfmt::skip]
pub enum Band {
    V2_9_56, V2_9_65Beta, V2_9_66Beta, V2_9_70, V2_10_22, V2_10_25Beta,
    V2_10_27, V2_10_31, V2_10_32, V2_10_36, V2_11_0, V2_11_3, V2_12_9, V2_13_0, V2_13_4, V2_14_0, V2_14_8, V2_15_0, V2_16_0, V2_17_0Beta1,
    V2_17_0, V2_17_2, V2_18_0, V2_19_0Dev, V2_19_0, V2_20_0Alpha1,
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
    row("2.9.56", Band::V2_9_56, v(9, 56), v(9, 64), "first releases with backup and restore; a restored project has no members and its inventories are empty"),
    row("2.9.65-beta", Band::V2_9_65Beta, v(9, 65).beta(0), v(9, 65).beta(0), "the restoring user becomes owner, as the last step"),
    row("2.9.66-beta", Band::V2_9_66Beta, v(9, 66).beta(0), v(9, 69).beta(0), "the content of inventories is restored"),
    row("2.9.70", Band::V2_9_70, v(9, 70), v(10, 11), "a template without inventory is exported as null"),
    Row {
        typical: v(10, 22),
        ..row("2.10.22", Band::V2_10_22, v(10, 22), v(10, 24).beta(0), "schedules can be inactive: the one made from `cron` never runs")
    },
    row("2.10.25-beta", Band::V2_10_25Beta, v(10, 25).beta(0), v(10, 26).beta(0), "the schedule made from `cron` runs again, on new commits"),
    row("2.10.27", Band::V2_10_27, v(10, 27), v(10, 30), "a new format: sorted keys, no nulls, view titles, vaults, apps, integrations"),
    row("2.10.31", Band::V2_10_31, v(10, 31), v(10, 31), "templates have a branch of their own"),
    row("2.10.32", Band::V2_10_32, v(10, 32), v(10, 35), "survey variables become a list; vaults are exported empty"),
    row("2.10.36", Band::V2_10_36, v(10, 36), v(10, 43), "vaults have a type and a script; restoring any vault fails"),
    row("2.11.0", Band::V2_11_0, v(11, 0), v(11, 2), "templates have task parameters; alert settings of the project are restored"),
    row("2.11.3", Band::V2_11_3, v(11, 3), v(12, 8), "schedules have a section of their own, besides `cron`; vaults can be restored"),
    row("2.12.9", Band::V2_12_9, v(12, 9), v(12, 14), "SQL servers export survey variables"),
    row("2.13.0", Band::V2_13_0, v(13, 0), v(13, 3), "templates have a runner tag"),
    row("2.13.4", Band::V2_13_4, v(13, 4), v(13, 15), "task parameters with content can be restored"),
    row("2.14.0", Band::V2_14_0, v(14, 0), v(14, 7), "defaults of survey variables; variable groups are checked more strictly"),
    row("2.14.8", Band::V2_14_8, v(14, 8), v(14, 12), "SQL servers export task parameters of templates"),
    row("2.15.0", Band::V2_15_0, v(15, 0), v(15, 5), "inventories have a runner tag; an empty runner tag of a template is refused"),
    row("2.16.0", Band::V2_16_0, v(16, 0), v(16, 45), "secret storages, owners of keys, task parameters of schedules; the file is indented"),
    row("2.17.0-beta1", Band::V2_17_0Beta1, v(17, 0).beta(1), v(17, 0).beta(2), "as before, on the way to 2.17"),
    Row {
        typical: v(17, 0),
        ..row("2.17.0", Band::V2_17_0, v(17, 0), v(17, 1), "`cron` of templates is gone; roles; commit-check schedules; a project name must be new")
    },
    row("2.17.2", Band::V2_17_2, v(17, 2), v(17, 15), "schedules that run once; a schedule without task parameters crashes the restore"),
    row("2.18.0", Band::V2_18_0, v(18, 0), v(18, 30), "a template has a list of variable groups; runners"),
    row("2.19.0-dev", Band::V2_19_0Dev, v(19, 0).dev(0), v(19, 0).dev(0), "workflows, as development builds wrote them"),
    row("2.19.0", Band::V2_19_0, v(19, 0), v(19, 12), "workflow nodes have task parameters; survey variables have a target"),
    row("2.20.0-alpha1", Band::V2_20_0Alpha1, v(20, 0).alpha(1), v(20, 0), "host configs; defaults of survey variables cannot be restored; template names must be unique"),
];

impl Band {
    /// All, oldest first.
    #[rustfmt::skip]
    pub const ALL: [Self; 26] = [
        Self::V2_9_56, Self::V2_9_65Beta, Self::V2_9_66Beta, Self::V2_9_70, Self::V2_10_22, Self::V2_10_25Beta,
        Self::V2_10_27, Self::V2_10_31, Self::V2_10_32, Self::V2_10_36, Self::V2_11_0, Self::V2_11_3, Self::V2_12_9, Self::V2_13_0, Self::V2_13_4, Self::V2_14_0, Self::V2_14_8, Self::V2_15_0,
        Self::V2_16_0, Self::V2_17_0Beta1, Self::V2_17_0, Self::V2_17_2, Self::V2_18_0, Self::V2_19_0Dev, Self::V2_19_0, Self::V2_20_0Alpha1,
    ];

    fn row(self) -> &'static Row {
        &BANDS[self as usize]
    }

    /// Position in [`Band::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// `2.9.56`, `2.16.0`, `2.17.0`.
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
        self <= Self::V2_10_25Beta
    }

    /// Whether the user who restores a project becomes its owner (since 2.9.65-beta); before, only administrators see it.
    #[must_use]
    pub fn gives_owner(self) -> bool {
        self > Self::V2_9_56
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
    use crate::semaphore::Release;

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
