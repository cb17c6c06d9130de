//! The HTTP API of a server: paths, sections and their lists, and in which versions and databases it deviates. Rows only: what
//! talks to a server reads them.
#![cfg_attr(not(feature = "remote"), allow(dead_code, reason = "what talks to a server is left out"))]

use super::db::Db;
use super::dialect::Dialect;
use super::version::{NAMED_ANSIBLE, STRING_KEYS, Version};

/// Anybody: which ways to log in there are; with a body, a login.
pub(crate) const LOGIN: &str = "/api/auth/login";
/// Version and settings.
pub(crate) const INFO: &str = "/api/info";
/// Database and limits; administrators of the newest lines only.
pub(crate) const ADMIN_INFO: &str = "/api/admin/info";
/// The user of the token.
pub(crate) const USER: &str = "/api/user";
/// All users.
pub(crate) const USERS: &str = "/api/users";
/// Apps and whether they are active.
pub(crate) const APPS: &str = "/api/apps";
/// Projects that the user sees.
pub(crate) const PROJECTS: &str = "/api/projects";
/// Takes a backup.
pub(crate) const RESTORE: &str = "/api/projects/restore";
/// First parts of the paths of the web page, so that a copied address leads to its server.
pub(crate) const PAGES: &[&str] =
    &["api", "project", "projects", "auth", "users", "user", "tokens", "apps", "runners", "options"];
/// The most projects that a list with a limit holds.
pub(crate) const LIST_LIMIT: usize = 200;
/// The app of templates that were restored without one.
pub(crate) const DEFAULT_APP: &str = "ansible";

/// `/api/project/3/backup`
#[must_use]
pub(crate) fn of_project(id: u64, rest: &str) -> String {
    if rest.is_empty() { format!("/api/project/{id}") } else { format!("/api/project/{id}/{rest}") }
}

/// The backup of a project.
#[must_use]
pub(crate) fn backup_of(project: u64) -> String {
    of_project(project, "backup")
}

/// The aliases of a project itself.
#[must_use]
pub(crate) fn aliases_of(project: u64) -> String {
    of_project(project, "integrations/aliases")
}

/// The aliases of an integration.
#[must_use]
pub(crate) fn aliases_of_integration(project: u64, integration: u64) -> String {
    of_project(project, &format!("{}/{integration}/aliases", INTEGRATIONS.list))
}

/// The schedules of a template, those that wait for commits included.
#[must_use]
pub(crate) fn schedules_of_template(project: u64, template: u64) -> String {
    of_project(project, &format!("{}/{template}/{}", TEMPLATES.list, SCHEDULES.list))
}

/// A section of a backup and the list of the same objects below a project.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    /// In backups.
    pub section: &'static str,
    /// In paths.
    pub list: &'static str,
    /// The member of an object that backups call it by.
    pub name: &'static str,
    /// One of them, in sentences.
    pub word: &'static str,
}

const fn listed(section: &'static str, list: &'static str, name: &'static str, word: &'static str) -> Listed {
    Listed { section, list, name, word }
}

/// Keys.
pub(crate) const KEYS: Listed = listed("keys", "keys", "name", "key");
/// Variable groups.
pub(crate) const ENVIRONMENTS: Listed = listed("environments", "environment", "name", "variable group");
/// Inventories.
pub(crate) const INVENTORIES: Listed = listed("inventories", "inventory", "name", "inventory");
/// Repositories.
pub(crate) const REPOSITORIES: Listed = listed("repositories", "repositories", "name", "repository");
/// Templates.
pub(crate) const TEMPLATES: Listed = listed("templates", "templates", "name", "template");
/// Schedules; their list leaves out those that wait for commits, which each template lists.
pub(crate) const SCHEDULES: Listed = listed("schedules", "schedules", "name", "schedule");
/// Integrations.
pub(crate) const INTEGRATIONS: Listed = listed("integrations", "integrations", "name", "integration");
/// Stores of secrets; their list is empty in the Community edition.
pub(crate) const SECRET_STORAGES: Listed = listed("secret_storages", "secret_storages", "name", "secret storage");
/// Members; in no backup.
pub(crate) const MEMBERS: Listed = listed("", "users", USERNAME, "member");

/// Members of `meta` that the project itself takes back.
pub(crate) const PROJECT_MEMBERS: &[&str] = &["alert", "alert_chat", "max_parallel_tasks"];
/// Members of templates that exports of SQL servers hide, and that the single object shows.
pub(crate) const HIDDEN_IN_TEMPLATES: [&str; 2] = ["autorun", "suppress_success_alerts"];
/// Members of templates that restores of old servers forget, and that the single object takes back.
pub(crate) const FORGOTTEN_IN_TEMPLATES: &[&str] = &["description", "start_version"];

