//! Bands: stretches of releases that write the same keys and restore them the same way. Which version is in which band is in `version`.

use std::fmt;

use super::number::Version;

/// What is known of a band.
struct BandRow {
    label: &'static str,
    first: Version,
    last: Version,
    typical: Version,
    about: &'static str,
}

const fn v(minor: u16, patch: u16) -> Version {
    Version::new(2, minor, patch)
}

macro_rules! typical {
    ($last:expr) => {
        $last
    };
    ($last:expr, $typical:expr) => {
        $typical
    };
}

macro_rules! bands {
    ($($(#[$cfg:meta])* $band:ident = $label:literal, $first:expr => $last:expr, $(typical $typical:expr,)? $about:literal;)*) => {
        /// A stretch of Semaphore releases with the same exported keys and the same treatment on restore, oldest first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, enumset::EnumSetType)]
        #[enumset(no_super_impls)]
        #[allow(missing_docs, reason = "the names are labels; `about` says what each stands for")]
        pub enum Band {
            $($(#[$cfg])* $band,)*
        }

        impl Band {
            /// All, oldest first.
            pub const ALL: [Self; [$($(#[$cfg])* $label),*].len()] = [$($(#[$cfg])* Self::$band),*];
        }

        const BANDS: [BandRow; Band::ALL.len()] = [$($(#[$cfg])* BandRow { label: $label, first: $first, last: $last, typical: typical!($last $(, $typical)?), about: $about }),*];
    };
}

// One row a band: label, first stable release (a pre-release where there was no other) and last known release, the release that
// stands for it where that is not the last, what is new.
#[rustfmt::skip]
bands! {
    V2_9_56 = "2.9.56", v(9, 56) => v(9, 64), "first releases with backup and restore; a restored project has no members and its inventories are empty";
    V2_9_65Beta = "2.9.65-beta", v(9, 65).beta(0) => v(9, 65).beta(0), "the restoring user becomes owner, as the last step";
    V2_9_66Beta = "2.9.66-beta", v(9, 66).beta(0) => v(9, 69).beta(0), "the content of inventories is restored";
    V2_9_70 = "2.9.70", v(9, 70) => v(10, 11), "a template without inventory is exported as null";
    V2_10_22 = "2.10.22", v(10, 22) => v(10, 24).beta(0), typical v(10, 22), "schedules can be inactive: the one made from `cron` never runs";
    V2_10_25Beta = "2.10.25-beta", v(10, 25).beta(0) => v(10, 26).beta(0), "the schedule made from `cron` runs again, on new commits";
    V2_10_27 = "2.10.27", v(10, 27) => v(10, 30), "a new format: sorted keys, no nulls, view titles, vaults, apps, integrations";
    V2_10_31 = "2.10.31", v(10, 31) => v(10, 31), "templates have a branch of their own";
    V2_10_32 = "2.10.32", v(10, 32) => v(10, 35), "survey variables become a list; vaults are exported empty";
    V2_10_36 = "2.10.36", v(10, 36) => v(10, 43), "vaults have a type and a script; restoring any vault fails";
    V2_11_0 = "2.11.0", v(11, 0) => v(11, 2), "templates have task parameters; alert settings of the project are restored";
    V2_11_3 = "2.11.3", v(11, 3) => v(12, 8), "schedules have a section of their own, besides `cron`; vaults can be restored";
    V2_12_9 = "2.12.9", v(12, 9) => v(12, 14), "SQL servers export survey variables";
    V2_13_0 = "2.13.0", v(13, 0) => v(13, 3), "templates have a runner tag";
    V2_13_4 = "2.13.4", v(13, 4) => v(13, 15), "task parameters with content can be restored";
    V2_14_0 = "2.14.0", v(14, 0) => v(14, 7), "defaults of survey variables; variable groups are checked more strictly";
    V2_14_8 = "2.14.8", v(14, 8) => v(14, 12), "SQL servers export task parameters of templates";
    V2_15_0 = "2.15.0", v(15, 0) => v(15, 5), "inventories have a runner tag; an empty runner tag of a template is refused";
    V2_16_0 = "2.16.0", v(16, 0) => v(16, 45), "secret storages, owners of keys, task parameters of schedules; the file is indented";
    V2_17_0Beta1 = "2.17.0-beta1", v(17, 0).beta(1) => v(17, 0).beta(2), "as before, on the way to 2.17";
    V2_17_0 = "2.17.0", v(17, 0) => v(17, 1), typical v(17, 0), "`cron` of templates is gone; roles; commit-check schedules; a project name must be new";
    V2_17_2 = "2.17.2", v(17, 2) => v(17, 15), "schedules that run once; from 2.17.7 a schedule without task parameters crashes the restore";
    V2_18_0 = "2.18.0", v(18, 0) => v(18, 30), "a template has a list of variable groups; runners";
    V2_19_0Dev = "2.19.0-dev", v(19, 0).dev(0) => v(19, 0).dev(0), "workflows, as development builds wrote them";
    V2_19_0 = "2.19.0", v(19, 0) => v(19, 12), "workflow nodes have task parameters; survey variables have a target";
    V2_20_0Alpha1 = "2.20.0-alpha1", v(20, 0).alpha(1) => v(20, 0), "host configs; defaults of survey variables cannot be restored; template names must be unique";
    // No server has this: it stands for the next version in tests. See `next_version`.
    #[cfg(test)] V2_998_0 = "2.998.0", v(998, 0) => v(998, 0), "templates have an emblem; they have no motto any more";
}

impl Band {
    /// The oldest.
    pub const FIRST: Self = Self::ALL[0];

    /// All, oldest first.
    #[must_use = "an iterator does nothing until it is used"]
    pub fn all() -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        Self::ALL.into_iter()
    }

    /// The newest one known. No row of a table names it: what nothing ended goes on.
    #[must_use]
    pub const fn newest() -> Self {
        Self::ALL[Self::ALL.len() - 1]
    }

    fn row(self) -> &'static BandRow {
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
    pub(crate) fn next(self) -> Option<Self> {
        Self::ALL.get(self.index() + 1).copied()
    }

    /// The band before it.
    #[must_use]
    pub(crate) fn previous(self) -> Option<Self> {
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
        for (band, row) in Band::all().zip(&BANDS) {
            for version in [row.first, row.last, row.typical] {
                assert_eq!(Release::parse(&version.to_string()).unwrap().band, band, "{version}");
            }
            assert!(row.first <= row.typical && row.typical <= row.last, "{band}");
        }
    }
}
