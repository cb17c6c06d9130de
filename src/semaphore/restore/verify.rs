//! Verify: the server's check of the decoded file before the first write. One row a look, in the server's order, so that the first
//! error found is the one in its log. A row holds as long as its field is in the file, unless it says otherwise.

use super::effect::{Effect, EffectKind, Step};
use super::implied::{Implied, link, one};
use super::row::{LookRow, row};
use crate::semaphore::fields::NAME_KEYS;
use crate::semaphore::fields::prelude::*;
use crate::semaphore::version::Band;

/// A section as Verify and the writes go through it.
pub(crate) struct Section {
    /// Its key in the file.
    pub key: &'static str,
    /// What the server calls it in its messages.
    pub label: &'static str,
}

pub(super) const fn section(key: &'static str) -> Section {
    Section { key, label: key }
}

impl Section {
    pub(super) const fn called(self, label: &'static str) -> Self {
        Self { label, ..self }
    }
}

/// Sections in the order of Verify. Those that a band does not know are empty.
pub(crate) const VERIFY_ORDER: [Section; 12] = [
    section("environments"),
    section("views"),
    // The server's own slip.
    section("schedules").called("templates"),
    section("keys"),
    section("repositories"),
    section("host_configs"),
    section("inventories"),
    section("secret_storages").called("secret storage"),
    section("templates"),
    section("roles"),
    section("runners"),
    section("workflows"),
];

/// What one row of Verify looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VerifyLook {
    /// Three entries with the same name (the server counts one too many).
    ThreeEqual,
    /// A link; without a value it passes.
    Link(NamedEntry),
    /// The same, and then it is not stored.
    LinkOnly(NamedEntry),
    /// A link that may not be missing.
    Needed(NamedEntry),
    /// The links of the vaults.
    Vaults(NamedEntry),
    /// Deploy templates and their build template.
    Deploy,
    /// The cron expression of a template.
    Cron,
    /// A host or URL mapping.
    Host,
    /// The templates of the nodes.
    Nodes(NamedEntry),
}

/// A key that names an entry of a section, and the server's words when there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NamedEntry {
    /// The key.
    pub key: &'static str,
    /// The section.
    pub target: &'static str,
    /// The words.
    pub words: &'static str,
}

pub(super) const fn named(key: &'static str, target: &'static str, words: &'static str) -> NamedEntry {
    NamedEntry { key, target, words }
}

/// A look of the check at each entry of a section.
pub(crate) type VerifyRow = LookRow<VerifyLook>;

impl VerifyLook {
    /// The key of an entry that it looks at, where it is one.
    pub(crate) const fn key(self) -> Option<&'static str> {
        match self {
            Link(entry) | LinkOnly(entry) | Needed(entry) => Some(entry.key),
            Vaults(_) => Some("vaults"),
            Nodes(_) => Some("nodes"),
            ThreeEqual | Deploy | Cron | Host => None,
        }
    }
}

impl VerifyRow {
    /// What follows for the value it looks at.
    pub(super) fn effects(&self) -> Vec<Effect> {
        let path = |key: &str| format!("{}[].{key}", self.section);
        let implied = Implied { life: self.life, step: Step::Verify, note: self.note };
        match self.look {
            ThreeEqual => NAME_KEYS.into_iter().flat_map(|key| one(&path(key), EffectKind::FatalIf3Equal, implied)).collect(),
            Link(entry) => link(&path(entry.key), implied),
            LinkOnly(entry) => one(&path(entry.key), EffectKind::CheckOnly, implied),
            Needed(entry) => one(&path(entry.key), EffectKind::MustResolve, implied),
            Vaults(entry) => link(&format!("{}[].vaults[].{}", self.section, entry.key), implied),
            Nodes(entry) => link(&format!("{}[].nodes[].{}", self.section, entry.key), implied),
            Deploy | Cron | Host => Vec::new(),
        }
    }
}

use VerifyLook::{Cron, Deploy, Host, Link, LinkOnly, Needed, Nodes, ThreeEqual, Vaults};

pub(super) const NO_SSH_KEY: &str = "SSHKey does not exist in keys[].Name";
pub(super) const NO_REPOSITORY: &str = "repository does not exist in repositories[].name";
pub(super) const NO_INVENTORY: &str = "inventory does not exist in inventories[].name";
pub(super) const NO_TEMPLATE: &str = "template does not exist in templates[].name";

/// The rows. Integrations and host configs are not counted for equal names here.
#[rustfmt::skip]
pub(super) const VERIFY: &[VerifyRow] = &[
    row("environments", ThreeEqual),
    row("views", ThreeEqual),
    row("schedules", ThreeEqual).note("the server's message says templates"),
    row("keys", ThreeEqual),
    row("repositories", ThreeEqual),
    row("repositories", Link(named("ssh_key", "keys", NO_SSH_KEY))),
    row("host_configs", Host),
    row("inventories", ThreeEqual),
    row("inventories", Link(named("ssh_key", "keys", NO_SSH_KEY))),
    row("inventories", Link(named("become_key", "keys", "BecomeKey does not exist in keys[].Name"))),
    row("secret_storages", ThreeEqual),
    row("templates", ThreeEqual),
    row("templates", Needed(named("repository", "repositories", NO_REPOSITORY))),
    row("templates", Needed(named("inventory", "inventories", NO_INVENTORY))).until(V2_10_25Beta).note("null is refused too"),
    row("templates", Link(named("inventory", "inventories", NO_INVENTORY))).since(V2_10_27),
    row("templates", LinkOnly(named("vault_key", "keys", "vault_key does not exist in keys[].name"))),
    row("templates", Vaults(named("vault_key", "keys", "vaults[].vaultKey does not exist in keys[].name"))),
    row("templates", Link(named("view", "views", "view does not exist in views[].name"))),
    row("templates", Deploy),
    row("templates", Cron),
    row("roles", ThreeEqual),
    row("runners", ThreeEqual),
    row("workflows", ThreeEqual),
    row("workflows", Nodes(named("template", "templates", NO_TEMPLATE))),
];

/// The looks of Verify at the entries of a section, also those whose key ended.
pub(crate) fn verify_rows(section: &str, band: Band) -> impl Iterator<Item = &'static VerifyRow> {
    VERIFY.iter().filter(move |row| row.section == section && row.life.holds_in(band))
}

/// Whether Verify looks at a link, so that the writes need not say the same again: `Some(true)` if it minds a missing one too.
pub(crate) fn verified(section: &str, key: &str, band: Band) -> Option<bool> {
    verify_rows(section, band).find_map(|row| match row.look {
        Link(entry) | LinkOnly(entry) | Vaults(entry) if entry.key == key => Some(false),
        Needed(entry) if entry.key == key => Some(true),
        _ => None,
    })
}
