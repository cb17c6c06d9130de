//! Renderers: findings and results as text or JSON, one renderer a file. Decides nothing: severities, exit codes and what is
//! written are settled before.

mod concise;
pub mod emit;
pub mod envelope;
mod grouped;
mod human;
pub mod origin;
pub mod pack;
pub mod page;
pub mod parts;
pub mod plan;
pub mod receipt;
pub mod remote;
pub mod run;
mod source;
pub mod verdict;
mod window;

#[cfg(test)]
mod tests;

pub use concise::{concise, concise_folded};
pub use human::Human;
pub use source::Source;

use crate::finding::{Severity, Stage};

impl Severity {
    /// `error`, `warning`, `info`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Stage {
    /// `decode`, `schema`, `verify`, `restore`, `database`, `crash`, `silent`, `run`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Schema => "schema",
            Self::Verify => "verify",
            Self::Restore => "restore",
            Self::Database => "database",
            Self::Crash => "crash",
            Self::Silent => "silent",
            Self::Run => "run",
        }
    }
}
