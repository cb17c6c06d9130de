//! Secret storages.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("secret_storages").since(V2_16_0)
        .doc("Secret storages: where secrets are kept outside Semaphore's database."),
    string("secret_storages[].name").since(V2_16_0).limit(100)
        .doc("What the secret storage is called."),
    string("secret_storages[].type").since(V2_16_0).limit(20).one_of(&["local", "vault", "openbao", "dvls", "aws_sm", "azure_kv"])
        .doc("Kind of the storage; 2.16 knows local and vault."),
    map("secret_storages[].params").since(V2_16_0)
        .doc("How to reach the storage."),
    boolean("secret_storages[].readonly").since(V2_16_0)
        .doc("Whether Semaphore only reads from the storage."),
    boolean("secret_storages[].sync_enabled").since(V2_18_0)
        .doc("Whether keys are kept in step with the storage."),
    int("secret_storages[].sync_interval").since(V2_18_0)
        .doc("How often that happens."),
];
