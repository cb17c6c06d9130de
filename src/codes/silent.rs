//! Codes 6xx: what a restore loses or changes without a word.

use super::Code;

pub(super) const CODES: &[Code] = &[];
