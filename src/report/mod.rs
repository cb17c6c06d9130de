//! Renderers: findings and results as text or JSON, one renderer a file. Decides nothing: severities, exit codes and what is
//! written are settled before.

pub(crate) mod advice;
mod concise;
mod databases;
pub(crate) mod emit;
pub(crate) mod envelope;
mod grouped;
mod human;
pub(crate) mod judged;
pub(crate) mod origin;
pub(crate) mod pack;
pub(crate) mod page;
pub(crate) mod parts;
pub(crate) mod plan;
pub(crate) mod receipt;
pub(crate) mod remote;
pub(crate) mod run;
mod source;
pub(crate) mod table;
pub(crate) mod totals;
pub(crate) mod verdict;
mod window;
mod wrap;

#[cfg(test)]
mod tests;

pub(crate) use concise::{concise, concise_folded, errors, errors_in_brief};
pub(crate) use human::Human;
pub(crate) use source::Source;
pub(crate) use wrap::{hang, hang_each};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use crate::finding::{Severity, Stage};
use crate::text::safe;

/// The JSON Schema of something that is written: what is left out when it is empty is not required.
#[must_use]
pub(crate) fn schema_of<T: JsonSchema>() -> String {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    safe::pretty_json(&generator.into_root_schema_for::<T>())
}

impl Severity {
    /// `error`, `warning`, `info`.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
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
    pub(crate) const fn name(self) -> &'static str {
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
