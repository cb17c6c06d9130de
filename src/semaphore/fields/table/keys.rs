//! The key store. Secrets themselves are never in a backup.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("keys")
        .doc("Key store: names and types of keys, without their secrets."),
    string("keys[].name").limit(255)
        .doc("What the key is called."),
    string("keys[].type").limit(255).one_of(&["none", "ssh", "login_password", "string"])
        .doc("Type of the key; string is known since 2.10.13-beta."),
    string("keys[].plain").since(V2_16_0).unset().secret()
        .doc("Part of the key that is not secret, in clear text."),
    string("keys[].owner").since(V2_16_0).limit(20).one_of(&["", "environment", "variable", "vault"])
        .lossy(Bolt, since(V2_16_0).until(V2_17_2), "keys with an owner are left out, and references to them too")
        .doc("Who uses the key: empty for a key of the key store, environment and variable for secrets of a variable group."),
    string("keys[].source_storage_key").since(V2_16_0).unset().limit(1000)
        .doc("Name of the secret inside the storage it is read from."),
    string("keys[].source_storage_type").since(V2_17_2).unset().limit(10).one_of(&["vault", "env", "file"]).unsure()
        .doc("Where the secret is read from: a storage, an environment variable or a file."),
    boolean("keys[].synchronized").since(V2_18_0)
        .doc("Whether the key is kept in step with its secret storage."),
    string("keys[].source_storage").since(V2_16_0).unset().names("secret_storages")
        .doc("Secret storage that the secret is read from, by name."),
    string("keys[].storage").since(V2_16_0).unset().names("secret_storages")
        .doc("Secret storage that the secret is kept in, by name."),
];
