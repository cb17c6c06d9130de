//! Names of findings that stay: made of what a finding is about, not of where it is in the text, so that reports of different runs
//! can be compared.

use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Bytes of the hash that are kept: enough that no two findings of any repository share a name by chance.
const BYTES: usize = 16;

/// Gives the findings of one file their fingerprints.
#[derive(Debug)]
pub(crate) struct Fingerprints {
    /// The file and the target, hashed.
    base: Sha256,
    /// How often each fact was there already.
    seen: HashMap<[u8; 32], u32>,
}

impl Fingerprints {
    /// For a file, as the user wrote its path, and a target.
    #[must_use]
    pub(crate) fn new(path: &str, target: Option<&str>) -> Self {
        let mut base = Sha256::new();
        // `./backup.json` and `backup.json` are the same file.
        let path = path.replace('\\', "/");
        add(&mut base, path.trim_start_matches("./"));
        add(&mut base, target.unwrap_or_default());
        Self { base, seen: HashMap::new() }
    }

    /// The next finding: what it says of which entity, and the JSON Pointer of the value. Of equal findings each has a fingerprint of
    /// its own, by their order.
    pub(crate) fn next(&mut self, code: &str, entity: &str, pointer: &str, message: &str) -> String {
        let mut hash = self.base.clone();
        for part in [code, entity, member(pointer), message] {
            add(&mut hash, part);
        }
        let count = self.seen.entry(hash.clone().finalize().into()).or_default();
        if *count > 0 {
            hash.update(count.to_be_bytes());
        }
        *count += 1;
        hash.finalize().iter().take(BYTES).fold(String::with_capacity(2 * BYTES), |mut text, byte| {
            // Writing to memory cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// Adds a part with its length, so that parts do not run into each other.
fn add(hash: &mut Sha256, part: &str) {
    hash.update((part.len() as u64).to_be_bytes());
    hash.update(part);
}

/// The key that a pointer ends in. The positions before it move when entities come and go; the entity's path names them.
fn member(pointer: &str) -> &str {
    let last = pointer.rsplit('/').next().unwrap_or_default();
    if last.bytes().all(|byte| byte.is_ascii_digit()) { "" } else { last }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, code: &str, pointer: &str) -> String {
        Fingerprints::new(path, Some("2.16.45")).next(code, "templates[\"A\"]", pointer, "no such key")
    }

    #[test]
    fn positions_do_not_count_and_everything_else_does() {
        let first = one("a.json", "SX301", "/templates/0/vault_key");
        assert_eq!(first.len(), 32);
        assert_eq!(first, one("./a.json", "SX301", "/templates/7/vault_key"));
        assert_ne!(first, one("b.json", "SX301", "/templates/0/vault_key"));
        assert_ne!(first, one("a.json", "SX302", "/templates/0/vault_key"));
        assert_ne!(first, one("a.json", "SX301", "/templates/0/inventory"));
    }

    #[test]
    fn equal_findings_do_not_share_one() {
        let mut file = Fingerprints::new("a.json", None);
        let mut next = || file.next("SX301", "views[\"A\"]", "/views/0", "twice");
        assert_ne!(next(), next());
    }
}
