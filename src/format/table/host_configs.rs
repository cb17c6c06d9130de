//! Host configs: which key is used for which host.

use crate::format::prelude::*;

#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    list("host_configs").since(B20)
        .doc("Host configs: keys for hosts and URLs."),
    string("host_configs[].type").since(B20).limit(10).one_of(&["host", "url"])
        .doc("Whether the name is a host or a URL prefix."),
    string("host_configs[].name").since(B20).limit(255)
        .doc("Host name or URL prefix; must not be blank, and each may exist only once."),
    string("host_configs[].ssh_key").since(B20).unset().names("keys")
        .doc("Key for the host, by name; the restore needs one."),
];
