//! Templates: what stops their tasks, whoever starts them.

use std::collections::HashSet;

use super::arguments::arguments;
use super::params::types;
use super::rows::{
    APP_UNKNOWN, KEY_VAULT, LOCAL_BRANCH, NO_GROUP, OVERRIDE_DROPS_OWN, PARAMS_TYPE_TEMPLATE, PARAMS_TYPE_TERRAFORM,
    PLAYBOOK_PATH, PRIORITY_GROUPS, RUNNER_TAG, SURVEY, TF_WORKSPACE, VAULT_EMPTY_NAME, VAULT_NO_KEY, VAULT_NOTHING,
    VAULT_SAME_NAME, VERSION,
};
use super::view::{App, By, View};
use crate::json::{Kind, Node};
use crate::semaphore::inside;
use crate::semaphore::params::{ANSIBLE_TEMPLATE, TERRAFORM_TEMPLATE, parameter};
use crate::semaphore::value::APPS;

pub(super) fn templates(view: &mut View<'_>) {
    for template in view.templates.clone() {
        vaults(view, template);
        arguments(view, template);
        app(view, template);
        parameters(view, template);
        group(view, template);
        playbook(view, template);
        place(view, template);
        survey(view, template);
        version(view, template);
    }
}

fn vaults(view: &mut View<'_>, template: Node) {
    let app = view.app(template);
    let mut names = HashSet::new();
    for vault in view.list(template, "vaults") {
        let kind =
            view.text(vault, "type").unwrap_or(if view.version < VAULT_NO_KEY.since { "password".into() } else { "".into() });
        let key = view.text(vault, "vault_key");
        match &*kind {
            "password" if key.is_none() => {
                let what = "a vault of type password without key: the server process ends when a task of this template starts; \
                            remove the vault, or name a key";
                let log = "panic: runtime error: invalid memory address or nil pointer dereference";
                view.note(VAULT_NO_KEY, vault, what, Some(log));
            }
            "password" => match view.key_type(vault, "vault_key").as_deref() {
                Some("login_password") | None => {}
                Some("none") => {
                    let what = "the key of the vault is of type none: no password is given, and encrypted files cannot be read";
                    view.note(VAULT_NOTHING, view.place(vault, "vault_key"), what, None);
                }
                Some(_) => {
                    let what = "the key of a vault must be a login with password: every task of the template fails";
                    let log = "Failed to install vault password files: access key type not supported for ansible password vault";
                    view.note(KEY_VAULT, view.place(vault, "vault_key"), what, Some(log));
                }
            },
            "script" | "" => {}
            _ => {
                let what = "a vault is of type password or script: this one gives no password";
                view.note(VAULT_NOTHING, view.place(vault, "type"), what, None);
            }
        }
        let name = view.text(vault, "name");
        if app == App::Ansible && kind == "password" && name.as_deref() == Some("") {
            let what = "the empty name makes Ansible ask for the password in a way that the server does not know: the task hangs; \
                        leave `name` out";
            view.note(VAULT_EMPTY_NAME, view.place(vault, "name"), what, Some("Vault password (default):"));
        }
        if app == App::Ansible && !names.insert(name.unwrap_or_else(|| "default".into()).into_owned()) {
            let what = "another vault of this template has the same name: only the later password is given";
            view.note(VAULT_SAME_NAME, vault, what, None);
        }
    }
}

fn app(view: &mut View<'_>, template: Node) {
    let name = view.plain(template, "app").into_owned();
    if !name.is_empty() && !APPS.contains(&&*name) {
        let what = format!("no server has the app {name:?} of its own: tasks fail unless the administrator has set it up");
        let log = format!("exec: \"{name}\": executable file not found in $PATH");
        view.note(APP_UNKNOWN, view.place(template, "app"), what, Some(&log));
    }
}

fn parameters(view: &mut View<'_>, template: Node) {
    let Some(params) = view.value(template, "task_params") else { return };
    let effect = "every task of the template fails";
    match view.app(template) {
        App::Ansible | App::None => {
            types(view, PARAMS_TYPE_TEMPLATE, params, ANSIBLE_TEMPLATE, effect);
        }
        App::Terraform => {
            types(view, PARAMS_TYPE_TERRAFORM, params, TERRAFORM_TEMPLATE, effect);
        }
        App::Shell => {}
    }
    for (flag, list) in
        [("allow_override_limit", "limit"), ("allow_override_tags", "tags"), ("allow_override_skip_tags", "skip_tags")]
    {
        let allowed = parameter(view.doc, params, flag).and_then(|node| view.doc.boolean(node)) == Some(true);
        let own =
            parameter(view.doc, params, list).filter(|node| view.doc.kind(*node) == Kind::Array && !view.doc.is_empty(*node));
        if let (true, Some(own)) = (allowed, own) {
            let what = format!("schedules and integrations run without this `{list}`, because `{flag}` is set");
            view.note(OVERRIDE_DROPS_OWN, own, what, None);
        }
    }
}

