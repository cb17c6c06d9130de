//! Task parameters with fixed keys: of integrations and schedules since 2.16, of workflow nodes since 2.19.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    string("integrations[].task_params.environment").since(V2_16_0)
        .doc("Variables for the task as JSON text; not the name of a variable group."),
    string("integrations[].task_params.arguments").since(V2_16_0).unset()
        .doc("Command line arguments as JSON text."),
    string("integrations[].task_params.git_branch").since(V2_16_0).unset().limit(255)
        .doc("Branch to use."),
    string("integrations[].task_params.message").since(V2_16_0).limit(250)
        .doc("Message shown with the task."),
    string("integrations[].task_params.version").since(V2_16_0).unset().limit(20)
        .doc("Version to build or deploy."),
    string("integrations[].task_params.inventory_name").since(V2_16_0).unset().names("inventories")
        .doc("Inventory to use, by name."),
    map("integrations[].task_params.params").since(V2_16_0)
        .doc("Parameters of the app, such as tags and limit of Ansible."),

    string("schedules[].task_params.environment").since(V2_16_0)
        .doc("Variables for the task as JSON text; not the name of a variable group."),
    string("schedules[].task_params.arguments").since(V2_16_0).unset()
        .doc("Command line arguments as JSON text."),
    string("schedules[].task_params.git_branch").since(V2_16_0).unset().limit(255)
        .doc("Branch to use."),
    string("schedules[].task_params.message").since(V2_16_0).limit(250)
        .doc("Message shown with the task."),
    string("schedules[].task_params.version").since(V2_16_0).unset().limit(20)
        .doc("Version to build or deploy."),
    string("schedules[].task_params.inventory_name").since(V2_16_0).unset().names("inventories")
        .doc("Inventory to use, by name."),
    map("schedules[].task_params.params").since(V2_16_0)
        .doc("Parameters of the app, such as tags and limit of Ansible."),

    string("workflows[].nodes[].task_params.environment").since(V2_19_0)
        .doc("Variables for the task as JSON text; not the name of a variable group."),
    string("workflows[].nodes[].task_params.arguments").since(V2_19_0).unset()
        .doc("Command line arguments as JSON text."),
    string("workflows[].nodes[].task_params.git_branch").since(V2_19_0).unset().limit(255)
        .doc("Branch to use."),
    string("workflows[].nodes[].task_params.message").since(V2_19_0).limit(250)
        .doc("Message shown with the task."),
    string("workflows[].nodes[].task_params.version").since(V2_19_0).unset().limit(20)
        .doc("Version to build or deploy."),
    string("workflows[].nodes[].task_params.inventory_name").since(V2_19_0).unset().names("inventories")
        .doc("Inventory to use, by name."),
    map("workflows[].nodes[].task_params.params").since(V2_19_0)
        .doc("Parameters of the app, such as tags and limit of Ansible."),

];
