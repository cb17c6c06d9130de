//! Host and URL mappings (2.20): the same rules in Verify and, with the types of the keys, in Restore.

use super::project::{Project, Row};
use crate::semaphore::key;

/// What Verify says of a mapping: the key it is about, and the words.
pub(super) fn verify(project: &Project<'_>, row: Row<'_>) -> Option<(&'static str, String)> {
    let (kind, name) = (row.plain(key::TYPE), row.plain(key::NAME));
    let same = |other: &Row<'_>| other.plain(key::TYPE) == kind && other.plain(key::NAME).trim() == name.trim();
    if project.section(key::HOST_CONFIGS).filter(same).count() > 1 {
        return Some((key::NAME, format!("{name} is duplicate")));
    }
    if let Some((key, words)) = mapping(&kind, name.trim()) {
        return Some((key, words.to_owned()));
    }
    match row.text(key::SSH_KEY) {
        None => Some((key::SSH_KEY, "SSHKey can not be empty".into())),
        Some(key) if !project.names(key::KEYS).has(&key) => Some((key::SSH_KEY, "SSHKey does not exist in keys[].Name".into())),
        Some(key) => key_type(project, &kind, name.trim(), &key).map(|words| (key::SSH_KEY, words.to_owned())),
    }
}

fn mapping(kind: &str, name: &str) -> Option<(&'static str, &'static str)> {
    if name.is_empty() {
        return Some((key::NAME, "host or URL can not be empty"));
    }
    match kind {
        "host" => (!host(name)).then_some((key::NAME, "host must be a host name, for example github.com")),
        "url" => url(name).map(|words| (key::NAME, words)),
        _ => Some((key::TYPE, "unsupported mapping type")),
    }
}

fn host(name: &str) -> bool {
    name.split('.').all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')))
}

fn url(text: &str) -> Option<&'static str> {
    const NOT_A_URL: &str = "URL must be a git URL, for example https://github.com/acme/";
    let Some((scheme, rest)) = text.split_once("://") else { return Some(NOT_A_URL) };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() {
        return Some(NOT_A_URL);
    }
    if !matches!(&*scheme.to_ascii_lowercase(), "http" | "https") {
        return Some("URL must start with http:// or https://");
    }
    if authority.contains('@') {
        return Some("URL must not contain credentials");
    }
    if text.contains([' ', '\t', '\r', '\n', '"', '\'', '\\', '$', '`', '=']) {
        return Some("URL contains invalid characters");
    }
    let name = authority.split_once(':').map_or(authority, |(name, _)| name);
    (!host(name)).then_some("URL contains an invalid host name")
}

/// Which keys a mapping takes.
fn key_type(project: &Project<'_>, kind: &str, name: &str, key: &str) -> Option<&'static str> {
    let row = project.section(key::KEYS).find(|row| row.plain(key::NAME) == key)?;
    let type_ = row.plain(key::TYPE);
    match (kind, &*type_) {
        (_, "ssh") => None,
        ("host", _) => Some("a host mapping needs an SSH key"),
        ("url", "login_password") if name.to_ascii_lowercase().starts_with("http://") => {
            Some("a login/password credential can only be used with an https URL")
        }
        ("url", "login_password") => None,
        _ => Some("a URL mapping needs an SSH key or a login/password credential"),
    }
}
