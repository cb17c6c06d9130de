//! Checks of the store that came somewhere between 2.17.0 and the 2.20 line; which release has them first is not proved.

use crate::check::codes;
use crate::check::text::quoted;

use super::At;

const APPS: [&str; 8] = ["ansible", "terraform", "tofu", "terragrunt", "pulumi", "bash", "python", "powershell"];

impl At<'_, '_, '_> {
    pub(super) fn strict_repository(&mut self) {
        let url = self.row.plain("git_url");
        let web = url.starts_with("http://") || url.starts_with("https://");
        if url.starts_with('-') || web && !web_url(&url) {
            let message = "the address is not acceptable";
            self.stop_unsure(codes::NOT_ACCEPTED, self.row.place("git_url"), "repository url is invalid", message);
        }
        let branch = self.row.plain("git_branch");
        if !branch.is_empty() && !git_ref(&branch) {
            let message = format!("{} cannot be the name of a branch", quoted(&branch));
            self.stop_unsure(codes::NOT_ACCEPTED, self.row.place("git_branch"), "repository branch name is invalid", message);
        }
    }

    pub(super) fn strict_template(&mut self) {
        let app = self.row.plain("app");
        if !app.is_empty() && !APPS.contains(&&*app) {
            let message = format!("{} is not one of the stock apps; the server must have it configured", quoted(&app));
            self.stop_unsure(codes::NOT_ACCEPTED, self.row.place("app"), &format!("invalid app: {app}"), message);
        }
        let playbook = self.row.plain("playbook");
        if let Some(words) = outside(&playbook) {
            let message = "the path must stay inside the repository";
            let words = format!("template playbook must {words}");
            self.stop_unsure(codes::NOT_ACCEPTED, self.row.place("playbook"), &words, message);
        }
        if self.row.written("git_branch").is_some_and(|b| !b.is_empty() && !git_ref(&b)) {
            let message = "this cannot be the name of a branch";
            self.stop_unsure(codes::NOT_ACCEPTED, self.row.place("git_branch"), "template branch name is invalid", message);
        }
        if let Some(directory) = self.row.written("working_directory") {
            let place = self.row.place("working_directory");
            if app != "ansible" {
                let words = "template working directory is supported only for Ansible templates";
                self.stop_unsure(codes::NOT_ACCEPTED, place, words, "only Ansible templates have a working directory");
            } else if directory.trim().is_empty() {
                let words = "template working directory can not be empty";
                self.stop_unsure(codes::NOT_ACCEPTED, place, words, "leave `working_directory` out instead");
            }
        }
        for variable in self.row.rows("survey_vars") {
            let target = variable.plain("target");
            if !matches!(&*target, "" | "env") {
                let words = format!("invalid survey variable target: {target}");
                let message = format!("{} is not a target of survey variables", quoted(&target));
                self.stop(codes::NOT_ACCEPTED, variable.place("target"), &words, message);
            }
        }
    }
}

/// How a path leaves the repository, in the server's words.
fn outside(path: &str) -> Option<&'static str> {
    let drive = path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && path.as_bytes().get(1) == Some(&b':');
    if path.starts_with(['/', '\\']) || drive {
        return Some("be a relative path inside the repository");
    }
    let mut depth = 0i64;
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => depth -= 1,
            _ => depth += 1,
        }
        if depth < 0 {
            return Some("not point outside the repository");
        }
    }
    None
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
    fn playbooks_stay_inside() {
        assert_eq!(outside("play/../site.yml"), None);
        assert_eq!(outside("../site.yml"), Some("not point outside the repository"));
        assert_eq!(outside("C:/site.yml"), Some("be a relative path inside the repository"));
    }

    #[test]
    fn web_addresses() {
        assert!(web_url("https://user:pw@git.example.com:8443/a%20b.git"));
        assert!(!web_url("https://git.example.com:x/a.git"));
        assert!(!web_url("https://git.example.com/%zz"));
    }
}
