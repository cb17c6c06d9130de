//! What a restore does with fields besides storing them: the rows, by section. Meaning of the kinds: `effect`. What follows from the
//! rows of Verify and of the writes is not repeated here.

use super::effect::{Effect, EffectKind as Kind, Step};
use crate::semaphore::dialect::Dialect;
use crate::semaphore::fields::prelude::*;
use crate::semaphore::version::{Band, Life};

const fn on(path: &'static str, kind: Kind) -> Effect {
    Effect { path, life: ALWAYS, dialect: Dialect::All, kind, step: None, note: "", unsure: false }
}

impl Effect {
    const fn since(self, since: Band) -> Self {
        Self { life: Life { since, ..self.life }, ..self }
    }

    const fn until(self, until: Band) -> Self {
        Self { life: self.life.until(until), ..self }
    }

    const fn sql(self) -> Self {
        Self { dialect: Dialect::Sql, ..self }
    }

    const fn bolt(self) -> Self {
        Self { dialect: Dialect::Bolt, ..self }
    }

    const fn decode(self) -> Self {
        Self { step: Some(Step::Decode), ..self }
    }

    const fn verify(self) -> Self {
        Self { step: Some(Step::Verify), ..self }
    }

    const fn restore(self) -> Self {
        Self { step: Some(Step::Restore), ..self }
    }

    const fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    const fn unsure(self) -> Self {
        Self { unsure: true, ..self }
    }
}

