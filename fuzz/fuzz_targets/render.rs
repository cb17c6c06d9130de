//! Any bytes as what a check and a run are about, in every format there is: nothing in it acts, and its readers read it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| semxform::fuzzing::render(bytes));
