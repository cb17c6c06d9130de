//! What all of a band's servers do, whatever field it is about.

use super::band::Band;
use super::life::{Life, since, until};
use super::number::Version;
use super::release::Release;

/// Go's own decoder reads the file: any letter case, explicit nulls. Later Semaphore has a decoder of its own.
const GO_DECODER: Life = until(Band::V2_10_25Beta);
/// The user who restores a project becomes its owner; before, only administrators see it.
const MAKES_OWNER: Life = since(Band::V2_9_65Beta);
/// PostgreSQL's driver puts the code of an error behind its words.
const POSTGRES_CODES: Life = since(Band::V2_17_2);

/// Bands that between them read and refuse nearly everything that any band does.
pub(crate) const REPRESENTATIVES: [Band; 4] = [Band::V2_10_25Beta, Band::V2_12_9, Band::V2_16_0, Band::V2_19_0];

/// The versions of which servers were run and recorded: what others do is taken to be the same, or was read in their source.
pub(crate) const RECORDED: [&str; 19] = [
    "2.9.56",
    "2.9.70",
    "2.10.22",
    "2.10.26-beta",
    "2.10.27",
    "2.10.31",
    "2.10.32",
    "2.10.42",
    "2.11.2",
    "2.11.3",
    "2.12.14",
    "2.13.3",
    "2.13.15",
    "2.14.7",
    "2.14.12",
    "2.15.0",
    "2.16.45",
    "2.17.0",
    "2.17.15",
];

/// The first release with a decoder of its own.
pub(crate) fn first_with_own_decoder() -> Version {
    GO_DECODER.last().next().unwrap_or_else(Band::newest).first_version()
}

impl Band {
    /// Whether Go's own decoder reads the file: keys in any letter case and in no sorted order, explicit nulls.
    #[must_use]
    pub(crate) fn uses_go_decoder(self) -> bool {
        GO_DECODER.holds_in(self)
    }

    /// Whether a server of the band was recorded. Where none was, what is said about a restore is not certain.
    #[must_use]
    pub(crate) fn is_recorded(self) -> bool {
        RECORDED.iter().any(|version| Release::parse(version).is_ok_and(|release| release.band == self))
    }

    /// Whether the user who restores a project becomes its owner.
    #[must_use]
    pub(crate) fn makes_owner(self) -> bool {
        MAKES_OWNER.holds_in(self)
    }

    /// Whether messages of PostgreSQL end with the code of the error.
    #[must_use]
    pub(crate) fn shows_postgres_codes(self) -> bool {
        POSTGRES_CODES.holds_in(self)
    }
}
