//! Any bytes as a backup: what a server of every band would do with them on every database, and which versions wrote them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| semxform::fuzzing::check(bytes));
