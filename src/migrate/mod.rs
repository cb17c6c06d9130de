//! From any version to any version: the version graph, the way through it, the run, the receipt. Holds no conversions: those are data
//! in `rules/migrate/`, and the engine runs them.

pub mod docs;
mod never;
mod packs;
mod secrets;

pub use never::never_held;
pub use packs::{BadPack, Packs};
pub use secrets::{Secret, secrets};
