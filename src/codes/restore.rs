//! Codes 5xx: the restore itself: decoder, required values, database.

use super::Code;

pub(super) const CODES: &[Code] = &[];
