//! Makes Semaphore UI project backups restorable.

pub mod codes;
pub mod document;
pub mod finding;
pub mod format;
