//! Whether a project on a server is what a file says: both brought to the server's version, compared by name, without what that
//! version cannot keep or export.

use std::collections::HashSet;

use super::migration::{self, Migrated};
use super::stable::settle_names;
use crate::check::{self, Options};
use crate::diff::byname::{self, Difference, DifferenceKind};
use crate::extras::Extras;
use crate::finding::{Finding, Severity, Stage};
use crate::json::{Document, Node, Path};
use crate::run::Accept;
use crate::semaphore::{Db, Effect, EffectKind, Release, all_effects, all_fields, key};

/// What differs, and how much of it was to be expected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// From the file to the server.
    pub differences: Vec<Difference>,
    /// Differences that the version of the server explains.
    pub expected: usize,
}

/// What is known of the version of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileVersion {
    /// It was sent to the server, so it is of the server's version.
    OfServer,
    /// It is what the file looks like; what its migration loses is expected.
    Any,
}

/// Compares a file and the extras beside it with an export. Both are brought to the release in memory, with the same endings of names
/// that a server makes up anew for each export.
///
/// # Errors
/// Words for a person: one of them cannot be brought to the release.
pub(crate) fn compare(
    file: Document,
    version: FileVersion,
    extras: Option<&Extras>,
    export: Document,
    release: &Release,
    dbs: &[Db],
) -> Result<Comparison, String> {
    let file = match version {
        FileVersion::OfServer => migration::to_own(file, release, dbs),
        FileVersion::Any => migration::to(file, release, dbs, &Accept::All),
    };
    let Migrated { doc: mut file, lost, .. } = file.map_err(|why| format!("the file cannot be brought to {release}: {why}"))?;
    let export = migration::to_own(export, release, dbs);
    let mut export = export.map_err(|why| format!("the export cannot be read as {release}: {why}"))?.doc;
    if let Some(extras) = extras {
        extras.put_into(&mut file, release.band);
    }
    settle_names(&mut file, release.band);
    settle_names(&mut export, release.band);
    let report = check::judge(&file, release, dbs, &Options::default());
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
            && (in_file || !is_extra_schedule(&export, &difference.pointer, &file, release))
            && !is_hidden(&difference.pointer, release, dbs)
    };
    let differences: Vec<Difference> = all.into_iter().filter(is_left).map(turned).collect();
    let lost = if version == FileVersion::Any { lost } else { 0 };
    Ok(Comparison { expected: lost + total - differences.len(), differences })
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

