//! The rows: one for each condition, with the versions in which it was seen. What a later version does was read or is taken to be the same.

use std::ops::RangeInclusive;

use crate::semaphore::Version;

/// What becomes of a task, a schedule or a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Starting a task ends the server process.
    EndsServer,
    /// The command line arguments of a template cannot be used.
    Arguments,
    /// The variables of a group cannot be used, or come otherwise.
    Variables,
    /// A template without variable group.
    NoGroup,
    /// Task parameters of another type.
    ParamsType,
    /// What a schedule or an integration wants is ignored.
    Ignored,
    /// A key of a type that its place cannot use.
    KeyType,
    /// A vault whose password is not given.
    Vault,
    /// A template whose app the server does not have.
    App,
    /// An inventory that gives no hosts, or other ones.
    Inventory,
    /// An address that `git` does not understand.
    Address,
    /// A playbook that is outside of its repository.
    Playbook,
    /// A webhook that anyone can call.
    OpenWebhook,
    /// A webhook that starts nothing.
    DeadWebhook,
    /// A webhook that starts a task otherwise.
    Webhook,
    /// A schedule that never fires.
    Schedule,
    /// A runner that may not be there.
    Runner,
    /// A variable or version that only people who start a task give.
    OnlyByHand,
    /// A key whose secret lies where the server cannot fetch it.
    KeySource,
    /// A key of another kind than the address of its repository.
    RepoKey,
    /// Schedules that wait for the next start of the server.
    Idle,
}

/// A condition: what it leads to, and from which version until which.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RunCondition {
    pub id: &'static str,
    pub kind: Kind,
    pub since: Version,
    pub until: Option<Version>,
}

impl RunCondition {
    /// Whether it holds in a version.
    pub(crate) fn holds_in(&self, version: Version) -> bool {
        self.since <= version && self.until.is_none_or(|until| version <= until)
    }
}

const fn v(minor: u16, patch: u16) -> Version {
    Version::new(2, minor, patch)
}

const fn since(id: &'static str, kind: Kind, since: Version) -> RunCondition {
    RunCondition { id, kind, since, until: None }
}

const fn between(id: &'static str, kind: Kind, since: Version, until: Version) -> RunCondition {
    RunCondition { id, kind, since, until: Some(until) }
}

const FIRST: Version = v(9, 56);
/// The last version before those that are known to have mended it; what lies between it and 2.17.15 was not seen.
const MENDED: Version = v(20, 0);

macro_rules! rows {
    ($($name:ident = $row:expr;)*) => {
        $(pub(crate) const $name: &RunCondition = &$row;)*

        #[cfg(test)]
        const ALL: &[&RunCondition] = &[$($name),*];
    };
}

