//! Keys that the target does not read: those of other versions, misspelt ones, wrong letter case.

use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt as _, HashSet};

use crate::check::codes;
use crate::check::course::Course;
use crate::check::project::Record;
use crate::finding::Finding;
use crate::json::{Label, Node};
use crate::semaphore::{Band, Life, Type, all_fields, zero};
use crate::text::suggest::nearest;

use super::warning;

/// Adds a warning for each key that is not read although it says something.
pub(super) fn ignored(course: &mut Course<'_>) {
    let project = course.project;
    if project.unread.is_empty() {
        return;
    }
    let scheduled: HashSet<_> = project.section("schedules").map(|s| s.plain("template").into_owned()).collect();
    let mut unread = project.unread.clone();
    unread.sort_unstable_by_key(|(_, value)| *value);
    for (record, value) in unread {
        if zero(project.doc, value) {
            continue;
        }
        let Some(Label::Key(key)) = project.doc.label(value) else { continue };
        let finding = explain(course, &project.records[record as usize], &key.text(), value, &scheduled);
        course.note(finding);
    }
}

/// Adds a warning for each key that is laid over an earlier one of another letter case.
pub(super) fn again(course: &mut Course<'_>) {
    let doc = course.project.doc;
    for value in course.project.again.clone() {
        let Some(Label::Key(key)) = doc.label(value) else { continue };
        let message = format!(
            "`{}` means the same as a key before it: letter case does not count here, and the later one does",
            key.text()
        );
        let mut finding = warning(course, codes::KEY_TWICE, value, message);
        finding.span = doc.key_span(value).or(finding.span);
        course.note(finding);
    }
}

fn explain(course: &Course<'_>, record: &Record, key: &str, value: Node, scheduled: &HashSet<String>) -> Finding {
    let doc = course.project.doc;
    let parent = record.shape.path;
    let brackets = if known().get(parent).is_some_and(|p| p.list) { "[]" } else { "" };
    let path = if parent.is_empty() { key.to_owned() } else { format!("{parent}{brackets}.{key}") };
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
        _ => match known().get(path.as_str()) {
            Some(Known { life, .. }) => at(codes::OTHER_VERSION, other_version(course.band(), key, *life)),
            None => at(codes::UNKNOWN_KEY, unknown(record, key)),
        },
    }
}

/// What is known of a path in all bands.
struct Known {
    life: Life,
    list: bool,
}

/// The paths of all fields.
fn known() -> &'static HashMap<&'static str, Known> {
    static KNOWN: OnceLock<HashMap<&'static str, Known>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known: HashMap<&'static str, Known> = HashMap::new();
        for field in all_fields() {
            let row = known.entry(field.path).or_insert(Known { life: field.life, list: false });
            row.life = row.life.hull(field.life);
            row.list |= field.ty == Type::List;
        }
        known
    })
}

fn other_version(band: Band, key: &str, life: Life) -> String {
    if band < life.since {
        return format!("`{key}` is not read before {}; it is lost", life.since.first_version());
    }
    if life.ended_before(band) {
        return format!("`{key}` is not read after {}; it is lost", life.last().last_version());
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
