//! What a restore does with fields besides storing them: the rows, by section. Meaning of the kinds: `effect`.

use super::band::Band;
use super::dialect::Dialect;
use super::effect::{Effect, EffectKind as Kind, Step};
use super::prelude::*;

const fn on(path: &'static str, since: Band, until: Band, kind: Kind) -> Effect {
    Effect { path, since, until, dialect: Dialect::All, kind, step: None, note: "", unsure: false }
}

impl Effect {
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
    on("meta.alert", V2_9_56, V2_10_36, Kind::Dropped).sql().note("only the name is written"),
    on("meta.alert_chat", V2_9_56, V2_10_36, Kind::Dropped).sql().note("only the name is written"),
    on("meta.max_parallel_tasks", V2_9_56, V2_10_36, Kind::Dropped).sql().note("only the name is written"),
    on("meta.name", V2_17_0, V2_20_0Alpha1, Kind::FatalIfExists).restore()
        .note("nothing is created; letter case counts, and SQL servers look only at the first 200 projects by name"),

    // templates
    on("templates[].name", V2_9_56, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),
    on("templates[].name", V2_9_56, V2_20_0Alpha1, Kind::Required).restore(),
    on("templates[].name", V2_20_0Alpha1, V2_20_0Alpha1, Kind::FatalIfDuplicate).restore().note("two equal names are enough"),
    on("templates[].playbook", V2_9_56, V2_10_25Beta, Kind::Required).restore(),
    on("templates[].playbook", V2_10_27, V2_20_0Alpha1, Kind::Required).restore().note("not for the apps terraform, tofu and terragrunt"),
    on("templates[].playbook", V2_19_0, V2_20_0Alpha1, Kind::FatalIfInvalid).restore().unsure()
        .note("must be a relative path that stays inside the repository"),
    on("templates[].arguments", V2_9_56, V2_20_0Alpha1, Kind::MustBeJson).restore().note("may be missing; an empty string is refused"),
    on("templates[].description", V2_9_56, V2_10_25Beta, Kind::Dropped),
    on("templates[].start_version", V2_9_56, V2_10_25Beta, Kind::Dropped),
    on("templates[].git_branch", V2_19_0, V2_20_0Alpha1, Kind::FatalIfInvalid).restore().unsure().note("must be a valid branch name"),
    on("templates[].survey_vars", V2_9_56, V2_10_31, Kind::Dropped).note("must be a string all the same"),
    on("templates[].survey_vars[].default_value", V2_20_0Alpha1, V2_20_0Alpha1, Kind::ValueLost).note("a string is refused by the decoder"),
    on("templates[].survey_vars[].target", V2_19_0, V2_20_0Alpha1, Kind::FatalIfUnknown).restore(),
    on("templates[].app", V2_19_0, V2_20_0Alpha1, Kind::FatalIfUnknown).restore().unsure().note("the server must have the app"),
    on("templates[].task_params", V2_11_0, V2_13_0, Kind::FatalIfNonempty).decode().note("even a null value counts as content"),
    on("templates[].task_params", V2_11_0, V2_12_9, Kind::Dropped).sql().note("only {} gets that far"),
    on("templates[].task_params", V2_20_0Alpha1, V2_20_0Alpha1, Kind::FatalIfInvalid).restore().note("arguments of ansible-galaxy must be on a list of allowed ones"),
    on("templates[].runner_tag", V2_15_0, V2_20_0Alpha1, Kind::FatalIfEmpty).restore().note("may be missing"),
    on("templates[].executor_image", V2_19_0, V2_20_0Alpha1, Kind::NullIfEmpty).unsure(),
    on("templates[].jwt_params", V2_18_0, V2_20_0Alpha1, Kind::ValueLost),
    on("templates[].working_directory", V2_20_0Alpha1, V2_20_0Alpha1, Kind::FatalIfInvalid).restore()
        .note("only for the app ansible; must not be blank and must stay inside the repository"),
    on("templates[].inventory", V2_9_56, V2_10_25Beta, Kind::MustResolve).verify().note("null is refused too"),
    on("templates[].inventory", V2_10_27, V2_20_0Alpha1, Kind::MustResolveIfSet).verify(),
    on("templates[].inventory", V2_10_27, V2_20_0Alpha1, Kind::RequiredIfAnsible).restore().note("an empty app needs none"),
    on("templates[].repository", V2_9_56, V2_20_0Alpha1, Kind::MustResolve).verify(),
    on("templates[].environment", V2_9_56, V2_10_25Beta, Kind::MustResolve).restore().note("null is refused too"),
    on("templates[].environment", V2_10_27, V2_17_2, Kind::MustResolveIfSet).restore(),
    on("templates[].environment", V2_18_0, V2_20_0Alpha1, Kind::NotRead).note("the variable group is lost without a word"),
    on("templates[].environments[]", V2_18_0, V2_20_0Alpha1, Kind::MustResolve).restore().note("the same name twice is taken once"),
    on("templates[].build_template", V2_9_56, V2_20_0Alpha1, Kind::DeployOnly),
    on("templates[].build_template", V2_9_56, V2_20_0Alpha1, Kind::MustResolve).verify().note("only of a deploy template, which needs one"),
    on("templates[].build_template", V2_9_56, V2_20_0Alpha1, Kind::NullIfLater)
        .note("when it names the deploy template itself or a deploy template further down in the file"),
    on("templates[].build_template", V2_9_56, V2_10_25Beta, Kind::FatalIfNonempty).verify().note("unless the type is deploy"),
    on("templates[].view", V2_9_56, V2_20_0Alpha1, Kind::MustResolveIfSet).verify(),
    on("templates[].cron", V2_9_56, V2_9_70, Kind::ExtraSchedule).note("it runs when the template's repository has new commits, and no longer by time"),
    on("templates[].cron", V2_10_22, V2_10_22, Kind::ExtraSchedule).note("it is inactive and never runs"),
    on("templates[].cron", V2_10_25Beta, V2_11_0, Kind::ExtraSchedule).note("it runs on new commits, although it is shown as inactive"),
    on("templates[].cron", V2_11_3, V2_17_0Beta1, Kind::ExtraSchedule).note("hidden, besides the one in schedules; it runs on new commits"),
    on("templates[].cron", V2_9_56, V2_17_0Beta1, Kind::FatalIfInvalid).verify().note("must be a cron expression"),
    on("templates[].cron", V2_9_56, V2_17_0Beta1, Kind::PanicsIfInvalid).verify().note("when it begins with TZ= or CRON_TZ= and has no blank; nothing is created"),
    on("templates[].cron", V2_17_0, V2_20_0Alpha1, Kind::NotRead).note("the schedule is lost unless it is in schedules"),
    on("templates[].vault_key", V2_9_56, V2_10_25Beta, Kind::CheckOnly).verify(),
    on("templates[].vault_key", V2_10_27, V2_20_0Alpha1, Kind::NotRead).note("the vault is lost without a word"),
    on("templates[].vaults", V2_10_27, V2_10_32, Kind::FatalIfDuplicate).sql().restore().note("the same key with the same name; without a name none is a duplicate"),
    on("templates[].vaults", V2_10_36, V2_11_0, Kind::FatalIfNonempty).sql().restore().note("every vault is written without its key, so the foreign key fails"),
    on("templates[].vaults", V2_10_36, V2_11_0, Kind::Corrupts).bolt()
        .note("written without its key; a template whose only vault is a password cannot be opened, nor the project exported"),
    on("templates[].vaults", V2_11_3, V2_20_0Alpha1, Kind::FatalIfDuplicate).sql().restore().note("the same key with the same name; without a name none is a duplicate"),
    on("templates[].vaults[].vault_key", V2_10_27, V2_10_32, Kind::MustResolve).verify(),
    on("templates[].vaults[].vault_key", V2_10_36, V2_20_0Alpha1, Kind::MustResolveIfSet).verify(),
    on("templates[].vaults[].vault_key", V2_10_36, V2_11_0, Kind::Dropped).bolt().note("vaults come back without their key"),
    on("templates[].roles", V2_17_0, V2_17_2, Kind::Dropped).bolt().note("checked, not stored"),
    on("templates[].roles", V2_18_0, V2_18_0, Kind::Dropped).bolt().unsure(),
    on("templates[].roles", V2_17_0, V2_20_0Alpha1, Kind::FatalIfDuplicate).sql().restore().note("the same role twice in a template"),
    on("templates[].roles[].role", V2_17_0, V2_20_0Alpha1, Kind::MustResolve).restore()
        .note("a role of the project by its name in roles, a global role by its slug on the server"),
    on("templates[].roles[].permissions", V2_20_0Alpha1, V2_20_0Alpha1, Kind::Masked).note("bits above 15 are removed"),

