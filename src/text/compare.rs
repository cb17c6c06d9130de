//! The comparison of two lists of lines, within a time: a smaller difference is not worth waiting for.

use std::hash::Hash;
use std::time::{Duration, Instant};

use foldhash::HashMap;
use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, patience};

/// Pairs of lines that are compared where there is no clock to stop by, as in a browser.
#[cfg(target_family = "wasm")]
const PAIRS: usize = 16_000_000;

/// The operations that turn `old` into `new`: the smallest that are found within `patience`.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn compare<T: Eq + Hash>(old: &[T], new: &[T], patience: Duration) -> Vec<DiffOp> {
    operations(old, new, Some(Instant::now() + patience))
}

/// The operations that turn `old` into `new`: the smallest, unless that would take long.
#[cfg(target_family = "wasm")]
pub(crate) fn compare<T: Eq + Hash>(old: &[T], new: &[T], _: Duration) -> Vec<DiffOp> {
    if old.len().saturating_mul(new.len()) > PAIRS {
        return vec![DiffOp::Replace { old_index: 0, old_len: old.len(), new_index: 0, new_len: new.len() }];
    }
    operations(old, new, None)
}

/// By one algorithm, and on numbers in place of lines: `similar::capture_diff_slices` holds all six for each type.
fn operations<T: Eq + Hash>(old: &[T], new: &[T], deadline: Option<Instant>) -> Vec<DiffOp> {
    let mut numbers = HashMap::default();
    let mut number = |line| {
        let next = numbers.len();
        *numbers.entry(line).or_insert(next)
    };
    let old: Vec<usize> = old.iter().map(&mut number).collect();
    let new: Vec<usize> = new.iter().map(number).collect();
    let (old, new) = (old.as_slice(), new.as_slice());
    let mut hook = Compact::new(Replace::new(Capture::new()), old, new);
    match patience::diff_deadline(&mut hook, old, 0..old.len(), new, 0..new.len(), deadline) {
        Ok(()) => hook.into_inner().into_inner().into_ops(),
        Err(never) => match never {},
    }
}
