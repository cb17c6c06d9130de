//! The module of the browser page: five functions over [`semxform::page`]. Texts and files go through slots of memory: JavaScript
//! reserves a slot and fills it, calls [`answer`], and reads the slots of the answer. A panic leaves its words in a slot of their own
//! and stops the module; the page then starts another one.

// What the linker exports must not be renamed, which counts as unsafe; nothing else in this crate does.
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::panic;

/// What is asked: JSON, from JavaScript.
const QUESTION: usize = 0;
/// The file that it is about, from JavaScript.
const FILE: usize = 1;
/// The answer: JSON.
const ANSWER: usize = 2;
/// A file that belongs to the answer.
const RESULT: usize = 3;
/// The words of a panic.
const FAULT: usize = 4;

thread_local! {
    static SLOTS: [RefCell<Vec<u8>>; 5] = const { [const { RefCell::new(Vec::new()) }; 5] };
}

fn with<T>(slot: usize, work: impl FnOnce(&mut Vec<u8>) -> T) -> Option<T> {
    SLOTS.with(|slots| Some(work(&mut *slots.get(slot)?.try_borrow_mut().ok()?)))
}

/// Makes room for `size` bytes in a slot, and returns where they go.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(slot: usize, size: usize) -> *mut u8 {
    let place = with(slot, |bytes| {
        *bytes = vec![0; size];
        bytes.as_mut_ptr()
    });
    place.unwrap_or(std::ptr::null_mut())
}

/// Where the bytes of a slot begin.
#[unsafe(no_mangle)]
pub extern "C" fn place(slot: usize) -> *const u8 {
    with(slot, |bytes| bytes.as_ptr()).unwrap_or(std::ptr::null())
}

/// How many bytes a slot holds.
#[unsafe(no_mangle)]
pub extern "C" fn size(slot: usize) -> usize {
    with(slot, |bytes| bytes.len()).unwrap_or(0)
}

/// Keeps the words of panics, so that the page can show them. Called once, before anything else.
#[unsafe(no_mangle)]
pub extern "C" fn start() {
    panic::set_hook(Box::new(|panic| {
        with(FAULT, |bytes| *bytes = panic.to_string().into_bytes());
    }));
}

/// Answers the question about the file.
///
/// # Panics
/// If that is asked for, as the test of the page does.
#[unsafe(no_mangle)]
pub extern "C" fn answer() {
    let take = |slot| with(slot, std::mem::take).unwrap_or_default();
    let question = take(QUESTION);
    assert!(question != b"\"panic\"", "asked for by the test of the page");
    let answer = semxform::page::answer(&question, take(FILE));
    with(ANSWER, |bytes| *bytes = answer.json);
    with(RESULT, |bytes| *bytes = answer.file);
}
