//! Values that the store of newer servers judges: addresses, branches, paths, apps, parameters. Where they are judged, and whether that
//! is proved, is in the effects of the fields.

use crate::check::codes;
use crate::check::project::Row;
use crate::check::text::quoted;
use crate::finding::{Code, Spot, Words};
use crate::semaphore::go_url::Address;
use crate::semaphore::params::{ANSIBLE_TEMPLATE, parameter};
use crate::semaphore::value::{ANSIBLE, STOCK_APPS};
use crate::semaphore::{Effect, EffectKind, RequiredText as Text, galaxy, inside, key, words};

use super::{At, Outcome};

/// What a server that judges the value of a field does with a bad one.
fn judged(row: Row<'_>, key: &str) -> Option<&'static Effect> {
    let field = row.field(key)?;
    [EffectKind::FatalIfInvalid, EffectKind::FatalIfUnknown].into_iter().find_map(|kind| field.effect(kind))
}

impl At<'_, '_, '_> {
    /// Stops the restore half-way, as an effect says.
    pub(super) fn refuse(&mut self, effect: &Effect, code: Code, spot: impl Into<Spot>, words: &str, message: impl Into<Words>) {
        let mut finding = self.error(code, spot, words, message);
        finding.uncertain = effect.unsure;
        self.simulation().stop(Outcome::HalfMade, finding);
    }

    /// Refuses the value of a key of a row where servers judge it.
    fn not_accepted(&mut self, row: Row<'_>, key: &'static str, words: &str, message: impl Into<Words>) {
        if let Some(effect) = judged(row, key) {
            self.refuse(effect, codes::NOT_ACCEPTED, row.place(key), words, message);
        }
    }

    pub(super) fn git_url(&mut self, Text { key, words }: Text) {
        let url = self.row.plain(key);
        let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        let is_web = begins("http://") || begins("https://");
        if url.trim_start().starts_with('-') || is_web && Address::parse(&url).is_none() {
            self.not_accepted(self.row, key, words, "the address is not acceptable");
        }
    }

    pub(super) fn branch(&mut self, Text { key, words }: Text) {
        let branch = self.row.plain(key);
        if !branch.is_empty() && !git_ref(&branch) {
            let message = format!("{} cannot be the name of a branch", quoted(&branch));
            self.not_accepted(self.row, key, words, message);
        }
    }

    pub(super) fn app(&mut self) {
        let app = self.row.plain(key::APP);
        if !app.is_empty() && !STOCK_APPS.contains(&&*app) && !self.simulation().project.own_apps.contains(&*app) {
            let message = format!("{} is not one of the stock apps; the server must have it configured", quoted(&app));
            self.not_accepted(self.row, key::APP, &words::invalid_app(&app), message);
        }
    }

    /// Parameters of another type, then arguments that `ansible-galaxy` may not get.
    pub(super) fn ansible_params(&mut self) {
        let effect = judged(self.row, key::TASK_PARAMS).filter(|_| self.row.has_text(key::APP, ANSIBLE));
        let Some((effect, params)) = effect.zip(self.row.at(key::TASK_PARAMS)) else { return };
        let (doc, version) = (self.simulation().project.doc, self.simulation().release.version);
        if let Some(mismatch) = ANSIBLE_TEMPLATE.mismatch(doc, params, version) {
            let message = format!("`{}` must be {}", mismatch.parameter.name, mismatch.parameter.needs.in_words());
            let words = words::invalid_params(&mismatch.words);
            return self.refuse(effect, codes::NOT_ACCEPTED, mismatch.node, &words, message);
        }
        for (name, installs) in galaxy::ARGUMENTS {
            let Some(list) = parameter(doc, params, name) else { continue };
            let arguments: Vec<_> = doc.elements(list).map(|node| doc.text(node).unwrap_or_default()).collect();
            if let Some(words) = galaxy::refused(installs, arguments.iter().map(AsRef::as_ref)) {
                let message = format!("`{name}` holds an argument that the server does not pass on");
                return self.refuse(effect, codes::NOT_ACCEPTED, list, &words, message);
            }
        }
    }

    pub(super) fn playbook(&mut self, key: &'static str) {
        if let Some(end) = inside::playbook(&self.row.plain(key)) {
            self.not_accepted(self.row, key, &words::playbook_must(end), "the path must stay inside the repository");
        }
    }

    pub(super) fn working_directory(&mut self, key: &'static str) {
        let Some(directory) = self.row.written(key) else { return };
        let (words, message) = if !self.row.has_text(key::APP, ANSIBLE) {
            (words::DIRECTORY_OF_ANOTHER_APP.to_owned(), "only Ansible templates have a working directory")
        } else if directory.trim().is_empty() {
            (words::EMPTY_DIRECTORY.to_owned(), "leave `working_directory` out instead")
        } else if let Some(end) = inside::working_directory(&directory) {
            (words::directory_must(end), "the path must stay inside the repository")
        } else {
            return;
        };
        self.not_accepted(self.row, key, &words, message);
    }

    pub(super) fn survey_targets(&mut self) {
        for variable in self.row.rows(key::SURVEY_VARS) {
            let target = variable.plain(key::TARGET);
            if variable.field(key::TARGET).is_some_and(|field| !field.known_values().contains(&&*target)) {
                let message = format!("{} is not a target of survey variables", quoted(&target));
                self.not_accepted(variable, key::TARGET, &words::invalid_target(&target), message);
            }
        }
    }
}

#[allow(clippy::case_sensitive_file_extension_comparisons, reason = "git compares so")]
/// Whether git takes it as the name of a branch (`git check-ref-format --branch`).
fn git_ref(name: &str) -> bool {
    !name.starts_with(['-', '/'])
        && !name.ends_with(['/', '.'])
        && name != "@"
        && !name.contains("..")
        && !name.contains("//")
        && !name.contains("@{")
        && !name.split('/').any(|part| part.starts_with('.') || part.ends_with(".lock"))
        && !name.chars().any(|c| c.is_ascii_control() || matches!(c, ' ' | '~' | '^' | ':' | '?' | '*' | '[' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_as_git_takes_them() {
        assert!(git_ref("release/1.2") && git_ref("main"));
        for bad in ["-x", "a..b", "a b", "a.lock", "x/.y", "a~1", "@"] {
            assert!(!git_ref(bad), "{bad}");
        }
    }
}
