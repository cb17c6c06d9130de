//! Makes Semaphore UI project backups restorable.

mod beside;
pub mod check;
pub mod cli;
pub mod codes;
pub mod detect;
pub mod diff;
pub mod document;
pub mod engine;
pub mod finding;
pub mod format;
pub mod fs;
pub mod input;
pub mod job;
pub mod layout;
pub mod migrate;
pub mod near;
pub mod op;
pub mod report;
pub mod rule;
pub mod schema;
pub mod selector;
