//! Scripts of edits on any document: the text that comes out means what the edited tree means, and the splices make it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| semxform::fuzzing::edit(bytes));
