//! What a restore loses, changes or leaves unusable without a word. Runs over the decoded file; ends nothing.

mod behaviour;
mod keys;
mod links;
mod oddities;
mod values;

use crate::finding::{Finding, Severity, Stage};
use crate::json::Node;

use super::course::Course;

/// Says everything that happens without a word.
pub(super) fn lost(mut course: Course<'_>) -> Vec<Finding> {
    oddities::oddities(&mut course);
    keys::ignored(&mut course);
    keys::again(&mut course);
    values::values(&mut course);
    links::links(&mut course);
    behaviour::behaviour(&mut course);
    course.findings
}

/// A warning at a value.
fn warning(course: &Course<'_>, code: &'static str, node: Node, message: impl Into<String>) -> Finding {
    let finding = Finding::new(code, Severity::Warning, Stage::Silent, message).at(course.project.doc, node);
    super::help::add(finding, course.release)
}
