//! What schedules and integrations want of the tasks that they start, and what of it the template allows.

use super::arguments::{glued, is_texts};
use super::params::types;
use super::templates::{BRANCH_OF_FOLDER, is_folder};
use super::view::{Facts, Starter, Template, View};
use crate::check::project::Row;
use crate::json::{InnerReader, Node};
use crate::semaphore::run::apps::Family;
use crate::semaphore::run::rows::{
    BRANCH_NOT_ALLOWED, HIDDEN_NOT_ALLOWED, INTEGRATION_PARAMS_LOST, LIMIT_NOT_ALLOWED, LOCAL_BRANCH, NOT_ALLOWED,
    PARAMS_TYPE_TASK, PARAMS_WRONG_APP, PRIORITY, PRIORITY_CALL, PRIORITY_FIXED, TASK_ARGUMENTS, TASK_ARGUMENTS_IGNORED,
    TASK_ENVIRONMENT, VERSION_OVERWRITTEN,
};
use crate::semaphore::run::{params, words};
use crate::semaphore::value::BUILD;
use crate::semaphore::{json_text, key, zero_structure};

pub(super) fn tasks(view: &mut View<'_>) {
    let mut reader = InnerReader::default();
    for schedule in view.section(key::SCHEDULES) {
        task(view, &mut reader, Starter::Schedule(schedule), "every run fails");
    }
    for integration in view.section(key::INTEGRATIONS) {
        let starter = Starter::Integration(integration);
        if view.stores_params(starter) {
            lost(view, integration);
        }
        task(view, &mut reader, starter, "no call starts a task");
        priority(view, &mut reader, integration);
    }
}

fn lost<'p>(view: &mut View<'p>, integration: Row<'p>) {
    let Some(wanted) = integration.at(key::TASK_PARAMS) else { return };
    if integration.is(key::SEARCHABLE) && !zero_structure(view.project.doc, wanted) {
        let what = "these versions do not load the parameters of an integration that is called by an address of the project: \
                    its task runs without them, on all hosts";
        view.note(INTEGRATION_PARAMS_LOST, wanted, what);
    }
}

fn task<'p>(view: &mut View<'p>, reader: &mut InnerReader, starter: Starter<'p>, effect: &str) {
    let Some(template) = view.template(starter.row()) else { return };
    let Some(wanted) = view.params_of(starter) else { return };
    variables(view, reader, wanted, effect);
    arguments(view, reader, wanted, template);
    version(view, wanted, template.row);
    branch(view, wanted, template.row);
    let allowed = template.row.at(key::TASK_PARAMS);
    inventory(view, wanted, template.family, allowed);
    let Some(own) = wanted.at(key::PARAMS) else { return };
    if let Some(known) = params::of_tasks(template.family)
        && types(view, PARAMS_TYPE_TASK, own, known, "no task is started, and only the server log says so")
    {
        return;
    }
    wrong_app(view, own, template.family);
    match template.family {
        Family::Ansible => {
            lists(view, own, allowed);
            let (name, permission) = params::DEBUG;
            if let (Some(node), None) = (view.flag(Some(own), name), view.flag(allowed, permission)) {
                view.note(NOT_ALLOWED, node, format!("the template does not allow `{name}`: it is ignored"));
            }
            for (name, hidden) in params::HIDDEN {
                if let (Some(node), Some(_)) = (view.flag(Some(own), name), view.flag(allowed, hidden)) {
                    view.note(HIDDEN_NOT_ALLOWED, node, format!("the template hides `{name}`: it is ignored"));
                }
            }
        }
        Family::Terraform => {
            let (name, permission) = params::APPROVE;
            if let (Some(node), None) = (view.flag(Some(own), name), view.flag(allowed, permission)) {
                let what = format!("the template does not allow `{name}`: the task waits for somebody to confirm it");
                view.note(NOT_ALLOWED, node, what);
            }
        }
        Family::Shell | Family::Unnamed => {}
    }
}

fn inventory<'p>(view: &mut View<'p>, wanted: Row<'p>, family: Family, allowed: Option<Node>) {
    if wanted.is_empty(key::INVENTORY_NAME) {
        return;
    }
    let place = wanted.place(key::INVENTORY_NAME);
    if family != Family::Ansible {
        view.note(NOT_ALLOWED, place, "only Ansible tasks can have another inventory: this one is ignored");
    } else if view.flag(allowed, params::ALLOW_INVENTORY).is_none() {
        let what = "the template does not allow another inventory: the task runs on that of the template";
        view.note(NOT_ALLOWED, place, what);
    }
}

