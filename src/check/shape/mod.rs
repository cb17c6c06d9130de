//! Where the format of a version is stricter than its server: keys that the server does not read, values outside its lists,
//! links that it drops, texts that it does not look at. The generated schemas refuse the same.

pub(super) use keys::unread_key;

mod keys;
mod links;
mod values;

use crate::finding::{Code, Finding, Found, Severity, Spot, Stage, Words};

use super::simulation::Simulation;

/// Adds a warning for everything that the server takes although the format of its version does not know it.
pub(super) fn deviations(mut run: Simulation<'_>) -> Found {
    keys::not_read(&mut run);
    keys::letter_case(&mut run);
    keys::case_duplicates(&mut run);
    values::unknown_values(&mut run);
    links::unresolved(&mut run);
    run.findings
}

/// A warning at a value.
fn warning(code: Code, stage: Stage, spot: impl Into<Spot>, message: impl Into<Words>) -> Finding {
    Finding::new(code, Severity::Warning, stage, message).at(spot)
}
