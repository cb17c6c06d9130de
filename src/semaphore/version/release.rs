//! Exact releases: which are known, and in which band each is.

use std::fmt;
use std::ops::RangeInclusive;

use thiserror::Error;

use super::band::Band;
use super::number::{Version, parse_line};

/// Why a version cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VersionError {
    /// Not written like a version.
    #[error("{0:?} is not a version; write 2.16, 2.16.45, 2.17.0-beta2 or latest")]
    NotAVersion(String),
    /// Newer than, or between, the lines we know.
    #[error("Semaphore {asked} is not known; the newest known stable release is {newest}")]
    Unknown {
        /// As it was asked for.
        asked: String,
        /// What `latest` means.
        newest: Version,
    },
    /// From before project backups existed.
    #[error("Semaphore {asked} has no project backup: it exists since {FIRST}; the newest known stable release is {newest}")]
    NoBackup {
        /// As it was asked for.
        asked: String,
        /// What `latest` means.
        newest: Version,
    },
    /// A short-lived pre-release that mixed the formats of two releases.
    #[error(
        "Semaphore {asked} is a short-lived pre-release whose format belongs to no release; name a neighbour, for example {near}"
    )]
    Mixed {
        /// As it was asked for.
        asked: String,
        /// The next version with a known format.
        near: Version,
    },
}

/// A version with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The exact version.
    pub version: Version,
    /// Its format.
    pub band: Band,
    /// Whether the format of exactly this version is proved.
    pub certain: bool,
    /// What the user should know about it: an assumption, a line without a release.
    pub note: Option<String>,
}

/// First version with project backups.
pub(crate) const FIRST: Version = v(9, 52).beta(0);
/// The newest stable release known, the last of a line below: what `latest` means.
pub(crate) const NEWEST_STABLE: Version = v(19, 12);

/// A stretch of versions of one band, both ends included.
struct Stretch {
    from: Version,
    to: Version,
    band: Band,
    /// Whether it is proved for just these versions.
    certain: bool,
    /// Whether only development builds have this format.
    unreleased: bool,
}

/// The first release that takes keys of the type `string`; inside band 2.10.22.
pub(crate) const STRING_KEYS: Version = v(10, 13).beta(0);
/// The first release in which the app of Ansible has a name, so that a template restored without app cannot run; inside band 2.10.22.
pub(crate) const NAMED_ANSIBLE: Version = v(10, 16).beta(0);

/// The releases whose restore panics at a schedule without task parameters; inside bands 2.17.2 and 2.18.0.
pub(crate) const NEED_SCHEDULE_PARAMS: RangeInclusive<Version> = v(17, 7)..=v(18, 2);

pub(super) const fn v(minor: u16, patch: u16) -> Version {
    Version::new(2, minor, patch)
}

const fn sure(from: Version, to: Version, band: Band) -> Stretch {
    Stretch { from, to, band, certain: true, unreleased: false }
}

const fn assumed(from: Version, to: Version, band: Band) -> Stretch {
    Stretch { from, to, band, certain: false, unreleased: false }
}

const fn unreleased(from: Version, to: Version, band: Band) -> Stretch {
    Stretch { unreleased: true, ..assumed(from, to, band) }
}

/// End of a line whose later patches are taken to be like the last known one.
pub(crate) const END: u16 = 999;

