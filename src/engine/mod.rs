//! Runs checked packs over a document: plan, run, journal, joins, proof of idempotence, ledger of entities, losses and notes.
//! Reads no files and prints nothing.

mod outcome;

pub use outcome::{Change, Fate, FateKind, Json, Loss, Note, Outcome, Refusal, RuleReport, Skipped};
