//! Secret storages.

use crate::format::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("secret_storages").since(R13)
        .doc("Secret storages: where secrets are kept outside Semaphore's database."),
    string("secret_storages[].name").since(R13).limit(100)
        .doc("What the secret storage is called."),
    string("secret_storages[].type").since(R13).limit(20).one_of(&["local", "vault", "openbao", "dvls", "aws_sm", "azure_kv"])
        .doc("Kind of the storage; 2.16 knows local and vault."),
    map("secret_storages[].params").since(R13)
        .doc("How to reach the storage."),
    boolean("secret_storages[].readonly").since(R13)
        .doc("Whether Semaphore only reads from the storage."),
    boolean("secret_storages[].sync_enabled").since(B18)
        .doc("Whether keys are kept in step with the storage."),
    int("secret_storages[].sync_interval").since(B18)
        .doc("How often that happens."),
];