#[rustfmt::skip]
pub(super) const EFFECTS: &[Effect] = &[
    // meta
    on("meta.alert", Kind::Dropped).until(V2_10_36).sql().note("only the name is written"),
    on("meta.alert_chat", Kind::Dropped).until(V2_10_36).sql().note("only the name is written"),
    on("meta.max_parallel_tasks", Kind::Dropped).until(V2_10_36).sql().note("only the name is written"),
    on("meta.name", Kind::FatalIfExists).since(V2_17_0).restore()
        .note("nothing is created; letter case counts, and SQL servers look only at the first 200 projects by name"),

    // templates
    on("templates[].name", Kind::FatalIfDuplicate).since(V2_20_0Alpha1).restore().unsure()
        .note("two equal names are enough; MySQL does not tell letter case, accents and spaces at the end apart"),
    on("templates[].playbook", Kind::FatalIfInvalid).since(V2_19_0).restore().unsure()
        .note("must be a relative path that stays inside the repository"),
    on("templates[].description", Kind::Dropped).until(V2_10_25Beta),
    on("templates[].start_version", Kind::Dropped).until(V2_10_25Beta),
    on("templates[].git_branch", Kind::FatalIfInvalid).since(V2_19_0).restore().unsure().note("must be a valid branch name"),
    on("templates[].survey_vars", Kind::Dropped).until(V2_10_31).note("must be a string all the same"),
    on("templates[].survey_vars[].default_value", Kind::ValueLost).since(V2_20_0Alpha1).note("a string is refused by the decoder"),
    on("templates[].survey_vars[].target", Kind::FatalIfUnknown).since(V2_19_0).restore(),
    on("templates[].app", Kind::FatalIfUnknown).since(V2_19_0).restore().unsure().note("one of ansible, terraform, tofu, terragrunt, bash, powershell and python, or an app that the server is configured for"),
    on("templates[].task_params", Kind::FatalIfNonempty).since(V2_11_0).until(V2_13_0).decode().note("even a null value counts as content"),
    on("templates[].task_params", Kind::Dropped).since(V2_11_0).until(V2_12_9).sql().note("only {} gets that far"),
    on("templates[].task_params", Kind::FatalIfInvalid).since(V2_20_0Alpha1).restore().unsure()
        .note("only for the app ansible; each known parameter must have its type, and arguments of ansible-galaxy must be on a list of allowed ones"),
    on("templates[].executor_image", Kind::NullIfEmpty).since(V2_19_0).unsure(),
    on("templates[].executor_image", Kind::Trimmed).since(V2_19_0).unsure(),
    on("templates[].jwt_params", Kind::ValueLost).since(V2_18_0),
    on("templates[].working_directory", Kind::FatalIfInvalid).since(V2_20_0Alpha1).restore().unsure()
        .note("only for the app ansible; must not be blank, and must stay inside the repository as a path of Unix and of Windows"),
    on("templates[].environments", Kind::Once).since(V2_18_0).unsure(),
    on("templates[].environment", Kind::NotRead).since(V2_18_0).note("the variable group is lost without a word"),
    on("templates[].build_template", Kind::DeployOnly),
    on("templates[].build_template", Kind::MustResolve).verify().note("only of a deploy template, which needs one"),
    on("templates[].build_template", Kind::NullIfLater)
        .note("when it names the deploy template itself or a deploy template further down in the file"),
    on("templates[].build_template", Kind::FatalIfNonempty).until(V2_10_25Beta).verify().note("unless the type is deploy"),
    on("templates[].cron", Kind::ExtraSchedule).until(V2_9_70).note("it runs when the template's repository has new commits, and no longer by time"),
    on("templates[].cron", Kind::ExtraSchedule).since(V2_10_22).until(V2_10_22).note("it is inactive and never runs"),
    on("templates[].cron", Kind::ExtraSchedule).since(V2_10_25Beta).until(V2_11_0).note("it runs on new commits, although it is shown as inactive"),
    on("templates[].cron", Kind::ExtraSchedule).since(V2_11_3).until(V2_17_0Beta1).note("hidden, besides the one in schedules; it runs on new commits"),
    on("templates[].cron", Kind::FatalIfInvalid).until(V2_17_0Beta1).verify().note("must be a cron expression"),
    on("templates[].cron", Kind::PanicsIfInvalid).until(V2_17_0Beta1).verify().note("when it begins with TZ= or CRON_TZ= and has no blank; nothing is created"),
    on("templates[].cron", Kind::NotRead).since(V2_17_0).note("the schedule is lost unless it is in schedules"),
    on("templates[].vault_key", Kind::NotRead).since(V2_10_27).note("the vault is lost without a word"),
    on("templates[].vaults", Kind::FatalIfDuplicate).since(V2_10_27).until(V2_10_32).sql().restore().note("the same key with the same name; without a name none is a duplicate"),
    on("templates[].vaults", Kind::FatalIfNonempty).since(V2_10_36).until(V2_11_0).sql().restore().note("every vault is written without its key, so the foreign key fails"),
    on("templates[].vaults", Kind::Corrupts).since(V2_10_36).until(V2_11_0).bolt()
        .note("written without its key; a template whose only vault is a password cannot be opened, nor the project exported"),
    on("templates[].vaults", Kind::FatalIfDuplicate).since(V2_11_3).sql().restore().note("the same key with the same name; without a name none is a duplicate"),
    on("templates[].vaults[].vault_key", Kind::Dropped).since(V2_10_36).until(V2_11_0).bolt().note("vaults come back without their key"),
    on("templates[].roles", Kind::Dropped).since(V2_17_0).until(V2_17_2).bolt().note("checked, not stored"),
    on("templates[].roles", Kind::Dropped).since(V2_18_0).until(V2_18_0).bolt().unsure(),
    on("templates[].roles", Kind::FatalIfDuplicate).since(V2_17_0).sql().restore().note("the same role twice in a template"),
    on("templates[].roles[].role", Kind::MustResolve).since(V2_17_0).restore()
        .note("a role of the project by its name in roles, a global role by its slug on the server"),
    on("templates[].roles[].permissions", Kind::Masked).since(V2_20_0Alpha1).note("bits above 15 are removed"),

    // repositories
    on("repositories[].git_url", Kind::FatalIfInvalid).since(V2_19_0).restore().unsure()
        .note("must not begin with a dash, white space before it aside; Go must be able to read an http or https URL"),
    on("repositories[].git_branch", Kind::FatalIfInvalid).since(V2_19_0).restore().unsure().note("must be a valid branch name"),

    // keys
    on("keys[].plain", Kind::Dropped).since(V2_16_0).until(V2_17_2).sql(),
    on("keys[].plain", Kind::Dropped).since(V2_18_0).until(V2_19_0).sql().unsure(),
    on("keys[].owner", Kind::EnvLinkLost).since(V2_16_0).note("keys that belong to a variable group come back without it, and no screen shows them"),
    on("keys[].source_storage", Kind::WrongColumn).since(V2_16_0).until(V2_17_0Beta1).note("stored as the storage of the key; the link to the source is lost"),
    on("keys[].storage", Kind::Overwritten).since(V2_16_0).until(V2_17_0Beta1).note("by source_storage, when that is set"),

    // views
    on("views[].name", Kind::NotRead).since(V2_10_27).note("the view has an empty title then"),
    on("views[].filter", Kind::Dropped).since(V2_17_0).sql(),

    // inventories
    on("inventories[].inventory", Kind::Dropped).until(V2_9_65Beta).note("stored empty"),

    // environments

    // integrations
    on("integrations[].task_params", Kind::FatalIfNonempty).since(V2_10_27).until(V2_13_0).decode().note("even a null value counts as content"),
    on("integrations[].task_params", Kind::Dropped).since(V2_10_27).until(V2_15_0).sql(),
    on("integrations[].task_params", Kind::Dropped).since(V2_16_0).until(V2_17_2).bolt(),
    on("integrations[].task_params", Kind::Dropped).since(V2_18_0).until(V2_18_0).bolt().unsure(),
    on("integrations[].task_params.inventory_name", Kind::NullIfUnresolved).since(V2_16_0),
    on("integrations[].aliases", Kind::SkippedIfDuplicate).since(V2_10_27).sql().note("each may exist only once on a server"),
    on("integrations[].aliases", Kind::SkippedIfDuplicate).since(V2_10_27).until(V2_10_36).bolt(),
    on("integrations[].aliases", Kind::Panics).since(V2_11_0).until(V2_17_2).bolt()
        .note("when the server has the alias, or the file has it twice; what comes later is not restored"),
    on("integrations[].aliases", Kind::Panics).since(V2_18_0).until(V2_18_0).bolt().unsure().note("when the server has the alias, or the file has it twice"),
    on("integrations[].matchers", Kind::SkippedIfInvalid).since(V2_10_27),
    on("integrations[].extract_values", Kind::SkippedIfInvalid).since(V2_10_27),
    on("integrations[].auth_secret", Kind::NullIfUnresolved).since(V2_10_27),
    on("integration_aliases", Kind::SkippedIfDuplicate).since(V2_10_27).sql().note("each may exist only once on a server"),
    on("integration_aliases", Kind::SkippedIfDuplicate).since(V2_10_27).until(V2_10_36).bolt(),
    on("integration_aliases", Kind::Panics).since(V2_11_0).until(V2_17_2).bolt()
        .note("when the server has the alias, or the file has it twice; what comes later is not restored"),
    on("integration_aliases", Kind::Panics).since(V2_18_0).until(V2_18_0).bolt().unsure().note("when the server has the alias, or the file has it twice"),

    // schedules
    on("schedules[].cron_format", Kind::CorruptsIfInvalid).since(V2_11_3).until(V2_17_2)
        .note("when it begins with TZ= or CRON_TZ= and has no blank, and the schedule is active or has a repository: the server dies at its next start"),
    on("schedules[].cron_format", Kind::CorruptsIfInvalid).since(V2_18_0).unsure()
        .note("when it begins with TZ= or CRON_TZ= and has no blank, and the schedule is active or has a repository: the server dies at its next start"),
    on("schedules[].run_at", Kind::ValueLost).since(V2_17_2).note("comes back as the year 1; a string is refused by the decoder"),
    on("schedules[].task_params", Kind::Dropped).since(V2_16_0).until(V2_17_0),
    on("schedules[].task_params", Kind::Dropped).since(V2_17_2).until(V2_17_2).bolt(),
    on("schedules[].task_params", Kind::Dropped).since(V2_18_0).until(V2_18_0).bolt().unsure(),
    on("schedules[].task_params", Kind::PanicsIfMissing).since(V2_17_2).until(V2_18_0).note("from 2.17.7 to 2.18.2; {} is enough, null is not; a half-made project is left"),
    on("schedules[].task_params.inventory_name", Kind::NullIfUnresolved).since(V2_17_2),

    // secret_storages
    on("secret_storages", Kind::Panics).since(V2_16_0).until(V2_17_2).bolt().note("an empty project is left"),
    on("secret_storages", Kind::Panics).since(V2_18_0).until(V2_18_0).bolt().unsure(),

    // roles
    on("roles[].permissions", Kind::Masked).since(V2_20_0Alpha1).note("bits above 15 are removed"),
    on("roles[].project_id", Kind::Dropped).since(V2_17_0),

    // runners
    on("runners[].tags", Kind::Trimmed).since(V2_18_0).unsure(),
    on("runners[].tags", Kind::FatalIfDuplicate).since(V2_18_0).sql().restore().unsure()
        .note("for MySQL, which does not tell letter case and accents apart; white space around a tag and equal tags do not count"),
    on("runners", Kind::Unregistered).since(V2_18_0).note("register it again"),
    on("runners[].id", Kind::Dropped).since(V2_18_0),
    on("runners[].project_id", Kind::Dropped).since(V2_18_0),
    on("runners[].touched", Kind::Dropped).since(V2_18_0),
    on("runners[].cleaning_requested", Kind::Dropped).since(V2_18_0),
    on("runners[].started_at", Kind::Dropped).since(V2_19_0Dev),

    // workflows
    on("workflows", Kind::Dropped).since(V2_19_0Dev).note("Community edition only"),
    on("workflows[].nodes[].id", Kind::Remapped).since(V2_19_0Dev),
    on("workflows[].nodes[].inventory", Kind::NotRead).since(V2_19_0),
    on("workflows[].nodes[].environment", Kind::NotRead).since(V2_19_0),
    on("workflows[].nodes[].limit", Kind::NotRead).since(V2_19_0),
    on("workflows[].nodes[].task_params.inventory_name", Kind::NullIfUnresolved).since(V2_19_0),

    // host_configs
    on("host_configs[].type", Kind::FatalIfUnknown).since(V2_20_0Alpha1).verify().unsure(),
    on("host_configs[].name", Kind::Trimmed).since(V2_20_0Alpha1).unsure(),
    on("host_configs[].name", Kind::Required).since(V2_20_0Alpha1).verify().unsure().note("must not be blank"),
    on("host_configs[].name", Kind::FatalIfInvalid).since(V2_20_0Alpha1).verify().unsure().note("must be a host name, or an http or https URL without credentials"),
    on("host_configs[].name", Kind::FatalIfDuplicate).since(V2_20_0Alpha1).verify().unsure()
        .note("the same type and name twice, white space around it aside; MySQL does not tell letter case and accents apart and stops half-way"),
    on("host_configs[].ssh_key", Kind::MustResolve).since(V2_20_0Alpha1).verify().unsure().note("a host needs an SSH key, a URL an SSH key or (https only) a login with password"),
];

/// Fields that a restore drops because the server gives its own values.
pub(crate) const NEW_EACH_TIME: [&str; 6] = [
    "roles[].project_id",
    "runners[].id",
    "runners[].project_id",
    "runners[].touched",
    "runners[].cleaning_requested",
    "runners[].started_at",
];