/// Limit and tags of a task that its template does not let through.
fn lists(view: &mut View<'_>, own: Node, allowed: Option<Node>) {
    let doc = view.project.doc;
    for (name, permission, effect) in params::LISTS {
        let Some(list) = view.member(own, name).filter(|list| !doc.is_empty(*list)) else { continue };
        let same = allowed.and_then(|allowed| view.member(allowed, name)).is_some_and(|theirs| doc.same(theirs, list));
        if !same && view.flag(allowed, permission).is_none() {
            let what = format!("the template does not allow another `{name}` (`{permission}`): it is ignored, and {effect}");
            view.note(LIMIT_NOT_ALLOWED, list, what);
        }
    }
}

/// Parameters that another app reads.
fn wrong_app(view: &mut View<'_>, own: Node, family: Family) {
    let unread = params::of_others(family)
        .filter_map(|name| Some((name, view.member(own, name)?)))
        .find(|(_, node)| !zero_structure(view.project.doc, *node));
    if let Some((name, node)) = unread {
        let what = format!("the app of the template has no `{name}`: it is ignored, and the task does its whole work");
        view.note(PARAMS_WRONG_APP, node, what);
    }
}

fn variables<'p>(view: &mut View<'p>, reader: &mut InnerReader, wanted: Row<'p>, effect: &str) {
    let Some(text) = wanted.written(key::ENVIRONMENT).filter(|text| !text.is_empty()) else { return };
    let Some(log) = json_text::not_an_object(reader, &text).map(|words| format!("Error: {words}")) else { return };
    let is_group = view.project.names(key::ENVIRONMENTS).has(&text);
    let hint = if is_group { "; link the variable group at the template, and leave this empty" } else { "" };
    let what = format!("variables as a JSON object are expected here: {effect}{hint}");
    view.note_with_log(TASK_ENVIRONMENT, wanted.place(key::ENVIRONMENT), what, log);
}

fn arguments<'p>(view: &mut View<'p>, reader: &mut InnerReader, wanted: Row<'p>, template: Template<'p>) {
    let Some(text) = wanted.written(key::ARGUMENTS) else { return };
    let place = wanted.place(key::ARGUMENTS);
    let inner = json_text::read(reader, &text);
    let texts = inner.is_some_and(|inner| is_texts(inner, inner.root()));
    if template.row.is(key::ALLOW_OVERRIDE_ARGS_IN_TASK) {
        if !texts {
            let what = "not a list of texts: every run fails; leave it out";
            view.note_with_log(TASK_ARGUMENTS, place, what, words::TASK_ARGUMENTS);
        } else if let (Family::Ansible, Some(inner)) = (template.family, inner) {
            glued(view, inner, place);
        }
    } else if inner.is_some_and(|inner| texts && !inner.is_empty(inner.root())) {
        let what = "the template does not allow arguments (`allow_override_args_in_task`): they are ignored";
        view.note(TASK_ARGUMENTS_IGNORED, place, what);
    }
}

fn version<'p>(view: &mut View<'p>, wanted: Row<'p>, template: Row<'p>) {
    if template.has_text(key::TYPE, BUILD) && !wanted.is_empty(key::VERSION) {
        let what = "the task of a build template gets the next version: this one is overwritten";
        view.note(VERSION_OVERWRITTEN, wanted.place(key::VERSION), what);
    }
}

fn branch<'p>(view: &mut View<'p>, wanted: Row<'p>, template: Row<'p>) {
    if wanted.is_empty(key::GIT_BRANCH) {
        return;
    }
    let place = wanted.place(key::GIT_BRANCH);
    if is_folder(view, template) {
        view.note(LOCAL_BRANCH, place, BRANCH_OF_FOLDER);
    } else if !template.is(key::ALLOW_OVERRIDE_BRANCH_IN_TASK) {
        view.note(BRANCH_NOT_ALLOWED, place, "the template does not allow another branch: its own is used");
    }
}

/// A variable that a call gives, and that something else gives too.
fn priority<'p>(view: &mut View<'p>, reader: &mut InnerReader, integration: Row<'p>) {
    let Some(template) = view.template(integration) else { return };
    let fixed = view.fixed_variables(reader, Starter::Integration(integration));
    let extracted = Facts::extracted_variables(integration);
    for value in integration.rows(key::EXTRACT_VALUES) {
        let name = value.plain(key::VARIABLE);
        if view.has_variable(reader, template.row, &name) {
            let what = format!("the variable group has {name:?} too, and these versions take it from there");
            view.note(PRIORITY, value.node(), what);
        }
        if fixed.contains(&*name) && extracted.contains(&*name) {
            let what = format!("`task_params` has {name:?} too, and these versions take it from there, not from the call");
            view.note(PRIORITY_FIXED, value.node(), what);
            let what = format!("`task_params` has {name:?} too, and what the call says takes its place");
            view.note(PRIORITY_CALL, value.node(), what);
        }
    }
}
