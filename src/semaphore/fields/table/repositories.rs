//! Repositories.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("repositories")
        .doc("Git repositories and local folders with playbooks and scripts."),
    string("repositories[].name").limit(255)
        .doc("What the repository is called; must not be empty."),
    string("repositories[].git_url")
        .doc("URL of the repository, or a local path; must not be empty."),
    string("repositories[].git_branch").limit(255)
        .doc("Branch; may be empty only for a local path."),
    string("repositories[].ssh_key").unset().names("keys")
        .doc("Key to clone with, by name; the restore needs one, a key of type none is enough."),
];
