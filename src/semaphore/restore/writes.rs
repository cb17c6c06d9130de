//! The server's writes: what it looks at when it writes an entry of a section, one row a look, in its order and with its words. A row
//! holds as long as its field is in the file, unless it ended before.

use super::columns::Table;
use super::effect::{Effect, EffectKind, Step};
use super::implied::{Implied, one};
use super::row::{LookRow, row};
use super::verify::{NO_INVENTORY, NO_REPOSITORY, NO_SSH_KEY, NO_TEMPLATE, NamedEntry, Section, named, section, verified};
use super::words;
use crate::semaphore::fields::prelude::*;
use crate::semaphore::key::TEMPLATES;
use crate::semaphore::value::DEPLOY;
use crate::semaphore::version::Band;

/// Sections in the order in which the server writes them.
pub(crate) const WRITE_ORDER: [Section; 13] = [
    section("secret_storages").called("secret storage"),
    section("roles"),
    section("environments"),
    section("views"),
    section("keys"),
    section("repositories"),
    section("host_configs"),
    section("inventories"),
    section("templates"),
    section("integrations"),
    section("schedules"),
    section("runners"),
    section("workflows"),
];

/// The `type` whose entries are written behind all others of a section: deploy templates need their build template.
pub(crate) fn written_last(section: &str) -> Option<&'static str> {
    (section == TEMPLATES).then_some(DEPLOY)
}

/// Apps that need no playbook, and since when.
const WITHOUT_PLAYBOOK: [(&str, Band); 3] = [("terraform", V2_10_27), ("tofu", V2_10_27), ("terragrunt", V2_15_0)];

/// Whether a template of an app must have a playbook.
pub(crate) fn needs_playbook(app: &str, band: Band) -> bool {
    !WITHOUT_PLAYBOOK.iter().any(|(name, since)| app == *name && band >= *since)
}

/// A key that must hold something, and the server's words when it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    /// The key.
    pub key: &'static str,
    /// The words.
    pub words: &'static str,
}

/// One look at an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// A text that may not be empty.
    Filled(Text),
    /// The same, unless the repository is a local path.
    FilledUnlessLocal(Text),
    /// The same, unless the app needs none.
    FilledUnlessTerraform(Text),
    /// A text that is empty and not missing.
    NotEmpty(Text),
    /// A link that a template of Ansible must have.
    SetIfAnsible(Text),
    /// A name that must be found; without one it is refused too.
    Needed(NamedEntry),
    /// A name that must be found if there is one.
    Link(NamedEntry),
    /// The same for each name of a list.
    Each(NamedEntry),
    /// The type of a key is a known one.
    KeyType(Text),
    /// Any JSON.
    Json(Text),
    /// Extra variables: a JSON object.
    ExtraVars(Text),
    /// Environment variables: a JSON object of scalars.
    EnvVars(Text),
    /// The address of a repository. This look and those below strike where an effect says that the value is judged.
    GitUrl(Text),
    /// The name of a branch.
    Branch(Text),
    /// An app that the server has.
    App,
    /// Parameters of a template of Ansible.
    AnsibleParams,
    /// The path of a playbook, at this key.
    Playbook(&'static str),
    /// The folder that Ansible runs in, at this key.
    WorkingDirectory(&'static str),
    /// Where survey variables go.
    SurveyTargets,
    /// Equal template names.
    UniqueName,
    /// Equal hosts and URLs, for the database.
    UniqueHost,
    /// The tags of a runner, rows of their own.
    Tags,
    /// The row.
    Row(Table),
    /// Cron schedule, vaults and roles of a template.
    Belongings,
    /// Task parameters of an integration or of a schedule, as a row of their own.
    TaskParams,
    /// Matchers, extract values and aliases: what fails is not created.
    Parts,
    /// A panic where an effect says so.
    SecretStorage,
    /// A panic where an effect says so.
    ScheduleParams,
}

use Look::{
    AnsibleParams, App, Belongings, Branch, Each, EnvVars, ExtraVars, Filled, FilledUnlessLocal, FilledUnlessTerraform, GitUrl,
    Json, KeyType, Link, Needed, NotEmpty, Parts, Playbook, Row, ScheduleParams, SecretStorage, SetIfAnsible, SurveyTargets,
    Tags, TaskParams, UniqueHost, UniqueName, WorkingDirectory,
};

/// A look of the writes at each entry of a section.
pub(crate) type WriteRow = LookRow<Look>;

const fn text(key: &'static str, words: &'static str) -> Text {
    Text { key, words }
}

impl Look {
    /// The key of an entry that it looks at, where it is one.
    pub(crate) const fn key(self) -> Option<&'static str> {
        match self {
            Filled(text)
            | FilledUnlessLocal(text)
            | FilledUnlessTerraform(text)
            | NotEmpty(text)
            | SetIfAnsible(text)
            | KeyType(text)
            | Json(text)
            | ExtraVars(text)
            | EnvVars(text)
            | GitUrl(text)
            | Branch(text) => Some(text.key),
            Needed(entry) | Link(entry) | Each(entry) => Some(entry.key),
            Playbook(key) | WorkingDirectory(key) => Some(key),
            _ => None,
        }
    }
}

