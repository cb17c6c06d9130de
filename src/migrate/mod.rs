//! From any version to any version: the version graph, the way through it, the run, the receipt. Holds no conversions: those are data
//! in `rules/migrate/`, and the engine runs them.

mod accept;
pub mod docs;
mod graph;
mod hold;
mod never;
mod packs;
mod run;
mod secrets;

pub use accept::Accept;
pub use graph::{Hop, all_hops, plan, start};
pub use never::never_held;
pub use packs::{BadPack, Packs};
pub use run::{Converted, MigrateError, Migration, Options, Planned, Stage, Step, Verdict, convert, planned, run};
pub use secrets::{Secret, secrets};
