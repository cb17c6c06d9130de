//! Verify: the server's check of the decoded file before the first write. Its order is part of the table, so that the first
//! error found is the one in the server's log.

use crate::finding::{Code, Finding, Severity, Spot, Stage};
use crate::semaphore::{Band, cron};

use super::hosts;
use super::project::{LinkTarget, Row};
use super::simulation::Simulation;
use super::text::quoted;
use super::{Outcome, codes};

/// Sections in the server's order, with the word in the error text. Sections that a band does not know are empty.
const ORDER: [(&str, &str); 12] = [
    ("environments", "environments"),
    ("views", "views"),
    // The server's own slip: schedules are called templates here.
    ("schedules", "templates"),
    ("keys", "keys"),
    ("repositories", "repositories"),
    ("host_configs", "host_configs"),
    ("inventories", "inventories"),
    ("secret_storages", "secret storage"),
    ("templates", "templates"),
    ("roles", "roles"),
    ("runners", "runners"),
    ("workflows", "workflows"),
];

/// What one step of Verify looks at.
enum Rule {
    /// Three entries with the same name (the server counts one too many).
    ThreeEqual,
    /// A link; without a value it passes or not.
    Link { key: &'static str, target: &'static str, text: &'static str },
    /// A link that may not be missing.
    Needed { key: &'static str, target: &'static str, text: &'static str },
    /// The links of the vaults.
    Vaults,
    /// Deploy templates and their build template.
    Deploy,
    /// The cron expression of a template.
    Cron,
    /// A host or URL mapping.
    Host,
    /// The templates of the nodes.
    Nodes,
}

struct Check {
    section: &'static str,
    since: Band,
    until: Band,
    rule: Rule,
}

const fn check(section: &'static str, since: Band, until: Band, rule: Rule) -> Check {
    Check { section, since, until, rule }
}

use Band::{V2_9_56, V2_10_25Beta, V2_10_27, V2_17_0Beta1, V2_20_0Alpha1};
use Rule::{Cron, Deploy, Host, Link, Needed, Nodes, ThreeEqual, Vaults};

const SSH: &str = "SSHKey does not exist in keys[].Name";
const BECOME: &str = "BecomeKey does not exist in keys[].Name";
const REPOSITORY: &str = "repository does not exist in repositories[].name";
const INVENTORY: &str = "inventory does not exist in inventories[].name";
const VAULT_KEY: &str = "vault_key does not exist in keys[].name";
pub(super) const VAULTS: &str = "vaults[].vaultKey does not exist in keys[].name";
const VIEW: &str = "view does not exist in views[].name";

/// Steps in the server's order within a section. Integrations and host configs are not counted for equal names here.
#[rustfmt::skip]
const CHECKS: &[Check] = &[
    check("environments", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("views", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("schedules", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("keys", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("repositories", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("repositories", V2_9_56, V2_20_0Alpha1, Link { key: "ssh_key", target: "keys", text: SSH }),
    check("host_configs", V2_20_0Alpha1, V2_20_0Alpha1, Host),
    check("inventories", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("inventories", V2_9_56, V2_20_0Alpha1, Link { key: "ssh_key", target: "keys", text: SSH }),
    check("inventories", V2_9_56, V2_20_0Alpha1, Link { key: "become_key", target: "keys", text: BECOME }),
    check("secret_storages", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("templates", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("templates", V2_9_56, V2_20_0Alpha1, Needed { key: "repository", target: "repositories", text: REPOSITORY }),
    check("templates", V2_9_56, V2_10_25Beta, Needed { key: "inventory", target: "inventories", text: INVENTORY }),
    check("templates", V2_10_27, V2_20_0Alpha1, Link { key: "inventory", target: "inventories", text: INVENTORY }),
    check("templates", V2_9_56, V2_10_25Beta, Link { key: "vault_key", target: "keys", text: VAULT_KEY }),
    check("templates", V2_10_27, V2_20_0Alpha1, Vaults),
    check("templates", V2_9_56, V2_20_0Alpha1, Link { key: "view", target: "views", text: VIEW }),
    check("templates", V2_9_56, V2_20_0Alpha1, Deploy),
    check("templates", V2_9_56, V2_17_0Beta1, Cron),
    check("roles", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("runners", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("workflows", V2_9_56, V2_20_0Alpha1, ThreeEqual),
    check("workflows", V2_9_56, V2_20_0Alpha1, Nodes),
];

/// Whether Verify looks at a link, so that Restore need not say the same again: `Some(true)` if it minds a missing one too.
pub(super) fn covers(section: &str, key: &str, band: Band) -> Option<bool> {
    let checks = || CHECKS.iter().filter(|c| c.section == section && c.since <= band && band <= c.until);
    checks().find_map(|check| match check.rule {
        Link { key: k, .. } if k == key => Some(false),
        Needed { key: k, .. } if k == key => Some(true),
        Vaults if key == "vault_key" => Some(false),
        _ => None,
    })
}

/// Runs Verify over the decoded file.
pub(super) fn verify(course: &mut Simulation<'_>) {
    let project = course.project;
    let band = course.band();
    for (section, label) in ORDER {
        let differ = project.names(section).all_unique();
        let here = |c: &&Check| c.section == section && c.since <= band && band <= c.until;
        let checks: Vec<&Check> = CHECKS.iter().filter(here).filter(|c| !(differ && matches!(c.rule, ThreeEqual))).collect();
        for (i, row) in project.section(section).enumerate() {
            let mut at = At { course, section, label, i, row };
            for check in &checks {
                at.run(&check.rule);
            }
        }
    }
}

/// One entry under Verify.
struct At<'a, 'p> {
    course: &'a mut Simulation<'p>,
    section: &'static str,
    label: &'static str,
    i: usize,
    row: Row<'p>,
}

impl<'p> At<'_, 'p> {
    fn run(&mut self, rule: &Rule) {
        match *rule {
            ThreeEqual => self.three_equal(),
            Link { key, target, text } => self.link(self.row, key, target, text, false),
            Needed { key, target, text } => self.link(self.row, key, target, text, true),
            Vaults => {
                for vault in self.row.rows("vaults") {
                    self.link(vault, "vault_key", "keys", VAULTS, false);
                }
            }
            Deploy => self.deploy(),
            Cron => self.cron(),
            Host => {
                if let Some((key, words)) = hosts::verify(self.course.project, self.row) {
                    self.refuse(codes::HOST_MAPPING, self.row.place(key), &words, "the host mapping is not acceptable".into());
                }
            }
            Nodes => {
                for node in self.row.rows("nodes") {
                    self.link(node, "template", "templates", "template does not exist in templates[].name", false);
                }
            }
        }
    }

    /// Reports an error of this entry; the server wraps it with section and index.
    fn refuse(&mut self, code: Code, spot: Spot, words: &str, message: String) {
        let finding = Finding::new(code, Severity::Error, Stage::Verify, message)
            .at(spot)
            .server(format!("error at {}[{}]: {words}", self.label, self.i));
        self.course.stop(Outcome::Refused, finding);
    }

    fn three_equal(&mut self) {
        let key = self.course.project.name_key(self.section);
        let name = self.row.plain(key);
        let names = self.course.project.names(self.section);
        // The server names the first of them; the others are the same mistake.
        if names.count(&name) > 2 && names.first(&name) == Some(self.i) {
            let message = format!("{} entries of {} are called {}", names.count(&name), self.section, quoted(&name));
            self.refuse(codes::THREE_EQUAL, self.row.place(key), &format!("{name} is duplicate"), message);
        }
    }

    fn link(&mut self, row: Row<'p>, key: &'static str, target: &'static str, text: &str, needed: bool) {
        let target_entry = row.resolve(key);
        if matches!(target_entry, LinkTarget::Entry(_)) || target_entry == LinkTarget::Unset && !needed {
            return;
        }
        let place = row.place(key);
        if row.at(key).is_none() {
            return self.refuse(codes::LINK_MISSING, place, text, format!("`{key}` must name an entry of {target}"));
        }
        let name = row.plain(key);
        let names = self.course.project.names(target);
        let hint = names.closest(&name).map(|name| format!("; {} would be", quoted(name))).unwrap_or_default();
        self.refuse(codes::NO_SUCH_ENTRY, place, text, format!("{} is not in {target}{hint}", quoted(&name)));
    }

    fn deploy(&mut self) {
        const UNKNOWN: &str = "deploy is build but build_template does not exist in templates[].name";
        let j = self.course.band().uses_go_decoder();
        let deploy = self.row.plain("type") == "deploy";
        let build = self.row.resolve("build_template");
        let place = self.row.place("build_template");
        match (deploy, build) {
            (true, LinkTarget::Unset) => {
                let words = if j { "type is deploy but build_template is null" } else { UNKNOWN };
                let place = self.row.place("type");
                self.refuse(codes::BUILD_TEMPLATE, place, words, "a deploy template needs a build template".into());
            }
            (false, LinkTarget::Entry(_) | LinkTarget::Nowhere) if j => {
                let words = "type is not deploy but build_template is not null";
                self.refuse(codes::BUILD_TEMPLATE, place, words, "only a deploy template may have a build template".into());
            }
            (true, LinkTarget::Nowhere) => {
                let message = format!("{} is not in templates", quoted(&self.row.plain("build_template")));
                self.refuse(codes::NO_SUCH_ENTRY, place, UNKNOWN, message);
            }
            _ => {}
        }
    }

    fn cron(&mut self) {
        let Some(text) = self.row.text("cron") else { return };
        let place = self.row.place("cron");
        match cron::parse(&text) {
            Ok(()) => {}
            Err(cron::CronError::Invalid(words)) => {
                self.refuse(codes::CRON, place, &words, format!("{} is not a cron expression", quoted(&text)));
            }
            Err(panic @ cron::CronError::Panic) => {
                let message = "the cron expression has a time zone but no blank behind it; the server's parser panics".to_owned();
                let finding = Finding::new(codes::CRON_PANIC, Severity::Error, Stage::Crash, message)
                    .at(place)
                    .server(format!("PANIC {panic}"))
                    .consequence("nothing is created")
                    .help("write a blank behind the time zone: `CRON_TZ=UTC 0 3 * * *`");
                self.course.stop(Outcome::Crashed, finding);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semaphore::shape;

    #[test]
    fn links_that_verify_follows_are_links_of_the_format() {
        for check in CHECKS {
            let (Link { key, target, .. } | Needed { key, target, .. }) = check.rule else { continue };
            for band in Band::ALL.into_iter().filter(|band| check.since <= *band && *band <= check.until) {
                let field = shape(band).at(&format!("{}[].{key}", check.section)).unwrap();
                assert_eq!(field.section(), Some(target), "{band:?} {}", field.row.path);
            }
        }
    }
}
