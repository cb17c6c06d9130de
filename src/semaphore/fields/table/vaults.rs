//! Vault passwords of task templates.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("templates[].vaults").since(V2_10_27).lossy(All, only(V2_10_32), ALWAYS_EMPTY)
        .doc("Vaults: passwords for encrypted files of Ansible."),
    string("templates[].vaults[].name").since(V2_10_27).unset().limit(255)
        .doc("Vault ID; none for the default vault."),
    string("templates[].vaults[].type").since(V2_10_36).limit(20).one_of(&["password", "script"])
        .doc("Whether the password is in a key or printed by a script; an empty type turns the vault off without a word."),
    string("templates[].vaults[].script").since(V2_10_36).unset()
        .doc("Script that prints the vault password."),
    string("templates[].vaults[].vault_key").since(V2_10_27).until(V2_10_32).names("keys").orphan(Orphan::DropEntry)
        .doc("Key that holds the vault password, by name."),
    string("templates[].vaults[].vault_key").since(V2_10_36).unset().names("keys")
        .orphan(Orphan::DropEntry).orphan_if(Is("type", "script"), Orphan::DropLink)
        .doc("Key that holds the vault password, by name; a script needs none."),
];
