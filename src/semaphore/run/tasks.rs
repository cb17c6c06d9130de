//! What schedules and integrations want of the tasks that they start, and what of it the template allows.

use super::arguments::{glued, is_texts};
use super::params::{of_tasks, types};
use super::rows::{
    BRANCH_NOT_ALLOWED, HIDDEN_NOT_ALLOWED, INTEGRATION_PARAMS_LOST, LIMIT_NOT_ALLOWED, LOCAL_BRANCH, NOT_ALLOWED,
    PARAMS_TYPE_TASK, PARAMS_WRONG_APP, PRIORITY, PRIORITY_CALL, PRIORITY_FIXED, TASK_ARGUMENTS, TASK_ARGUMENTS_IGNORED,
    TASK_ENVIRONMENT, VERSION_OVERWRITTEN,
};
use super::view::{App, By, View};
use crate::json::Node;
use crate::semaphore::params::{ANSIBLE_TASK, TERRAFORM_TASK, parameter};
use crate::semaphore::{json_text, zero_structure};

pub(super) fn tasks(view: &mut View<'_>) {
    if view.stores_params(By::Schedule) {
        for schedule in view.section("schedules") {
            task(view, schedule, By::Schedule);
        }
    }
    for integration in view.section("integrations") {
        if view.stores_params(By::Integration) {
            lost(view, integration);
            task(view, integration, By::Integration);
        }
        priority(view, integration);
    }
}

fn lost(view: &mut View<'_>, integration: Node) {
    let Some(params) = view.value(integration, "task_params") else { return };
    if view.is(integration, "searchable") && !zero_structure(view.doc, params) {
        let what = "these versions do not load the parameters of an integration that is called by an address of the project: \
                    its task runs without them, on all hosts";
        view.note(INTEGRATION_PARAMS_LOST, params, what, None);
    }
}

fn task(view: &mut View<'_>, starter: Node, by: By) {
    let Some(template) = view.link(starter, "template", "templates") else { return };
    let Some(wanted) = view.value(starter, "task_params") else { return };
    let app = view.app(template);
    variables(view, wanted, by);
    arguments(view, wanted, template);
    version(view, wanted, template);
    branch(view, wanted, template);
    let allowed = view.value(template, "task_params");
    let flag = |view: &View<'_>, name: &str| {
        let flag = allowed.and_then(|allowed| parameter(view.doc, allowed, name));
        flag.and_then(|node| view.doc.boolean(node)) == Some(true)
    };
    if !view.plain(wanted, "inventory_name").is_empty() {
        let place = view.place(wanted, "inventory_name");
        match app {
            App::Ansible if flag(view, "allow_override_inventory") => {}
            App::Ansible => {
                let what = "the template does not allow another inventory: the task runs on that of the template";
                view.note(NOT_ALLOWED, place, what, None);
            }
            _ => view.note(NOT_ALLOWED, place, "only Ansible tasks can have another inventory: this one is ignored", None),
        }
    }
    let Some(params) = view.value(wanted, "params") else { return };
    if let Some(known) = of_tasks(app)
        && types(view, PARAMS_TYPE_TASK, params, known, "no task is started, and only the server log says so")
    {
        return;
    }
    wrong_app(view, params, app);
    match app {
        App::Ansible => {
            lists(view, params, allowed, &flag);
            let set = |view: &View<'_>, name: &str| {
                parameter(view.doc, params, name).filter(|node| view.doc.boolean(*node) == Some(true))
            };
            if let (Some(node), false) = (set(view, "debug"), flag(view, "allow_debug")) {
                view.note(NOT_ALLOWED, node, "the template does not allow `debug`: it is ignored", None);
            }
            for (name, hidden) in [("dry_run", "hide_dry_run"), ("diff", "hide_diff")] {
                if let (Some(node), true) = (set(view, name), flag(view, hidden)) {
                    view.note(HIDDEN_NOT_ALLOWED, node, format!("the template hides `{name}`: it is ignored"), None);
                }
            }
        }
        App::Terraform => {
            let node = parameter(view.doc, params, "auto_approve").filter(|node| view.doc.boolean(*node) == Some(true));
            if let (Some(node), false) = (node, flag(view, "allow_auto_approve")) {
                let what = "the template does not allow `auto_approve`: the task waits for somebody to confirm it";
                view.note(NOT_ALLOWED, node, what, None);
            }
        }
        App::Shell | App::None => {}
    }
}

