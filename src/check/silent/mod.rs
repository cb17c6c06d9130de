//! What a restore loses, changes or leaves unusable without a word. Runs over the decoded file; ends nothing.

mod behaviour;
mod links;
mod oddities;
mod values;

use crate::finding::{Code, Finding, Found, Severity, Spot, Stage, Words};
use crate::parallel;

use super::simulation::Simulation;

pub(super) use behaviour::schedules;

/// Says everything that happens without a word: of values, beside what becomes of links and of what is restored.
pub(super) fn lost<'p>(size: usize, simulation: impl Fn() -> Simulation<'p> + Sync) -> Found {
    let of_values = || {
        let mut simulation = simulation();
        oddities::oddities(&mut simulation);
        values::values(&mut simulation);
        simulation.findings
    };
    let of_the_rest = || {
        let mut simulation = simulation();
        links::links(&mut simulation);
        behaviour::behaviour(&mut simulation);
        simulation.findings
    };
    let (mut found, rest) = parallel::join(size, of_values, of_the_rest);
    found.append(rest);
    found
}

/// A warning at a value.
fn warning(code: Code, spot: impl Into<Spot>, message: impl Into<Words>) -> Finding {
    Finding::new(code, Severity::Warning, Stage::Silent, message).at(spot)
}
