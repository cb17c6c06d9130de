//! Inventories and workspaces.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("inventories")
        .doc("Inventories of Ansible, workspaces of Terraform and its kin."),
    string("inventories[].name").limit(255)
        .doc("What the inventory is called."),
    string("inventories[].inventory")
        .doc("Content of a static inventory, path of a file, or name of a workspace."),
    string("inventories[].type").until(V2_9_56).limit(255)
        .one_of(&["none", "static", "static-yaml", "file", "terraform-workspace", "tofu-workspace", "terragrunt-workspace"])
        .doc("Type of the inventory; none is that of the inventory a new project has."),
    string("inventories[].type").since(V2_9_65Beta).limit(255)
        .one_of(&["static", "static-yaml", "file", "terraform-workspace", "tofu-workspace", "terragrunt-workspace"])
        .doc("Type of the inventory."),
    string("inventories[].runner_tag").since(V2_15_0).unset().limit(255)
        .doc("Only runners with this tag use the inventory."),
    string("inventories[].ssh_key").unset().names("keys")
        .doc("User credentials for the hosts, by name of the key."),
    string("inventories[].become_key").unset().names("keys")
        .doc("Sudo credentials for the hosts, by name of the key."),
];