impl WriteRow {
    /// What follows for the value it looks at, unless Verify has said so already.
    pub(super) fn effects(&self) -> Vec<Effect> {
        let (key, kind) = match self.look {
            Filled(text) | FilledUnlessLocal(text) | FilledUnlessTerraform(text) => (text.key, EffectKind::Required),
            NotEmpty(text) => (text.key, EffectKind::FatalIfEmpty),
            SetIfAnsible(text) => (text.key, EffectKind::RequiredIfAnsible),
            Needed(entry) if !self.is_verified(entry.key, true) => (entry.key, EffectKind::MustResolve),
            Each(entry) => (entry.key, EffectKind::MustResolve),
            Link(entry) if !self.is_verified(entry.key, false) => (entry.key, EffectKind::MustResolveIfSet),
            KeyType(text) => (text.key, EffectKind::FatalIfUnknown),
            Json(text) => (text.key, EffectKind::MustBeJson),
            ExtraVars(text) | EnvVars(text) => (text.key, EffectKind::MustBeJsonObject),
            _ => return Vec::new(),
        };
        let implied = Implied { life: self.life, step: Step::Restore, note: self.note };
        one(&format!("{}[].{key}", self.section), kind, implied)
    }

    /// Whether Verify looks at the link in every band of the row, and minds a missing one if that matters.
    fn is_verified(&self, key: &str, needed: bool) -> bool {
        let covers = |band| verified(self.section, key, band).is_some_and(|minds_missing| minds_missing || !needed);
        self.life.bands().into_iter().all(covers)
    }
}

const NO_STORAGE: &str = "secret storage does not exist in secret_storage[].name";
const NO_ENVIRONMENT: &str = "environment does not exist in environments[].name";
const EXTRA_VARS: Text = text("json", "Extra variables must be valid JSON");
const ENV_VARS: Text = text("env", "Environment variables must be valid JSON");

