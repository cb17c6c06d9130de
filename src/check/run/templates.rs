//! Templates: what stops their tasks, whoever starts them.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::{HashSet, HashSetExt as _};

use super::arguments::arguments;
use super::params::types;
use super::view::{Template, View};
use crate::check::project::Row;
use crate::json::InnerReader;
use crate::parallel;
use crate::semaphore::run::apps::Family;
use crate::semaphore::run::rows::{
    APP_UNKNOWN, KEY_VAULT, LOCAL_BRANCH, NO_GROUP, OVERRIDE_DROPS_OWN, PARAMS_TYPE_ANSIBLE, PARAMS_TYPE_TEMPLATE,
    PARAMS_TYPE_TERRAFORM, PLAYBOOK_PATH, PRIORITY_GROUPS, RUNNER_TAG, SURVEY, TF_WORKSPACE, VAULT_EMPTY_NAME, VAULT_NO_KEY,
    VAULT_NOTHING, VAULT_SAME_NAME, VERSION,
};
use crate::semaphore::run::{params, words};
use crate::semaphore::value::{APPS, BUILD, DEPLOY, LOGIN_KEY, NO_KEY, PASSWORD_VAULT, SCRIPT_VAULT, WORKSPACES};
use crate::semaphore::{inside, key, words as server};

/// A large project is looked at in so many parts, so that no core waits long for another.
const PARTS: usize = 8;

pub(super) fn templates(view: &mut View<'_>) {
    let size = view.project.section(key::TEMPLATES).len().div_ceil(PARTS);
    let parts: Vec<_> = (0..PARTS).map(|part| part * size..(part + 1) * size).collect();
    let found = parallel::map(view.project.doc.source().len(), &parts, &|part| {
        let mut view = view.beside();
        each(&mut view, part.clone());
        view.troubles
    });
    for troubles in found {
        view.troubles.append(troubles);
    }
}

fn each(view: &mut View<'_>, templates: Range<usize>) {
    let mut reader = InnerReader::default();
    let mut names = HashSet::new();
    for template in view.templates(templates) {
        vaults(view, &mut names, template);
        arguments(view, &mut reader, template);
        app(view, template.row);
        parameters(view, template);
        group(view, template.row);
        playbook(view, template.row);
        place(view, template);
        survey(view, &mut reader, template);
        version(view, template);
    }
}

/// Room for the names of more vaults than this is given back: to clear it takes long.
const MANY: usize = 64;

/// `names` is room for those of the vaults.
fn vaults<'p>(view: &mut View<'p>, names: &mut HashSet<Cow<'p, str>>, template: Template<'p>) {
    let is_ansible = template.family == Family::Ansible;
    let vaults = template.row.rows(key::VAULTS);
    let may_repeat = template.family == Family::Ansible && vaults.len() > 1;
    if names.capacity() > MANY {
        *names = HashSet::new();
    }
    names.clear();
    for vault in vaults {
        // Before there were types, every vault was of type password.
        let untyped = if view.version < VAULT_NO_KEY.since { PASSWORD_VAULT } else { "" };
        let kind = vault.written(key::TYPE).unwrap_or(untyped.into());
        match &*kind {
            PASSWORD_VAULT if vault.written(key::VAULT_KEY).is_none() => {
                let what = "a vault of type password without key: the server process ends when a task of this template starts; \
                            remove the vault, or name a key";
                view.note_with_log(VAULT_NO_KEY, vault.node(), what, words::NIL_POINTER);
            }
            PASSWORD_VAULT => password(view, vault),
            SCRIPT_VAULT | "" => {}
            _ => {
                let what = "a vault is of type password or script: this one gives no password";
                view.note_with_help(
                    VAULT_NOTHING,
                    vault.place(key::TYPE),
                    what,
                    "write \"password\", or \"script\" for a vault script",
                );
            }
        }
        let name = vault.written(key::NAME);
        if is_ansible && kind == PASSWORD_VAULT && name.as_deref() == Some("") {
            let what = "the empty name makes Ansible ask for the password in a way that the server does not know: the task hangs; \
                        leave `name` out";
            view.note_with_log(VAULT_EMPTY_NAME, vault.place(key::NAME), what, words::VAULT_QUESTION);
        }
        if may_repeat && !names.insert(name.unwrap_or("default".into())) {
            let what = "another vault of this template has the same name: only the later password is given";
            view.note(VAULT_SAME_NAME, vault.node(), what);
        }
    }
}

fn password<'p>(view: &mut View<'p>, vault: Row<'p>) {
    match view.key_type(vault, key::VAULT_KEY).as_deref() {
        Some(LOGIN_KEY) | None => {}
        Some(NO_KEY) => {
            let what = "the key of the vault is of type none: no password is given, and encrypted files cannot be read";
            view.note(VAULT_NOTHING, vault.place(key::VAULT_KEY), what);
        }
        Some(_) => {
            let what = "the key of a vault must be a login with password: every task of the template fails";
            view.note_with_log(KEY_VAULT, vault.place(key::VAULT_KEY), what, words::VAULT_KEY);
        }
    }
}

fn app<'p>(view: &mut View<'p>, template: Row<'p>) {
    let name = template.plain(key::APP);
    if !name.is_empty() && !APPS.contains(&&*name) && !view.project.own_apps.contains(&*name) {
        let what = format!("no server has the app {name:?} of its own: tasks fail unless the administrator has set it up");
        view.note_with_log(APP_UNKNOWN, template.place(key::APP), what, words::no_executable(&name));
    }
}

