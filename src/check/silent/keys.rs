//! Keys that the target does not read: those of other versions, misspelt ones, wrong letter case.

use std::collections::HashSet;

use crate::check::codes;
use crate::check::course::Course;
use crate::check::project::{Project, Record};
use crate::document::{Key, Node};
use crate::finding::Finding;
use crate::format::{Band, all_fields};
use crate::near::nearest;

use super::warning;
use super::zero::zero;

/// Adds a warning for each key that is not read although it says something.
pub(super) fn ignored(course: &mut Course<'_>) {
    let project = course.project;
    let scheduled: HashSet<_> = project.section("schedules").map(|s| s.plain("template").into_owned()).collect();
    let mut seen = HashSet::new();
    for record in &project.records {
        // Before 2.10.27 a repeated list leaves copies behind.
        if project.band.is_j() && !seen.insert(record.node) {
            continue;
        }
        for (key, value) in project.doc.members(record.node) {
            if project.reads(record, key) || zero(project.doc, value) {
                continue;
            }
            let finding = explain(course, record, &key.text(), value, &scheduled);
            course.note(finding);
        }
    }
}

impl Project<'_> {
    /// Whether the decoder takes this key of the object.
    fn reads(&self, record: &Record, key: Key<'_>) -> bool {
        let fields = &record.shape.fields;
        fields.iter().any(|f| key.is(f.key)) || self.band.is_j() && fields.iter().any(|f| key.text().eq_ignore_ascii_case(f.key))
    }
}

fn explain(course: &Course<'_>, record: &Record, key: &str, value: Node, scheduled: &HashSet<String>) -> Finding {
    let doc = course.project.doc;
    let path = if record.shape.path.is_empty() { key.to_owned() } else { format!("{}.{key}", list(record.shape.path)) };
    let at = |code, message: String| {
        let mut finding = warning(course, code, value, message);
        finding.span = doc.key_span(value).or(finding.span);
        finding
    };
    let other = |key: &str| doc.get(record.node, key).is_some_and(|n| !zero(doc, n));
    let template = doc.text_of(record.node, "name").unwrap_or_default();
    match path.as_str() {
        "templates[].environment" if !other("environments") => {
            at(codes::GROUP_LOST, "since 2.18 a template has `environments`; its variable group is lost".into())
        }
        "templates[].environments" if !other("environment") => {
            at(codes::GROUP_LOST, "before 2.18 a template has one `environment`; its variable groups are lost".into())
        }
        "templates[].cron" if scheduled.contains(&*template) => {
            at(codes::OTHER_VERSION, "`cron` is not read since 2.17; `schedules` has an entry for the template".into())
        }
        "templates[].cron" => at(codes::SCHEDULE_LOST, "`cron` is not read since 2.17; the schedule is lost".into()),
        "templates[].vault_key" => {
            at(codes::VAULT_LOST, "since 2.10.27 a template has `vaults`; the vault password is not linked".into())
        }
        "views[].name" if !other("title") => {
            at(codes::TITLE_LOST, "since 2.10.27 a view has a `title`; this one comes back without".into())
        }
        _ => match known(&path) {
            Some((since, until)) => at(codes::OTHER_VERSION, other_version(course.band(), key, since, until)),
            None => at(codes::UNKNOWN_KEY, unknown(record, key)),
        },
    }
}

/// The path of the elements, as the tables write it.
fn list(path: &'static str) -> String {
    let plain = path.trim_end_matches("[]");
    let is_list = all_fields().any(|f| f.path == plain && f.ty == crate::format::Type::List);
    if is_list { format!("{plain}[]") } else { plain.to_owned() }
}

/// First and last band that read a path.
fn known(path: &str) -> Option<(Band, Band)> {
    let rows = || all_fields().filter(|f| f.path == path);
    Some((rows().map(|f| f.since).min()?, rows().map(|f| f.until).max()?))
}

fn other_version(band: Band, key: &str, since: Band, until: Band) -> String {
    if band < since {
        return format!("`{key}` is not read before {}; it is lost", since.first_version());
    }
    if band > until {
        return format!("`{key}` is not read after {}; it is lost", until.last_version());
    }
    format!("`{key}` is not read here; it is lost")
}

fn unknown(record: &Record, key: &str) -> String {
    let keys = || record.shape.fields.iter().map(|f| f.key);
    if let Some(same) = keys().find(|k| k.eq_ignore_ascii_case(key)) {
        return format!("`{key}` is not read: letter case counts, the key is `{same}`");
    }
    match nearest(key, keys()) {
        Some(near) => format!("`{key}` is no key of any version and is not read; did you mean `{near}`?"),
        None => format!("`{key}` is no key of any version and is not read"),
    }
}
