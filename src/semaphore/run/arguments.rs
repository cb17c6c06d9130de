//! Command line arguments of templates: a list of texts, or for Terraform and its kin an object of lists.

use super::rows::{
    ARG_WITH_BLANK, ARGS_IGNORED_TF, ARGUMENTS_SHAPE, ARGUMENTS_SHAPE_SHELL, ARGUMENTS_SHAPE_TERRAFORM, ARGUMENTS_STAGES,
};
use super::view::{App, View};
use crate::json::{Document, Kind, Node};

const WORDS: &str = "invalid format of the template extra arguments, must be valid JSON";

pub(super) fn arguments(view: &mut View<'_>, template: Node) {
    let Some(inner) = view.inner(template, "arguments") else { return };
    let place = view.place(template, "arguments");
    let app = view.app(template);
    let root = inner.root();
    let kind = inner.kind(root);
    if kind == Kind::Null {
        return;
    }
    let row = match app {
        App::Ansible => ARGUMENTS_SHAPE,
        App::Shell | App::None => ARGUMENTS_SHAPE_SHELL,
        App::Terraform => ARGUMENTS_SHAPE_TERRAFORM,
    };
    if app == App::Terraform && kind == Kind::Object && ARGUMENTS_STAGES.holds_in(view.version) {
        return stages(view, template, place, &inner);
    }
    if !is_texts(&inner, root) {
        let what = "not a list of texts: every task of the template fails";
        return view.note(row, place, what, Some(WORDS));
    }
    if app == App::Terraform && !inner.is_empty(root) {
        view.note(ARGS_IGNORED_TF, place, "these versions ignore arguments of Terraform templates", None);
    }
    if app == App::Ansible {
        glued(view, &inner, place);
    }
}

/// Notes the first argument that Ansible takes for a playbook.
pub(super) fn glued(view: &mut View<'_>, inner: &Document, place: Node) {
    if let Some(text) = inner.elements(inner.root()).filter_map(|node| inner.text(node)).find(|text| is_glued(text)) {
        let log = format!("the playbook: {text} could not be found");
        let what = format!("{text:?} is one argument with a blank in it: Ansible takes it for a playbook; write two elements");
        view.note(ARG_WITH_BLANK, place, what, Some(&log));
    }
}

/// Whether it is null, or a list of texts and nulls.
pub(super) fn is_texts(doc: &Document, node: Node) -> bool {
    match doc.kind(node) {
        Kind::Null => true,
        Kind::Array => doc.elements(node).all(|element| matches!(doc.kind(element), Kind::String | Kind::Null)),
        _ => false,
    }
}

/// Whether a long option and what belongs to it are in one text.
fn is_glued(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("--") else { return false };
    let name = rest.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '-');
    name.len() < rest.len() && name.starts_with(char::is_whitespace)
}

fn stages(view: &mut View<'_>, template: Node, place: Node, inner: &Document) {
    let root = inner.root();
    if let Some((key, _)) = inner.members(root).find(|(_, value)| !is_texts(inner, *value)) {
        let what =
            format!("the arguments of the stage {:?} are not a list of texts: every task of the template fails", key.text());
        let log = "invalid format of arguments, must be valid JSON array or map";
        return view.note(ARGUMENTS_STAGES, place, what, Some(log));
    }
    let has = |name| inner.get(root, name).is_some();
    let unknown =
        inner.members(root).map(|(key, _)| key.text()).find(|key| !matches!(&**key, "init" | "plan" | "apply" | "default"));
    if let Some(unknown) = unknown {
        let what = format!("there is no stage {unknown:?}: its arguments are ignored; stages are init, plan, apply and default");
        view.note(ARGUMENTS_STAGES, place, what, None);
    }
    if has("default") || has("plan") && has("apply") {
        return;
    }
    let what = match (has("plan"), has("apply")) {
        (true, _) => "arguments for the stage plan only: apply runs without arguments and without the variables of the group",
        (_, true) => "arguments for the stage apply only: plan runs without arguments and without the variables of the group",
        _ if view.variables(template).is_empty() => return,
        _ => "no arguments for the stages plan and apply: both run without the variables of the group; add \"default\": []",
    };
    view.note(ARGUMENTS_STAGES, place, what, None);
}
