//! Values that the store of newer servers judges: addresses, branches, paths, apps. Where they are judged, and whether that is proved,
//! is in the effects of the fields.

use crate::check::codes;
use crate::check::project::Row;
use crate::check::text::quoted;
use crate::finding::{Code, Spot, Words};
use crate::semaphore::inside;
use crate::semaphore::value::ANSIBLE;
use crate::semaphore::{Effect, EffectKind, key, words};

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

    pub(super) fn strict_repository(&mut self) {
        let url = self.row.plain(key::GIT_URL);
        let web = url.starts_with("http://") || url.starts_with("https://");
        if url.starts_with('-') || web && !web_url(&url) {
            self.not_accepted(self.row, key::GIT_URL, words::BAD_URL, "the address is not acceptable");
        }
        let branch = self.row.plain(key::GIT_BRANCH);
        if !branch.is_empty() && !git_ref(&branch) {
            let message = format!("{} cannot be the name of a branch", quoted(&branch));
            self.not_accepted(self.row, key::GIT_BRANCH, words::BAD_BRANCH, message);
        }
    }

    pub(super) fn strict_template(&mut self) {
        let app = self.row.plain(key::APP);
        let stock = self.row.field(key::APP).is_none_or(|field| field.known_values().contains(&&*app));
        if !app.is_empty() && !stock {
            let message = format!("{} is not one of the stock apps; the server must have it configured", quoted(&app));
            self.not_accepted(self.row, key::APP, &words::invalid_app(&app), message);
        }
        let playbook = self.row.plain(key::PLAYBOOK);
        if let Some(words) = inside::playbook(&playbook) {
            self.not_accepted(self.row, key::PLAYBOOK, &words::playbook_must(words), "the path must stay inside the repository");
        }
        if self.row.written(key::GIT_BRANCH).is_some_and(|b| !b.is_empty() && !git_ref(&b)) {
            let message = "this cannot be the name of a branch";
            self.not_accepted(self.row, key::GIT_BRANCH, words::BAD_TEMPLATE_BRANCH, message);
        }
        if let Some(directory) = self.row.written(key::WORKING_DIRECTORY) {
            if app != ANSIBLE {
                self.not_accepted(
                    self.row,
                    key::WORKING_DIRECTORY,
                    words::DIRECTORY_OF_ANOTHER_APP,
                    "only Ansible templates have a working directory",
                );
            } else if directory.trim().is_empty() {
                self.not_accepted(
                    self.row,
                    key::WORKING_DIRECTORY,
                    words::EMPTY_DIRECTORY,
                    "leave `working_directory` out instead",
                );
            }
        }
        for variable in self.row.rows(key::SURVEY_VARS) {
            let target = variable.plain(key::TARGET);
            if variable.field(key::TARGET).is_some_and(|field| !field.known_values().contains(&&*target)) {
                let words = words::invalid_target(&target);
                let message = format!("{} is not a target of survey variables", quoted(&target));
                self.not_accepted(variable, key::TARGET, &words, message);
            }
        }
    }
}

/// An http(s) address that Go's `url.Parse` takes: no control characters, whole escapes, a numeric port.
fn web_url(url: &str) -> bool {
    if url.chars().any(|c| c.is_ascii_control()) {
        return false;
    }
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let port = host.rsplit_once(']').map_or(host, |(_, port)| port).rsplit_once(':').map(|(_, port)| port);
    let escapes = url.split('%').skip(1).all(|e| e.len() >= 2 && e.bytes().take(2).all(|b| b.is_ascii_hexdigit()));
    !host.contains([' ', '<', '>', '"', '\\', '^', '`', '{', '}', '|'])
        && port.is_none_or(|p| p.bytes().all(|b| b.is_ascii_digit()))
        && escapes
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

    #[test]
    fn web_addresses() {
        assert!(web_url("https://user:pw@git.example.com:8443/a%20b.git"));
        assert!(!web_url("https://git.example.com:x/a.git"));
        assert!(!web_url("https://git.example.com/%zz"));
    }
}
