//! Task templates, without their survey variables and vaults (`survey`, `vaults`).

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("templates")
        .doc("Task templates."),
    string("templates[].name").limit(100)
        .doc("What the task template is called; must not be empty, and from 2.20 must be unique."),
    string("templates[].playbook").limit(255)
        .doc("Playbook or script file in the repository; may be empty only for Terraform, OpenTofu and Terragrunt."),
    json_text("templates[].arguments").unset()
        .doc("Command line arguments as the text of a JSON list."),
    boolean("templates[].allow_override_args_in_task")
        .doc("Whether arguments may be changed when a task is started."),
    string("templates[].description").unset().lossy(Sql, until(V2_10_27), "unset")
        .doc("Description of the task template; restored since 2.10.27."),
    string("templates[].type").limit(10).one_of(&["", "build", "deploy"])
        .doc("Empty for a plain task, or build, or deploy."),
    string("templates[].start_version").unset().limit(20)
        .doc("First version number of a build template, such as 1.0.0."),
    boolean("templates[].autorun").lossy(Sql, ALWAYS, "always false")
        .doc("Whether a deploy template runs after each build of its build template."),
    string("templates[].git_branch").since(V2_10_31).unset().limit(255)
        .doc("Branch to use instead of the one of the repository."),
    json_text("templates[].survey_vars").until(V2_10_31).unset()
        .doc("Survey variables as the text of a JSON list; checked to be a string, then dropped on restore."),
    list("templates[].survey_vars").since(V2_10_32).lossy(Sql, since(V2_10_32).until(V2_11_3), ALWAYS_EMPTY)
        .doc("Survey variables: what is asked when a task is started."),
    boolean("templates[].suppress_success_alerts").lossy(Sql, until(V2_19_0), "always false")
        .doc("Whether no alert is sent when a task succeeds."),
    boolean("templates[].suppress_error_alerts").since(V2_20_0Alpha1)
        .doc("Whether no alert is sent when a task fails."),
    string("templates[].app").since(V2_10_27).limit(50)
        .such_as(&["", "ansible", "terraform", "tofu", "terragrunt", "pulumi", "bash", "python", "powershell"])
        .doc("App that runs the task; custom apps are allowed, and the server must have it."),
    map("templates[].task_params").since(V2_11_0).lossy(Sql, since(V2_11_0).until(V2_14_0), "always {}")
        .doc("Task parameters, such as tags and limit of Ansible."),
    string("templates[].runner_tag").since(V2_13_0).unset().limit(50)
        .doc("Only runners with this tag run the task; from 2.15 an empty tag is refused."),
    boolean("templates[].allow_override_branch_in_task").since(V2_14_0)
        .doc("Whether the branch may be changed when a task is started."),
    boolean("templates[].allow_parallel_tasks").since(V2_16_0)
        .doc("Whether several tasks of the template may run at the same time."),
    string("templates[].executor_image").since(V2_19_0).unset().unsure()
        .doc("Container image that runs the task; an empty one counts as none."),
    object("templates[].jwt_params").since(V2_18_0).unset().lossy(All, since(V2_18_0), "always {}")
        .doc("Settings of the token given to the task; the file never has their content."),
    string("templates[].working_directory").since(V2_20_0Alpha1).unset()
        .doc("Folder of the repository that Ansible runs in."),
    string("templates[].inventory").until(V2_9_66Beta).names("inventories")
        .doc("Inventory of the task template, by name; must not be null."),
    string("templates[].inventory").since(V2_9_70).until(V2_10_25Beta).unset().names("inventories")
        .doc("Inventory of the task template, by name; exported as null when there is none, but then it cannot be restored."),
    string("templates[].inventory").since(V2_10_27).unset().names("inventories").orphan_if(Is("app", "ansible"), Orphan::Refuse)
        .doc("Inventory of the task template, by name; Ansible templates need one."),
    string("templates[].repository").names("repositories")
        .doc("Repository of the task template, by name."),
    string("templates[].environment").until(V2_17_2).unset().names("environments").became("templates[].environments")
        .doc("Variable group of the task template, by name; needed before 2.10.27."),
    strings("templates[].environments[]").since(V2_18_0).names("environments").orphan(Orphan::DropEntry)
        .doc("Variable groups of the task template, by name; exported in the order in which the groups were made."),
    string("templates[].build_template").unset().names("templates").orphan_if(Is("type", "deploy"), Orphan::Refuse)
        .doc("Build template that a deploy template deploys, by name; for other types it is not used."),
    string("templates[].view").unset().names("views")
        .doc("View that shows the task template, by name."),
    cron("templates[].cron").until(V2_17_0Beta1).unset().limit(255).became("schedules")
        .doc("Cron expression of the first schedule of the template, whether it is active or not."),
    string("templates[].vault_key").until(V2_10_25Beta).unset().names("keys").became("templates[].vaults")
        .doc("Vault password of the task template, by name of its key; checked, not restored."),
    list("templates[].roles").since(V2_17_0).lossy(Bolt, since(V2_17_0).until(V2_17_2), ALWAYS_EMPTY)
        .doc("Roles with permissions of their own for this template."),
    string("templates[].roles[].role").since(V2_17_0).names("roles").unless(True("is_global")).orphan(Orphan::DropEntry)
        .doc("Name of a role of the project; for a global role the exporter writes its name and the restore looks for its slug."),
    boolean("templates[].roles[].is_global").since(V2_17_0)
        .doc("Whether the role is one of the server and not of the project."),
    int("templates[].roles[].permissions").since(V2_17_0)
        .doc("Permissions as a sum of bits: 1 run tasks, 2 update the project, 4 manage resources, 8 manage users."),
];
