//! Apps as task runners tell them apart.

use enumset::EnumSetType;

use super::rows::{NAMED_APPS, TERRAGRUNT};
use crate::semaphore::Version;

/// A family of apps that read the same arguments and parameters.
#[derive(Debug, EnumSetType)]
pub(crate) enum Family {
    /// Ansible.
    Ansible,
    /// Terraform and its kin.
    Terraform,
    /// Everything that is a command.
    Shell,
    /// A template that names no app.
    Unnamed,
}

impl Family {
    /// The family of an app in a version.
    pub(crate) fn of(app: &str, version: Version) -> Self {
        if version < NAMED_APPS {
            return Self::Ansible;
        }
        match app {
            "" => Self::Unnamed,
            "ansible" => Self::Ansible,
            "terraform" | "tofu" => Self::Terraform,
            "terragrunt" if version >= TERRAGRUNT => Self::Terraform,
            _ => Self::Shell,
        }
    }
}
