//! Which parameters the apps of a family read, and which of a template lets one of a task through.

use super::apps::Family;
use crate::semaphore::params::{ANSIBLE_TASK, ANSIBLE_TEMPLATE, Parameters, TERRAFORM_TASK, TERRAFORM_TEMPLATE};

/// What templates of a family can say; commands read nothing, and who names no app is read as Ansible.
pub(crate) const fn of_templates(family: Family) -> Option<Parameters> {
    match family {
        Family::Ansible | Family::Unnamed => Some(ANSIBLE_TEMPLATE),
        Family::Terraform => Some(TERRAFORM_TEMPLATE),
        Family::Shell => None,
    }
}

/// What schedules and integrations can say to tasks of a family.
pub(crate) const fn of_tasks(family: Family) -> Option<Parameters> {
    match family {
        Family::Ansible => Some(ANSIBLE_TASK),
        Family::Terraform => Some(TERRAFORM_TASK),
        Family::Shell | Family::Unnamed => None,
    }
}

/// The parameters of tasks that a family does not read and another one does.
pub(crate) fn of_others(family: Family) -> impl Iterator<Item = &'static str> {
    let read = of_tasks(family);
    let all = ANSIBLE_TASK.names().chain(TERRAFORM_TASK.names());
    all.filter(move |name| family != Family::Unnamed && read.is_none_or(|read| read.get(name).is_none()))
}

/// Of a template: lets another inventory through.
pub(crate) const ALLOW_INVENTORY: &str = "allow_override_inventory";

/// A list that a task can bring along, the flag of its template that lets it through, and what happens without.
pub(crate) const LISTS: [(&str, &str, &str); 3] = [
    ("limit", "allow_override_limit", "the task runs on all hosts, or on those of the template"),
    ("tags", "allow_override_tags", "all parts of the playbook run"),
    ("skip_tags", "allow_override_skip_tags", "nothing is skipped"),
];

/// A flag of a task, and the flag of its template that lets it through.
pub(crate) const DEBUG: (&str, &str) = ("debug", "allow_debug");
/// The same for tasks of Terraform.
pub(crate) const APPROVE: (&str, &str) = ("auto_approve", "allow_auto_approve");
/// Flags of a task, and the flags of its template that keep them out.
pub(crate) const HIDDEN: [(&str, &str); 2] = [("dry_run", "hide_dry_run"), ("diff", "hide_diff")];
