//! Versions: how they are written, which are known, and the bands that share a format.

mod band;
mod behaviour;
mod life;
mod number;
mod range;
mod release;
#[cfg(test)]
mod tests;

pub use band::Band;
pub(crate) use behaviour::{REPRESENTATIVES, first_with_own_decoder};
pub(crate) use life::ALWAYS;
pub use life::Life;
pub(super) use life::{only, since, until};
pub use number::{Pre, Version};
pub use range::VersionRange;
pub(super) use release::END;
pub use release::{FIRST, NAMED_ANSIBLE, NEED_SCHEDULE_PARAMS, NEWEST_STABLE, Release, STRING_KEYS, VersionError, stretches};
