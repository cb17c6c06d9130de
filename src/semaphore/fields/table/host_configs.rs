//! Host configs: which key is used for which host.

use crate::semaphore::fields::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("host_configs").since(V2_20_0Alpha1)
        .doc("Host configs: keys for hosts and URLs."),
    string("host_configs[].type").since(V2_20_0Alpha1).limit(10).one_of(&["host", "url"])
        .doc("Whether the name is a host or a URL prefix."),
    string("host_configs[].name").since(V2_20_0Alpha1).limit(255)
        .doc("Host name or URL prefix; must not be blank, and each may exist only once."),
    string("host_configs[].ssh_key").since(V2_20_0Alpha1).unset().names("keys")
        .doc("Key for the host, by name; the restore needs one."),
];
