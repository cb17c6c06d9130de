//! Keys, inventories, repositories and schedules as tasks use them.

use serde_json::Value;

use super::view::View;
use crate::check::project::Row;
use crate::semaphore::key;
use crate::semaphore::run::apps::Family;
use crate::semaphore::run::rows::{
    IDLE, INVENTORY_BLANK, INVENTORY_FILE, INVENTORY_RUNNER_TAG, INVENTORY_TYPE, KEY_BECOME, KEY_INVENTORY, KEY_SOURCE,
    LOCAL_SCHEME, REPO_KEY, REPO_URL, RUN_AT, SCHEDULE_TYPE,
};
use crate::semaphore::run::{sources, words};
use crate::semaphore::value::{FILE_INVENTORY, LOGIN_KEY, NO_KEY, RUN_ONCE, SSH_KEY, STATIC_INVENTORIES, STRING_KEY};

pub(super) fn entries(view: &mut View<'_>) {
    for key in view.section(key::KEYS) {
        source(view, key);
    }
    for inventory in view.section(key::INVENTORIES) {
        if view.is_used(inventory) {
            keys(view, inventory);
            hosts(view, inventory);
        }
    }
    for repository in view.section(key::REPOSITORIES) {
        address(view, repository);
        credential(view, repository);
    }
    let mut is_any_active = false;
    for schedule in view.section(key::SCHEDULES) {
        kind(view, schedule);
        is_any_active |= schedule.is(key::ACTIVE);
    }
    if let (true, Some(list)) = (is_any_active, view.project.root().at(key::SCHEDULES)) {
        let what = "no schedule fires until the server restarts or any schedule is saved: a restore does not tell the scheduler";
        view.note(IDLE, list, what);
    }
}

fn source<'p>(view: &mut View<'p>, key: Row<'p>) {
    let source = key.plain(key::SOURCE_STORAGE_TYPE);
    if source.is_empty() || key.has_text(key::TYPE, NO_KEY) {
        return;
    }
    let refused = sources::refusal(&source, &key.plain(key::SOURCE_STORAGE), &key.plain(key::SOURCE_STORAGE_KEY));
    if let Some((place, log)) = refused {
        let what = "the server cannot fetch this secret: every task that uses the key fails";
        view.note_with_log(KEY_SOURCE, key.place(place), what, format!("Error: {log}"));
    }
}

fn keys<'p>(view: &mut View<'p>, inventory: Row<'p>) {
    if view.key_type(inventory, key::BECOME_KEY).is_some_and(|kind| ![LOGIN_KEY, NO_KEY].contains(&&*kind)) {
        let what = "the key to become another user must be a login with password: every task with this inventory fails";
        view.note_with_log(KEY_BECOME, inventory.place(key::BECOME_KEY), what, words::BECOME_KEY);
    }
    let Some(login) = view.link(inventory, key::SSH_KEY, key::KEYS) else { return };
    let kind = login.plain(key::TYPE);
    if ![SSH_KEY, LOGIN_KEY, NO_KEY].contains(&&*kind) {
        let what = "the key of an inventory must be an SSH key or a login with password: every task with this inventory fails";
        view.note_with_log(KEY_INVENTORY, inventory.place(key::SSH_KEY), what, words::INVENTORY_KEY);
        if kind != STRING_KEY {
            view.note_with_log(KEY_INVENTORY, login.place(key::TYPE), what, words::INVENTORY_KEY);
        }
    }
}

fn hosts<'p>(view: &mut View<'p>, inventory: Row<'p>) {
    if inventory.written(key::RUNNER_TAG).is_some() {
        let what = "a runner tag: tasks run on a runner, and fail where the server has none";
        view.note_with_log(INVENTORY_RUNNER_TAG, inventory.place(key::RUNNER_TAG), what, words::NO_RUNNERS);
    }
    if !view.is_used_by(inventory, &[Family::Ansible]) {
        return;
    }
    let kind = inventory.plain(key::TYPE);
    let text = inventory.plain(key::INVENTORY);
    let place = inventory.place(key::INVENTORY);
    if STATIC_INVENTORIES.contains(&&*kind) {
        if is_blank(&text) {
            let what = "an inventory without hosts: tasks end as success and do nothing";
            view.note_with_log(INVENTORY_BLANK, place, what, words::NO_HOSTS);
        } else if let Some(group) = group_with_list(&text) {
            let what =
                format!("the group {group:?} is a list, which is no group for Ansible: tasks end as success and do nothing");
            view.note_with_log(INVENTORY_BLANK, place, what, words::NO_HOSTS);
        }
    } else if kind != FILE_INVENTORY {
        let what = "Ansible knows inventories of the types static, static-yaml and file only: every task fails";
        view.note_with_log(INVENTORY_TYPE, inventory.place(key::TYPE), what, words::INVENTORY_TYPE);
    } else if text.starts_with('/') {
        view.note(INVENTORY_FILE, place, "the path is taken inside the repository: another inventory, or none");
    }
}

