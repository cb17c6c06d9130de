//! What the server looks at when it writes an entry of a section: one row a step, in its order.

use crate::semaphore::Band;
use Band::{
    V2_9_56, V2_10_25Beta, V2_10_27, V2_11_3, V2_13_4, V2_14_0, V2_15_0, V2_16_0, V2_17_0, V2_17_2, V2_18_0, V2_19_0,
    V2_20_0Alpha1,
};

use crate::check::database::Table;

/// One look at a row.
pub(super) enum Act {
    /// A text that may not be empty.
    Filled { key: &'static str, text: &'static str },
    /// The branch of a repository that is not local.
    Branch,
    /// A text that is empty and not missing.
    NotEmpty { key: &'static str, text: &'static str },
    /// A name that must be found; without one it is refused too.
    Needed { key: &'static str, target: &'static str, text: &'static str },
    /// A name that must be found if there is one.
    Link { key: &'static str, target: &'static str, text: &'static str },
    /// The type of a key is a known one.
    KeyType,
    /// The texts of a variable group: any JSON.
    Json { key: &'static str, text: &'static str },
    /// Extra variables: a JSON object.
    ExtraVars,
    /// Environment variables: a JSON object of scalars.
    EnvVars,
    /// Everything about a template but the links above it and its row.
    Template,
    /// The list of variable groups of a template.
    VariableGroups,
    /// Checks that came with the 2.20 line.
    Repository,
    /// The same for templates.
    TemplateStrict,
    /// Equal template names.
    UniqueName,
    /// The row.
    Row(Table),
    /// Cron schedule, vaults and roles of a template.
    Belongings,
    /// Task parameters of an integration or of a schedule, as a row of their own.
    TaskParams,
    /// Matchers, extract values and aliases: what fails is not created.
    Parts,
    /// A panic on BoltDB.
    SecretStorage,
    /// A panic of 2.17.7 to 2.18.2.
    ScheduleParams,
}

/// A step and the bands that take it.
pub(super) struct Step {
    section: &'static str,
    since: Band,
    until: Band,
    pub act: Act,
}

const fn step(section: &'static str, since: Band, until: Band, act: Act) -> Step {
    Step { section, since, until, act }
}

/// The steps of a section in a band.
pub(super) fn of(section: &str, band: Band) -> Vec<&'static Step> {
    STEPS.iter().filter(|s| s.section == section && s.since <= band && band <= s.until).collect()
}

const NO_STORAGE: &str = "secret storage does not exist in secret_storage[].name";
const NO_INVENTORY: &str = "inventory does not exist in inventories[].name";
const NO_ENVIRONMENT: &str = "environment does not exist in environments[].name";
const NO_TEMPLATE: &str = "template does not exist in templates[].name";

#[rustfmt::skip]
const STEPS: &[Step] = &[
    step("secret_storages", V2_16_0, V2_18_0, Act::SecretStorage),
    step("secret_storages", V2_16_0, V2_20_0Alpha1, Act::Row(Table::SecretStorage)),
    step("roles", V2_17_0, V2_20_0Alpha1, Act::Row(Table::Role)),
    step("environments", V2_9_56, V2_20_0Alpha1, Act::Filled { key: "name", text: "Environment name can not be empty" }),
    step("environments", V2_9_56, V2_13_4, Act::Json { key: "json", text: "Extra variables must be valid JSON" }),
    step("environments", V2_14_0, V2_20_0Alpha1, Act::ExtraVars),
    step("environments", V2_9_56, V2_13_4, Act::Json { key: "env", text: "Environment variables must be valid JSON" }),
    step("environments", V2_14_0, V2_20_0Alpha1, Act::EnvVars),
    step("environments", V2_9_56, V2_20_0Alpha1, Act::Row(Table::Environment)),
    step("views", V2_9_56, V2_20_0Alpha1, Act::Row(Table::View)),
    step("keys", V2_16_0, V2_20_0Alpha1, Act::Link { key: "storage", target: "secret_storages", text: NO_STORAGE }),
    step("keys", V2_16_0, V2_20_0Alpha1, Act::Link { key: "source_storage", target: "secret_storages", text: NO_STORAGE }),
    step("keys", V2_9_56, V2_15_0, Act::KeyType),
    step("keys", V2_9_56, V2_20_0Alpha1, Act::Row(Table::Key)),
    step("repositories", V2_9_56, V2_20_0Alpha1, Act::Needed { key: "ssh_key", target: "keys", text: "SSHKey does not exist in keys[].Name" }),
    step("repositories", V2_9_56, V2_20_0Alpha1, Act::Filled { key: "name", text: "repository name can't be empty" }),
    step("repositories", V2_9_56, V2_20_0Alpha1, Act::Filled { key: "git_url", text: "repository url can't be empty" }),
    step("repositories", V2_9_56, V2_20_0Alpha1, Act::Branch),
    step("repositories", V2_19_0, V2_20_0Alpha1, Act::Repository),
    step("repositories", V2_9_56, V2_20_0Alpha1, Act::Row(Table::Repository)),
    step("host_configs", V2_20_0Alpha1, V2_20_0Alpha1, Act::Row(Table::HostConfig)),
    step("inventories", V2_9_56, V2_20_0Alpha1, Act::Row(Table::Inventory)),
    step("templates", V2_9_56, V2_10_25Beta, Act::Needed { key: "inventory", target: "inventories", text: NO_INVENTORY }),
    step("templates", V2_10_27, V2_20_0Alpha1, Act::Link { key: "inventory", target: "inventories", text: NO_INVENTORY }),
    step("templates", V2_9_56, V2_10_25Beta, Act::Needed { key: "environment", target: "environments", text: NO_ENVIRONMENT }),
    step("templates", V2_10_27, Band::V2_17_2, Act::Link { key: "environment", target: "environments", text: NO_ENVIRONMENT }),
    step("templates", V2_18_0, V2_20_0Alpha1, Act::VariableGroups),
    step("templates", V2_9_56, V2_20_0Alpha1, Act::Needed { key: "repository", target: "repositories", text: "repository does not exist in repositories[].name" }),
    step("templates", V2_15_0, V2_20_0Alpha1, Act::NotEmpty { key: "runner_tag", text: "template runner tag can not be empty" }),
    step("templates", V2_9_56, V2_20_0Alpha1, Act::Template),
    step("templates", V2_19_0, V2_20_0Alpha1, Act::TemplateStrict),
    step("templates", V2_20_0Alpha1, V2_20_0Alpha1, Act::UniqueName),
    step("templates", V2_9_56, V2_20_0Alpha1, Act::Row(Table::Template)),
    step("templates", V2_9_56, V2_20_0Alpha1, Act::Belongings),
    step("integrations", V2_10_27, V2_20_0Alpha1, Act::Needed { key: "template", target: "templates", text: NO_TEMPLATE }),
    step("integrations", V2_10_27, V2_20_0Alpha1, Act::Filled { key: "name", text: "No Name set for integration" }),
    step("integrations", V2_16_0, V2_20_0Alpha1, Act::TaskParams),
    step("integrations", V2_10_27, V2_20_0Alpha1, Act::Row(Table::Integration)),
    step("integrations", V2_10_27, V2_20_0Alpha1, Act::Parts),
    step("schedules", V2_11_3, V2_20_0Alpha1, Act::Needed { key: "template", target: "templates", text: NO_TEMPLATE }),
    step("schedules", V2_17_0, V2_20_0Alpha1, Act::Link { key: "checkable_repository", target: "repositories", text: "repo does not exist in repositories[].name" }),
    step("schedules", V2_17_2, V2_18_0, Act::ScheduleParams),
    step("schedules", V2_17_2, V2_20_0Alpha1, Act::TaskParams),
    step("schedules", V2_11_3, V2_20_0Alpha1, Act::Row(Table::Schedule)),
    step("runners", V2_18_0, V2_20_0Alpha1, Act::Row(Table::Runner)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semaphore::shape;

    #[test]
    fn links_that_a_restore_follows_are_links_of_the_format() {
        for step in STEPS {
            let (Act::Link { key, target, .. } | Act::Needed { key, target, .. }) = step.act else { continue };
            for band in Band::ALL.into_iter().filter(|band| step.since <= *band && *band <= step.until) {
                let field = shape(band).at(&format!("{}[].{key}", step.section)).unwrap();
                assert_eq!(field.section(), Some(target), "{band:?} {}", field.row.path);
            }
        }
    }
}
