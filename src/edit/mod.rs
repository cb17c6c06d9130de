//! What an operation may propose: values filled in, edits, removals with everything that depends on them, and what is lost by them. Reads a
//! document and its reference graph; only [`apply`] changes a document.

mod condition;
mod draft;
mod edits;
mod graph;
mod inner;
mod losses;
mod names;
mod operation;
mod recorded;
mod removal;
mod targets;
mod value;

pub(crate) use recorded::RecordedValue;

pub(crate) use condition::holds;
pub(crate) use draft::{Draft, Objection, growth_limit};
pub(crate) use edits::{Action, Edit, Edits, SIGNATURES, apply};
pub(crate) use graph::{Graph, GraphCache, References};
pub(crate) use inner::{edit_inner, inner_document};
pub(crate) use losses::losses_of;
pub(crate) use operation::{NamedOperation, Operation, Writes, propose, propose_for};
pub(crate) use removal::{OnReference, Removal};
pub(crate) use targets::{Selected, Targets};
pub(crate) use value::{Built, Params, Scope, canonical};
