//! The one list of what a backup never holds and a person must enter again after the restore, with who uses it. Findings and receipts
//! are made from it.

use foldhash::HashMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::codes;
use super::simulation::Simulation;
use crate::finding::{Code, Finding, Found, Severity, Stage, Words};
use crate::json::{Document, Node, PlaceCache};
use crate::mask;
use crate::semaphore::{key, value};
use crate::text::safe;

/// So many users of a key are named in its finding.
const NAMED: usize = 5;

/// More users of a secret than its line has a place for need not be described.
pub(crate) const MOST_USERS: usize = SHOWN + 1;

/// So many users of a secret are named in its line.
const SHOWN: usize = 4;

/// What kind of secret it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SecretKind {
    /// A key of the key store.
    Key,
    /// A secret of a variable group or a storage: the file does not say of which.
    GroupSecret,
    /// The token of a secret storage.
    Storage,
    /// The token of a runner.
    Runner,
}

/// A secret to enter again, by its place in the document.
#[derive(Debug, Clone)]
pub(crate) struct SecretToEnter {
    kind: SecretKind,
    node: Node,
    users: Vec<Node>,
}

/// A secret to enter again, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Secret {
    /// Name of the key, secret storage or runner.
    pub key: String,
    /// The type of a key, such as `ssh`, `login_password`, `string`; `secret_storage`; `runner`.
    pub r#type: String,
    /// `environment`, `variable` or `vault` where it is a secret of a variable group or a storage; its link to that is not in the file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Entities that use it: `repositories["infra"]`.
    pub used_by: Vec<String>,
    /// How many more use it, where not all were asked for.
    #[serde(skip)]
    pub more: usize,
}

