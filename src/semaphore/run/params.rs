//! The types of task parameters, by app: of templates, and of what schedules and integrations start.

use super::rows::Row;
use super::view::{App, View, go_kind, member};
use crate::json::{Kind, Node};

/// What a parameter must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Flag,
    Text,
    Texts,
    Whole,
}

type Parameters = &'static [(&'static str, Needs)];

/// Parameters of templates of Ansible.
pub(super) const ANSIBLE_TEMPLATE: Parameters = &[
    ("allow_debug", Needs::Flag),
    ("allow_override_inventory", Needs::Flag),
    ("allow_override_limit", Needs::Flag),
    ("allow_override_tags", Needs::Flag),
    ("allow_override_skip_tags", Needs::Flag),
    ("limit", Needs::Texts),
    ("tags", Needs::Texts),
    ("skip_tags", Needs::Texts),
];
/// Parameters of templates of Terraform and its kin.
pub(super) const TERRAFORM_TEMPLATE: Parameters = &[
    ("allow_destroy", Needs::Flag),
    ("allow_auto_approve", Needs::Flag),
    ("auto_approve", Needs::Flag),
    ("override_backend", Needs::Flag),
    ("backend_filename", Needs::Text),
];
/// Parameters of tasks of Ansible.
pub(super) const ANSIBLE_TASK: Parameters = &[
    ("debug", Needs::Flag),
    ("dry_run", Needs::Flag),
    ("diff", Needs::Flag),
    ("debug_level", Needs::Whole),
    ("limit", Needs::Texts),
    ("tags", Needs::Texts),
    ("skip_tags", Needs::Texts),
];
/// Parameters of tasks of Terraform and its kin.
pub(super) const TERRAFORM_TASK: Parameters = &[
    ("plan", Needs::Flag),
    ("destroy", Needs::Flag),
    ("auto_approve", Needs::Flag),
    ("upgrade", Needs::Flag),
    ("reconfigure", Needs::Flag),
];

/// Notes the first parameter that the server cannot read; says whether there is one.
pub(super) fn types(view: &mut View<'_>, row: &'static Row, params: Node, known: Parameters, of: &str, effect: &str) -> bool {
    let doc = view.doc;
    for (name, needs) in known {
        let Some(value) = member(doc, params, name) else { continue };
        let Some((found, wanted)) = wrong(view, value, *needs) else { continue };
        let log = format!("json: cannot unmarshal {found} into Go struct field {of}.{name} of type {wanted}");
        view.note(row, value, format!("`{name}` must be {}: {effect}", in_words(*needs)), Some(&log));
        return true;
    }
    false
}

/// Go's names of what is there and of what it reads, where the two differ.
fn wrong(view: &View<'_>, value: Node, needs: Needs) -> Option<(&'static str, &'static str)> {
    let doc = view.doc;
    let kind = doc.kind(value);
    match needs {
        Needs::Flag => (kind != Kind::Bool).then(|| (go_kind(kind), "bool")),
        Needs::Text => (kind != Kind::String).then(|| (go_kind(kind), "string")),
        Needs::Whole => {
            let whole = kind == Kind::Number && doc.number(value).is_some_and(|number| number.fract() == 0.0);
            (!whole).then(|| (go_kind(kind), "int"))
        }
        Needs::Texts if kind == Kind::Array => {
            let bad = doc.elements(value).find(|element| !matches!(doc.kind(*element), Kind::String | Kind::Null))?;
            Some((go_kind(doc.kind(bad)), "string"))
        }
        Needs::Texts => Some((go_kind(kind), "[]string")),
    }
}

fn in_words(needs: Needs) -> &'static str {
    match needs {
        Needs::Flag => "true or false",
        Needs::Text => "text",
        Needs::Texts => "a list of texts",
        Needs::Whole => "a whole number",
    }
}

/// The parameters of tasks that an app reads, and Go's name for them.
pub(super) fn of_tasks(app: App) -> Option<(Parameters, &'static str)> {
    match app {
        App::Ansible => Some((ANSIBLE_TASK, "AnsibleTaskParams")),
        App::Terraform => Some((TERRAFORM_TASK, "TerraformTaskParams")),
        App::Shell | App::None => None,
    }
}