/// Every version with a known format. Patches 0 to `END` of a line stand for those not published yet.
const STRETCHES: &[Stretch] = &[
    sure(v(9, 13).beta(0), v(9, 13).beta(0), Band::V2_9_70), // a stray tag of 2024-05-30
    sure(FIRST, v(9, 64), Band::V2_9_56),
    sure(v(9, 65).beta(0), v(9, 65), Band::V2_9_65Beta),
    sure(v(9, 66).beta(0), v(9, 69), Band::V2_9_66Beta),
    sure(v(9, 70).beta(0), v(10, 11), Band::V2_9_70),
    sure(v(10, 12).beta(0), v(10, 24), Band::V2_10_22),
    sure(v(10, 25).beta(0), v(10, 26), Band::V2_10_25Beta),
    sure(v(10, 27).beta(0), v(10, 30), Band::V2_10_27),
    sure(v(10, 31).beta(0), v(10, 31), Band::V2_10_31),
    sure(v(10, 32).beta(0), v(10, 35), Band::V2_10_32),
    assumed(v(10, 36).beta(0), v(10, 41), Band::V2_10_36),
    sure(v(10, 42).beta(0), v(10, 43), Band::V2_10_36),
    assumed(v(10, 44).beta(0), v(10, END), Band::V2_11_0),
    sure(v(11, 0).beta(0), v(11, 2), Band::V2_11_0),
    sure(v(11, 3).beta(0), v(12, 8), Band::V2_11_3),
    sure(v(12, 9).beta(0), v(12, END), Band::V2_12_9),
    sure(v(13, 0).beta(0), v(13, 3), Band::V2_13_0),
    assumed(v(13, 4).beta(0), v(13, 4), Band::V2_13_4),
    sure(v(13, 5).beta(0), v(13, END), Band::V2_13_4),
    sure(v(14, 0).beta(2), v(14, 8).beta(3), Band::V2_14_0),
    sure(v(14, 8), v(14, END), Band::V2_14_8),
    sure(v(15, 0), v(15, 0), Band::V2_15_0),
    assumed(v(15, 1).beta(0), v(15, END), Band::V2_15_0),
    assumed(v(16, 0).beta(6), v(16, 0).beta(7), Band::V2_16_0),
    sure(v(16, 0).beta(8), v(16, 45), Band::V2_16_0),
    assumed(v(16, 46).beta(0), v(16, END), Band::V2_16_0),
    sure(v(17, 0).beta(1), v(17, 0).beta(2), Band::V2_17_0Beta1),
    assumed(v(17, 0).beta(3), v(17, 0).beta(END), Band::V2_17_0),
    sure(v(17, 0), v(17, 0), Band::V2_17_0),
    assumed(v(17, 1), v(17, 1), Band::V2_17_0),
    assumed(v(17, 2), v(17, 6), Band::V2_17_2),
    sure(v(17, 7), v(17, END), Band::V2_17_2),
    sure(v(18, 0), v(18, END), Band::V2_18_0),
    unreleased(v(19, 0).dev(0), v(19, 0).dev(END), Band::V2_19_0Dev),
    assumed(v(19, 0), v(19, 6), Band::V2_19_0),
    sure(v(19, 7), v(19, END), Band::V2_19_0),
    unreleased(v(20, 0).alpha(1), v(20, END), Band::V2_20_0Alpha1),
    #[cfg(test)]
    sure(v(998, 0), v(998, END), Band::V2_998_0),
];

/// The table of exact versions: from, to (both included), band, whether it is proved. Patch 999 is the end of a line.
pub(crate) fn stretches() -> impl Iterator<Item = (Version, Version, Band, bool)> {
    STRETCHES.iter().map(|stretch| (stretch.from, stretch.to, stretch.band, stretch.certain))
}

/// A line of releases: what `2.16` stands for, and the newest patch that was ever seen.
pub(super) struct VersionLine {
    /// The newest patch whose behaviour is known.
    pub(super) known: Version,
    /// The newest patch seen anywhere, if newer.
    pub(super) seen: Version,
}

const fn line(known: Version) -> VersionLine {
    VersionLine { known, seen: known }
}

pub(super) const LINES: &[VersionLine] = &[
    line(v(9, 75)),
    line(v(10, 43)),
    line(v(11, 3)),
    line(v(12, 14)),
    line(v(13, 15)),
    line(v(14, 12)),
    line(v(15, 5)),
    VersionLine { known: v(16, 45), seen: v(16, 51) },
    VersionLine { known: v(17, 15), seen: v(17, 39) },
    line(v(18, 30)),
    line(v(19, 12)),
    line(v(20, 0)),
    #[cfg(test)]
    line(v(998, 0)),
];

