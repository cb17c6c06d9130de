//! The one source of truth about Semaphore's backup format.

pub mod cron;
mod db;

pub use db::Db;
