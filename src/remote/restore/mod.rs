//! A project onto a server: a plan from what the server says about itself, then one request, then what no backup holds.

mod apply;
mod clean_up;
mod extras;
mod fix_ups;
mod left_over;
mod plan;
mod templates;

pub(crate) use apply::{Apply, apply};
pub(crate) use clean_up::clean_up;
pub(crate) use plan::{Plan, Request, plan};

use crate::report::remote::{RestoreReceipt, StepEntry, StepState};

/// The JSON Schema of the receipt.
#[must_use]
pub(crate) fn schema() -> String {
    crate::report::schema_of::<RestoreReceipt>()
}

/// A step that is to be done, or was.
fn step(entity: impl Into<String>, what: impl Into<String>, state: StepState) -> StepEntry {
    StepEntry { entity: entity.into(), what: what.into(), state, message: None }
}

/// The same with a reason.
fn step_because(entity: impl Into<String>, what: impl Into<String>, state: StepState, why: impl Into<String>) -> StepEntry {
    StepEntry { message: Some(why.into()), ..step(entity, what, state) }
}
