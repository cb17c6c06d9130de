//! Parameters of tasks that a server cannot read, by app.

use super::rows::Row;
use super::view::{App, View};
use crate::json::Node;
use crate::semaphore::params::{ANSIBLE_TASK, Parameters, TERRAFORM_TASK};

/// Notes the first parameter that the server cannot read; says whether there is one.
pub(super) fn types(view: &mut View<'_>, row: &'static Row, params: Node, known: Parameters, effect: &str) -> bool {
    let Some(mismatch) = known.mismatch(view.doc, params, view.version) else { return false };
    let parameter = mismatch.parameter;
    let what = format!("`{}` must be {}: {effect}", parameter.name, parameter.needs.in_words());
    view.note(row, mismatch.node, what, Some(&mismatch.words));
    true
}

/// The parameters of tasks that an app reads.
pub(super) const fn of_tasks(app: App) -> Option<Parameters> {
    match app {
        App::Ansible => Some(ANSIBLE_TASK),
        App::Terraform => Some(TERRAFORM_TASK),
        App::Shell | App::None => None,
    }
}