/// Whether there is nothing but blanks and comments.
fn is_blank(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with(['#', ';']) || line == "---")
}

/// The first group of a YAML inventory that is a list.
fn group_with_list(text: &str) -> Option<String> {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    if first.starts_with('[') || !text.contains(':') || !text.contains(['-', '[']) {
        return None;
    }
    let Ok(Value::Object(groups)) = serde_saphyr::from_str::<Value>(text) else { return None };
    let mut open: Vec<(String, Value)> = groups.into_iter().collect();
    while let Some((name, group)) = open.pop() {
        match group {
            Value::Array(_) => return Some(name),
            Value::Object(mut members) => {
                if let Some(Value::Object(children)) = members.shift_remove("children") {
                    open.extend(children);
                }
            }
            _ => {}
        }
    }
    None
}

fn address<'p>(view: &mut View<'p>, repository: Row<'p>) {
    let url = repository.plain(key::GIT_URL);
    let place = repository.place(key::GIT_URL);
    let Some((scheme, _)) = url.split_once("://") else {
        let host = url.split('/').next().unwrap_or_default();
        let drive = host.len() == 2 && host.ends_with(':') && host.as_bytes()[0].is_ascii_alphabetic() || url.contains(":\\");
        if !url.is_empty() && !url.starts_with('/') && (!host.contains(':') || drive) {
            let what = "no address that git knows: it is taken for a folder in the server's temporary one; write https://, ssh:// or user@host:path";
            view.note_with_log(REPO_URL, place, what, words::GIT_FAILED);
        }
        return;
    };
    if scheme == "local" {
        let what = "a folder of the server is written as a path: every task fails; leave `local://` out";
        view.note_with_log(LOCAL_SCHEME, place, what, words::no_folder(&url));
    } else if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
        view.note(REPO_URL, place, "the scheme is not in lower case: the login of the key is not used");
    }
}

/// A key that `git` cannot use for the address: what is not public, or open to the server itself, cannot be cloned.
fn credential<'p>(view: &mut View<'p>, repository: Row<'p>) {
    let url = repository.plain(key::GIT_URL);
    let Some(kind) = view.key_type(repository, key::SSH_KEY) else { return };
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let (needs, good) = match scheme.as_deref() {
        Some("http" | "https") => ("a login with password", [LOGIN_KEY, NO_KEY].contains(&&*kind)),
        Some(scheme) if scheme.ends_with("ssh") => ("an SSH key", kind == SSH_KEY),
        None if !url.starts_with('/') && url.contains(':') => ("an SSH key", kind == SSH_KEY),
        _ => return,
    };
    if !good {
        let what =
            format!("the address needs {needs}, which this key is not: it is cloned without, and that works for what is public");
        view.note(REPO_KEY, repository.place(key::SSH_KEY), what);
    }
}

fn kind<'p>(view: &mut View<'p>, schedule: Row<'p>) {
    match &*schedule.plain(key::TYPE) {
        "" => {}
        RUN_ONCE if !schedule.is(key::ACTIVE) => {}
        RUN_ONCE if schedule.at(key::RUN_AT).is_none() => {
            let what = "a schedule that runs once, without its time: it never fires";
            view.note_with_log(RUN_AT, schedule.node(), what, words::NO_RUN_AT);
        }
        RUN_ONCE => {
            let end = if schedule.is(key::DELETE_AFTER_RUN) { "deleted" } else { "switched off" };
            let what = format!(
                "a backup does not hold the time of a schedule that runs once: it is {end} at the next start of the server"
            );
            view.note(RUN_AT, schedule.place(key::RUN_AT), what);
        }
        other => {
            let what = format!("there is no schedule of the type {other:?}: it never fires; the type of one with times is empty");
            view.note_with_log(SCHEDULE_TYPE, schedule.place(key::TYPE), what, words::SCHEDULE_TYPE);
        }
    }
}
