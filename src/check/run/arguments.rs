//! Command line arguments of templates: a list of texts, or for Terraform and its kin an object of lists.

use super::view::{Template, View, inner};
use crate::finding::Spot;
use crate::json::{Document, InnerReader, Kind, Node};
use crate::semaphore::key;
use crate::semaphore::run::apps::Family;
use crate::semaphore::run::rows::{
    ARG_WITH_BLANK, ARGS_IGNORED_TF, ARGUMENTS_SHAPE, ARGUMENTS_SHAPE_SHELL, ARGUMENTS_SHAPE_TERRAFORM, ARGUMENTS_STAGES,
};
use crate::semaphore::run::words;

pub(super) fn arguments<'p>(view: &mut View<'p>, reader: &mut InnerReader, template: Template<'p>) {
    // What nearly all templates have.
    if template.row.has_text(key::ARGUMENTS, "[]") {
        return;
    }
    let Some(inner) = inner(reader, template.row, key::ARGUMENTS) else { return };
    let place = template.row.place(key::ARGUMENTS);
    let root = inner.root();
    let kind = inner.kind(root);
    if kind == Kind::Null {
        return;
    }
    let row = match template.family {
        Family::Ansible => ARGUMENTS_SHAPE,
        Family::Shell | Family::Unnamed => ARGUMENTS_SHAPE_SHELL,
        Family::Terraform => ARGUMENTS_SHAPE_TERRAFORM,
    };
    if template.family == Family::Terraform && kind == Kind::Object && ARGUMENTS_STAGES.holds_in(view.version) {
        return stages(view, template, place, inner);
    }
    if !is_texts(inner, root) {
        let what = "not a list of texts: every task of the template fails";
        return view.note_with_log(row, place, what, words::TEMPLATE_ARGUMENTS);
    }
    if template.family == Family::Terraform && !inner.is_empty(root) {
        view.note(ARGS_IGNORED_TF, place, "these versions ignore arguments of Terraform templates");
    }
    if template.family == Family::Ansible {
        glued(view, inner, place);
    }
}

/// Notes the first argument that Ansible takes for a playbook.
pub(super) fn glued(view: &mut View<'_>, inner: &Document, place: Spot) {
    if let Some(text) = inner.elements(inner.root()).filter_map(|node| inner.text(node)).find(|text| is_glued(text)) {
        let what = format!("{text:?} is one argument with a blank in it: Ansible takes it for a playbook; write two elements");
        view.note_with_log(ARG_WITH_BLANK, place, what, words::no_playbook(&text));
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

fn stages<'p>(view: &mut View<'p>, template: Template<'p>, place: Spot, inner: &Document) {
    let root = inner.root();
    if let Some((key, _)) = inner.members(root).find(|(_, value)| !is_texts(inner, *value)) {
        let what =
            format!("the arguments of the stage {:?} are not a list of texts: every task of the template fails", key.text());
        return view.note_with_log(ARGUMENTS_STAGES, place, what, words::STAGE_ARGUMENTS);
    }
    let has = |name| inner.get(root, name).is_some();
    let unknown =
        inner.members(root).map(|(key, _)| key.text()).find(|key| !matches!(&**key, "init" | "plan" | "apply" | "default"));
    if let Some(unknown) = unknown {
        let what = format!("there is no stage {unknown:?}: its arguments are ignored; stages are init, plan, apply and default");
        view.note(ARGUMENTS_STAGES, place, what);
    }
    if has("default") || has("plan") && has("apply") {
        return;
    }
    let what = match (has("plan"), has("apply")) {
        (true, _) => "arguments for the stage plan only: apply runs without arguments and without the variables of the group",
        (_, true) => "arguments for the stage apply only: plan runs without arguments and without the variables of the group",
        _ if !view.has_variables(&mut InnerReader::default(), template.row) => return,
        _ => "no arguments for the stages plan and apply: both run without the variables of the group; add \"default\": []",
    };
    view.note(ARGUMENTS_STAGES, place, what);
}
