//! Makes Semaphore UI project backups restorable.

pub mod check;
pub mod cli;
pub mod detect;
pub mod diff;
mod edit;
pub mod engine;
pub mod files;
pub mod finding;
pub mod input;
pub mod json;
pub mod jsonpath;
pub mod layout;
pub mod mask;
pub mod migrate;
pub mod op;
pub mod pack;
mod parallel;
pub mod report;
pub mod rule;
pub mod run;
pub mod schema;
pub mod semaphore;
pub mod text;
