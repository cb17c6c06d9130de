//! Values that are read and then not stored, changed, or missing in the next export: a walk over all decoded fields along
//! the effects and the lossy exports of `semaphore`.

use std::borrow::Cow;

use foldhash::{HashSet, HashSetExt as _};

use crate::check::codes;
use crate::check::project::Record;
use crate::check::simulation::{DbSet, Simulation};
use crate::finding::{Code, Spot, Words};
use crate::json::{Document, Kind, Node};
use crate::semaphore::value::GROUP_OWNERS;
use crate::semaphore::{Band, Effect, EffectKind, FieldShape, NEW_EACH_TIME, Text, Type, key, path, shape, zero, zero_structure};

use super::warning;

/// Adds a warning for each value that does not come back as the file has it.
pub(super) fn values(simulation: &mut Simulation<'_>) {
    let project = simulation.project;
    let mut seen = HashSet::new();
    let owned = owned_keys(simulation);
    let fields = project.fields(|field| changes_something(field, project.band, !owned.is_empty()).then_some(field));
    for record in &project.records {
        if project.band.uses_go_decoder() && !seen.insert(record.node) {
            continue;
        }
        for (_, field, slot) in project.slots_of(record, &fields) {
            let Some(value) = project.node(record, field, slot) else { continue };
            let mut walk = Walk { simulation, record, field, value, dropped_on: DbSet::empty() };
            walk.effects();
            walk.number();
            walk.key_with_owner(&owned);
        }
    }
}

/// What says that an effect changes a value or loses it, on these databases; nothing of other effects.
fn change<'a, 'p>(kind: EffectKind) -> Option<fn(&mut Walk<'a, 'p>, &Effect, DbSet)> {
    match kind {
        EffectKind::Dropped | EffectKind::CheckOnly => Some(Walk::dropped),
        EffectKind::WrongColumn => Some(Walk::wrong_column),
        EffectKind::Overwritten => Some(Walk::overwritten),
        EffectKind::EnvLinkLost => Some(Walk::orphan_key),
        EffectKind::ValueLost => Some(Walk::value_lost),
        EffectKind::Masked => Some(Walk::masked),
        EffectKind::Trimmed => Some(Walk::trimmed),
        EffectKind::Once => Some(Walk::repeated),
        _ => None,
    }
}

/// Whether a value of the field may not come back as the file has it.
fn changes_something(field: &FieldShape, band: Band, any_owned: bool) -> bool {
    field.effects.iter().any(|effect| change(effect.kind).is_some())
        || field.row.lossy_in(band).is_some()
        || matches!(field.ty, Type::Int | Type::Map)
        || any_owned && field.section() == Some(key::KEYS)
}

/// Names of keys with an owner: BoltDB's exports leave them out, and links to them.
fn owned_keys(simulation: &Simulation<'_>) -> HashSet<String> {
    let lossy = shape(simulation.band()).at(path::KEY_OWNER).and_then(|owner| owner.row.lossy_in(simulation.band()));
    if lossy.is_none_or(|lossy| simulation.pick(|db| lossy.dialect.includes(db)).is_empty()) {
        return HashSet::new();
    }
    let keys = simulation.project.section(key::KEYS).filter(|key| !key.is_empty(key::OWNER));
    keys.map(|key| key.plain(key::NAME).into_owned()).collect()
}

/// One field of one object.
struct Walk<'a, 'p> {
    simulation: &'a mut Simulation<'p>,
    record: &'a Record,
    field: &'static FieldShape,
    value: Node,
    /// Databases of which an effect says that they do not store it.
    dropped_on: DbSet,
}

impl Walk<'_, '_> {
    /// Whether losing the value loses nothing.
    fn nothing(&self) -> bool {
        let doc = self.simulation.project.doc;
        match self.field.ty {
            Type::Object if !self.field.row.unset => zero_structure(doc, self.value),
            // The old exporters write the text `null` for no survey variables, and so does a restored project.
            Type::String if self.simulation.band().uses_go_decoder() && self.field.text() == Text::Json => {
                matches!(doc.raw(self.value), b"\"\"" | b"\"null\"")
            }
            _ => zero(doc, self.value),
        }
    }