/// The same of inventories.
pub(crate) const FORGOTTEN_IN_INVENTORIES: &[&str] = &["inventory"];

/// The number of the template that a schedule is of.
pub(crate) const TEMPLATE_ID: &str = "template_id";
/// The number of the template that a template deploys the builds of.
pub(crate) const BUILD_TEMPLATE_ID: &str = "build_template_id";
/// The number of the repository that an inventory is a file of.
pub(crate) const REPOSITORY_ID: &str = "repository_id";
/// The number of the store that a variable group takes its secrets from.
pub(crate) const SECRET_STORAGE_ID: &str = "secret_storage_id";
/// The login of a user and of a member.
pub(crate) const USERNAME: &str = "username";
/// The number by which a user is made a member.
pub(crate) const USER_ID: &str = "user_id";
/// What a member may do.
pub(crate) const ROLE: &str = "role";
/// The secrets of a variable group, without their values.
pub(crate) const SECRETS: &str = "secrets";
/// Whether a key has no secret.
pub(crate) const EMPTY: &str = "empty";
/// The address of an alias.
pub(crate) const ALIAS_URL: &str = "url";

/// The survey of a template, which old backups hold as JSON text.
pub(crate) const SURVEY: &str = "survey_vars";
/// The only vault of a template, in old backups and in single objects.
pub(crate) const VAULT: (&str, &str) = ("vault_key", "vault_key_id");
/// The time of a schedule that runs once.
pub(crate) const RUN_AT: &str = "run_at";
/// Parameters of the task that a schedule starts.
pub(crate) const TASK_PARAMS: &str = "task_params";
/// Aliases of the project in backups; those of an integration are its `aliases`.
pub(crate) const PROJECT_ALIASES: &str = "integration_aliases";

/// What a key of a type is sent with: the member of the object, and the parts that it has.
pub(crate) const SECRETS_OF_KEYS: &[(&str, &str, &[&str])] = &[
    ("ssh", "ssh", &["login", "passphrase", "private_key"]),
    ("login_password", "login_password", &["login", "password"]),
    ("string", "string", &[]),
];
/// The types of a variable group's secrets, and the owner that their keys have in backups.
pub(crate) const TYPES_OF_GROUP_SECRETS: &[(&str, &str)] = &[("env", "environment"), ("var", "variable")];

/// Something in which servers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quirk {
    /// The list of projects ends after [`LIST_LIMIT`] without a word.
    ListEnds,
    /// A name that another project has is refused; before, there were two projects of the name.
    NamesAreUnique,
    /// Only administrators restore.
    AdminsRestore,
    /// There is a list of schedules.
    SchedulesListed,
    /// Schedules keep the parameters of their task.
    ScheduleParams,
    /// Schedules can run once.
    RunAt,
    /// Variable groups have secrets.
    GroupSecrets,
    /// Inventories that are a file know their repository.
    InventoryRepository,
    /// Lists say which keys have no secret.
    EmptyKeys,
    /// Keys can be a text.
    StringKeys,
    /// A template must name its app.
    AppNeeded,
    /// Updating a group's secret loses it or ends the connection; it must be deleted and made again.
    SecretUpdateLost,
    /// A member that is there already is overwritten by a POST.
    MemberOverwritten,
    /// An alias that the server has ends the connection half-way.
    AliasCrash,
    /// A schedule without parameters of its task ends the connection half-way.
    NoParamsCrash,
    /// An unknown project is 400 for administrators and not 404.
    UnknownIs400,
    /// A project whose deploy template names a build template cannot be deleted before that template.
    DeployBlocksDelete,
    /// Variable groups can use a store of secrets.
    StorageOfGroup,
}

/// A quirk and where it holds; `until` is missing where no end is known.
struct Deviation {
    what: Quirk,
    since: Version,
    until: Option<Version>,
    on: Dialect,
}

const fn since(what: Quirk, minor: u16, patch: u16) -> Deviation {
    Deviation { what, since: Version::new(2, minor, patch), until: None, on: Dialect::All }
}

impl Deviation {
    const fn until(self, minor: u16, patch: u16) -> Self {
        Self { until: Some(Version::new(2, minor, patch)), ..self }
    }

    const fn on(self, on: Dialect) -> Self {
        Self { on, ..self }
    }

    const fn from(self, since: Version) -> Self {
        Self { since, ..self }
    }
}

