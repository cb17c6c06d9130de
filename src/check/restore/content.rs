//! What a row of any section must hold: filled texts, links, JSON kept as text, key types.

use crate::check::codes;
use crate::check::project::{LinkTarget, Row};
use crate::check::text::quoted;
use crate::check::verify;
use crate::semaphore::json_text::{Flaw, flaw_of_variables, read};
use crate::semaphore::{Band, NEED_SCHEDULE_PARAMS, STRING_KEYS};

use super::steps::Act;
use super::{At, NIL};

impl<'p> At<'_, '_, 'p> {
    pub(super) fn run(&mut self, act: &Act) {
        match *act {
            Act::Filled { key, text } => self.filled(key, text),
            Act::NotEmpty { key, text } => {
                if self.row.written(key).is_some_and(|t| t.is_empty()) {
                    self.stop(codes::EMPTY, self.row.place(key), text, format!("`{key}` is empty; leave it out instead"));
                }
            }
            Act::Branch => {
                let url = self.row.plain("git_url");
                if !url.starts_with('/') && !url.starts_with("local://") {
                    self.filled("git_branch", "repository branch can't be empty");
                }
            }
            Act::Needed { key, target, text } => self.link(self.row, key, target, text, true),
            Act::Link { key, target, text } => self.link(self.row, key, target, text, false),
            Act::KeyType => self.key_type(),
            Act::Json { key, text } => self.json(key, text),
            Act::ExtraVars => self.extra_vars(),
            Act::EnvVars => self.env_vars(),
            Act::Row(table) => self.insert(table, self.row),
            Act::SecretStorage => self.secret_storage(),
            Act::ScheduleParams => self.schedule_params(),
            Act::Template => self.template(),
            Act::VariableGroups => self.variable_groups(),
            Act::Belongings => self.belongings(),
            Act::UniqueName => self.unique_name(),
            Act::Repository => self.strict_repository(),
            Act::TemplateStrict => self.strict_template(),
            Act::TaskParams => self.task_params(),
            Act::Parts => self.parts(),
        }
    }

    pub(super) fn filled(&mut self, key: &'static str, text: &str) {
        if self.row.plain(key).is_empty() {
            self.stop(codes::EMPTY, self.row.place(key), text, format!("`{key}` must not be empty"));
        }
    }

    /// A name that must be found. What Verify has said already is not said again.
    pub(super) fn link(&mut self, row: Row<'p>, key: &'static str, target: &'static str, text: &str, needed: bool) {
        let target_entry = row.resolve(key);
        if matches!(target_entry, LinkTarget::Entry(_)) || target_entry == LinkTarget::Unset && !needed {
            return;
        }
        let verified = verify::covers(self.section(), key, self.course().band());
        if verified == Some(true) || verified.is_some() && target_entry == LinkTarget::Nowhere {
            return;
        }
        if row.at(key).is_none() {
            let message = format!("`{key}` must name an entry of {target}");
            return self.stop(codes::LINK_MISSING, row.place(key), text, message);
        }
        let name = row.plain(key);
        let names = self.course().project.names(target);
        let hint = names.closest(&name).map(|name| format!("; {} would be", quoted(name))).unwrap_or_default();
        self.stop(codes::NO_SUCH_ENTRY, row.place(key), text, format!("{} is not in {target}{hint}", quoted(&name)));
    }

    fn key_type(&mut self) {
        let kind = self.row.plain("type");
        let string = self.course().release.version >= STRING_KEYS;
        let known = matches!(&*kind, "ssh" | "login_password" | "none") || string && kind == "string";
        if !known {
            let message = format!("{} is not a key type of this version", quoted(&kind));
            self.stop(codes::KEY_TYPE, self.row.place("type"), "invalid access token type", message);
        }
    }

    fn json(&mut self, key: &'static str, text: &str) {
        if self.row.text(key).is_some_and(|t| read(&t).is_none()) {
            self.stop(codes::JSON_TEXT, self.row.place(key), text, format!("the text in `{key}` is not JSON"));
        }
    }

    fn extra_vars(&mut self) {
        const WORDS: &str = "Extra variables must be valid JSON";
        match flaw_of_variables(&self.row.plain("json")) {
            Some(Flaw::NotJson | Flaw::NotObject) => {
                self.stop(codes::JSON_TEXT, self.row.place("json"), WORDS, "the text in `json` is not a JSON object");
            }
            Some(Flaw::EmptyKey) => self.stop(
                codes::JSON_TEXT,
                self.row.place("json"),
                "Extra variables key can not be empty",
                "a variable in `json` has no name",
            ),
            Some(Flaw::Nested) | None => {}
        }
    }

    fn env_vars(&mut self) {
        let Some(text) = self.row.text("env") else { return };
        let place = self.row.place("env");
        let (words, message) = match flaw_of_variables(&text) {
            Some(Flaw::NotJson | Flaw::NotObject) => {
                ("Environment variables must be valid JSON", "the text in `env` is not a JSON object")
            }
            Some(Flaw::EmptyKey) => ("Environment variables key can not be empty", "a variable in `env` has no name"),
            Some(Flaw::Nested) => {
                ("Environment variables values must be scalar", "a variable in `env` holds a list or an object")
            }
            None => return,
        };
        self.stop(codes::JSON_TEXT, place, words, message);
    }

    /// BoltDB never got secret storages: the server says `implement me`.
    fn secret_storage(&mut self) {
        if self.i == 0 {
            let unsure = self.course().band() == Band::V2_18_0;
            let message = "BoltDB cannot hold secret storages; the server panics";
            self.panic(codes::STORAGE_PANIC, self.row.node(), "implement me", message, true, unsure);
        }
    }

    fn schedule_params(&mut self) {
        let version = self.course().release.version;
        if NEED_SCHEDULE_PARAMS.contains(&version) && self.row.at("task_params").is_none() {
            let message = "the schedule has no `task_params`; the server panics";
            self.panic(codes::PARAMS_PANIC, self.row.node(), NIL, message, false, false);
        }
    }

    pub(super) fn section(&self) -> &'static str {
        if self.label == "secret storage" { "secret_storages" } else { self.label }
    }
}
