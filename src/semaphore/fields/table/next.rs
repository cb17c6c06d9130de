//! What an imaginary next version changes, for tests only: see `next_version`.

use crate::semaphore::fields::prelude::*;
use crate::semaphore::version::Band::V2_99_0;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    string("templates[].color").since(V2_99_0).unset().limit(20)
        .doc("Colour of the task template in lists."),
    string("templates[].motto").since(V2_20_0Alpha1).until(V2_20_0Alpha1).unset()
        .doc("A motto, which the next version has given up."),
];