/// Ends and beginnings are those of servers that were run; the change itself can lie a few releases before.
const ROWS: &[Deviation] = &[
    since(Quirk::ListEnds, 10, 0).on(Dialect::Sql),
    since(Quirk::NamesAreUnique, 17, 0).from(Version::new(2, 17, 0).dev(0)),
    since(Quirk::AdminsRestore, 19, 8),
    since(Quirk::SchedulesListed, 10, 12).from(Version::new(2, 10, 12).beta(0)),
    since(Quirk::ScheduleParams, 17, 2),
    since(Quirk::RunAt, 17, 2),
    since(Quirk::GroupSecrets, 10, 12).from(Version::new(2, 10, 12).beta(0)),
    since(Quirk::InventoryRepository, 10, 12).from(Version::new(2, 10, 12).beta(0)),
    since(Quirk::EmptyKeys, 10, 27).on(Dialect::Sql),
    since(Quirk::StringKeys, 10, 13).from(STRING_KEYS),
    since(Quirk::AppNeeded, 10, 16).from(NAMED_ANSIBLE),
    since(Quirk::SecretUpdateLost, 10, 12).until(15, 999).on(Dialect::Bolt),
    since(Quirk::MemberOverwritten, 9, 52).on(Dialect::Bolt),
    since(Quirk::AliasCrash, 11, 0).until(18, 999).on(Dialect::Bolt),
    since(Quirk::NoParamsCrash, 17, 7).until(18, 2),
    since(Quirk::UnknownIs400, 9, 52).until(13, 999).on(Dialect::Sql),
    since(Quirk::DeployBlocksDelete, 9, 52).until(13, 3).on(Dialect::Sql),
    since(Quirk::StorageOfGroup, 16, 0).from(Version::new(2, 16, 0).beta(6)),
];

/// Whether a server of a version may have a quirk on one of the databases that it may run on. Of an unknown version nothing is ruled out.
#[must_use]
pub(crate) fn may_have(what: Quirk, version: Option<Version>, dbs: &[Db]) -> bool {
    ROWS.iter().filter(|row| row.what == what).any(|row| {
        let then = version.is_none_or(|version| row.since <= version && row.until.is_none_or(|until| version <= until));
        then && (dbs.is_empty() || dbs.iter().any(|db| row.on.includes(*db)))
    })
}

/// Reads what `/api/info` calls the version: a tag, then since 2.10 the commit and the time of the build. `None` for builds of a
/// branch and builds without version.
#[must_use]
pub(crate) fn version_of(text: &str) -> Option<Version> {
    let text = text.trim().trim_start_matches(['v', 'V']);
    let mut parts = text.rsplitn(3, '-');
    let (last, commit, tag) = (parts.next()?, parts.next(), parts.next());
    let is_time = last.bytes().all(|byte| byte.is_ascii_digit());
    let is_commit = |commit: &str| commit.len() >= 7 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    let tag = match (commit, tag) {
        (Some(commit), Some(tag)) if is_time && is_commit(commit) => tag,
        _ => text,
    };
    // `2.18.1^0` is a tag that git was asked to peel; `2.17.12-powershell7.5.0` an image with more in it.
    let tag = tag.split('^').next()?;
    Version::parse(tag).or_else(|| Version::parse(tag.split_once("-powershell")?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_and_images_spell_their_version_in_many_ways() {
        for (text, version) in [
            ("v2.9.56", "2.9.56"),
            ("v2.10.26-beta-8dd85af-1727641798", "2.10.26-beta"),
            ("v2.17.12-3e5e0de-1771578617", "2.17.12"),
            ("2.13.10-f79e5ce-1744000000", "2.13.10"),
            ("v2.18.1^0-dac3cdc-1778154277", "2.18.1"),
            ("2.17.0-beta19-ce2ef11-1762345224", "2.17.0-beta19"),
            ("v2.17.12-powershell7.5.0", "2.17.12"),
            ("v2.20.0-0000000-0", "2.20.0"),
        ] {
            assert_eq!(version_of(text), Version::parse(version), "{text}");
        }
        for text in ["develop-532e229-1760384170", "undefined-00000000-", ""] {
            assert_eq!(version_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_quirk_depends_on_version_and_database() {
        let v = |text: &str| Version::parse(text);
        assert!(may_have(Quirk::ListEnds, v("2.16.45"), &[Db::Sqlite]) && !may_have(Quirk::ListEnds, v("2.15.0"), &[Db::Bolt]));
        assert!(!may_have(Quirk::NamesAreUnique, v("2.16.45"), &[]) && may_have(Quirk::NamesAreUnique, v("2.17.15"), &[]));
        assert!(may_have(Quirk::NamesAreUnique, None, &[]), "nothing is ruled out for an unknown version");
        assert!(may_have(Quirk::AliasCrash, v("2.12.14"), &[]) && !may_have(Quirk::AliasCrash, v("2.12.14"), &[Db::Mysql]));
    }
}
