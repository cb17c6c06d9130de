//! Codes 3xx: references between sections.

use super::Code;

pub(super) const CODES: &[Code] = &[];
