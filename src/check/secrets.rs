//! What a backup never holds and a person must enter again after the restore, with who uses it.

use std::collections::HashMap;

use crate::finding::{Finding, Severity, Stage};
use crate::format::{Target, Type};

use super::codes;
use super::course::Course;
use super::project::Slot;

/// So many users of a key are named.
const NAMED: usize = 5;

/// Adds what to enter again.
pub(super) fn secrets(course: &mut Course<'_>) {
    keys(course);
    let project = course.project;
    let rows = [
        ("secret_storages", codes::STORAGE_TOKEN, "enter the token of this secret storage again"),
        ("runners", codes::RUNNER_TOKEN, "register this runner again: it comes back without its token"),
    ];
    for (section, code, message) in rows {
        for row in project.section(section) {
            let finding = info(code, message).at(project.doc, row.node());
            course.note(finding);
        }
    }
    for row in project.section("inventories").filter(|row| row.plain("type") == "file") {
        let message = "no backup holds the repository of a file inventory; choose it again";
        let finding = info(codes::FILE_INVENTORY, message).at(project.doc, row.node());
        course.note(finding);
    }
}

fn info(code: &'static str, message: impl Into<String>) -> Finding {
    Finding::new(code, Severity::Info, Stage::Silent, message)
}

fn keys(course: &mut Course<'_>) {
    let project = course.project;
    let mut users = users(course);
    for row in project.section("keys") {
        let (kind, owner) = (row.plain("type"), row.plain("owner"));
        let what = match &*kind {
            "ssh" => "the private key",
            "login_password" => "login and password",
            "string" => "the secret",
            _ => continue,
        };
        // Secrets of variable groups have a finding of their own; a source elsewhere keeps its secret.
        let elsewhere = row.written("source_storage").is_some() || !row.plain("source_storage_type").is_empty();
        if matches!(&*owner, "environment" | "variable") || elsewhere {
            continue;
        }
        let used = users.remove(&*row.plain("name")).unwrap_or_default();
        let list = match used.len() {
            0 => "nothing in the file uses it".to_owned(),
            n if n > NAMED => format!("used by {} and {} more", used[..NAMED].join(", "), n - NAMED),
            _ => format!("used by {}", used.join(", ")),
        };
        let finding = info(codes::SECRET, format!("enter {what} again; {list}")).at(project.doc, row.node());
        course.note(finding);
    }
}

/// Who names each key.
fn users(course: &Course<'_>) -> HashMap<String, Vec<String>> {
    let project = course.project;
    let mut users: HashMap<String, Vec<String>> = HashMap::new();
    for record in &project.records {
        for (at, field) in record.shape.fields.iter().enumerate() {
            if field.ty != Type::String || field.link().is_none_or(|link| link.target != Target::Section("keys")) {
                continue;
            }
            let Slot::Value(node) = project.slots[record.slots as usize + at] else { continue };
            let Some(name) = project.doc.text(node) else { continue };
            let list = users.entry(name.into_owned()).or_default();
            // Names are made only for those that are shown.
            list.push(if list.len() < NAMED { project.doc.entity(record.node) } else { String::new() });
        }
    }
    users
}
