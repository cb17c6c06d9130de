//! Host and URL mappings (2.20): what servers take as one, in their words.

use crate::semaphore::go_url::Address;
use crate::semaphore::key;
use crate::semaphore::value::{LOGIN_KEY, SSH_KEY};

/// Two mappings of one kind with the same name.
pub(crate) fn is_duplicate(name: &str) -> String {
    format!("{name} is duplicate")
}

/// A mapping without key.
pub(crate) const NO_KEY: &str = "SSHKey can not be empty";
/// A mapping whose key is not in the file.
pub(crate) const NO_SUCH_KEY: &str = "SSHKey does not exist in keys[].Name";

/// The kinds of mappings.
pub(crate) const KINDS: [&str; 2] = ["host", "url"];

/// What is wrong with the kind or the name of a mapping: the key that it is about, and the words.
pub(crate) fn mapping(kind: &str, name: &str) -> Option<(&'static str, &'static str)> {
    if name.is_empty() {
        return Some((key::NAME, "host or URL can not be empty"));
    }
    match kind {
        "host" => (!host(name)).then_some((key::NAME, "host must be a host name, for example github.com")),
        "url" => url(name).map(|words| (key::NAME, words)),
        _ => Some((key::TYPE, "unsupported mapping type")),
    }
}

/// Letters, digits, `_` and `-` in each part; a dash is at no end of one.
fn host(name: &str) -> bool {
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    name.split('.').all(|part| !part.is_empty() && part.bytes().all(is_good) && !part.starts_with('-') && !part.ends_with('-'))
}

fn url(text: &str) -> Option<&'static str> {
    let Some(address) = Address::parse(text).filter(Address::has_host) else {
        return Some("URL must be a git URL, for example https://github.com/acme/");
    };
    if !matches!(&*address.scheme, "http" | "https") {
        return Some("URL must start with http:// or https://");
    }
    if address.has_user {
        return Some("URL must not contain credentials");
    }
    if text.contains([' ', '\t', '\r', '\n', '"', '\'', '\\', '$', '`', '=']) {
        return Some("URL contains invalid characters");
    }
    (!address.host_name().is_some_and(host)).then_some("URL contains an invalid host name")
}

/// What is wrong with the type of its key.
pub(crate) fn key_type(kind: &str, name: &str, key_type: &str) -> Option<&'static str> {
    match (kind, key_type) {
        (_, SSH_KEY) => None,
        ("host", _) => Some("a host mapping needs an SSH key"),
        ("url", LOGIN_KEY) if !name.starts_with("https://") => {
            Some("a login/password credential can only be used with an https URL")
        }
        ("url", LOGIN_KEY) => None,
        _ => Some("a URL mapping needs an SSH key or a login/password credential"),
    }
}
