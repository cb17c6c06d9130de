//! Makes Semaphore UI project backups restorable.

pub mod document;
pub mod finding;
pub mod format;