fn group(view: &mut View<'_>, template: Node) {
    if view.groups(template).is_empty() {
        let what = "no variable group: tasks started on the screen, or by an integration, end at once; schedules run";
        view.note(NO_GROUP, template, what, Some("Error: unexpected end of JSON input"));
    }
    overlap(view, template);
}

/// Of several groups the one that was made last has the last word, wherever the template names it.
fn overlap(view: &mut View<'_>, template: Node) {
    let groups = view.groups(template);
    let made = view.section("environments");
    let place = |group: &Node| made.iter().position(|other| other == group);
    for (at, group) in groups.iter().enumerate() {
        for later in groups[at + 1..].iter().filter(|later| place(later) < place(group)) {
            if let Some(name) = view.differs(*group, *later) {
                let what = format!(
                    "{name:?} is in two variable groups: the value of {:?} counts, which is further down in `environments`",
                    view.plain(*group, "name")
                );
                return view.note(PRIORITY_GROUPS, view.place(template, "environments"), what, None);
            }
        }
    }
}

fn playbook(view: &mut View<'_>, template: Node) {
    let path = view.plain(template, "playbook").into_owned();
    let Some(leaves) = inside::playbook(&path) else { return };
    let what = "the playbook is not in the repository: tasks are refused when they start";
    view.note(PLAYBOOK_PATH, view.place(template, "playbook"), what, Some(&format!("template playbook must {leaves}")));
}

/// Where a task runs: runner, workspace, branch.
fn place(view: &mut View<'_>, template: Node) {
    if view.text(template, "runner_tag").is_some() {
        let what = "a runner tag: the task runs on a runner, and fails where the server has none";
        view.note(RUNNER_TAG, view.place(template, "runner_tag"), what, Some("no runners available"));
    }
    if view.app(template) == App::Terraform
        && let Some(inventory) = view.link(template, "inventory", "inventories")
    {
        let kind = view.plain(inventory, "type");
        if !kind.ends_with("-workspace") {
            let text = view.plain(inventory, "inventory").into_owned();
            let name = text.lines().next().filter(|line| !line.is_empty()).unwrap_or("default").to_owned();
            let what = format!("the inventory is no workspace: its text becomes the name of one ({name:?}), with an empty state");
            view.note(TF_WORKSPACE, view.place(template, "inventory"), what, None);
        }
    }
    let local =
        view.link(template, "repository", "repositories").is_some_and(|node| view.plain(node, "git_url").starts_with('/'));
    if local && !view.plain(template, "git_branch").is_empty() {
        let what = "the repository is a folder of the server: it is used as it is, and the branch is ignored";
        view.note(LOCAL_BRANCH, view.place(template, "git_branch"), what, None);
    }
}

/// Defaults of survey variables are filled in on the screen only.
fn survey(view: &mut View<'_>, template: Node) {
    if view.starters(template).is_empty() {
        return;
    }
    let known = view.variables(template);
    let given: Vec<HashSet<String>> = view.starters(template).iter().map(|(by, starter)| given(view, *by, *starter)).collect();
    for variable in view.list(template, "survey_vars") {
        let name = view.plain(variable, "name").into_owned();
        let wanted = view.is(variable, "required") || !view.plain(variable, "default_value").is_empty();
        if wanted && !known.contains(&name) && given.iter().any(|given| !given.contains(&name)) {
            let what = format!("{name:?} is filled in on the screen only: schedules and integrations run without it");
            view.note(SURVEY, variable, what, None);
        }
    }
}

/// The variables that a schedule or an integration gives to its tasks.
fn given(view: &View<'_>, by: By, starter: Node) -> HashSet<String> {
    let mut given = view.fixed_variables(by, starter);
    given.extend(view.extracted_variables(starter));
    given
}

fn version(view: &mut View<'_>, template: Node) {
    let first = view.plain(template, "start_version").into_owned();
    match &*view.plain(template, "type") {
        "build" if first.is_empty() => {
            let what = "a build template without `start_version`: its builds have no version";
            view.note(VERSION, template, what, None);
        }
        "build" if !first.contains(|c: char| c.is_ascii_digit()) => {
            let what = "`start_version` has no digit: every build gets the same version";
            view.note(VERSION, view.place(template, "start_version"), what, None);
        }
        "deploy" if !view.starters(template).is_empty() => {
            let what = "schedules and integrations deploy without a version: only on the screen a build is chosen";
            view.note(VERSION, template, what, None);
        }
        _ => {}
    }
}
