//! The one source of truth about Semaphore's backup format.

mod db;

pub use db::Db;
