//! Versions: how they are written, which are known, and the bands that share a format.

mod band;
mod behaviour;
mod hop;
mod life;
mod number;
mod range;
mod release;
#[cfg(test)]
mod tests;

pub use band::Band;
#[cfg(test)]
pub(crate) use behaviour::RECORDED;
pub(crate) use behaviour::{REPRESENTATIVES, first_with_own_decoder};
pub(crate) use hop::{Hop, all_hops, hops};
pub(crate) use life::ALWAYS;
pub(crate) use life::Life;
pub(super) use life::{only, since, until};
pub use number::Version;
pub(crate) use range::VersionRange;
pub(crate) use release::END;
pub(crate) use release::{NAMED_ANSIBLE, NEED_SCHEDULE_PARAMS, NEWEST_STABLE, STRING_KEYS, lines, stretches};
pub use release::{Release, VersionError};