    fn note(&mut self, code: Code, dbs: DbSet, message: impl Into<Words>, unsure: bool) {
        let mut finding = warning(code, Spot::value(self.value, self.field.key), message);
        finding.uncertain = unsure;
        if dbs == self.simulation.pick(|_| true) {
            self.simulation.note(finding);
        } else {
            self.simulation.note_on(dbs, finding);
        }
    }

    fn effects(&mut self) {
        for effect in &self.field.effects {
            let Some(change) = change(effect.kind) else { continue };
            let dbs = self.simulation.pick(|db| effect.holds_on(db));
            change(self, effect, dbs);
        }
        if let Some(lossy) = self.field.row.lossy_in(self.simulation.band()) {
            let dbs = self.simulation.pick(|db| lossy.dialect.includes(db) && !self.dropped_on.contains(db));
            self.lossy(dbs, lossy.written);
        }
    }

    fn dropped(&mut self, effect: &Effect, dbs: DbSet) {
        self.dropped_on = dbs;
        if self.nothing() || NEW_EACH_TIME.contains(&self.field.row.path) || dbs.is_empty() {
            return;
        }
        let key = self.field.key;
        let note = if effect.note.is_empty() { String::new() } else { format!(" ({})", effect.note) };
        let message = format!("`{key}` is read but not stored{note}");
        if self.field.row.path == path::SCHEDULE_PARAMS && self.limits_an_active_schedule() {
            let message = "the limit or inventory of an active schedule is not stored: it runs on all hosts";
            return self.note(codes::PARAMS_LOST, dbs, message, effect.unsure);
        }
        self.note(codes::NOT_STORED, dbs, message, effect.unsure);
    }

    fn limits_an_active_schedule(&self) -> bool {
        let doc = self.simulation.project.doc;
        let active = doc.get(self.record.node, key::ACTIVE).and_then(|n| doc.boolean(n)) == Some(true);
        let limit = doc.get(self.value, key::PARAMS).and_then(|p| doc.get(p, key::LIMIT));
        let says = |node: Option<Node>| node.is_some_and(|n| !zero(doc, n));
        active && (says(limit) || says(doc.get(self.value, key::INVENTORY_NAME)))
    }

    fn wrong_column(&mut self, effect: &Effect, dbs: DbSet) {
        let message = "these versions store it as the storage of the key; the link to the source is lost";
        self.note(codes::CHANGED, dbs, message, effect.unsure);
    }

    fn overwritten(&mut self, _: &Effect, dbs: DbSet) {
        let doc = self.simulation.project.doc;
        let other = doc.text_of(self.record.node, key::SOURCE_STORAGE);
        if other.is_some() && other != doc.text(self.value) {
            self.note(codes::CHANGED, dbs, "these versions replace it by `source_storage`", false);
        }
    }

    fn orphan_key(&mut self, _: &Effect, dbs: DbSet) {
        let owner = self.simulation.project.doc.text(self.value).unwrap_or_default();
        if GROUP_OWNERS.contains(&&*owner) {
            let message = "the secret of a variable group comes back without its group; no screen shows it";
            self.note(codes::ORPHAN_KEY, dbs, message, false);
        }
    }

    fn value_lost(&mut self, effect: &Effect, dbs: DbSet) {
        let run_at = self.field.key == key::RUN_AT;
        if run_at || !zero(self.simulation.project.doc, self.value) {
            let message = if run_at {
                "the time of the run is lost; it comes back as the year 1"
            } else {
                "its content is lost; it comes back empty"
            };
            self.note(codes::VALUE_LOST, dbs, message, effect.unsure);
        }
    }

    fn masked(&mut self, _: &Effect, dbs: DbSet) {
        let bits = self.simulation.project.doc.number(self.value).unwrap_or_default();
        if !(0.0..16.0).contains(&bits) {
            self.note(codes::CHANGED, dbs, "unknown permissions are removed: only the bits 1, 2, 4 and 8 are kept", false);
        }
    }

