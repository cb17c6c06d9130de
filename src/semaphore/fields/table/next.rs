//! What an imaginary next version changes, for tests only: see `next_version`.

use crate::semaphore::fields::prelude::*;
use crate::semaphore::version::Band::{self, V2_998_0};

/// The newest band that is none of imagination.
const TODAY: Band = Band::ALL[Band::ALL.len() - 2];

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    string("templates[].emblem").since(V2_998_0).unset().limit(20)
        .doc("Cmblem of the task template in lists."),
    string("templates[].motto").since(TODAY).until(TODAY).unset()
        .doc("A motto, which the next version has given up."),
];
