//! Tests that look at the whole library.

mod next_version;
