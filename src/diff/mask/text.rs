//! Secrets inside a text: JSON kept as text, private keys, `user:token@` in URLs, `password=…`, tokens with a known look.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::fragment;
use super::place::{Place, is_telling};

/// What is secret of a text that stands at `place`.
pub fn hidden(text: &str, place: &Place) -> Vec<Range<usize>> {
    if text.is_empty() {
        return Vec::new();
    }
    if place.secret {
        return std::iter::once(0..text.len()).collect();
    }
    if text.trim_start().starts_with(['{', '[']) {
        let inner = fragment::in_value(text.as_bytes(), place);
        if !inner.is_empty() {
            return inner;
        }
    }
    patterns(text)
}

/// What looks like a secret wherever it stands.
pub fn patterns(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, regex) in compiled().iter().enumerate() {
        for captures in regex.captures_iter(text) {
            let named = at < NAMED;
            if named && captures.get(1).is_some_and(|name| !is_telling(name.as_str())) {
                continue;
            }
            let secret = captures.iter().skip(1 + usize::from(named)).flatten().find(|m| !m.is_empty());
            found.extend(secret.map(|m| m.range()));
        }
    }
    found.sort_by_key(|r| (r.start, r.end));
    found
}

/// How many patterns have the name of the value as their first group, which may be of another kind after all ("bypass").
const NAMED: usize = 2;

/// Each with the secret as its first group that matched, behind the name where there is one.
const PATTERNS: [&str; 7] = [
    // ansible_password=x, token: "x"
    r#"(?i)([\w.-]*(?:pass|pwd|secret|token|key|credential|psk)[\w.-]*)["']?\s*[=:]\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"',;&{}\[\]]+))"#,
    // --become-pass x
    r"(?i)\s--([\w.-]*(?:pass|pwd|secret|token|key|credential|psk)[\w.-]*)\s+([^\s-]\S*)",
    // Everything between the marks of a private key; without an end mark, all that is left.
    r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----(.*?)(?:-----END|\z)",
    // https://user:token@host
    r"(?i)\b[a-z][a-z0-9+.-]*://[^/\s:@]*:([^/\s@]+)@",
    // https://token@host
    r"(?i)\bhttps?://([^/\s:@]+)@",
    r"(?i)\bbearer\s+([\w.~+/=-]{8,})",
    r"\b(gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16})\b",
];

fn compiled() -> &'static [Regex] {
    static COMPILED: OnceLock<Vec<Regex>> = OnceLock::new();
    COMPILED.get_or_init(|| PATTERNS.iter().filter_map(|p| Regex::new(p).ok()).collect())
}
