//! Any text as a rule file: read or refused with all its mistakes; what is read runs.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| semxform::fuzzing::rules(text));
