//! Integrations and schedules: task parameters as rows of their own, and the parts of an integration whose errors the
//! server throws away.

use std::borrow::Cow;

use crate::check::codes;
use crate::check::database::{Unique, try_insert};
use crate::check::simulation::Simulation;
use crate::check::text::quoted;
use crate::finding::{Code, Finding, Severity, Stage};
use crate::json::Node;
use crate::semaphore::value::JSON_BODY;
use crate::semaphore::{Db, Effect, EffectKind, FieldShape, Table, key, shape, words};

use super::{At, Restore};

/// Aliases used so far; they are unique on the whole server.
pub(super) struct Aliases<'p> {
    unique: Unique<'p>,
    /// What databases do that panic at an alias in use.
    panic: Option<&'static Effect>,
    /// Characters that a column holds.
    length: usize,
}

impl Aliases<'_> {
    pub(super) fn new(simulation: &Simulation<'_>) -> Self {
        let field = shape(simulation.band()).get(key::INTEGRATION_ALIASES);
        let panic = field.and_then(|field| field.effect(EffectKind::Panics));
        let length = field.and_then(FieldShape::max_length).map_or(usize::MAX, |length| length as usize);
        Self { unique: Unique::default(), panic, length }
    }
}

impl<'p> Restore<'_, 'p> {
    /// The aliases of the project itself.
    pub(super) fn project_aliases(&mut self) {
        let root = self.simulation.project.root();
        for (node, text) in root.texts(key::INTEGRATION_ALIASES) {
            self.alias(node, text);
        }
    }

    /// An alias that is not taken is created; else it is lost, or the server panics.
    fn alias(&mut self, node: Node, text: Cow<'p, str>) {
        let simulation = &mut *self.simulation;
        let all = simulation.pick(|_| true);
        let shown = quoted(&text);
        let long = text.trim_end_matches(' ').chars().count() > self.aliases.length;
        let nul = text.contains('\0');
        let refused = simulation.pick(|db| match db {
            Db::Mysql => long,
            Db::Postgres => long || nul,
            _ => false,
        });
        let created = !long && !nul || refused.is_empty();
        // BoltDB has no empty key, so that it never finds the empty alias.
        let indexed = if text.is_empty() { simulation.pick(|db| db != Db::Bolt) } else { all };
        let taken = if created {
            self.aliases.unique.add(indexed, Cow::Borrowed(""), text)
        } else {
            self.aliases.unique.taken(indexed, "", &text)
        };
        if taken.is_empty() && refused.is_empty() {
            return;
        }
        let place = |finding: Finding| finding.at(node);
        let crash = simulation.pick(|db| taken.contains(db) && self.aliases.panic.is_some_and(|effect| effect.holds_on(db)));
        let mut finding = place(
            Finding::new(codes::ALIAS_PANIC, Severity::Error, Stage::Crash, format!("the alias {shown} is used twice"))
                .server(format!("PANIC {}", words::NIL_POINTER))
                .consequence("an incomplete project is left"),
        );
        finding.uncertain = self.aliases.panic.is_some_and(|effect| effect.unsure);
        let lost = simulation.pick(|db| taken.contains(db) && !crash.contains(db) && !refused.contains(db));
        let twice = place(silent(codes::ALIAS_LOST, format!("the alias {shown} is used twice; this one is not created")));
        let bad = place(silent(codes::ALIAS_LOST, format!("the alias {shown} does not fit; it is not created")));
        simulation.stop_on(super::Outcome::Crashed, crash, finding);
        simulation.note_on(lost, twice);
        simulation.note_on(refused, bad);
    }
}

impl<'p> At<'_, '_, 'p> {
    /// A row of its own since the field is a fixed object; BoltDB does not store it.
    pub(super) fn task_params(&mut self) {
        if let Some(params) = self.row.row(key::TASK_PARAMS) {
            self.insert(Table::TaskParams, params);
        }
    }

    pub(super) fn parts(&mut self) {
        for matcher in self.row.rows(key::MATCHERS) {
            let missing =
                [key::MATCH_TYPE, key::KEY, key::VALUE, key::NAME].into_iter().find(|key| matcher.plain(key).is_empty());
            self.part(Table::Matcher, matcher, missing, "matcher");
        }
        for value in self.row.rows(key::EXTRACT_VALUES) {
            self.part(Table::ExtractValue, value, extract_value_lacks(value), "extracted value");
        }
        for (node, text) in self.row.texts(key::ALIASES) {
            self.restore.alias(node, text);
        }
    }

    /// A part that is not valid, or that the database refuses, is not created, and no message says so.
    fn part(&mut self, table: Table, row: crate::check::project::Row<'p>, missing: Option<&str>, what: &str) {
        if let Some(key) = missing {
            let message = format!("the {what} has no `{key}` and is not created");
            let finding = silent(codes::PART_LOST, message).at(row.node());
            return self.simulation().note(finding);
        }
        let refused = try_insert(self.restore.simulation, table, row);
        if refused.is_empty() {
            return;
        }
        let message = format!("the {what} has a text that does not fit and is not created");
        let finding = silent(codes::PART_LOST, message).at(row.node());
        self.simulation().note_on(refused, finding);
    }
}

fn silent(code: Code, message: String) -> Finding {
    Finding::new(code, Severity::Warning, Stage::Silent, message)
}

/// The first thing that an extracted value lacks.
fn extract_value_lacks(value: crate::check::project::Row<'_>) -> Option<&'static str> {
    let empty = |key: &str| value.plain(key).is_empty();
    if empty(key::VALUE_SOURCE) {
        return Some(key::VALUE_SOURCE);
    }
    if empty(key::NAME) {
        return Some(key::NAME);
    }
    match &*value.plain(key::VALUE_SOURCE) {
        "body" if empty(key::BODY_DATA_TYPE) => Some(key::BODY_DATA_TYPE),
        "body" if value.has_text(key::BODY_DATA_TYPE, JSON_BODY) && empty(key::KEY) => Some(key::KEY),
        "header" if empty(key::KEY) => Some(key::KEY),
        _ => None,
    }
}