    fn texts(&self) -> Vec<Cow<'_, str>> {
        self.simulation.project.doc.elements(self.value).filter_map(|node| self.simulation.project.doc.text(node)).collect()
    }

    fn trimmed(&mut self, effect: &Effect, dbs: DbSet) {
        let key = self.field.key;
        let message = match self.simulation.project.doc.text(self.value) {
            Some(text) if text.trim() == text => return,
            Some(_) => format!("the white space around `{key}` is cut off"),
            None => {
                let texts = self.texts();
                let mut seen = HashSet::new();
                if texts.iter().all(|text| text.trim() == text && !text.is_empty() && seen.insert(text)) {
                    return;
                }
                format!("of `{key}` white space around a string, empty strings and repeated ones are left out")
            }
        };
        self.note(codes::CHANGED, dbs, message, effect.unsure);
    }

    fn repeated(&mut self, effect: &Effect, dbs: DbSet) {
        let mut seen = HashSet::new();
        if !self.texts().iter().all(|text| seen.insert(text.clone())) {
            let message = format!("`{}` holds the same text twice; it is taken once", self.field.key);
            self.note(codes::CHANGED, dbs, message, effect.unsure);
        }
    }

    fn lossy(&mut self, dbs: DbSet, written: &str) {
        if dbs.is_empty() {
            return;
        }
        let key = self.field.key;
        // The one field whose absence is what the export drops.
        let left_out = self.field.row.path == path::SCHEDULE_CRON;
        if left_out != self.nothing() || self.field.row.path == path::KEY_OWNER && self.nothing() {
            return;
        }
        let message = format!("`{key}` is stored, but the next export of this server will not say so: {written}");
        self.note(codes::NOT_EXPORTED, dbs, message, self.field.row.unsure);
    }

    /// Since 2.10.27 numbers pass through a float, and a whole number loses its fraction.
    fn number(&mut self) {
        if self.simulation.band().uses_go_decoder() {
            return;
        }
        let doc = self.simulation.project.doc;
        match self.field.ty {
            Type::Int => {
                if stays(doc.number(self.value).unwrap_or_default(), doc.integer(self.value)) {
                    return;
                }
                let number = String::from_utf8_lossy(doc.raw(self.value)).into_owned();
                let dbs = self.simulation.pick(|_| true);
                self.note(codes::CHANGED, dbs, format!("{number} is stored as a whole number and changes"), false);
            }
            Type::Map => {
                let mut open = Vec::new();
                let mut next = Some(self.value);
                while let Some(node) = next {
                    open.extend(doc.children(node).map(|(_, child)| child).filter(|child| may_change(doc, *child)));
                    next = open.pop();
                    if doc.kind(node) == Kind::Number && changes(doc.raw(node).len(), doc.integer(node)) {
                        let message = "whole numbers above 2^53 change: the server reads them as floats";
                        let finding = warning(codes::CHANGED, node, message);
                        self.simulation.note(finding);
                    }
                }
            }
            _ => {}
        }
    }

    fn key_with_owner(&mut self, owned: &HashSet<String>) {
        if owned.is_empty() || self.field.section() != Some(key::KEYS) {
            return;
        }
        if self.simulation.project.doc.text(self.value).is_some_and(|name| owned.contains(&*name)) {
            let dbs = self.simulation.pick(|db| !db.is_sql());
            let message = "the next export of this server leaves the link out, because the key has an owner";
            self.note(codes::NOT_EXPORTED, dbs, message, false);
        }
    }
}

/// A float holds every whole number of fewer digits.
const DIGITS: usize = 16;

/// 2^63
const TOO_LARGE: f64 = 9_223_372_036_854_775_808.0;

/// Whether a number is a whole one that a float holds exactly and 64 bits too.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "this is exactly what is compared"
)]
fn stays(number: f64, written: Option<i128>) -> bool {
    let stored = number as i64;
    stored as f64 == number && number < TOO_LARGE && written.is_none_or(|n| n == i128::from(stored))
}

/// Whether a value is a number of so many digits that it may change, or may hold one.
fn may_change(doc: &Document, node: Node) -> bool {
    match doc.kind(node) {
        Kind::Number => doc.raw(node).len() >= DIGITS,
        Kind::Array | Kind::Object => true,
        Kind::String | Kind::Bool | Kind::Null => false,
    }
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "this is exactly what is compared")]
fn changes(digits: usize, integer: Option<i128>) -> bool {
    digits >= DIGITS && integer.is_some_and(|n| (n as f64) as i128 != n)
}
