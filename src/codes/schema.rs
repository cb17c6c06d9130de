//! SX4xx: the schema of a version.

use super::Code;

pub(super) const CODES: &[Code] = &[];
