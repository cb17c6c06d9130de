//! Restore: the server's writes in their order, so that the first error is the one in its log. What a row must hold is a
//! table in `steps`; what the databases mind is in `database`.

mod content;
mod integrations;
mod steps;
mod strict;
mod templates;

use std::borrow::Cow;

use foldhash::{HashSet, HashSetExt as _};

use crate::finding::{Code, Finding, Severity, Spot, Stage, Words};
use crate::semaphore::{Band, Db};

use super::database::{Table, insert};
use super::project::Row;
use super::simulation::Simulation;
use super::{Options, Outcome, codes};

/// Sections in the order in which the server writes them; `None` of a table: nothing of the row can be refused.
const ORDER: [(&str, &str); 13] = [
    ("secret_storages", "secret storage"),
    ("roles", "roles"),
    ("environments", "environments"),
    ("views", "views"),
    ("keys", "keys"),
    ("repositories", "repositories"),
    ("host_configs", "host_configs"),
    ("inventories", "inventories"),
    ("templates", "templates"),
    ("integrations", "integrations"),
    ("schedules", "schedules"),
    ("runners", "runners"),
    ("workflows", "workflows"),
];

/// A restore in progress.
pub(super) struct Restore<'a, 'p> {
    pub course: &'a mut Simulation<'p>,
    /// Names of templates written so far, where some are equal.
    written: HashSet<Cow<'p, str>>,
    aliases: integrations::Aliases<'p>,
}

/// Runs the writes of a restore.
pub(super) fn restore(course: &mut Simulation<'_>, options: &Options) {
    let aliases = integrations::Aliases::new(course);
    let mut restore = Restore { course, written: HashSet::new(), aliases };
    restore.project(options);
    for (section, label) in ORDER {
        let steps = steps::of(section, restore.course.band());
        if section == "templates" {
            // Deploy templates come last, since they need their build template.
            restore.rows(section, label, &steps, |row| row.plain("type") != "deploy");
            restore.rows(section, label, &steps, |row| row.plain("type") == "deploy");
        } else {
            restore.rows(section, label, &steps, |_| true);
        }
        if section == "integrations" {
            restore.project_aliases();
        }
    }
}

impl<'p> Restore<'_, 'p> {
    /// The project row: an error here leaves nothing behind.
    fn project(&mut self, options: &Options) {
        let Some(meta) = self.course.project.root().row("meta") else {
            return;
        };
        let name = meta.plain("name");
        if self.course.band() >= Band::V2_17_0 && options.existing_names.contains(&*name) {
            let words = format!("project with name '{name}' already exists");
            let finding = Finding::new(codes::NAME_EXISTS, Severity::Error, Stage::Restore, "a project with this name exists")
                .at(meta.place("name"))
                .server(words)
                .help("choose another name, or delete or rename the project on the server (a failed restore leaves one behind)");
            self.course.stop(Outcome::Refused, finding);
        }
        insert(self.course, Table::Project, meta, String::new, Outcome::Refused);
    }

    fn rows(&mut self, section: &'static str, label: &'static str, steps: &[&steps::Step], takes: impl Fn(Row<'p>) -> bool) {
        for (i, row) in self.course.project.section(section).enumerate() {
            if takes(row) {
                let mut at = At { restore: self, label, i, row };
                for step in steps {
                    at.run(&step.act);
                }
            }
        }
    }
}

/// One entry being written.
struct At<'a, 'b, 'p> {
    restore: &'a mut Restore<'b, 'p>,
    label: &'static str,
    i: usize,
    row: Row<'p>,
}

impl<'p> At<'_, '_, 'p> {
    fn course(&mut self) -> &mut Simulation<'p> {
        self.restore.course
    }

    fn insert(&mut self, table: Table, row: Row<'_>) {
        let (label, i) = (self.label, self.i);
        insert(self.restore.course, table, row, || wrap(label, i), Outcome::HalfMade);
    }

    fn error(&self, code: Code, spot: impl Into<Spot>, words: &str, message: impl Into<Words>) -> Finding {
        let server = format!("{}{words}", wrap(self.label, self.i));
        Finding::new(code, Severity::Error, Stage::Restore, message).at(spot).server(server)
    }

    /// An error that stops the restore half-way.
    fn stop(&mut self, code: Code, spot: impl Into<Spot>, words: &str, message: impl Into<Words>) {
        let finding = self.error(code, spot, words, message);
        self.course().stop(Outcome::HalfMade, finding);
    }

    /// The same, from a fact that is not proved.
    fn stop_unsure(&mut self, code: Code, spot: impl Into<Spot>, words: &str, message: impl Into<Words>) {
        let finding = self.error(code, spot, words, message).unsure();
        self.course().stop(Outcome::HalfMade, finding);
    }

    /// A panic of the server, on BoltDB only or everywhere.
    fn panic(&mut self, code: Code, spot: impl Into<Spot>, words: &str, message: &'static str, bolt_only: bool, unsure: bool) {
        let dbs = self.course().pick(|db| !bolt_only || db == Db::Bolt);
        let mut finding = Finding::new(code, Severity::Error, Stage::Crash, message)
            .at(spot)
            .server(format!("PANIC {words}"))
            .consequence("an incomplete project is left");
        finding.uncertain = unsure;
        if bolt_only {
            self.course().stop_on(Outcome::Crashed, dbs, finding);
        } else {
            self.course().stop(Outcome::Crashed, finding);
        }
    }
}

/// What the server puts before the words of an error.
fn wrap(label: &str, i: usize) -> String {
    format!("error at {label}[{i}]: ")
}

/// What Go says when a nil pointer is followed.
const NIL: &str = "runtime error: invalid memory address or nil pointer dereference";
