//! The row of a template and what hangs on it: cron schedule, vaults, roles.

use std::borrow::Cow;

use crate::check::database::Unique;
use crate::check::text::quoted;
use crate::check::{Outcome, codes};
use crate::finding::{Code, Finding, Severity, Stage, Words};
use crate::json::Node;
use crate::semaphore::{Db, EffectKind, TEMPLATE_ROLES, Table, VAULTS, Version, key, value, words};

use super::At;

impl At<'_, '_, '_> {
    /// The server asks the database for the name, so that the collation of its column decides what is equal.
    pub(super) fn unique_name(&mut self) {
        let Some(effect) = self.row.field(key::NAME).and_then(|field| field.effect(EffectKind::FatalIfDuplicate)) else { return };
        let name = self.row.plain(key::NAME);
        let all = self.simulation().pick(|_| true);
        let dbs = self.restore.names.add(all, Cow::Borrowed(""), name.clone());
        if !dbs.is_empty() {
            let words = format!("template with name {name} already exists");
            let message = format!("another template is called {}", quoted(&name));
            let mut finding = self.error(codes::TEMPLATE_NAME, self.row.place(key::NAME), &words, message);
            finding.uncertain = effect.unsure;
            self.stop_on(dbs, finding);
        }
    }

    pub(super) fn belongings(&mut self) {
        if self.row.text(key::CRON).is_some() {
            self.insert(Table::Cron, self.row);
        }
        self.vaults();
        self.roles();
    }

    fn vaults(&mut self) {
        let band = self.simulation().band();
        let broken = self.row.field(key::VAULTS).and_then(|field| field.effect(EffectKind::FatalIfNonempty));
        let vaults = self.row.rows(key::VAULTS);
        let alone = vaults.len() < 2;
        self.restore.vaults.clear();
        for vault in vaults {
            self.insert(Table::Vault, vault);
            if let Some(effect) = broken {
                let first_good = effect.life.last().next().unwrap_or(band).first_version();
                self.vault_without_key(vault.node(), vault.has_text(key::TYPE, value::PASSWORD_VAULT), first_good);
                continue;
            }
            if alone {
                break;
            }
            let (Some(key), Some(name)) = (vault.text(key::VAULT_KEY), vault.text(key::NAME)) else { continue };
            let dbs = self.simulation().sql();
            for db in self.restore.vaults.add(dbs, key.clone(), name.clone()) {
                let key = self.simulation().project.names(key::KEYS).first(&key).map_or(1, |i| i + 1);
                let entry = format!("{}-{key}-{name}", self.i + 1);
                let words = words::duplicate(db, band, &VAULTS, &entry);
                let message = "the template has this vault already: same key, same name";
                self.database(codes::TWICE, db, vault.node(), &words, message);
            }
        }
    }

    /// Some bands write every vault with key id 0.
    fn vault_without_key(&mut self, node: Node, password: bool, first_good: Version) {
        let message = "these versions write every vault with key id 0";
        self.database(codes::VAULT_KEY_ZERO, Db::Mysql, node, words::VAULT_KEY_ZERO_MYSQL, message);
        self.database(codes::VAULT_KEY_ZERO, Db::Postgres, node, words::VAULT_KEY_ZERO_POSTGRES, message);
        if password {
            let bolt = self.simulation().pick(|db| db == Db::Bolt);
            let finding = Finding::new(
                codes::EXPORT_FAILS,
                Severity::Error,
                Stage::Restore,
                "the vault is stored without its key; the project can then neither be opened nor exported",
            )
            .at(node)
            .help(format!("remove the vaults before the restore, or restore to {first_good} or later"));
            self.simulation().note_on(bolt, finding);
        }
    }

    fn roles(&mut self) {
        let band = self.simulation().band();
        let mut unique = Unique::default();
        for link in self.row.rows(key::ROLES) {
            let role = link.plain(key::ROLE);
            let place = link.place(key::ROLE);
            if link.is(key::IS_GLOBAL) {
                let words = format!("global role does not exist: {role}");
                let message =
                    format!("the server looks for a global role whose slug is {}; the file has its name", quoted(&role));
                self.stop(codes::GLOBAL_ROLE, place, &words, message);
                continue;
            }
            if !self.restore.simulation.project.names(key::ROLES).has(&role) {
                let message = format!("{} is not in roles", quoted(&role));
                self.stop(codes::NO_SUCH_ENTRY, place, words::NO_ROLE, message);
                continue;
            }
            // The slug is made for each role, so equal names are equal slugs.
            if !unique.add(self.simulation().sql(), role, Cow::Borrowed("")).is_empty() {
                for db in self.simulation().sql() {
                    let entry = format!("{}-{}", self.i + 1, "x".repeat(16));
                    let words = words::duplicate(db, band, &TEMPLATE_ROLES, &entry);
                    self.database(codes::TWICE, db, link.node(), &words, "the template has this role already");
                }
            }
        }
    }

    /// A refusal of one database.
    pub(super) fn database(&mut self, code: Code, db: Db, node: Node, words: &str, message: impl Into<Words>) {
        let mut finding = self.error(code, node, words, message);
        finding.stage = Stage::Database;
        let dbs = self.simulation().pick(|d| d == db);
        self.simulation().stop_on(Outcome::HalfMade, dbs, finding);
    }
}