    // repositories
    on("repositories[].name", V2_9_56, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),
    on("repositories[].name", V2_9_56, V2_20_0Alpha1, Kind::Required).restore(),
    on("repositories[].git_url", V2_9_56, V2_20_0Alpha1, Kind::Required).restore(),
    on("repositories[].git_url", V2_19_0, V2_20_0Alpha1, Kind::FatalIfInvalid).restore().unsure().note("must not begin with a dash; an http or https URL must be one"),
    on("repositories[].git_branch", V2_9_56, V2_20_0Alpha1, Kind::Required).restore().note("not for a local path (/… or local://…)"),
    on("repositories[].git_branch", V2_19_0, V2_20_0Alpha1, Kind::FatalIfInvalid).restore().unsure().note("must be a valid branch name"),
    on("repositories[].ssh_key", V2_9_56, V2_20_0Alpha1, Kind::MustResolve).verify().note("null and missing pass the check and fail in the restore"),

    // keys
    on("keys[].name", V2_9_56, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),
    on("keys[].type", V2_9_56, V2_15_0, Kind::FatalIfUnknown).restore().note("string only from 2.10.13-beta"),
    on("keys[].plain", V2_16_0, V2_17_2, Kind::Dropped).sql(),
    on("keys[].plain", V2_18_0, V2_19_0, Kind::Dropped).sql().unsure(),
    on("keys[].owner", V2_16_0, V2_20_0Alpha1, Kind::EnvLinkLost).note("keys that belong to a variable group come back without it, and no screen shows them"),
    on("keys[].source_storage", V2_16_0, V2_20_0Alpha1, Kind::MustResolveIfSet).restore(),
    on("keys[].source_storage", V2_16_0, V2_17_0Beta1, Kind::WrongColumn).note("stored as the storage of the key; the link to the source is lost"),
    on("keys[].storage", V2_16_0, V2_20_0Alpha1, Kind::MustResolveIfSet).restore(),
    on("keys[].storage", V2_16_0, V2_17_0Beta1, Kind::Overwritten).note("by source_storage, when that is set"),

