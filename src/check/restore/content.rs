//! What a row of any section must hold: filled texts, links, JSON kept as text, key types.

use crate::check::codes;
use crate::check::project::{LinkTarget, Row};
use crate::check::text::quoted;
use crate::semaphore::json_text::{Flaw, flaw_of_variables, read};
use crate::semaphore::value::{ANSIBLE, STRING_KEY};
use crate::semaphore::{
    Dialect, Effect, EffectKind, Look, NEED_SCHEDULE_PARAMS, NamedEntry, RequiredText as Text, STRING_KEYS, key, needs_playbook,
    shape, verified, words,
};

use super::At;

impl<'p> At<'_, '_, 'p> {
    pub(super) fn run(&mut self, look: &Look) {
        match *look {
            Look::Filled(text) => self.filled(text),
            Look::NotEmpty(Text { key, words }) => {
                if self.row.written(key).is_some_and(|t| t.is_empty()) {
                    self.stop(codes::EMPTY, self.row.place(key), words, format!("`{key}` is empty; leave it out instead"));
                }
            }
            Look::FilledUnlessLocal(text) => {
                let url = self.row.plain(key::GIT_URL);
                if !url.starts_with('/') && !url.starts_with("local://") {
                    self.filled(text);
                }
            }
            Look::FilledUnlessTerraform(text) => {
                if needs_playbook(&self.row.plain(key::APP), self.simulation().band()) {
                    self.filled(text);
                }
            }
            Look::SetIfAnsible(Text { key, words }) => {
                if self.row.has_text(key::APP, ANSIBLE) && self.row.at(key).is_none() {
                    let message = format!("a template of app ansible needs an {key}");
                    self.stop(codes::EMPTY, self.row.place(key), words, message);
                }
            }
            Look::Needed(entry) => self.link(self.row, entry, true),
            Look::Link(entry) => self.link(self.row, entry, false),
            Look::Each(entry) => self.each(entry),
            Look::KeyType(text) => self.key_type(text),
            Look::Json(text) => self.json(text),
            Look::ExtraVars(text) => self.extra_vars(text),
            Look::EnvVars(text) => self.env_vars(text),
            Look::Row(table) => self.insert(table, self.row),
            Look::SecretStorage => self.secret_storage(),
            Look::ScheduleParams => self.schedule_params(),
            Look::Belongings => self.belongings(),
            Look::UniqueName => self.unique_name(),
            Look::GitUrl(text) => self.git_url(text),
            Look::Branch(text) => self.branch(text),
            Look::App => self.app(),
            Look::AnsibleParams => self.ansible_params(),
            Look::Playbook(key) => self.playbook(key),
            Look::WorkingDirectory(key) => self.working_directory(key),
            Look::SurveyTargets => self.survey_targets(),
            Look::UniqueHost => self.unique_host(),
            Look::Tags => self.tags(),
            Look::TaskParams => self.task_params(),
            Look::Parts => self.parts(),
        }
    }

    fn filled(&mut self, Text { key, words }: Text) {
        if self.row.is_empty(key) {
            self.stop(codes::EMPTY, self.row.place(key), words, format!("`{key}` must not be empty"));
        }
    }

    /// A name that must be found. What Verify has said already is not said again.
    fn link(&mut self, row: Row<'p>, NamedEntry { key, target, words }: NamedEntry, needed: bool) {
        let lead = row.resolve(key);
        if matches!(lead, LinkTarget::Entry(_)) || lead == LinkTarget::Unset && !needed {
            return;
        }
        let verified = verified(self.section, key, self.simulation().band());
        if verified == Some(true) || verified.is_some() && lead == LinkTarget::Nowhere {
            return;
        }
        if row.at(key).is_none() {
            let message = format!("`{key}` must name an entry of {target}");
            return self.stop(codes::LINK_MISSING, row.place(key), words, message);
        }
        let name = row.plain(key);
        let names = self.simulation().project.names(target);
        let hint = names.closest(&name).map(|name| format!("; {} would be", quoted(name))).unwrap_or_default();
        self.stop(codes::NO_SUCH_ENTRY, row.place(key), words, format!("{} is not in {target}{hint}", quoted(&name)));
    }

    fn each(&mut self, NamedEntry { key, target, words }: NamedEntry) {
        for (node, name) in self.row.texts(key) {
            if !self.restore.simulation.project.names(target).has(&name) {
                self.stop(codes::NO_SUCH_ENTRY, node, words, format!("{} is not in {target}", quoted(&name)));
            }
        }
    }

    fn key_type(&mut self, Text { key, words }: Text) {
        let kind = self.row.plain(key);
        let version = self.simulation().release.version;
        let known = self.row.field(key).is_none_or(|field| field.known_values().contains(&&*kind));
        if !known || kind == STRING_KEY && version < STRING_KEYS {
            let message = format!("{} is not a key type of this version", quoted(&kind));
            self.stop(codes::KEY_TYPE, self.row.place(key), words, message);
        }
    }

    fn json(&mut self, Text { key, words }: Text) {
        let reader = &mut self.restore.reader;
        let mut is_json = |text: &str| matches!(text, "{}" | "[]") || read(reader, text).is_some();
        if self.row.text(key).is_some_and(|text| !is_json(&text)) {
            self.stop(codes::JSON_TEXT, self.row.place(key), words, format!("the text in `{key}` is not JSON"));
        }
    }

    fn extra_vars(&mut self, Text { key, words }: Text) {
        let (words, message) = match flaw_of_variables(&mut self.restore.reader, &self.row.plain(key)) {
            Some(Flaw::NotJson | Flaw::NotObject) => (words, format!("the text in `{key}` is not a JSON object")),
            Some(Flaw::EmptyKey) => (words::EXTRA_VARS_KEY, format!("a variable in `{key}` has no name")),
            Some(Flaw::Nested) | None => return,
        };
        self.stop(codes::JSON_TEXT, self.row.place(key), words, message);
    }

    fn env_vars(&mut self, Text { key, words }: Text) {
        let Some(text) = self.row.text(key) else { return };
        let (words, message) = match flaw_of_variables(&mut self.restore.reader, &text) {
            Some(Flaw::NotJson | Flaw::NotObject) => (words, format!("the text in `{key}` is not a JSON object")),
            Some(Flaw::EmptyKey) => (words::ENV_VARS_KEY, format!("a variable in `{key}` has no name")),
            Some(Flaw::Nested) => (words::ENV_VARS_NESTED, format!("a variable in `{key}` holds a list or an object")),
            None => return,
        };
        self.stop(codes::JSON_TEXT, self.row.place(key), words, message);
    }

    /// Databases without secret storages panic at the first one.
    fn secret_storage(&mut self) {
        let panic = self.effect_on_section(EffectKind::Panics).filter(|_| self.i == 0);
        if let Some(effect) = panic {
            let message = "BoltDB cannot hold secret storages; the server panics";
            self.panic(codes::STORAGE_PANIC, self.row.node(), words::NOT_IMPLEMENTED, message, effect.dialect, effect.unsure);
        }
    }

    fn schedule_params(&mut self) {
        let version = self.simulation().release.version;
        if NEED_SCHEDULE_PARAMS.contains(&version) && self.row.at(key::TASK_PARAMS).is_none() {
            let message = "the schedule has no `task_params`; the server panics";
            self.panic(codes::PARAMS_PANIC, self.row.node(), words::NIL_POINTER, message, Dialect::All, false);
        }
    }

    fn effect_on_section(&mut self, kind: EffectKind) -> Option<&'static Effect> {
        let band = self.simulation().band();
        shape(band).get(self.section).and_then(|field| field.effect(kind))
    }
}