rows! {
    LIMIT_NOT_ALLOWED = since("limit-not-allowed", Kind::Ignored, v(16, 0));
    VAULT_NO_KEY = since("vault-no-key", Kind::EndsServer, v(11, 3));
    JSON_NULL = between("json-null", Kind::EndsServer, FIRST, MENDED);
    WEBHOOK_OPEN = since("webhook-open", Kind::OpenWebhook, v(10, 27));
    WEBHOOK_OPEN_UNTIL_FILLED = between("webhook-open", Kind::OpenWebhook, v(10, 27), v(15, 99));
    NO_GROUP = between("no-group", Kind::NoGroup, v(10, 27), MENDED);
    ARGUMENTS_SHAPE = since("arguments-shape", Kind::Arguments, FIRST);
    ARGUMENTS_SHAPE_SHELL = since("arguments-shape", Kind::Arguments, v(10, 26).beta(0));
    ARGUMENTS_SHAPE_TERRAFORM = since("arguments-shape", Kind::Arguments, v(12, 0));
    ARGUMENTS_STAGES = since("arguments-stages", Kind::Arguments, v(17, 1));
    ENV_NOT_TEXT = since("env-not-text", Kind::Variables, FIRST);
    ENV_EMPTY_TEXT = between("env-empty-text", Kind::Variables, v(14, 0), MENDED);
    JSON_EMPTY_TEXT = between("no-group", Kind::Variables, v(14, 0), MENDED);
    PARAMS_TYPE_TEMPLATE = since("params-type-template", Kind::ParamsType, v(13, 4));
    // Later the restore refuses them.
    PARAMS_TYPE_ANSIBLE = between("params-type-template", Kind::ParamsType, v(13, 4), v(19, 999));
    PARAMS_TYPE_TERRAFORM = since("params-type-template", Kind::ParamsType, v(14, 7));
    PARAMS_TYPE_TASK = since("params-type-task", Kind::ParamsType, v(16, 0));
    KEY_BECOME = since("key-become", Kind::KeyType, FIRST);
    KEY_VAULT = since("key-vault", Kind::KeyType, v(10, 27));
    VAULT_NOTHING = since("vault-nothing", Kind::Vault, v(10, 27));
    VAULT_SAME_NAME = since("vault-same-name", Kind::Vault, v(10, 27));
    VAULT_EMPTY_NAME = since("vault-empty-name", Kind::Vault, v(10, 27));
    KEY_INVENTORY = since("key-inventory", Kind::KeyType, FIRST);
    INVENTORY_TYPE = since("inventory-type", Kind::Inventory, FIRST);
    APP_UNKNOWN = between("app-unknown", Kind::App, v(10, 22), v(18, 99));
    JSON_NOT_TEXT = between("json-not-text", Kind::Variables, v(10, 22), MENDED);
    TASK_ENVIRONMENT = since("task-environment", Kind::ParamsType, v(16, 0));
    TASK_ARGUMENTS = since("task-arguments", Kind::ParamsType, v(16, 0));
    TASK_ARGUMENTS_IGNORED = since("task-arguments", Kind::Ignored, v(16, 0));
    NOT_ALLOWED = since("not-allowed-other", Kind::Ignored, v(16, 0));
    BRANCH_NOT_ALLOWED = since("not-allowed-other", Kind::Ignored, v(20, 1));
    HIDDEN_NOT_ALLOWED = since("not-allowed-other", Kind::Ignored, v(20, 10));
    PARAMS_WRONG_APP = since("params-wrong-app", Kind::Ignored, v(16, 0));
    OWN_ALIAS_SEARCHABLE = between("integration-own-searchable", Kind::DeadWebhook, v(12, 0), MENDED);
    OWN_ALIAS_MATCHERS = since("integration-own-matchers", Kind::Webhook, v(12, 0));
    OWN_ALIAS_NO_MATCHERS = between("integration-own-matchers", Kind::DeadWebhook, v(10, 27), v(11, 99));
    INTEGRATION_DEAD = since("integration-dead", Kind::DeadWebhook, v(10, 27));
    INTEGRATION_NO_ADDRESS = since("integration-dead", Kind::DeadWebhook, v(12, 0));
    MATCHER_DEAD = since("matcher-dead", Kind::DeadWebhook, v(10, 27));
    AUTH_UNKNOWN = since("auth-unknown", Kind::DeadWebhook, v(10, 27));
    AUTH_HEADER = since("auth-header", Kind::DeadWebhook, v(10, 27));
    EXTRACT = since("extract", Kind::Webhook, v(10, 27));
    EXTRACT_LIST = since("extract-list", Kind::DeadWebhook, v(14, 7));
    EXTRACT_NO_TASK_PARAMS = between("extract-no-params", Kind::DeadWebhook, v(17, 0), v(17, 1));
    EXTRACT_NO_PARAMS = between("extract-no-params", Kind::DeadWebhook, v(16, 0), MENDED);
    INTEGRATION_PARAMS_LOST = between("integration-params-lost", Kind::Ignored, v(16, 0), v(16, 99));
    OVERRIDE_DROPS_OWN = between("override-drops-own", Kind::Ignored, v(13, 4), v(14, 11));
    SCHEDULE_TYPE = since("schedule-type", Kind::Schedule, v(17, 2));
    RUN_AT = since("run-at", Kind::Schedule, v(17, 2));
    LOCAL_SCHEME = between("repo-url", Kind::Address, FIRST, MENDED);
    REPO_URL = since("repo-url", Kind::Address, FIRST);
    LOCAL_BRANCH = since("local-branch", Kind::Ignored, FIRST);
    PLAYBOOK_PATH = since("playbook-path", Kind::Playbook, v(20, 1));
    ARG_WITH_BLANK = since("arg-with-blank", Kind::Arguments, FIRST);
    INVENTORY_BLANK = since("inventory-blank", Kind::Inventory, v(9, 66));
    INVENTORY_FILE = since("inventory-file", Kind::Inventory, v(20, 1));
    TF_WORKSPACE = between("tf-workspace", Kind::Inventory, v(10, 22), MENDED);
    RUNNER_TAG = between("runner-tag", Kind::Runner, v(13, 3), MENDED);
    INVENTORY_RUNNER_TAG = between("runner-tag", Kind::Runner, v(15, 0), MENDED);
    SURVEY = since("survey", Kind::OnlyByHand, v(10, 32));
    VERSION = since("version", Kind::OnlyByHand, FIRST);
    VERSION_OVERWRITTEN = since("version", Kind::Ignored, v(16, 0));
    JSON_NOT_OBJECT = between("json-not-object", Kind::Variables, FIRST, v(13, 99));
    KEY_SOURCE = since("key-source", Kind::KeySource, v(17, 2));
    PRIORITY = between("priority", Kind::Ignored, v(10, 27), v(15, 99));
    PRIORITY_FIXED = between("priority", Kind::Ignored, v(16, 0), v(17, 1));
    PRIORITY_CALL = since("priority", Kind::Ignored, v(17, 2));
    PRIORITY_GROUPS = since("priority", Kind::Variables, SEVERAL_GROUPS);
    REPO_KEY = since("repo-key", Kind::RepoKey, FIRST);
    RESERVED = since("reserved", Kind::Variables, FIRST);
    ARGS_IGNORED_TF = between("args-ignored-tf", Kind::Arguments, v(10, 22), v(11, 99));
    IDLE = between("idle-schedules", Kind::Idle, FIRST, MENDED);
}

