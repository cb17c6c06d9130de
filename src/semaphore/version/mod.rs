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
pub(crate) use behaviour::{REPRESENTATIVES, first_with_own_decoder};
pub use hop::{Hop, all_hops, hops};
pub(crate) use life::ALWAYS;
pub use life::Life;
pub(super) use life::{only, since, until};
pub use number::{Pre, Version};
pub use range::VersionRange;
pub(crate) use release::END;
pub use release::{FIRST, NAMED_ANSIBLE, NEED_SCHEDULE_PARAMS, NEWEST_STABLE, Release, STRING_KEYS, VersionError, stretches};