/// Whether the check predicts it: for the value itself or something around it. What is said of an entity as a whole says nothing about
/// its members.
fn is_expected(expected: &HashSet<String>, pointer: &str) -> bool {
    let is_entity = |pointer: &str| pointer.matches('/').count() == 2;
    let mut rest = pointer;
    loop {
        if expected.contains(rest) && (rest == pointer || !is_entity(rest)) {
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
    let (Some(key::KEYS), Some(at)) = (parts.next(), parts.next()) else { return false };
    let path = Path::from_pointer(&format!("/keys/{at}"));
    let key = path.and_then(|path| doc.at(&path));
    key.and_then(|key| doc.text_of(key, key::OWNER)).is_some_and(|owner| !owner.is_empty())
}

/// Whether it is a schedule that the server made from the `cron` of a template of the file, besides the one that the file has.
fn is_extra_schedule(export: &Document, pointer: &str, file: &Document, release: &Release) -> bool {
    let makes_one = |effect: &&Effect| effect.kind == EffectKind::ExtraSchedule && effect.holds_in(release.band);
    let is_schedule = pointer.strip_prefix('/').and_then(|rest| rest.strip_prefix(key::SCHEDULES)).is_some();
    if !is_schedule || !all_effects().iter().any(|effect| makes_one(&effect)) {
        return false;
    }
    let Some(schedule) = Path::from_pointer(pointer).and_then(|path| export.at(&path)) else { return false };
    let (template, times) = (export.text_of(schedule, key::TEMPLATE), export.text_of(schedule, key::CRON_FORMAT));
    let mut templates = file.get(file.root(), key::TEMPLATES).into_iter().flat_map(|list| file.elements(list));
    let comes_from = |node: Node| file.text_of(node, key::NAME) == template && file.text_of(node, key::CRON) == times;
    template.is_some() && times.is_some() && templates.any(comes_from)
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
    use crate::extras::TemplateExtras;

    fn compared(file: &str, export: &str, version: &str) -> Comparison {
        let doc = |text: &str| Document::parse(text.as_bytes().to_vec()).unwrap();
        let release = Release::parse(version).unwrap();
        compare(doc(file), FileVersion::OfServer, None, doc(export), &release, &[Db::Sqlite]).unwrap()
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
    fn endings_that_a_server_makes_up_are_no_difference_where_others_name_them() {
        let lab = |ending: &str| {
            format!(
                r#"{{"meta": {{"name": "Lab"}}, "keys": [{{"name": "None", "type": "none"}}, {{"name": "None - {ending}", "type": "none"}}],
                "repositories": [{{"name": "infra", "git_url": "g", "git_branch": "b", "ssh_key": "None - {ending}"}}]}}"#
            )
        };
        let comparison = compared(&lab("kbqpxzkpn4"), &lab("cdba40f243"), "2.16.45");
        assert_eq!(comparison, Comparison::default());
        let other = lab("kbqpxzkpn4").replace(r#""ssh_key": "None - kbqpxzkpn4""#, r#""ssh_key": "None""#);
        assert_eq!(compared(&lab("kbqpxzkpn4"), &other, "2.16.45").differences.len(), 1);
    }

    #[test]
    fn a_word_at_the_end_of_a_name_is_a_rename_and_no_ending_of_a_server() {
        let lab = |names: &[&str]| {
            let key = |name: &&str| format!(r#"{{"name": "{name}", "type": "ssh"}}"#);
            let keys: Vec<String> = names.iter().map(key).collect();
            format!(r#"{{"meta": {{"name": "Lab"}}, "keys": [{}]}}"#, keys.join(", "))
        };
        let shown = |file: &[&str], export: &[&str]| -> Vec<String> {
            compared(&lab(file), &lab(export), "2.16.45").differences.iter().map(words).collect()
        };
        let renamed = ["keys[\"web - production\"]: only on the server", "keys[\"web\"]: only in the file"];
        let mut found = shown(&["web"], &["web - production"]);
        found.sort();
        assert_eq!(found, renamed);
        assert_eq!(shown(&["web", "web - production"], &["web", "web - monitoring"]).len(), 2);
        assert!(shown(&["None", "None - dnrjnsjton"], &["None", "None - 0872167dd0"]).is_empty(), "the first one has the name");
    }

    #[test]
    fn what_the_extras_hold_is_expected_where_the_server_exports_it() {
        let lab = |autorun: bool| {
            let text = format!(
                r#"{{"meta": {{"name": "Lab"}}, "keys": [{{"name": "None", "type": "none"}}],
                "repositories": [{{"name": "infra", "git_url": "g", "git_branch": "b", "ssh_key": "None"}}],
                "inventories": [{{"name": "none", "type": "static", "ssh_key": "None"}}], "environments": [{{"name": "e", "json": "{{}}", "env": "{{}}"}}],
                "templates": [{{"name": "Deploy", "app": "bash", "playbook": "x.sh", "repository": "infra", "inventory": "none", "environment": "e", "autorun": {autorun}}}]}}"#
            );
            Document::parse(text.into_bytes()).unwrap()
        };
        let mut extras = Extras::default();
        extras.templates.insert("Deploy".into(), TemplateExtras { autorun: true, ..TemplateExtras::default() });
        let release = Release::parse("2.15.0").unwrap();
        let places = |extras: Option<&Extras>, export: bool, db: Db| {
            let comparison = compare(lab(false), FileVersion::OfServer, extras, lab(export), &release, &[db]);
            comparison.unwrap().differences.len()
        };
        assert_eq!(places(None, true, Db::Bolt), 1);
        assert_eq!(places(Some(&extras), true, Db::Bolt), 0);
        assert_eq!(places(Some(&extras), false, Db::Bolt), 1, "it was not put back");
        assert_eq!(places(Some(&extras), false, Db::Mysql), 0, "its exports never show it");
    }

    #[test]
    fn the_schedule_that_a_server_makes_from_cron_is_expected_and_another_one_is_not() {
        let lab = |schedules: &str| {
            let text = format!(
                r#"{{"meta": {{"name": "Lab"}}, "keys": [{{"name": "None", "type": "none"}}],
                "repositories": [{{"name": "infra", "git_url": "g", "git_branch": "b", "ssh_key": "None"}}],
                "inventories": [{{"name": "none", "type": "static", "ssh_key": "None"}}], "environments": [{{"name": "e", "json": "{{}}", "env": "{{}}"}}],
                "templates": [{{"name": "Build", "app": "bash", "playbook": "x.sh", "repository": "infra", "inventory": "none", "environment": "e", "cron": "15 5 * * *"}}],
                "schedules": [{schedules}]}}"#
            );
            Document::parse(text.into_bytes()).unwrap()
        };
        let release = Release::parse("2.15.0").unwrap();
        let places = |times: &str| {
            let made = format!(r#"{{"name": "", "template": "Build", "cron_format": "{times}", "active": false}}"#);
            compare(lab(""), FileVersion::OfServer, None, lab(&made), &release, &[Db::Bolt]).unwrap().differences.len()
        };
        assert_eq!((places("15 5 * * *"), places("0 0 * * *")), (0, 1));
    }

    #[test]
    fn what_the_migration_of_a_newer_file_loses_is_expected() {
        let doc = |text: &str| Document::parse(text.as_bytes().to_vec()).unwrap();
        let file = r#"{"meta": {"name": "Lab"}, "views": [{"title": "All", "type": "all"}, {"title": "Deploy", "type": ""}]}"#;
        let export = r#"{"meta": {"name": "Lab"}, "views": [{"title": "Deploy", "position": 0}]}"#;
        let release = Release::parse("2.16.45").unwrap();
        let places = |version: FileVersion| {
            let comparison = compare(doc(file), version, None, doc(export), &release, &[Db::Sqlite]).unwrap();
            (comparison.differences.len(), comparison.expected)
        };
        assert_eq!(places(FileVersion::OfServer).0, 1);
        let (differences, expected) = places(FileVersion::Any);
        assert!(differences == 0 && expected > 0, "{differences}, {expected}");
    }

    #[test]
    fn pointers_become_paths_of_the_tables() {
        assert_eq!(field_path("/templates/3/vaults/0/name"), "templates[].vaults[].name");
        assert_eq!(field_path("/meta/name"), "meta.name");
    }
}
