//! The one pipeline: a [`Request`] becomes a [`Plan`] for a document, the plan is run, and what comes out is [`Judged`]. `-r` is a plan
//! of one stage, `migrate` one of many. Only a judged and approved result can be written.
//!
//! ```text
//! Request ─plan(document)─► Plan ─run(document)─► Judged ─approved()─► Approved, which can be written
//! ```

mod accept;
mod execute;
mod judged;
mod plan;
mod request;
mod suggest;

pub use accept::Accept;
pub(crate) use execute::{run, run_beside};
pub(crate) use judged::{Approved, Draft, Judged, StageReport};
pub(crate) use plan::{Plan, StageKind};
pub(crate) use request::{Request, Rules};
pub(crate) use suggest::{Advice, Suggestion, prove, prove_some};
