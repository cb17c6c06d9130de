//! What to do about a finding: the command that repairs it, where there is one.

use crate::finding::Finding;
use crate::format::Release;

use super::codes;

/// How a finding is repaired; `FILE` and `VERSION` stand for the backup and the target.
const REPAIRS: &[(&str, &str)] = &[(codes::NO_SUCH_ENTRY, "semxform migrate --to VERSION FILE")];

/// Adds the repair to a finding that has none yet.
pub(super) fn add(finding: Finding, release: &Release) -> Finding {
    if finding.help.is_some() {
        return finding;
    }
    match REPAIRS.iter().find(|(code, _)| *code == finding.code) {
        Some((_, text)) => finding.help(text.replace("VERSION", &release.version.to_string())),
        None => finding,
    }
}
