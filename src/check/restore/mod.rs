//! Restore: the server's writes along the rows of the facts room in their order, so that the first error is the one in its log. What
//! the databases mind is in `database`.

mod content;
mod integrations;
mod runners;
mod strict;
mod templates;

use crate::finding::{Code, Finding, Severity, Spot, Stage, Words};
use crate::json::InnerReader;
use crate::semaphore::{
    Db, Dialect, EffectKind, PROJECTS_LISTED, Section, Table, WRITE_ORDER, WriteRow, key, words, write_looks,
};

use super::database::{Unique, insert};
use super::project::Row;
use super::simulation::{DbSet, Simulation};
use super::{Options, Outcome, codes};

/// A restore in progress.
pub(super) struct Restore<'a, 'p> {
    pub simulation: &'a mut Simulation<'p>,
    /// Names of templates written so far.
    names: Unique<'p>,
    /// Vaults of the template written now.
    vaults: Unique<'p>,
    /// Hosts and URLs written so far.
    hosts: Unique<'p>,
    aliases: integrations::Aliases<'p>,
    /// For JSON that is kept as text.
    reader: InnerReader,
}

/// Runs the writes of a restore.
pub(super) fn restore(simulation: &mut Simulation<'_>, options: &Options) {
    let aliases = integrations::Aliases::new(simulation);
    let reader = InnerReader::default();
    let (names, vaults) = (Unique::default(), Unique::default());
    let hosts = Unique::with_room_for(simulation.project.section(key::HOST_CONFIGS).len());
    let mut restore = Restore { simulation, names, vaults, hosts, aliases, reader };
    restore.project(options);
    for section in &WRITE_ORDER {
        let rows = write_looks(section.key, restore.simulation.band());
        restore.rows(section, &rows);
        if section.key == key::INTEGRATIONS {
            restore.project_aliases();
        }
    }
}

impl Restore<'_, '_> {
    /// The project row: an error here leaves nothing behind.
    fn project(&mut self, options: &Options) {
        let Some(meta) = self.simulation.project.root().row(key::META) else {
            return;
        };
        let name = meta.plain(key::NAME);
        let must_be_new = meta.field(key::NAME).is_some_and(|field| field.effect(EffectKind::FatalIfExists).is_some());
        let seen =
            options.existing_names.contains(&*name).then(|| self.simulation.pick(|db| sees(db, &options.existing_names, &name)));
        if let Some(dbs) = seen.filter(|_| must_be_new) {
            let words = format!("project with name '{name}' already exists");
            let finding = Finding::new(codes::NAME_EXISTS, Severity::Error, Stage::Restore, "a project with this name exists")
                .at(meta.place(key::NAME))
                .server(words)
                .help("choose another name, or delete or rename the project on the server (a failed restore leaves one behind)");
            if dbs == self.simulation.pick(|_| true) {
                self.simulation.stop(Outcome::Refused, finding);
            } else {
                self.simulation.stop_on(Outcome::Refused, dbs, finding.unsure());
            }
        }
        insert(self.simulation, Table::Project, meta, String::new, Outcome::Refused);
    }

    fn rows(&mut self, section: &Section, rows: &[&WriteRow]) {
        for (i, row) in self.simulation.project.in_write_order(section.key) {
            let mut at = At { restore: self, section: section.key, label: section.label, i, row };
            for write in rows {
                at.run(&write.look);
            }
        }
    }
}

/// Whether the server sees a project of this name: SQL lists only so many, in the order of their names.
fn sees(db: Db, names: &std::collections::HashSet<String>, name: &str) -> bool {
    if !db.is_sql() || names.len() <= PROJECTS_LISTED {
        return true;
    }
    let folded = name.to_lowercase();
    let before = |other: &&String| (other.to_lowercase(), other.as_str()) < (folded.clone(), name);
    names.iter().filter(before).count() < PROJECTS_LISTED
}

/// One entry being written.
struct At<'a, 'b, 'p> {
    restore: &'a mut Restore<'b, 'p>,
    section: &'static str,
    label: &'static str,
    i: usize,
    row: Row<'p>,
}

impl<'p> At<'_, '_, 'p> {
    fn simulation(&mut self) -> &mut Simulation<'p> {
        self.restore.simulation
    }

    fn insert(&mut self, table: Table, row: Row<'_>) {
        let (label, i) = (self.label, self.i);
        insert(self.restore.simulation, table, row, || words::at_entry(label, i), Outcome::HalfMade);
    }

    fn error(&self, code: Code, spot: impl Into<Spot>, words: &str, message: impl Into<Words>) -> Finding {
        let server = words::at_entry(self.label, self.i) + words;
        Finding::new(code, Severity::Error, Stage::Restore, message).at(spot).server(server)
    }

    /// An error that stops the restore half-way.
    fn stop(&mut self, code: Code, spot: impl Into<Spot>, words: &str, message: impl Into<Words>) {
        let finding = self.error(code, spot, words, message);
        self.simulation().stop(Outcome::HalfMade, finding);
    }

    /// An error that stops the restore half-way on some databases.
    fn stop_on(&mut self, dbs: DbSet, finding: Finding) {
        if dbs == self.simulation().pick(|_| true) {
            self.simulation().stop(Outcome::HalfMade, finding);
        } else {
            self.simulation().stop_on(Outcome::HalfMade, dbs, finding);
        }
    }

    /// A panic of the server, on some databases or everywhere.
    fn panic(&mut self, code: Code, spot: impl Into<Spot>, words: &str, message: &'static str, on: Dialect, unsure: bool) {
        let dbs = self.simulation().pick(|db| on.includes(db));
        let mut finding = Finding::new(code, Severity::Error, Stage::Crash, message)
            .at(spot)
            .server(format!("PANIC {words}"))
            .consequence("an incomplete project is left");
        finding.uncertain = unsure;
        if on == Dialect::All {
            self.simulation().stop(Outcome::Crashed, finding);
        } else {
            self.simulation().stop_on(Outcome::Crashed, dbs, finding);
        }
    }
}
