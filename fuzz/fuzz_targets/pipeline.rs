//! Any bytes through a whole run: what may be written is JSON, is judged as was said, and is not changed again.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| semxform::fuzzing::pipeline(bytes));
