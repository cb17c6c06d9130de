//! The row of a template and what hangs on it: cron schedule, vaults, roles.

use std::borrow::Cow;

use crate::check::database::{Table, Unique, duplicate};
use crate::check::text::quoted;
use crate::check::{Outcome, codes};
use crate::finding::{Code, Finding, Severity, Stage};
use crate::json::Node;
use crate::semaphore::json_text::read;
use crate::semaphore::{Band, Db};

use super::At;

/// Apps that need no playbook.
const TERRAFORM: [&str; 3] = ["terraform", "tofu", "terragrunt"];

impl At<'_, '_, '_> {
    pub(super) fn template(&mut self) {
        let app = self.row.plain("app");
        if app == "ansible" && self.row.at("inventory").is_none() {
            let place = self.row.place("inventory");
            let message = "a template of app ansible needs an inventory";
            self.stop(codes::EMPTY, place, "template inventory can not be empty", message);
        }
        self.filled("name", "template name can not be empty");
        if !TERRAFORM.contains(&&*app) {
            self.filled("playbook", "template playbook can not be empty");
        }
        if self.row.text("arguments").is_some_and(|text| text != "[]" && read(&text).is_none()) {
            let message = "the text in `arguments` is not JSON";
            self.stop(codes::JSON_TEXT, self.row.place("arguments"), "template arguments must be valid JSON", message);
        }
    }

    pub(super) fn variable_groups(&mut self) {
        for (node, name) in self.row.texts("environments") {
            if !self.restore.course.project.names("environments").has(&name) {
                let message = format!("{} is not in environments", quoted(&name));
                self.stop(codes::NO_SUCH_ENTRY, node, "environment does not exist in environments[].name", message);
            }
        }
    }

    pub(super) fn unique_name(&mut self) {
        if self.restore.course.project.names("templates").all_unique() {
            return;
        }
        let name = self.row.plain("name");
        if !self.restore.written.insert(name.clone()) {
            let words = format!("template with name {name} already exists");
            let message = format!("another template is called {}", quoted(&name));
            self.stop_unsure(codes::TEMPLATE_NAME, self.row.place("name"), &words, message);
        }
    }

    pub(super) fn belongings(&mut self) {
        if self.row.text("cron").is_some() {
            self.insert(Table::Cron, self.row);
        }
        self.vaults();
        self.roles();
    }

    fn vaults(&mut self) {
        let band = self.course().band();
        let broken = matches!(band, Band::V2_10_36 | Band::V2_11_0);
        let vaults = self.row.rows("vaults");
        let alone = vaults.len() < 2;
        let mut unique = Unique::default();
        for vault in vaults {
            self.insert(Table::Vault, vault);
            if broken {
                self.vault_without_key(vault.node(), vault.plain("type") == "password");
                continue;
            }
            if alone {
                break;
            }
            let (Some(key), Some(name)) = (vault.text("vault_key"), vault.text("name")) else { continue };
            for db in unique.add(self.course().sql(), key.clone(), name.clone()).list() {
                let key = self.course().project.names("keys").first(&key).map_or(1, |i| i + 1);
                let columns = ["template_id", "vault_key_id", "name"];
                let entry = format!("{}-{key}-{name}", self.i + 1);
                let words = duplicate(db, band, "project__template_vault", &columns, &entry);
                let message = "the template has this vault already: same key, same name";
                self.database(codes::TWICE, db, vault.node(), &words, message);
            }
        }
    }

    /// 2.10.36 to 2.11.2 write every vault with key id 0.
    fn vault_without_key(&mut self, node: Node, password: bool) {
        let message = "these versions write every vault with key id 0";
        let words = "Error 1452 (23000): Cannot add or update a child row: a foreign key constraint fails \
                     (`semaphore`.`project__template_vault`, CONSTRAINT `project__template_vault_ibfk_3` FOREIGN KEY \
                     (`vault_key_id`) REFERENCES `access_key` (`id`) ON DELETE CASCADE)";
        self.database(codes::VAULT_KEY_ZERO, Db::Mysql, node, words, message);
        let words = "pq: insert or update on table \"project__template_vault\" violates foreign key constraint \
                     \"project__template_vault_vault_key_id_fkey\"";
        self.database(codes::VAULT_KEY_ZERO, Db::Postgres, node, words, message);
        if password {
            let bolt = self.course().pick(|db| db == Db::Bolt);
            let finding = Finding::new(
                codes::EXPORT_FAILS,
                Severity::Error,
                Stage::Restore,
                "the vault is stored without its key; the project can then neither be opened nor exported",
            )
            .at(node)
            .help("remove the vaults before the restore, or restore to 2.11.3 or later");
            self.course().note_on(bolt, finding);
        }
    }

    fn roles(&mut self) {
        let band = self.course().band();
        let mut unique = Unique::default();
        for link in self.row.rows("roles") {
            let role = link.plain("role");
            let place = link.place("role");
            if link.is("is_global") {
                let words = format!("global role does not exist: {role}");
                let message =
                    format!("the server looks for a global role whose slug is {}; the file has its name", quoted(&role));
                self.stop(codes::GLOBAL_ROLE, place, &words, message);
                continue;
            }
            if !self.restore.course.project.names("roles").has(&role) {
                let message = format!("{} is not in roles", quoted(&role));
                self.stop(codes::NO_SUCH_ENTRY, place, "roles[].role does not exist in roles[].name", message);
                continue;
            }
            // The slug is made for each role, so equal names are equal slugs.
            if !unique.add(self.course().sql(), role, Cow::Borrowed("")).is_empty() {
                for db in self.course().sql().list() {
                    let entry = format!("{}-{}", self.i + 1, "x".repeat(16));
                    let words = duplicate(db, band, "project__template_role", &["template_id", "role_slug"], &entry);
                    self.database(codes::TWICE, db, link.node(), &words, "the template has this role already");
                }
            }
        }
    }

    /// A refusal of one database.
    fn database(&mut self, code: Code, db: Db, node: Node, words: &str, message: &'static str) {
        let mut finding = self.error(code, node, words, message);
        finding.stage = Stage::Database;
        let dbs = self.course().pick(|d| d == db);
        self.course().stop_on(Outcome::HalfMade, dbs, finding);
    }
}
