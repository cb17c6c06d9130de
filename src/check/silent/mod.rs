//! What a restore loses, changes or leaves unusable without a word. Runs over the decoded file; ends nothing.

mod behaviour;
mod links;
mod oddities;
mod values;

use crate::finding::{Code, Finding, Found, Severity, Spot, Stage, Words};

use super::simulation::Simulation;

pub(super) use behaviour::schedules;

/// Says everything that happens without a word.
pub(super) fn lost(mut simulation: Simulation<'_>) -> Found {
    oddities::oddities(&mut simulation);
    values::values(&mut simulation);
    links::links(&mut simulation);
    behaviour::behaviour(&mut simulation);
    simulation.findings
}

/// A warning at a value.
fn warning(code: Code, spot: impl Into<Spot>, message: impl Into<Words>) -> Finding {
    Finding::new(code, Severity::Warning, Stage::Silent, message).at(spot)
}