/// The lines, newest first, each with its stable releases, newest first; of a line without one its newest version.
pub(crate) fn lines() -> impl Iterator<Item = (String, Vec<Version>)> {
    LINES.iter().rev().map(|line| {
        let Version { major, minor, .. } = line.known;
        let patches = (0..=line.seen.patch).rev().map(|patch| Version::new(major, minor, patch));
        (format!("{major}.{minor}"), patches.filter(|version| Release::of(*version).is_some()).collect())
    })
}

impl Release {
    /// Reads a version as people write it: `2.16` (the newest known patch of the line), `v2.16.45`, `2.17.0-beta2`, `latest`.
    ///
    /// # Errors
    /// When it is no version, or none whose format is known.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let text = text.trim();
        if ["latest", "stable"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Ok(Self::newest_stable());
        }
        if let Some((major, minor)) = parse_line(text) {
            let line = find_line(major, minor).ok_or_else(|| unknown(text, Version::new(major, minor, 0)))?;
            return Self::of(line.known).ok_or_else(|| unknown(text, line.known));
        }
        let version = Version::parse(text).ok_or_else(|| VersionError::NotAVersion(text.to_owned()))?;
        Self::of(version).ok_or_else(|| unknown(text, version))
    }

    /// What is known of an exact version, if its format is.
    #[must_use]
    pub fn of(version: Version) -> Option<Self> {
        let stretch = stretch_of(version)?;
        let line = find_line(version.major, version.minor)?;
        let later = version > line.seen;
        let note = if stretch.unreleased {
            Some(format!(
                "no stable release with this format is known; {version} is taken to be like the development builds seen"
            ))
        } else if later {
            Some(format!(
                "{version} is newer than the newest {}.{} known ({}) and is taken to be like it",
                version.major, version.minor, line.seen
            ))
        } else if stretch.certain {
            None
        } else {
            let typical = Some(stretch.band.typical_version()).filter(|other| *other != version);
            let taken = typical.map_or_else(String::new, |other| format!("; it is taken to be that of {other}"));
            Some(format!("the format of {version} is not proved{taken}"))
        };
        Some(Self { version, band: stretch.band, certain: stretch.certain && !later, note })
    }

    /// The newest stable release known.
    #[must_use]
    pub fn newest_stable() -> Self {
        let band = stretch_of(NEWEST_STABLE).map_or(Band::newest(), |stretch| stretch.band);
        Self { version: NEWEST_STABLE, band, certain: true, note: None }
    }

    /// The release that stands for a band.
    #[must_use]
    pub fn of_band(band: Band) -> Self {
        let version = band.typical_version();
        Self::of(version).unwrap_or(Self { version, band, certain: false, note: None })
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.version.fmt(f)
    }
}

fn stretch_of(version: Version) -> Option<&'static Stretch> {
    STRETCHES.iter().find(|stretch| stretch.from <= version && version <= stretch.to)
}

fn find_line(major: u16, minor: u16) -> Option<&'static VersionLine> {
    LINES.iter().find(|line| (line.known.major, line.known.minor) == (major, minor))
}

fn unknown(asked: &str, version: Version) -> VersionError {
    let asked = asked.trim_start_matches(['v', 'V']).to_owned();
    if version < FIRST {
        return VersionError::NoBackup { asked, newest: NEWEST_STABLE };
    }
    let known_line = find_line(version.major, version.minor).is_some();
    match STRETCHES.iter().find(|stretch| stretch.from > version) {
        Some(next) if known_line => VersionError::Mixed { asked, near: next.band.first_version() },
        _ => VersionError::Unknown { asked, newest: NEWEST_STABLE },
    }
}