/// From here on what a schedule wants is stored; before, its parameters are lost.
pub(crate) const SCHEDULE_PARAMS: Version = v(17, 7);
/// From here on templates have several variable groups.
pub(crate) const SEVERAL_GROUPS: Version = v(18, 0);
/// From here on a template without app is not one of Ansible.
pub(crate) const NAMED_APPS: Version = v(10, 22);
/// From here on Terragrunt is an app.
pub(crate) const TERRAGRUNT: Version = v(15, 0);
/// From here on Bitbucket signs.
pub(crate) const BITBUCKET: Version = v(13, 15);
/// From here on a name and a password are a method, and extracted values can be parameters of the task.
pub(crate) const BASIC: Version = v(14, 7);
/// Here extracted values are always text; elsewhere those from a JSON body keep their type.
pub(crate) const EXTRACTED_TEXT: [RangeInclusive<Version>; 2] = [v(16, 0)..=v(16, 99), v(17, 2)..=v(20, 9)];
/// From here on there is another method with a signature, whose name was not seen.
pub(crate) const ANOTHER_HMAC: Version = v(20, 10);
/// The newest version that was run; later ones were read.
pub(crate) const SEEN: Version = v(17, 15);

/// The variable that servers use themselves.
pub(crate) const RESERVED_VARIABLE: &str = "semaphore_vars";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_holds_somewhere() {
        for row in ALL {
            assert!(row.until.is_none_or(|until| row.since <= until), "{}", row.id);
            assert!(row.holds_in(row.since), "{}", row.id);
        }
        assert!(!JSON_NULL.holds_in(v(20, 1)) && JSON_NULL.holds_in(SEEN));
    }
}
