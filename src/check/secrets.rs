//! What a backup never holds and a person must enter again after the restore, with who uses it.

use crate::finding::{Code, Finding, Severity, Stage, Words};
use crate::json::Node;

use crate::semaphore::{key, value};

use super::codes;
use super::simulation::Simulation;

/// So many users of a key are named.
const NAMED: usize = 5;

/// Says what to enter again.
pub(super) fn secrets(mut course: Simulation<'_>) -> Vec<Finding> {
    keys(&mut course);
    let project = course.project;
    let rows = [
        (key::SECRET_STORAGES, codes::STORAGE_TOKEN, "enter the token of this secret storage again"),
        (key::RUNNERS, codes::RUNNER_TOKEN, "register this runner again: it comes back without its token"),
    ];
    for (section, code, message) in rows {
        for row in project.section(section) {
            let finding = info(code, message).at(row.node());
            course.note(finding);
        }
    }
    for row in project.section(key::INVENTORIES).filter(|row| row.plain(key::TYPE) == "file") {
        let message = "no backup holds the repository of a file inventory; choose it again";
        let finding = info(codes::FILE_INVENTORY, message).at(row.node());
        course.note(finding);
    }
    course.findings
}

fn info(code: Code, message: impl Into<Words>) -> Finding {
    Finding::new(code, Severity::Info, Stage::Silent, message)
}

fn keys(course: &mut Simulation<'_>) {
    let project = course.project;
    let names = project.names(key::KEYS);
    let mut users = users(course);
    for (i, row) in project.section(key::KEYS).enumerate() {
        let (kind, owner) = (row.plain(key::TYPE), row.plain(key::OWNER));
        let what = match &*kind {
            "ssh" => "the private key",
            "login_password" => "login and password",
            "string" => "the secret",
            _ => continue,
        };
        // Secrets of variable groups have a finding of their own; a source elsewhere keeps its secret.
        let elsewhere = row.written(key::SOURCE_STORAGE).is_some() || !row.plain(key::SOURCE_STORAGE_TYPE).is_empty();
        if value::GROUP_OWNERS.contains(&&*owner) || elsewhere {
            continue;
        }
        // Links lead to the first key of a name; the first that asks for a secret is told of them.
        let holder = if names.all_unique() { i } else { names.first(&row.plain(key::NAME)).unwrap_or(i) };
        let Users { count, first } = std::mem::take(&mut users[holder]);
        let shown: Vec<String> = first.into_iter().map(|node| project.doc.entity(node)).collect();
        let list = match count {
            0 => "nothing in the file uses it".to_owned(),
            n if n > NAMED => format!("used by {} and {} more", shown.join(", "), n - NAMED),
            _ => format!("used by {}", shown.join(", ")),
        };
        let finding = info(codes::SECRET, format!("enter {what} again; {list}")).at(row.node());
        course.note(finding);
    }
}

/// Who links to a key.
#[derive(Debug, Clone, Default)]
struct Users {
    count: usize,
    /// Those that are named.
    first: Vec<Node>,
}

/// The users of each key.
fn users(course: &Simulation<'_>) -> Vec<Users> {
    let project = course.project;
    let mut users = vec![Users::default(); project.section(key::KEYS).len()];
    for record in &project.records {
        for (at, _) in record.shape.links.iter().filter(|(_, section)| *section == key::KEYS) {
            if let Some(key) = project.slots[record.slots as usize + at].entry() {
                let users = &mut users[key];
                users.count += 1;
                if users.count <= NAMED {
                    users.first.push(record.node);
                }
            }
        }
    }
    users
}
