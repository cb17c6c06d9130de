//! Keys, inventories, repositories and schedules as tasks use them.

use serde_json::Value;

use super::rows::{
    IDLE, INVENTORY_BLANK, INVENTORY_FILE, INVENTORY_RUNNER_TAG, INVENTORY_TYPE, KEY_BECOME, KEY_INVENTORY, KEY_SOURCE,
    LOCAL_SCHEME, REPO_KEY, REPO_URL, RUN_AT, SCHEDULE_TYPE,
};
use super::view::{App, View};
use crate::json::Node;

pub(super) fn entries(view: &mut View<'_>) {
    for key in view.section("keys") {
        source(view, key);
    }
    for inventory in view.section("inventories") {
        if !view.users(inventory).is_empty() {
            keys(view, inventory);
            hosts(view, inventory);
        }
    }
    for repository in view.section("repositories") {
        address(view, repository);
        credential(view, repository);
    }
    let schedules = view.section("schedules");
    for schedule in &schedules {
        kind(view, *schedule);
    }
    if schedules.iter().any(|schedule| view.is(*schedule, "active"))
        && let Some(list) = view.doc.get(view.doc.root(), "schedules")
    {
        let what = "no schedule fires until the server restarts or any schedule is saved: a restore does not tell the scheduler";
        view.note(IDLE, list, what, None);
    }
}

fn source(view: &mut View<'_>, key: Node) {
    let source = view.plain(key, "source_storage_type").into_owned();
    if source.is_empty() || view.plain(key, "type") == "none" {
        return;
    }
    let name = view.plain(key, "source_storage_key").into_owned();
    let (place, log) = match &*source {
        "vault" if view.plain(key, "source_storage").is_empty() => {
            ("source_storage_type", "vault storage id is required".to_owned())
        }
        "env" | "file" if name.is_empty() => ("source_storage_type", "source storage key is required".to_owned()),
        "file" if !name.starts_with('/') => ("source_storage_key", "file path must be absolute".to_owned()),
        "vault" | "env" | "file" => return,
        other => ("source_storage_type", format!("unsupported secret storage type '{other}'")),
    };
    let what = "the server cannot fetch this secret: every task that uses the key fails";
    view.note(KEY_SOURCE, view.place(key, place), what, Some(&format!("Error: {log}")));
}

fn keys(view: &mut View<'_>, inventory: Node) {
    if let Some(kind) = view.key_type(inventory, "become_key")
        && !matches!(&*kind, "login_password" | "none")
    {
        let what = "the key to become another user must be a login with password: every task with this inventory fails";
        let log = "Failed to install inventory: access key type not supported for ansible become user";
        view.note(KEY_BECOME, view.place(inventory, "become_key"), what, Some(log));
    }
    if let Some(kind) = view.key_type(inventory, "ssh_key")
        && !matches!(&*kind, "ssh" | "login_password" | "none")
    {
        let what = "the key of an inventory must be an SSH key or a login with password: every task with this inventory fails";
        let log = "Failed to install inventory: access key type not supported for ansible user";
        view.note(KEY_INVENTORY, view.place(inventory, "ssh_key"), what, Some(log));
        if let Some(key) = view.link(inventory, "ssh_key", "keys")
            && !matches!(&*kind, "string")
        {
            view.note(KEY_INVENTORY, view.place(key, "type"), what, Some(log));
        }
    }
}

