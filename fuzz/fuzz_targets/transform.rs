//! Any document through the stock packs and a migration, with every diff: no panic, and what comes out is JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| semxform::fuzzing::transform(bytes));