    // views
    on("views[].name", V2_9_56, V2_10_25Beta, Kind::FatalIf3Equal).verify(),
    on("views[].name", V2_10_27, V2_20_0Alpha1, Kind::NotRead).note("the view has an empty title then"),
    on("views[].title", V2_10_27, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),
    on("views[].filter", V2_17_0, V2_20_0Alpha1, Kind::Dropped).sql(),

    // inventories
    on("inventories[].name", V2_9_56, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),
    on("inventories[].inventory", V2_9_56, V2_9_65Beta, Kind::Dropped).note("stored empty"),
    on("inventories[].ssh_key", V2_9_56, V2_20_0Alpha1, Kind::MustResolveIfSet).verify(),
    on("inventories[].become_key", V2_9_56, V2_20_0Alpha1, Kind::MustResolveIfSet).verify(),

    // environments
    on("environments[].name", V2_9_56, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),
    on("environments[].name", V2_9_56, V2_20_0Alpha1, Kind::Required).restore(),
    on("environments[].json", V2_9_56, V2_13_4, Kind::MustBeJson).restore().note("an empty string is refused"),
    on("environments[].json", V2_14_0, V2_20_0Alpha1, Kind::MustBeJsonObject).restore().note("empty and null are accepted; no key may be empty"),
    on("environments[].env", V2_9_56, V2_13_4, Kind::MustBeJson).restore().note("may be missing"),
    on("environments[].env", V2_14_0, V2_20_0Alpha1, Kind::MustBeJsonObject).restore()
        .note("may be missing or empty; no key may be empty, no value a list or an object"),

