//! Makes Semaphore UI project backups restorable.

pub mod check;
pub mod codes;
pub mod document;
pub mod engine;
pub mod finding;
pub mod format;
pub mod fs;
pub mod layout;
pub mod near;
pub mod report;
pub mod rule;
pub mod selector;
