//! Verify: the server's check of the decoded file before the first write, along the rows of the facts room in their order.

use crate::finding::{Code, Finding, Severity, Spot, Stage};
use crate::semaphore::value::DEPLOY;
use crate::semaphore::{NamedEntry, VERIFY_ORDER, VerifyLook, cron, key, verify_looks, words};

use super::hosts::Mappings;
use super::project::{LinkTarget, Row};
use super::simulation::Simulation;
use super::text::quoted;
use super::{Outcome, codes};

/// Runs Verify over the decoded file.
pub(super) fn verify(simulation: &mut Simulation<'_>) {
    let project = simulation.project;
    let band = simulation.band();
    let mappings = Mappings::of(project);
    for section in &VERIFY_ORDER {
        let differ = project.names(section.key).all_unique();
        let mut looks = verify_looks(section.key, band);
        looks.retain(|look| !(differ && *look == VerifyLook::ThreeEqual));
        for (i, row) in project.section(section.key).enumerate() {
            let mut at = At { simulation, mappings: &mappings, section: section.key, label: section.label, i, row };
            for look in &looks {
                at.run(look);
            }
        }
    }
}

/// One entry under Verify.
struct At<'a, 'p> {
    simulation: &'a mut Simulation<'p>,
    mappings: &'a Mappings<'p>,
    section: &'static str,
    label: &'static str,
    i: usize,
    row: Row<'p>,
}

impl<'p> At<'_, 'p> {
    fn run(&mut self, look: &VerifyLook) {
        match look {
            VerifyLook::ThreeEqual => self.three_equal(),
            VerifyLook::Link(entry) | VerifyLook::LinkOnly(entry) => self.link(self.row, entry, false),
            VerifyLook::Needed(entry) => self.link(self.row, entry, true),
            VerifyLook::Vaults(entry) => self.row.rows(key::VAULTS).for_each(|vault| self.link(vault, entry, false)),
            VerifyLook::Nodes(entry) => self.row.rows(key::NODES).for_each(|node| self.link(node, entry, false)),
            VerifyLook::Deploy => self.deploy(),
            VerifyLook::Cron => self.cron(),
            VerifyLook::Host => {
                if let Some((key, words)) = self.mappings.verify(self.row) {
                    self.refuse(codes::HOST_MAPPING, self.row.place(key), &words, &|| {
                        "the host mapping is not acceptable".into()
                    });
                }
            }
        }
    }

    /// Reports an error of this entry; the server wraps it with section and index.
    fn refuse(&mut self, code: Code, spot: Spot, words: &str, message: &dyn Fn() -> String) {
        let (label, i) = (self.label, self.i);
        self.simulation.stop_with(Outcome::Refused, code, Severity::Error, || {
            let finding = Finding::new(code, Severity::Error, Stage::Verify, message());
            finding.at(spot).server(words::at_entry(label, i) + words)
        });
    }

    fn three_equal(&mut self) {
        let key = self.simulation.project.name_key(self.section);
        let name = self.row.plain(key);
        let names = self.simulation.project.names(self.section);
        // The server names the first of them; the others are the same mistake.
        if names.count(&name) > 2 && names.first(&name) == Some(self.i) {
            let section = self.section;
            let message = || format!("{} entries of {section} are called {}", names.count(&name), quoted(&name));
            self.refuse(codes::THREE_EQUAL, self.row.place(key), &format!("{name} is duplicate"), &message);
        }
    }

    fn link(&mut self, row: Row<'p>, entry: &NamedEntry, needed: bool) {
        let NamedEntry { key, target, words } = *entry;
        let lead = row.resolve(key);
        if matches!(lead, LinkTarget::Entry(_)) || lead == LinkTarget::Unset && !needed {
            return;
        }
        let place = row.place(key);
        if row.at(key).is_none() {
            return self.refuse(codes::LINK_MISSING, place, words, &|| format!("`{key}` must name an entry of {target}"));
        }
        let name = row.plain(key);
        let names = self.simulation.project.names(target);
        self.refuse(codes::NO_SUCH_ENTRY, place, words, &|| {
            let hint = names.closest(&name).map(|name| format!("; {} would be", quoted(name))).unwrap_or_default();
            format!("{} is not in {target}{hint}", quoted(&name))
        });
    }

    fn deploy(&mut self) {
        let j = self.simulation.band().uses_go_decoder();
        let deploy = self.row.has_text(key::TYPE, DEPLOY);
        let build = self.row.resolve(key::BUILD_TEMPLATE);
        let place = self.row.place(key::BUILD_TEMPLATE);
        match (deploy, build) {
            (true, LinkTarget::Unset) => {
                let words = if j { words::BUILD_TEMPLATE_NULL } else { words::NO_BUILD_TEMPLATE };
                let place = self.row.place(key::TYPE);
                self.refuse(codes::BUILD_TEMPLATE, place, words, &|| "a deploy template needs a build template".into());
            }
            (false, LinkTarget::Entry(_) | LinkTarget::Nowhere) if j => {
                let words = words::BUILD_TEMPLATE_NOT_NULL;
                self.refuse(codes::BUILD_TEMPLATE, place, words, &|| "only a deploy template may have a build template".into());
            }
            (true, LinkTarget::Nowhere) => {
                let name = self.row.plain(key::BUILD_TEMPLATE);
                let message = || format!("{} is not in templates", quoted(&name));
                self.refuse(codes::NO_SUCH_ENTRY, place, words::NO_BUILD_TEMPLATE, &message);
            }
            _ => {}
        }
    }

    fn cron(&mut self) {
        let Some(text) = self.row.text(key::CRON) else { return };
        let place = self.row.place(key::CRON);
        match cron::parse(&text) {
            Ok(()) => {}
            Err(cron::CronError::Invalid(words)) => {
                self.refuse(codes::CRON, place, &words, &|| format!("{} is not a cron expression", quoted(&text)));
            }
            Err(panic @ cron::CronError::Panic) => {
                let message = "the cron expression has a time zone but no blank behind it; the server's parser panics".to_owned();
                let finding = Finding::new(codes::CRON_PANIC, Severity::Error, Stage::Crash, message)
                    .at(place)
                    .server(format!("PANIC {panic}"))
                    .consequence("nothing is created")
                    .help("write a blank behind the time zone: `CRON_TZ=UTC 0 3 * * *`");
                self.simulation.stop(Outcome::Crashed, finding);
            }
        }
    }
}