/// The rows.
#[rustfmt::skip]
pub(super) const WRITES: &[WriteRow] = &[
    row("secret_storages", SecretStorage),
    row("secret_storages", Row(Table::SecretStorage)),
    row("roles", Row(Table::Role)),
    row("environments", Filled(text("name", "Environment name can not be empty"))),
    row("environments", Json(EXTRA_VARS)).until(V2_13_4).note("an empty string is refused"),
    row("environments", ExtraVars(EXTRA_VARS)).since(V2_14_0).note("empty and null are accepted; no key may be empty"),
    row("environments", Json(ENV_VARS)).until(V2_13_4).note("may be missing"),
    row("environments", EnvVars(ENV_VARS)).since(V2_14_0)
        .note("may be missing or empty; no key may be empty, no value a list or an object"),
    row("environments", Row(Table::Environment)),
    row("views", Row(Table::View)),
    row("keys", Link(named("storage", "secret_storages", NO_STORAGE))),
    row("keys", Link(named("source_storage", "secret_storages", NO_STORAGE))),
    row("keys", KeyType(text("type", "invalid access token type"))).until(V2_15_0).note("string only from 2.10.13-beta"),
    row("keys", Row(Table::Key)),
    row("repositories", Needed(named("ssh_key", "keys", NO_SSH_KEY))).note("null and missing pass the check and fail here"),
    row("repositories", Filled(text("name", "repository name can't be empty"))),
    row("repositories", Filled(text("git_url", "repository url can't be empty"))),
    row("repositories", GitUrl(text("git_url", words::BAD_URL))),
    row("repositories", FilledUnlessLocal(text("git_branch", "repository branch can't be empty")))
        .note("not for a local path (/… or local://…)"),
    row("repositories", Branch(text("git_branch", words::BAD_BRANCH))),
    row("repositories", Row(Table::Repository)),
    row("host_configs", Row(Table::HostConfig)),
    row("host_configs", UniqueHost),
    row("inventories", Row(Table::Inventory)),
    row("templates", Needed(named("inventory", "inventories", NO_INVENTORY))).until(V2_10_25Beta),
    row("templates", Link(named("inventory", "inventories", NO_INVENTORY))).since(V2_10_27),
    row("templates", Needed(named("environment", "environments", NO_ENVIRONMENT))).until(V2_10_25Beta).note("null is refused too"),
    row("templates", Link(named("environment", "environments", NO_ENVIRONMENT))).since(V2_10_27),
    row("templates", Each(named("environments", "environments", NO_ENVIRONMENT))).note("the same name twice is taken once"),
    row("templates", Needed(named("repository", "repositories", NO_REPOSITORY))),
    row("templates", NotEmpty(text("runner_tag", "template runner tag can not be empty"))).since(V2_15_0).note("may be missing"),
    row("templates", App),
    row("templates", SetIfAnsible(text("inventory", "template inventory can not be empty"))).since(V2_10_27)
        .note("an empty app needs none"),
    row("templates", AnsibleParams),
    row("templates", Filled(text("name", "template name can not be empty"))),
    row("templates", Filled(text("playbook", "template playbook can not be empty"))).until(V2_10_25Beta),
    row("templates", FilledUnlessTerraform(text("playbook", "template playbook can not be empty"))).since(V2_10_27)
        .note("not for the apps terraform and tofu, nor for terragrunt since 2.15.0"),
    row("templates", Playbook("playbook")),
    row("templates", WorkingDirectory("working_directory")),
    row("templates", Json(text("arguments", "template arguments must be valid JSON"))).note("may be missing; an empty string is refused"),
    row("templates", Branch(text("git_branch", words::BAD_TEMPLATE_BRANCH))),
    row("templates", SurveyTargets),
    row("templates", UniqueName),
    row("templates", Row(Table::Template)),
    row("templates", Belongings),
    row("integrations", Needed(named("template", "templates", NO_TEMPLATE))),
    row("integrations", Filled(text("name", "No Name set for integration"))),
    row("integrations", TaskParams),
    row("integrations", Row(Table::Integration)),
    row("integrations", Parts),
    row("schedules", Needed(named("template", "templates", NO_TEMPLATE))),
    row("schedules", Link(named("checkable_repository", "repositories", "repo does not exist in repositories[].name"))),
    row("schedules", ScheduleParams),
    row("schedules", TaskParams).since(V2_17_2),
    row("schedules", Row(Table::Schedule)),
    row("runners", Row(Table::Runner)),
    row("runners", Tags),
];

/// The looks at the entries of a section when they are written, also those whose key ended.
pub(crate) fn write_rows(section: &str, band: Band) -> impl Iterator<Item = &'static WriteRow> {
    WRITES.iter().filter(move |row| row.section == section && row.life.holds_in(band))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semaphore::restore::verify::{VERIFY, VerifyLook};
    use crate::semaphore::shape;

    #[test]
    fn links_that_a_restore_follows_are_links_of_the_format() {
        let verify = VERIFY.iter().filter_map(|row| match row.look {
            VerifyLook::Link(entry) | VerifyLook::LinkOnly(entry) | VerifyLook::Needed(entry) => {
                Some((row.section, row.life, entry))
            }
            _ => None,
        });
        let writes = WRITES.iter().filter_map(|row| match row.look {
            Link(entry) | Needed(entry) => Some((row.section, row.life, entry)),
            _ => None,
        });
        for (section, life, entry) in verify.chain(writes) {
            let fields: Vec<_> =
                life.bands().into_iter().filter_map(|band| shape(band).at(&format!("{section}[].{}", entry.key))).collect();
            assert!(!fields.is_empty(), "{section} {}", entry.key);
            for field in fields {
                assert_eq!(field.section(), Some(entry.target), "{}", field.row.path);
            }
        }
    }

    #[test]
    fn verify_and_the_writes_know_the_same_sections() {
        for row in VERIFY {
            assert!(super::super::VERIFY_ORDER.iter().any(|section| section.key == row.section), "{}", row.section);
        }
        for row in WRITES {
            assert!(WRITE_ORDER.iter().any(|section| section.key == row.section), "{}", row.section);
        }
    }
}
