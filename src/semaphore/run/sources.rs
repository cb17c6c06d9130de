//! Where the secret of a key can come from, and what the server wants to know for it.

use crate::semaphore::key;

/// What the server says of a secret that it cannot fetch, with the key of the file that is to blame.
pub(crate) fn refusal(source: &str, storage: &str, name: &str) -> Option<(&'static str, String)> {
    match source {
        "vault" if storage.is_empty() => Some((key::SOURCE_STORAGE_TYPE, "vault storage id is required".to_owned())),
        "env" | "file" if name.is_empty() => Some((key::SOURCE_STORAGE_TYPE, "source storage key is required".to_owned())),
        "file" if !name.starts_with('/') => Some((key::SOURCE_STORAGE_KEY, "file path must be absolute".to_owned())),
        "vault" | "env" | "file" => None,
        other => Some((key::SOURCE_STORAGE_TYPE, format!("unsupported secret storage type '{other}'"))),
    }
}