/// Limit and tags of a task that its template does not let through.
fn lists(view: &mut View<'_>, params: Node, allowed: Option<Node>, flag: &dyn Fn(&View<'_>, &str) -> bool) {
    for (name, permission, effect) in [
        ("limit", "allow_override_limit", "the task runs on all hosts, or on those of the template"),
        ("tags", "allow_override_tags", "all parts of the playbook run"),
        ("skip_tags", "allow_override_skip_tags", "nothing is skipped"),
    ] {
        let Some(list) = parameter(view.doc, params, name).filter(|list| !view.doc.is_empty(*list)) else { continue };
        let own = allowed.and_then(|allowed| parameter(view.doc, allowed, name));
        let same = own.is_some_and(|own| view.doc.same(own, list));
        if !same && !flag(view, permission) {
            let what = format!("the template does not allow another `{name}` (`{permission}`): it is ignored, and {effect}");
            view.note(LIMIT_NOT_ALLOWED, list, what, None);
        }
    }
}

/// Parameters that another app reads.
fn wrong_app(view: &mut View<'_>, params: Node, app: App) {
    let read = of_tasks(app);
    let others = ANSIBLE_TASK.names().chain(TERRAFORM_TASK.names());
    let others = others.filter(|name| app != App::None && read.is_none_or(|read| read.get(name).is_none()));
    let unread = others
        .filter_map(|name| parameter(view.doc, params, name).map(|node| (name, node)))
        .find(|(_, node)| !zero_structure(view.doc, *node));
    if let Some((name, node)) = unread {
        let what = format!("the app of the template has no `{name}`: it is ignored, and the task does its whole work");
        view.note(PARAMS_WRONG_APP, node, what, None);
    }
}

fn variables(view: &mut View<'_>, wanted: Node, by: By) {
    let Some(text) = view.text(wanted, "environment").filter(|text| !text.is_empty()) else { return };
    let Some(log) = json_text::not_an_object(&text).map(|words| format!("Error: {words}")) else { return };
    let is_group = view.entry("environments", &text).is_some();
    let hint = if is_group { "; link the variable group at the template, and leave this empty" } else { "" };
    let what = match by {
        By::Schedule => format!("variables as a JSON object are expected here: every run fails{hint}"),
        By::Integration => format!("variables as a JSON object are expected here: no call starts a task{hint}"),
    };
    view.note(TASK_ENVIRONMENT, view.place(wanted, "environment"), what, Some(&log));
}

fn arguments(view: &mut View<'_>, wanted: Node, template: Node) {
    let Some(text) = view.text(wanted, "arguments") else { return };
    let place = view.place(wanted, "arguments");
    let inner = json_text::read(&text);
    let texts = inner.as_ref().is_some_and(|inner| is_texts(inner, inner.root()));
    if view.is(template, "allow_override_args_in_task") {
        if !texts {
            let log = "invalid format of the TaskRunner extra arguments, must be valid JSON";
            view.note(TASK_ARGUMENTS, place, "not a list of texts: every run fails; leave it out", Some(log));
        } else if let (App::Ansible, Some(inner)) = (view.app(template), &inner) {
            glued(view, inner, place);
        }
    } else if inner.is_some_and(|inner| texts && !inner.is_empty(inner.root())) {
        let what = "the template does not allow arguments (`allow_override_args_in_task`): they are ignored";
        view.note(TASK_ARGUMENTS_IGNORED, place, what, None);
    }
}

fn version(view: &mut View<'_>, wanted: Node, template: Node) {
    if view.plain(template, "type") == "build" && !view.plain(wanted, "version").is_empty() {
        let what = "the task of a build template gets the next version: this one is overwritten";
        view.note(VERSION_OVERWRITTEN, view.place(wanted, "version"), what, None);
    }
}

fn branch(view: &mut View<'_>, wanted: Node, template: Node) {
    if view.plain(wanted, "git_branch").is_empty() {
        return;
    }
    let place = view.place(wanted, "git_branch");
    let repository = view.link(template, "repository", "repositories");
    if repository.is_some_and(|node| view.plain(node, "git_url").starts_with('/')) {
        let what = "the repository is a folder of the server: it is used as it is, and the branch is ignored";
        view.note(LOCAL_BRANCH, place, what, None);
    } else if !view.is(template, "allow_override_branch_in_task") {
        let what = "the template does not allow another branch: its own is used";
        view.note(BRANCH_NOT_ALLOWED, place, what, None);
    }
}

/// A variable that a call gives, and that something else gives too.
fn priority(view: &mut View<'_>, integration: Node) {
    let Some(template) = view.link(integration, "template", "templates") else { return };
    let (group, fixed) = (view.variables(template), view.fixed_variables(By::Integration, integration));
    for value in view.list(integration, "extract_values") {
        let name = view.plain(value, "variable").into_owned();
        if group.contains(&name) {
            let what = format!("the variable group has {name:?} too, and these versions take it from there");
            view.note(PRIORITY, value, what, None);
        }
        if fixed.contains(&name) && view.extracted_variables(integration).contains(&name) {
            let what = format!("`task_params` has {name:?} too, and these versions take it from there, not from the call");
            view.note(PRIORITY_FIXED, value, what, None);
            let what = format!("`task_params` has {name:?} too, and what the call says takes its place");
            view.note(PRIORITY_CALL, value, what, None);
        }
    }
}
