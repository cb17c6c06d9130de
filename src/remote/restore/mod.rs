//! A project onto a server: a plan from what the server says about itself, then one request, then what no backup holds.

mod aliases;
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

use crate::report::remote::RestoreReceipt;

/// The JSON Schema of the receipt.
#[must_use]
pub(crate) fn schema() -> String {
    crate::report::schema_of::<RestoreReceipt>()
}
