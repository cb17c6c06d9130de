//! Any bytes as a document: read or refused as `serde_json` does, written back to the byte, every value at its own path.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| semxform::fuzzing::parse(bytes));
