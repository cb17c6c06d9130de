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
    on("meta.alert", J1, R4, Kind::Dropped).sql().note("only the name is written"),
    on("meta.alert_chat", J1, R4, Kind::Dropped).sql().note("only the name is written"),
    on("meta.max_parallel_tasks", J1, R4, Kind::Dropped).sql().note("only the name is written"),
    on("meta.name", B17a, B20, Kind::FatalIfExists).restore()
        .note("nothing is created; letter case counts, and SQL servers look only at the first 200 projects by name"),

    // templates
    on("templates[].name", J1, B20, Kind::FatalIf3Equal).verify(),
    on("templates[].name", J1, B20, Kind::Required).restore(),
    on("templates[].name", B20, B20, Kind::FatalIfDuplicate).restore().note("two equal names are enough"),
    on("templates[].playbook", J1, J6, Kind::Required).restore(),
    on("templates[].playbook", R1, B20, Kind::Required).restore().note("not for the apps terraform, tofu and terragrunt"),
    on("templates[].playbook", B19b, B20, Kind::FatalIfInvalid).restore().unsure()
        .note("must be a relative path that stays inside the repository"),
    on("templates[].arguments", J1, B20, Kind::MustBeJson).restore().note("may be missing; an empty string is refused"),
    on("templates[].description", J1, J6, Kind::Dropped),
    on("templates[].start_version", J1, J6, Kind::Dropped),
    on("templates[].git_branch", B19b, B20, Kind::FatalIfInvalid).restore().unsure().note("must be a valid branch name"),
    on("templates[].survey_vars", J1, R2, Kind::Dropped).note("must be a string all the same"),
    on("templates[].survey_vars[].default_value", B20, B20, Kind::ValueLost).note("a string is refused by the decoder"),
    on("templates[].survey_vars[].target", B19b, B20, Kind::FatalIfUnknown).restore(),
    on("templates[].app", B19b, B20, Kind::FatalIfUnknown).restore().unsure().note("the server must have the app"),
    on("templates[].task_params", R5, R8, Kind::FatalIfNonempty).decode().note("even a null value counts as content"),
    on("templates[].task_params", R5, R7, Kind::Dropped).sql().note("only {} gets that far"),
    on("templates[].task_params", B20, B20, Kind::FatalIfInvalid).restore().note("arguments of ansible-galaxy must be on a list of allowed ones"),
    on("templates[].runner_tag", R12, B20, Kind::FatalIfEmpty).restore().note("may be missing"),
    on("templates[].executor_image", B19b, B20, Kind::NullIfEmpty).unsure(),
    on("templates[].jwt_params", B18, B20, Kind::ValueLost),
    on("templates[].working_directory", B20, B20, Kind::FatalIfInvalid).restore()
        .note("only for the app ansible; must not be blank and must stay inside the repository"),
    on("templates[].inventory", J1, J6, Kind::MustResolve).verify().note("null is refused too"),
    on("templates[].inventory", R1, B20, Kind::MustResolveIfSet).verify(),
    on("templates[].inventory", R1, B20, Kind::RequiredIfAnsible).restore().note("an empty app needs none"),
    on("templates[].repository", J1, B20, Kind::MustResolve).verify(),
    on("templates[].environment", J1, J6, Kind::MustResolve).restore().note("null is refused too"),
    on("templates[].environment", R1, B17b, Kind::MustResolveIfSet).restore(),
    on("templates[].environment", B18, B20, Kind::NotRead).note("the variable group is lost without a word"),
    on("templates[].environments[]", B18, B20, Kind::MustResolve).restore().note("the same name twice is taken once"),
    on("templates[].build_template", J1, B20, Kind::DeployOnly),
    on("templates[].build_template", J1, B20, Kind::MustResolve).verify().note("only of a deploy template, which needs one"),
    on("templates[].build_template", J1, B20, Kind::NullIfLater)
        .note("when it names the deploy template itself or a deploy template further down in the file"),
    on("templates[].build_template", J1, J6, Kind::FatalIfNonempty).verify().note("unless the type is deploy"),
    on("templates[].view", J1, B20, Kind::MustResolveIfSet).verify(),
    on("templates[].cron", J1, J4, Kind::ExtraSchedule).note("it runs when the template's repository has new commits, and no longer by time"),
    on("templates[].cron", J5, J5, Kind::ExtraSchedule).note("it is inactive and never runs"),
    on("templates[].cron", J6, R5, Kind::ExtraSchedule).note("it runs on new commits, although it is shown as inactive"),
    on("templates[].cron", R6, R14, Kind::ExtraSchedule).note("hidden, besides the one in schedules; it runs on new commits"),
    on("templates[].cron", J1, R14, Kind::FatalIfInvalid).verify().note("must be a cron expression"),
    on("templates[].cron", J1, R14, Kind::PanicsIfInvalid).verify().note("when it begins with TZ= or CRON_TZ= and has no blank; nothing is created"),
    on("templates[].cron", B17a, B20, Kind::NotRead).note("the schedule is lost unless it is in schedules"),
    on("templates[].vault_key", J1, J6, Kind::CheckOnly).verify(),
    on("templates[].vault_key", R1, B20, Kind::NotRead).note("the vault is lost without a word"),
    on("templates[].vaults", R1, R3, Kind::FatalIfDuplicate).sql().restore().note("the same key with the same name; without a name none is a duplicate"),
    on("templates[].vaults", R4, R5, Kind::FatalIfNonempty).sql().restore().note("every vault is written without its key, so the foreign key fails"),
    on("templates[].vaults", R4, R5, Kind::Corrupts).bolt()
        .note("written without its key; a template whose only vault is a password cannot be opened, nor the project exported"),
    on("templates[].vaults", R6, B20, Kind::FatalIfDuplicate).sql().restore().note("the same key with the same name; without a name none is a duplicate"),
    on("templates[].vaults[].vault_key", R1, R3, Kind::MustResolve).verify(),
    on("templates[].vaults[].vault_key", R4, B20, Kind::MustResolveIfSet).verify(),
    on("templates[].vaults[].vault_key", R4, R5, Kind::Dropped).bolt().note("vaults come back without their key"),
    on("templates[].roles", B17a, B17b, Kind::Dropped).bolt().note("checked, not stored"),
    on("templates[].roles", B18, B18, Kind::Dropped).bolt().unsure(),
    on("templates[].roles", B17a, B20, Kind::FatalIfDuplicate).sql().restore().note("the same role twice in a template"),
    on("templates[].roles[].role", B17a, B20, Kind::MustResolve).restore()
        .note("a role of the project by its name in roles, a global role by its slug on the server"),
    on("templates[].roles[].permissions", B20, B20, Kind::Masked).note("bits above 15 are removed"),

    // repositories
    on("repositories[].name", J1, B20, Kind::FatalIf3Equal).verify(),
    on("repositories[].name", J1, B20, Kind::Required).restore(),
    on("repositories[].git_url", J1, B20, Kind::Required).restore(),
    on("repositories[].git_url", B19b, B20, Kind::FatalIfInvalid).restore().unsure().note("must not begin with a dash; an http or https URL must be one"),
    on("repositories[].git_branch", J1, B20, Kind::Required).restore().note("not for a local path (/… or local://…)"),
    on("repositories[].git_branch", B19b, B20, Kind::FatalIfInvalid).restore().unsure().note("must be a valid branch name"),
    on("repositories[].ssh_key", J1, B20, Kind::MustResolve).verify().note("null and missing pass the check and fail in the restore"),

    // keys
    on("keys[].name", J1, B20, Kind::FatalIf3Equal).verify(),
    on("keys[].type", J1, R12, Kind::FatalIfUnknown).restore().note("string only from 2.10.13-beta"),
    on("keys[].plain", R13, B17b, Kind::Dropped).sql(),
    on("keys[].plain", B18, B19b, Kind::Dropped).sql().unsure(),
    on("keys[].owner", R13, B20, Kind::EnvLinkLost).note("keys that belong to a variable group come back without it, and no screen shows them"),
    on("keys[].source_storage", R13, B20, Kind::MustResolveIfSet).restore(),
    on("keys[].source_storage", R13, R14, Kind::WrongColumn).note("stored as the storage of the key; the link to the source is lost"),
    on("keys[].storage", R13, B20, Kind::MustResolveIfSet).restore(),
    on("keys[].storage", R13, R14, Kind::Overwritten).note("by source_storage, when that is set"),

    // views
    on("views[].name", J1, J6, Kind::FatalIf3Equal).verify(),
    on("views[].name", R1, B20, Kind::NotRead).note("the view has an empty title then"),
    on("views[].title", R1, B20, Kind::FatalIf3Equal).verify(),
    on("views[].filter", B17a, B20, Kind::Dropped).sql(),

    // inventories
    on("inventories[].name", J1, B20, Kind::FatalIf3Equal).verify(),
    on("inventories[].inventory", J1, J2, Kind::Dropped).note("stored empty"),
    on("inventories[].ssh_key", J1, B20, Kind::MustResolveIfSet).verify(),
    on("inventories[].become_key", J1, B20, Kind::MustResolveIfSet).verify(),

    // environments
    on("environments[].name", J1, B20, Kind::FatalIf3Equal).verify(),
    on("environments[].name", J1, B20, Kind::Required).restore(),
    on("environments[].json", J1, R9, Kind::MustBeJson).restore().note("an empty string is refused"),
    on("environments[].json", R10, B20, Kind::MustBeJsonObject).restore().note("empty and null are accepted; no key may be empty"),
    on("environments[].env", J1, R9, Kind::MustBeJson).restore().note("may be missing"),
    on("environments[].env", R10, B20, Kind::MustBeJsonObject).restore()
        .note("may be missing or empty; no key may be empty, no value a list or an object"),

    // integrations
    on("integrations[].name", R1, B20, Kind::Required).restore(),
    on("integrations[].task_params", R1, R8, Kind::FatalIfNonempty).decode().note("even a null value counts as content"),
    on("integrations[].task_params", R1, R12, Kind::Dropped).sql(),
    on("integrations[].task_params", R13, B17b, Kind::Dropped).bolt(),
    on("integrations[].task_params", B18, B18, Kind::Dropped).bolt().unsure(),
    on("integrations[].task_params.inventory_name", R13, B20, Kind::NullIfUnresolved),
    on("integrations[].aliases", R1, B20, Kind::SkippedIfDuplicate).sql().note("each may exist only once on a server"),
    on("integrations[].aliases", R1, R4, Kind::SkippedIfDuplicate).bolt(),
    on("integrations[].aliases", R5, B17b, Kind::Panics).bolt()
        .note("when the server has the alias, or the file has it twice; what comes later is not restored"),
    on("integrations[].aliases", B18, B18, Kind::Panics).bolt().unsure().note("when the server has the alias, or the file has it twice"),
    on("integrations[].matchers", R1, B20, Kind::SkippedIfInvalid),
    on("integrations[].extract_values", R1, B20, Kind::SkippedIfInvalid),
    on("integrations[].template", R1, B20, Kind::MustResolve).restore(),
    on("integrations[].auth_secret", R1, B20, Kind::NullIfUnresolved),
    on("integration_aliases", R1, B20, Kind::SkippedIfDuplicate).sql().note("each may exist only once on a server"),
    on("integration_aliases", R1, R4, Kind::SkippedIfDuplicate).bolt(),
    on("integration_aliases", R5, B17b, Kind::Panics).bolt()
        .note("when the server has the alias, or the file has it twice; what comes later is not restored"),
    on("integration_aliases", B18, B18, Kind::Panics).bolt().unsure().note("when the server has the alias, or the file has it twice"),

    // schedules
    on("schedules[].name", R6, B20, Kind::FatalIf3Equal).verify().note("the server's message says templates"),
    on("schedules[].cron_format", R6, B20, Kind::CorruptsIfInvalid)
        .note("when it begins with TZ= or CRON_TZ= and has no blank, and the schedule is active or has a repository: the server dies at its next start"),
    on("schedules[].run_at", B17b, B20, Kind::ValueLost).note("comes back as the year 1; a string is refused by the decoder"),
    on("schedules[].task_params", R13, B17a, Kind::Dropped),
    on("schedules[].task_params", B17b, B17b, Kind::Dropped).bolt(),
    on("schedules[].task_params", B18, B18, Kind::Dropped).bolt().unsure(),
    on("schedules[].task_params", B17b, B18, Kind::PanicsIfMissing).note("from 2.17.7 to 2.18.2; {} is enough, null is not; a half-made project is left"),
    on("schedules[].task_params.inventory_name", B17b, B20, Kind::NullIfUnresolved),
    on("schedules[].template", R6, B20, Kind::MustResolve).restore(),
    on("schedules[].checkable_repository", B17a, B20, Kind::MustResolveIfSet).restore(),

    // secret_storages
    on("secret_storages", R13, B17b, Kind::Panics).bolt().note("an empty project is left"),
    on("secret_storages", B18, B18, Kind::Panics).bolt().unsure(),
    on("secret_storages[].name", R13, B20, Kind::FatalIf3Equal).verify(),

    // roles
    on("roles[].name", B17a, B20, Kind::FatalIf3Equal).verify(),
    on("roles[].permissions", B20, B20, Kind::Masked).note("bits above 15 are removed"),
    on("roles[].project_id", B17a, B20, Kind::Dropped),

    // runners
    on("runners", B18, B20, Kind::Unregistered).note("register it again"),
    on("runners[].name", B18, B20, Kind::FatalIf3Equal).verify(),
    on("runners[].id", B18, B20, Kind::Dropped),
    on("runners[].project_id", B18, B20, Kind::Dropped),
    on("runners[].touched", B18, B20, Kind::Dropped),
    on("runners[].cleaning_requested", B18, B20, Kind::Dropped),
    on("runners[].started_at", B19a, B20, Kind::Dropped),

    // workflows
    on("workflows", B19a, B20, Kind::Dropped).note("Community edition only"),
    on("workflows[].name", B19a, B20, Kind::FatalIf3Equal).verify(),
    on("workflows[].nodes[].id", B19a, B20, Kind::Remapped),
    on("workflows[].nodes[].template", B19a, B20, Kind::MustResolveIfSet).verify(),
    on("workflows[].nodes[].inventory", B19b, B20, Kind::NotRead),
    on("workflows[].nodes[].environment", B19b, B20, Kind::NotRead),
    on("workflows[].nodes[].limit", B19b, B20, Kind::NotRead),
    on("workflows[].nodes[].task_params.inventory_name", B19b, B20, Kind::NullIfUnresolved),

    // host_configs
    on("host_configs[].type", B20, B20, Kind::FatalIfUnknown).verify(),
    on("host_configs[].name", B20, B20, Kind::Required).verify().note("must not be blank"),
    on("host_configs[].name", B20, B20, Kind::FatalIfInvalid).verify().note("must be a host name, or an http or https URL without credentials"),
    on("host_configs[].name", B20, B20, Kind::FatalIfDuplicate).verify().note("the same type and name twice, blanks around it aside"),
    on("host_configs[].ssh_key", B20, B20, Kind::MustResolve).verify().note("a host needs an SSH key, a URL an SSH key or (https only) a login with password"),
];
