//! Runs checked packs over a document: session, joins, journal, proof of idempotence, ledger of entities, losses and notes; and the tests
//! that packs bring along. Reads no files and prints nothing.

mod context;
mod join;
mod journal;
mod ledger;
mod outcome;
mod pack_tests;
mod proof;
mod proposals;
mod samples;
mod session;

#[cfg(test)]
mod tests;

pub(crate) use crate::edit::RecordedValue;
pub(crate) use context::Context;
pub(crate) use journal::{Change, Journal};
pub(crate) use outcome::{Loss, Outcome, Refusal};
pub(crate) use pack_tests::{TestResult, run_tests};
pub(crate) use proof::Proof;
pub(crate) use samples::Sample;
pub(crate) use session::{Session, run};