fn parameters<'p>(view: &mut View<'p>, template: Template<'p>) {
    let Some(own) = template.row.at(key::TASK_PARAMS) else { return };
    if let Some(known) = params::of_templates(template.family) {
        let row = match template.family {
            Family::Ansible => PARAMS_TYPE_ANSIBLE,
            Family::Terraform => PARAMS_TYPE_TERRAFORM,
            Family::Shell | Family::Unnamed => PARAMS_TYPE_TEMPLATE,
        };
        types(view, row, own, known, "every task of the template fails");
    }
    for (list, flag, _) in params::LISTS {
        if view.flag(Some(own), flag).is_some()
            && let Some(list_node) = view.member(own, list).filter(|node| view.is_filled_list(*node))
        {
            let what = format!("schedules and integrations run without this `{list}`, because `{flag}` is set");
            view.note(OVERRIDE_DROPS_OWN, list_node, what);
        }
    }
}

fn group<'p>(view: &mut View<'p>, template: Row<'p>) {
    if view.groups(template).next().is_none() {
        let what = "no variable group: tasks started on the screen, or by an integration, end at once; schedules run";
        view.note_with_log(NO_GROUP, template.node(), what, words::ENDS_AT_ONCE);
    }
    overlap(view, template);
}

/// Of several groups the one that was made last has the last word, wherever the template names it.
fn overlap<'p>(view: &mut View<'p>, template: Row<'p>) {
    if !PRIORITY_GROUPS.holds_in(view.version) || view.groups(template).nth(1).is_none() {
        return;
    }
    let groups: Vec<usize> = view.groups(template).collect();
    for (at, group) in groups.iter().enumerate() {
        for later in groups[at + 1..].iter().filter(|later| *later < group) {
            if let Some(name) = view.differs(*group, *later) {
                let group = view.project.entry(key::ENVIRONMENTS, *group);
                let what = format!(
                    "{name:?} is in two variable groups: the value of {:?} counts, which is further down in `environments`",
                    group.map(|group| group.plain(key::NAME)).unwrap_or_default()
                );
                return view.note(PRIORITY_GROUPS, template.place(key::ENVIRONMENTS), what);
            }
        }
    }
}

fn playbook<'p>(view: &mut View<'p>, template: Row<'p>) {
    let Some(end) = inside::playbook(&template.plain(key::PLAYBOOK)) else { return };
    let what = "the playbook is not in the repository: tasks are refused when they start";
    view.note_with_log(PLAYBOOK_PATH, template.place(key::PLAYBOOK), what, server::playbook_must(end));
}

/// Where a task runs: runner, workspace, branch.
fn place<'p>(view: &mut View<'p>, template: Template<'p>) {
    let row = template.row;
    if row.written(key::RUNNER_TAG).is_some() {
        let what = "a runner tag: the task runs on a runner, and fails where the server has none";
        view.note_with_log(RUNNER_TAG, row.place(key::RUNNER_TAG), what, words::NO_RUNNERS);
    }
    if template.family == Family::Terraform
        && let Some(inventory) = view.link(row, key::INVENTORY, key::INVENTORIES)
        && !inventory.plain(key::TYPE).ends_with(WORKSPACES)
    {
        let text = inventory.plain(key::INVENTORY);
        let name = text.lines().next().filter(|line| !line.is_empty()).unwrap_or("default");
        let what = format!("the inventory is no workspace: its text becomes the name of one ({name:?}), with an empty state");
        view.note(TF_WORKSPACE, row.place(key::INVENTORY), what);
    }
    if !row.is_empty(key::GIT_BRANCH) && is_folder(view, row) {
        view.note(LOCAL_BRANCH, row.place(key::GIT_BRANCH), BRANCH_OF_FOLDER);
    }
}

/// What is said of a branch where there is none.
pub(super) const BRANCH_OF_FOLDER: &str =
    "the repository is a folder of the server: it is used as it is, and the branch is ignored";

/// Whether the repository of a template is a folder of the server.
pub(super) fn is_folder<'p>(view: &View<'p>, template: Row<'p>) -> bool {
    view.link(template, key::REPOSITORY, key::REPOSITORIES).is_some_and(|row| row.plain(key::GIT_URL).starts_with('/'))
}

/// Defaults of survey variables are filled in on the screen only.
fn survey<'p>(view: &mut View<'p>, reader: &mut InnerReader, template: Template<'p>) {
    if view.starters(template).is_empty() {
        return;
    }
    let starters = view.starters(template).iter();
    let given: Vec<HashSet<String>> = starters.map(|starter| view.given_by(reader, *starter)).collect();
    for variable in template.row.rows(key::SURVEY_VARS) {
        let name = variable.plain(key::NAME);
        let matters = variable.is(key::REQUIRED) || !variable.is_empty(key::DEFAULT_VALUE);
        let is_missed = || given.iter().any(|given| !given.contains(&*name));
        if matters && !view.has_variable(reader, template.row, &name) && is_missed() {
            let what = format!("{name:?} is filled in on the screen only: schedules and integrations run without it");
            view.note(SURVEY, variable.node(), what);
        }
    }
}

fn version<'p>(view: &mut View<'p>, template: Template<'p>) {
    let row = template.row;
    match &*row.plain(key::TYPE) {
        BUILD if row.is_empty(key::START_VERSION) => {
            view.note(VERSION, row.node(), "a build template without `start_version`: its builds have no version");
        }
        BUILD if !row.plain(key::START_VERSION).contains(|c: char| c.is_ascii_digit()) => {
            let what = "`start_version` has no digit: every build gets the same version";
            view.note(VERSION, row.place(key::START_VERSION), what);
        }
        DEPLOY if !view.starters(template).is_empty() => {
            let what = "schedules and integrations deploy without a version: only on the screen a build is chosen";
            view.note(VERSION, row.node(), what);
        }
        _ => {}
    }
}