    // integrations
    on("integrations[].name", V2_10_27, V2_20_0Alpha1, Kind::Required).restore(),
    on("integrations[].task_params", V2_10_27, V2_13_0, Kind::FatalIfNonempty).decode().note("even a null value counts as content"),
    on("integrations[].task_params", V2_10_27, V2_15_0, Kind::Dropped).sql(),
    on("integrations[].task_params", V2_16_0, V2_17_2, Kind::Dropped).bolt(),
    on("integrations[].task_params", V2_18_0, V2_18_0, Kind::Dropped).bolt().unsure(),
    on("integrations[].task_params.inventory_name", V2_16_0, V2_20_0Alpha1, Kind::NullIfUnresolved),
    on("integrations[].aliases", V2_10_27, V2_20_0Alpha1, Kind::SkippedIfDuplicate).sql().note("each may exist only once on a server"),
    on("integrations[].aliases", V2_10_27, V2_10_36, Kind::SkippedIfDuplicate).bolt(),
    on("integrations[].aliases", V2_11_0, V2_17_2, Kind::Panics).bolt()
        .note("when the server has the alias, or the file has it twice; what comes later is not restored"),
    on("integrations[].aliases", V2_18_0, V2_18_0, Kind::Panics).bolt().unsure().note("when the server has the alias, or the file has it twice"),
    on("integrations[].matchers", V2_10_27, V2_20_0Alpha1, Kind::SkippedIfInvalid),
    on("integrations[].extract_values", V2_10_27, V2_20_0Alpha1, Kind::SkippedIfInvalid),
    on("integrations[].template", V2_10_27, V2_20_0Alpha1, Kind::MustResolve).restore(),
    on("integrations[].auth_secret", V2_10_27, V2_20_0Alpha1, Kind::NullIfUnresolved),
    on("integration_aliases", V2_10_27, V2_20_0Alpha1, Kind::SkippedIfDuplicate).sql().note("each may exist only once on a server"),
    on("integration_aliases", V2_10_27, V2_10_36, Kind::SkippedIfDuplicate).bolt(),
    on("integration_aliases", V2_11_0, V2_17_2, Kind::Panics).bolt()
        .note("when the server has the alias, or the file has it twice; what comes later is not restored"),
    on("integration_aliases", V2_18_0, V2_18_0, Kind::Panics).bolt().unsure().note("when the server has the alias, or the file has it twice"),

