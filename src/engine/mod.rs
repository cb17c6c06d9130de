//! Runs checked packs over a document: session, joins, journal, proof of idempotence, ledger of entities, losses and notes; and the tests
//! that packs bring along. Reads no files and prints nothing.

mod context;
mod join;
mod journal;
mod ledger;
mod outcome;
mod pack_tests;
mod proof;
mod samples;
mod session;

#[cfg(test)]
mod tests;

pub use crate::edit::RecordedValue;
pub use context::Context;
pub use journal::{Change, Journal};
pub use outcome::{Fate, FateKind, Loss, Note, Outcome, Refusal, RuleReport, Skipped};
pub use pack_tests::{TestResult, run_tests};
pub use proof::Proof;
pub use samples::Sample;
pub use session::{Session, run, run_unproven};
