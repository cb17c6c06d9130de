//! Runs checked packs over a document: plan, run, journal, joins, proof of idempotence, ledger of entities, losses and notes.
//! Reads no files and prints nothing.

mod ahead;
mod condition;
mod context;
mod draft;
mod edit;
mod graph;
mod join;
mod journal;
mod ledger;
mod lost;
mod outcome;
mod proof;
mod removal;
mod run;
mod samples;
mod value;

#[cfg(test)]
mod tests;

pub use context::Context;
pub use journal::Journal;
pub use outcome::{Change, Fate, FateKind, Json, Loss, Note, Outcome, Refusal, RuleReport, Skipped};
pub use proof::Proof;
pub use run::{Session, run, run_unproven};
pub use samples::Sample;

pub(crate) use draft::{Draft, Target};
pub(crate) use removal::{OnReference, Removal};
pub(crate) use value::{Built, canonical, inner_document};
