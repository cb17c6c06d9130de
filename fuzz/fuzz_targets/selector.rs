//! Any text as a selector: compiled or refused with places inside the text; what compiles runs.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| semxform::fuzzing::selector(text));