    // schedules
    on("schedules[].name", V2_11_3, V2_20_0Alpha1, Kind::FatalIf3Equal).verify().note("the server's message says templates"),
    on("schedules[].cron_format", V2_11_3, V2_20_0Alpha1, Kind::CorruptsIfInvalid)
        .note("when it begins with TZ= or CRON_TZ= and has no blank, and the schedule is active or has a repository: the server dies at its next start"),
    on("schedules[].run_at", V2_17_2, V2_20_0Alpha1, Kind::ValueLost).note("comes back as the year 1; a string is refused by the decoder"),
    on("schedules[].task_params", V2_16_0, V2_17_0, Kind::Dropped),
    on("schedules[].task_params", V2_17_2, V2_17_2, Kind::Dropped).bolt(),
    on("schedules[].task_params", V2_18_0, V2_18_0, Kind::Dropped).bolt().unsure(),
    on("schedules[].task_params", V2_17_2, V2_18_0, Kind::PanicsIfMissing).note("from 2.17.7 to 2.18.2; {} is enough, null is not; a half-made project is left"),
    on("schedules[].task_params.inventory_name", V2_17_2, V2_20_0Alpha1, Kind::NullIfUnresolved),
    on("schedules[].template", V2_11_3, V2_20_0Alpha1, Kind::MustResolve).restore(),
    on("schedules[].checkable_repository", V2_17_0, V2_20_0Alpha1, Kind::MustResolveIfSet).restore(),

    // secret_storages
    on("secret_storages", V2_16_0, V2_17_2, Kind::Panics).bolt().note("an empty project is left"),
    on("secret_storages", V2_18_0, V2_18_0, Kind::Panics).bolt().unsure(),
    on("secret_storages[].name", V2_16_0, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),

    // roles
    on("roles[].name", V2_17_0, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),
    on("roles[].permissions", V2_20_0Alpha1, V2_20_0Alpha1, Kind::Masked).note("bits above 15 are removed"),
    on("roles[].project_id", V2_17_0, V2_20_0Alpha1, Kind::Dropped),

    // runners
    on("runners", V2_18_0, V2_20_0Alpha1, Kind::Unregistered).note("register it again"),
    on("runners[].name", V2_18_0, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),
    on("runners[].id", V2_18_0, V2_20_0Alpha1, Kind::Dropped),
    on("runners[].project_id", V2_18_0, V2_20_0Alpha1, Kind::Dropped),
    on("runners[].touched", V2_18_0, V2_20_0Alpha1, Kind::Dropped),
    on("runners[].cleaning_requested", V2_18_0, V2_20_0Alpha1, Kind::Dropped),
    on("runners[].started_at", V2_19_0Dev, V2_20_0Alpha1, Kind::Dropped),

    // workflows
    on("workflows", V2_19_0Dev, V2_20_0Alpha1, Kind::Dropped).note("Community edition only"),
    on("workflows[].name", V2_19_0Dev, V2_20_0Alpha1, Kind::FatalIf3Equal).verify(),
    on("workflows[].nodes[].id", V2_19_0Dev, V2_20_0Alpha1, Kind::Remapped),
    on("workflows[].nodes[].template", V2_19_0Dev, V2_20_0Alpha1, Kind::MustResolveIfSet).verify(),
    on("workflows[].nodes[].inventory", V2_19_0, V2_20_0Alpha1, Kind::NotRead),
    on("workflows[].nodes[].environment", V2_19_0, V2_20_0Alpha1, Kind::NotRead),
    on("workflows[].nodes[].limit", V2_19_0, V2_20_0Alpha1, Kind::NotRead),
    on("workflows[].nodes[].task_params.inventory_name", V2_19_0, V2_20_0Alpha1, Kind::NullIfUnresolved),

    // host_configs
    on("host_configs[].type", V2_20_0Alpha1, V2_20_0Alpha1, Kind::FatalIfUnknown).verify(),
    on("host_configs[].name", V2_20_0Alpha1, V2_20_0Alpha1, Kind::Required).verify().note("must not be blank"),
    on("host_configs[].name", V2_20_0Alpha1, V2_20_0Alpha1, Kind::FatalIfInvalid).verify().note("must be a host name, or an http or https URL without credentials"),
    on("host_configs[].name", V2_20_0Alpha1, V2_20_0Alpha1, Kind::FatalIfDuplicate).verify().note("the same type and name twice, blanks around it aside"),
    on("host_configs[].ssh_key", V2_20_0Alpha1, V2_20_0Alpha1, Kind::MustResolve).verify().note("a host needs an SSH key, a URL an SSH key or (https only) a login with password"),
];
