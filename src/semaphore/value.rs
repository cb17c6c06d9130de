//! Values of fields that code asks for by name. Every other value is known by the row of its field only.

/// `type` of a template that deploys what another has built.
pub(crate) const DEPLOY: &str = "deploy";
/// `type` of a template that builds what others deploy.
pub(crate) const BUILD: &str = "build";
/// `type` of a schedule that runs once.
pub(crate) const RUN_ONCE: &str = "run_at";
/// `body_data_type` of a body that is JSON.
pub(crate) const JSON_BODY: &str = "json";
/// Apps that tasks can have without any setting of the server.
pub(crate) const APPS: [&str; 8] = ["ansible", "terraform", "tofu", "terragrunt", "bash", "python", "powershell", "pulumi"];
/// Apps that templates may name without any setting of the server, since it judges what they name.
pub(crate) const STOCK_APPS: [&str; 7] = ["ansible", "terraform", "tofu", "terragrunt", "bash", "powershell", "python"];
/// `app` of Ansible.
pub(crate) const ANSIBLE: &str = "ansible";
/// `type` of a key without secret.
pub(crate) const NO_KEY: &str = "none";
/// `type` of an SSH key.
pub(crate) const SSH_KEY: &str = "ssh";
/// `type` of a key with a login and a password.
pub(crate) const LOGIN_KEY: &str = "login_password";
/// `type` of a key whose secret is one text.
pub(crate) const STRING_KEY: &str = "string";
/// `type` of a vault whose password is in a key.
pub(crate) const PASSWORD_VAULT: &str = "password";
/// `type` of a vault whose password a script prints.
pub(crate) const SCRIPT_VAULT: &str = "script";
/// `type` of keys that hold a secret.
pub(crate) const SECRET_KEY_TYPES: [&str; 3] = [SSH_KEY, LOGIN_KEY, STRING_KEY];
/// `owner` of keys that hold the secrets of a variable group.
pub(crate) const GROUP_OWNERS: [&str; 2] = ["environment", "variable"];
/// `type` of inventories whose text is the hosts.
pub(crate) const STATIC_INVENTORIES: [&str; 2] = ["static", "static-yaml"];
/// `type` of an inventory that is a file of a repository.
pub(crate) const FILE_INVENTORY: &str = "file";
/// How the `type` of an inventory ends that is a workspace of Terraform and its kin.
pub(crate) const WORKSPACES: &str = "-workspace";
