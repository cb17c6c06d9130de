//! Whether a project on a server is what a file says: both brought to the server's version, compared by name, without what that
//! version cannot keep or export.

use std::collections::HashSet;

use super::migration;
use crate::check::{self, Options};
use crate::diff::byname::{self, Difference, DifferenceKind};
use crate::finding::{Finding, Severity, Stage};
use crate::json::{Document, Path};
use crate::semaphore::{Db, EffectKind, Release, all_effects, all_fields};

/// What differs, and how much of it was to be expected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// From the file to the server.
    pub differences: Vec<Difference>,
    /// Differences that the version of the server explains.
    pub expected: usize,
}

/// Compares a file with an export. Both are brought to the release in memory.
///
/// # Errors
/// Words for a person: one of them cannot be brought to the release.
pub(crate) fn compare(file: Document, export: Document, release: &Release, dbs: &[Db]) -> Result<Comparison, String> {
    let file = migration::to_own(file, release, dbs).map_err(|why| format!("the file cannot be brought to {release}: {why}"))?;
    let export =
        migration::to_own(export, release, dbs).map_err(|why| format!("the export cannot be read as {release}: {why}"))?;
    let report = check::judge(&file, release, dbs, &Options { losses: true, ..Options::default() });
    // That a secret is to be entered again says nothing about what is there.
    let is_loss = |finding: &&Finding| finding.stage == Stage::Silent && finding.severity > Severity::Info;
    let silent = report.findings.iter().filter(is_loss);
    let expected: HashSet<String> = silent.filter_map(|finding| Some(finding.pointer(Some(&file))?.into_owned())).collect();
    // The pointer of a difference is in the second document, and predictions speak of the file.
    let all = byname::compare(&export, &file);
    let total = all.len();
    let is_left = |difference: &Difference| {
        let in_file = difference.kind != DifferenceKind::Removed;
        difference.kind != DifferenceKind::Suffix
            && [&difference.before, &difference.after].iter().any(|value| !means_nothing(value.as_deref()))
            && !(in_file && is_expected(&expected, &difference.pointer))
            && !is_owned(if in_file { &file } else { &export }, &difference.pointer)
            && !is_hidden(&difference.pointer, release, dbs)
    };
    let differences: Vec<Difference> = all.into_iter().filter(is_left).map(turned).collect();
    Ok(Comparison { expected: total - differences.len(), differences })
}

/// The same difference, seen from the other document.
fn turned(difference: Difference) -> Difference {
    let kind = match difference.kind {
        DifferenceKind::Added => DifferenceKind::Removed,
        DifferenceKind::Removed => DifferenceKind::Added,
        same => same,
    };
    Difference { kind, before: difference.after, after: difference.before, ..difference }
}

/// Whether a value is missing, or means what a missing one means.
fn means_nothing(json: Option<&str>) -> bool {
    json.is_none_or(|text| matches!(text, "null" | "false" | "0" | "\"\"" | "[]" | "{}" | "\"{}\"" | "\"[]\"" | "\"null\""))
}

/// Whether the check predicts it: for the value itself or something around it.
fn is_expected(expected: &HashSet<String>, pointer: &str) -> bool {
    let mut rest = pointer;
    loop {
        if expected.contains(rest) {
            return true;
        }
        match rest.rfind('/') {
            Some(0) | None => return false,
            Some(at) => rest = &rest[..at],
        }
    }
}

/// Whether it is a key behind a secret of a variable group or a store: such keys come and go with the secret.
fn is_owned(doc: &Document, pointer: &str) -> bool {
    let mut parts = pointer.split('/').skip(1);
    let (Some("keys"), Some(at)) = (parts.next(), parts.next()) else { return false };
    let path = Path::from_pointer(&format!("/keys/{at}"));
    let key = path.and_then(|path| doc.at(&path));
    key.and_then(|key| doc.text_of(key, "owner")).is_some_and(|owner| !owner.is_empty())
}

/// Whether the release does not keep or does not export the field, whatever its value.
fn is_hidden(pointer: &str, release: &Release, dbs: &[Db]) -> bool {
    let path = field_path(pointer);
    let covers = |field: &str| {
        let field = field.trim_end_matches("[]");
        path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let on = |includes: &dyn Fn(Db) -> bool| dbs.is_empty() || dbs.iter().any(|db| includes(*db));
    let lossy = all_fields().any(|field| {
        covers(field.path) && field.lossy_in(release.band).is_some_and(|lossy| on(&|db| lossy.dialect.includes(db)))
    });
    let forgotten = |kind: EffectKind| {
        matches!(
            kind,
            EffectKind::Dropped
                | EffectKind::NotRead
                | EffectKind::CheckOnly
                | EffectKind::ValueLost
                | EffectKind::WrongColumn
                | EffectKind::Overwritten
                | EffectKind::Masked
                | EffectKind::Remapped
                | EffectKind::Unregistered
                | EffectKind::SkippedIfDuplicate
                | EffectKind::EnvLinkLost
        )
    };
    lossy
        || all_effects().iter().any(|effect| {
            effect.holds_in(release.band) && forgotten(effect.kind) && covers(effect.path) && on(&|db| effect.holds_on(db))
        })
}

/// `templates[].vaults[].name` of `/templates/3/vaults/0/name`
fn field_path(pointer: &str) -> String {
    let mut path = String::new();
    for part in pointer.split('/').skip(1) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty() {
            path.push_str("[]");
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(part);
        }
    }
    path
}

/// One difference in a line, without values.
#[must_use]
pub(crate) fn words(difference: &Difference) -> String {
    let what = match difference.kind {
        DifferenceKind::Added => "only on the server",
        DifferenceKind::Removed => "only in the file",
        DifferenceKind::Changed | DifferenceKind::Suffix => "differs",
    };
    let member = if difference.member.is_empty() { String::new() } else { format!(".{}", difference.member) };
    format!("{}{member}: {what}", difference.entity)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(file: &str, export: &str, version: &str) -> Comparison {
        let doc = |text: &str| Document::parse(text.as_bytes().to_vec()).unwrap();
        let release = Release::parse(version).unwrap();
        compare(doc(file), doc(export), &release, &[Db::Sqlite]).unwrap()
    }

    #[test]
    fn a_missing_value_is_an_empty_one_and_another_value_is_a_difference() {
        let file = r#"{"meta": {"name": "Lab"}, "keys": [{"name": "k", "type": "ssh"}]}"#;
        let export =
            r#"{"meta": {"name": "Lab", "alert": false, "type": ""}, "keys": [{"name": "k", "owner": "", "type": "none"}]}"#;
        let comparison = compared(file, export, "2.16.45");
        let words: Vec<String> = comparison.differences.iter().map(words).collect();
        assert_eq!(words, ["keys[\"k\"].type: differs"]);
        assert_eq!(comparison.differences[0].before.as_deref(), Some("\"ssh\""), "the file comes first");
    }

    #[test]
    fn what_the_version_cannot_keep_is_expected() {
        let file = r#"{"meta": {"name": "Lab"}, "keys": [{"name": "DB", "owner": "environment", "type": "string"}]}"#;
        let comparison = compared(file, r#"{"meta": {"name": "Lab"}, "keys": []}"#, "2.16.45");
        assert_eq!((comparison.differences.len(), comparison.expected), (0, 1));
    }

    #[test]
    fn pointers_become_paths_of_the_tables() {
        assert_eq!(field_path("/templates/3/vaults/0/name"), "templates[].vaults[].name");
        assert_eq!(field_path("/meta/name"), "meta.name");
    }
}