fn hosts(view: &mut View<'_>, inventory: Node) {
    if view.text(inventory, "runner_tag").is_some() {
        let what = "a runner tag: tasks run on a runner, and fail where the server has none";
        view.note(INVENTORY_RUNNER_TAG, view.place(inventory, "runner_tag"), what, Some("no runners available"));
    }
    if !view.used_by(inventory, &[App::Ansible]) {
        return;
    }
    let kind = view.plain(inventory, "type").into_owned();
    let text = view.plain(inventory, "inventory").into_owned();
    match &*kind {
        "static" | "static-yaml" => {
            if is_blank(&text) {
                let what = "an inventory without hosts: tasks end as success and do nothing";
                view.note(INVENTORY_BLANK, view.place(inventory, "inventory"), what, Some("skipping: no hosts matched"));
            } else if let Some(group) = group_with_list(&text) {
                let what =
                    format!("the group {group:?} is a list, which is no group for Ansible: tasks end as success and do nothing");
                view.note(INVENTORY_BLANK, view.place(inventory, "inventory"), what, Some("skipping: no hosts matched"));
            }
        }
        "file" => {
            if text.starts_with('/') {
                let what = "the path is taken inside the repository: another inventory, or none";
                view.note(INVENTORY_FILE, view.place(inventory, "inventory"), what, None);
            }
        }
        _ => {
            let what = "Ansible knows inventories of the types static, static-yaml and file only: every task fails";
            view.note(INVENTORY_TYPE, view.place(inventory, "type"), what, Some("invalid inventory type"));
        }
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
                if let Some(Value::Object(children)) = members.remove("children") {
                    open.extend(children);
                }
            }
            _ => {}
        }
    }
    None
}

fn address(view: &mut View<'_>, repository: Node) {
    let url = view.plain(repository, "git_url").into_owned();
    let place = view.place(repository, "git_url");
    let Some((scheme, _)) = url.split_once("://") else {
        let host = url.split('/').next().unwrap_or_default();
        let drive = host.len() == 2 && host.ends_with(':') && host.as_bytes()[0].is_ascii_alphabetic() || url.contains(":\\");
        if !url.is_empty() && !url.starts_with('/') && (!host.contains(':') || drive) {
            let what = "no address that git knows: it is taken for a folder in the server's temporary one; write https://, ssh:// or user@host:path";
            view.note(REPO_URL, place, what, Some("Failed updating repository: exit status 128"));
        }
        return;
    };
    if scheme == "local" {
        let log = format!("Failed in finding static repository at {url}: stat {url}: no such file or directory");
        let what = "a folder of the server is written as a path: every task fails; leave `local://` out";
        view.note(LOCAL_SCHEME, place, what, Some(&log));
    } else if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let what = "the scheme is not in lower case: the login of the key is not used";
        view.note(REPO_URL, place, what, None);
    }
}

/// A key that `git` cannot use for the address: what is not public, or open to the server itself, cannot be cloned.
fn credential(view: &mut View<'_>, repository: Node) {
    let url = view.plain(repository, "git_url").into_owned();
    let Some(kind) = view.key_type(repository, "ssh_key").map(|kind| kind.into_owned()) else { return };
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let (needs, good) = match scheme.as_deref() {
        Some("http" | "https") => ("a login with password", matches!(&*kind, "login_password" | "none")),
        Some(scheme) if scheme.ends_with("ssh") => ("an SSH key", kind == "ssh"),
        None if !url.starts_with('/') && url.contains(':') => ("an SSH key", kind == "ssh"),
        _ => return,
    };
    if !good {
        let what =
            format!("the address needs {needs}, which this key is not: it is cloned without, and that works for what is public");
        view.note(REPO_KEY, view.place(repository, "ssh_key"), what, None);
    }
}

fn kind(view: &mut View<'_>, schedule: Node) {
    match &*view.plain(schedule, "type") {
        "" => {}
        "run_at" if !view.is(schedule, "active") => {}
        "run_at" if view.value(schedule, "run_at").is_none() => {
            let what = "a schedule that runs once, without its time: it never fires";
            view.note(RUN_AT, schedule, what, Some("run_at schedule has no run_at value"));
        }
        "run_at" => {
            let deleted = view.is(schedule, "delete_after_run");
            let end = if deleted { "deleted" } else { "switched off" };
            let what = format!(
                "a backup does not hold the time of a schedule that runs once: it is {end} at the next start of the server"
            );
            view.note(RUN_AT, view.place(schedule, "run_at"), what, None);
        }
        other => {
            let what = format!("there is no schedule of the type {other:?}: it never fires; the type of one with times is empty");
            view.note(SCHEDULE_TYPE, view.place(schedule, "type"), what, Some("schedule has unsupported type"));
        }
    }
}