impl Secret {
    /// In one line, with some of its users: `deploy (ssh): repositories["shop"], inventories["web"]`
    #[must_use]
    pub(crate) fn line(&self) -> String {
        let users = &self.used_by;
        let users = match (users.len() + self.more).checked_sub(SHOWN) {
            _ if users.is_empty() && !self.owner.is_empty() => {
                "of a variable group or storage, whose link is not in the file".to_owned()
            }
            _ if users.is_empty() => "used by nothing".to_owned(),
            Some(more) if more > 1 => format!("{} and {more} more", users[..SHOWN].join(", ")),
            _ => users.join(", "),
        };
        safe::line(&format!("{} ({}): {users}", self.key, self.r#type)).into_owned()
    }
}

impl SecretToEnter {
    /// The same in words, with so many of its users: a file may have a million of them.
    pub(crate) fn describe(&self, doc: &Document, places: &mut PlaceCache, most: usize) -> Secret {
        let text = |member: &str| doc.text_of(self.node, member).unwrap_or_default().into_owned();
        let kind = match self.kind {
            SecretKind::Key | SecretKind::GroupSecret => text(key::TYPE),
            SecretKind::Storage => "secret_storage".to_owned(),
            SecretKind::Runner => "runner".to_owned(),
        };
        let (named, more) = self.users.split_at(self.users.len().min(most));
        let used_by = named.iter().map(|node| places.entity_of(doc, *node)).collect();
        Secret { key: text(key::NAME), r#type: kind, owner: text(key::OWNER), used_by, more: more.len() }
    }
}

/// What to enter again, and the findings about it.
pub(super) fn list_and_findings(simulation: Simulation<'_>) -> (Vec<SecretToEnter>, Found) {
    let list = list(&simulation);
    let findings = findings(simulation, &list);
    (list, findings)
}

/// What to enter again, in the order of the file: keys, tokens of storages, tokens of runners.
fn list(run: &Simulation<'_>) -> Vec<SecretToEnter> {
    let project = run.project;
    let mut found = keys(run);
    let tokens = [(key::SECRET_STORAGES, SecretKind::Storage), (key::RUNNERS, SecretKind::Runner)];
    for (section, kind) in tokens {
        found.extend(project.section(section).map(|row| SecretToEnter { kind, node: row.node(), users: Vec::new() }));
    }
    found
}

/// The findings about it, and about the repository of file inventories, which no backup holds either. Secrets of variable groups have a
/// finding of their own.
fn findings(mut run: Simulation<'_>, secrets: &[SecretToEnter]) -> Found {
    let project = run.project;
    for secret in secrets {
        let finding = match secret.kind {
            SecretKind::GroupSecret => continue,
            SecretKind::Storage => info(codes::STORAGE_TOKEN, "enter the token of this secret storage again"),
            SecretKind::Runner => info(codes::RUNNER_TOKEN, "register this runner again: it comes back without its token"),
            SecretKind::Key => {
                run.note_with(codes::SECRET, Severity::Info, || key_finding(project.doc, secret).at(secret.node));
                continue;
            }
        };
        run.note(finding.at(secret.node));
    }
    for row in project.section(key::INVENTORIES).filter(|row| row.has_text(key::TYPE, "file")) {
        let message = "no backup holds the repository of a file inventory; choose it again";
        run.note(info(codes::FILE_INVENTORY, message).at(row.node()));
    }
    run.findings
}

/// Secrets that are in the file itself: what reports mask, and the pack `scrub` takes out.
pub(super) fn in_clear_text(mut simulation: Simulation<'_>) -> Found {
    let doc = simulation.project.doc;
    for node in mask::in_clear_text(doc) {
        let finding = info(codes::CLEAR_TEXT, "a secret in clear text: whoever reads the file has it");
        simulation.note(finding.at(node).command("semxform -r builtin:scrub FILE"));
    }
    simulation.findings
}

fn key_finding(doc: &Document, secret: &SecretToEnter) -> Finding {
    let what = match doc.text_of(secret.node, key::TYPE).as_deref() {
        Some("ssh") => "the private key",
        Some("login_password") => "login and password",
        _ => "the secret",
    };
    let shown: Vec<String> = secret.users.iter().take(NAMED).map(|node| doc.entity(*node)).collect();
    let list = match secret.users.len() {
        0 => "nothing in the file uses it".to_owned(),
        n if n > NAMED => format!("used by {} and {} more", shown.join(", "), n - NAMED),
        _ => format!("used by {}", shown.join(", ")),
    };
    info(codes::SECRET, format!("enter {what} again; {list}"))
}

fn info(code: Code, message: impl Into<Words>) -> Finding {
    Finding::new(code, Severity::Info, Stage::Silent, message)
}

fn keys(run: &Simulation<'_>) -> Vec<SecretToEnter> {
    let project = run.project;
    let names = project.names(key::KEYS);
    let mut users = users(run);
    let mut found = Vec::new();
    for (i, row) in project.section(key::KEYS).enumerate() {
        if !value::SECRET_KEY_TYPES.contains(&&*row.plain(key::TYPE)) {
            continue;
        }
        // A key whose source is elsewhere keeps its secret there.
        if row.written(key::SOURCE_STORAGE).is_some() || !row.is_empty(key::SOURCE_STORAGE_TYPE) {
            continue;
        }
        let kind = if value::GROUP_OWNERS.contains(&&*row.plain(key::OWNER)) { SecretKind::GroupSecret } else { SecretKind::Key };
        // Links lead to the first key of a name; the first that needs a secret gets its users.
        let holder = if names.all_unique() { i } else { names.first(&row.plain(key::NAME)).unwrap_or(i) };
        found.push(SecretToEnter { kind, node: row.node(), users: users.remove(&holder).unwrap_or_default() });
    }
    found
}

/// The users of each key that has some, by its place in the list.
fn users(run: &Simulation<'_>) -> HashMap<usize, Vec<Node>> {
    let project = run.project;
    let mut users: HashMap<usize, Vec<Node>> = HashMap::default();
    let links = project.fields(|field| field.linked_section().filter(|section| *section == key::KEYS));
    for record in &project.records {
        for (_, _, slot) in project.slots_of(record, &links) {
            if let Some(key) = slot.entry() {
                users.entry(key).or_default().push(record.node);
            }
        }
    }
    users
}
