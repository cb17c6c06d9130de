//! The comparison of two lists of lines, within a time: a smaller difference is not worth waiting for.

use std::hash::Hash;
use std::time::Duration;

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// Pairs of lines that are compared where there is no clock to stop by, as in a browser.
#[cfg(target_family = "wasm")]
const PAIRS: usize = 16_000_000;

/// The operations that turn `old` into `new`: the smallest that are found within `patience`.
#[cfg(not(target_family = "wasm"))]
pub(super) fn compare<T: Eq + Hash + Ord>(old: &[T], new: &[T], patience: Duration) -> Vec<DiffOp> {
    let deadline = std::time::Instant::now() + patience;
    capture_diff_slices_deadline(Algorithm::Patience, old, new, Some(deadline))
}

/// The operations that turn `old` into `new`: the smallest, unless that would take long.
#[cfg(target_family = "wasm")]
pub(super) fn compare<T: Eq + Hash + Ord>(old: &[T], new: &[T], _: Duration) -> Vec<DiffOp> {
    if old.len().saturating_mul(new.len()) > PAIRS {
        return vec![DiffOp::Replace { old_index: 0, old_len: old.len(), new_index: 0, new_len: new.len() }];
    }
    capture_diff_slices_deadline(Algorithm::Patience, old, new, None)
}
