//! Variable groups (`environments` in the file).

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("environments")
        .doc("Variable groups."),
    string("environments[].name").limit(255)
        .doc("What the variable group is called; must not be empty."),
    string("environments[].password").unset().limit(255).secret()
        .doc("Password of the variable group, in clear text."),
    json_text("environments[].json")
        .doc("Extra variables as JSON text; since 2.14 an object or empty, before any JSON but not empty."),
    json_text("environments[].env").unset()
        .doc("Environment variables as JSON text; since 2.14 an object whose values are not lists or objects."),
    string("environments[].secret_storage_key_prefix").since(V2_16_0).unset().limit(1000)
        .doc("Prefix of the group's secrets in a secret storage; the link to the storage is not in the file."),
];
