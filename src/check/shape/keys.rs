//! Keys that the target does not read: those of other versions, misspelt ones, wrong letter case.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use foldhash::{HashMap, HashMapExt as _, HashSet};

use crate::check::codes;
use crate::check::project::{Project, Record};
use crate::check::simulation::Simulation;
use crate::finding::{Code, Finding, Spot, Stage, Words};
use crate::json::{Label, Node};
use crate::semaphore::{ALWAYS, Band, Life, ObjectShape, Type, all_fields, key, zero};
use crate::sorting::sort_by_key;
use crate::text::suggest::nearest;

use super::warning;

/// Adds a warning for each key that is not read.
pub(super) fn not_read(run: &mut Simulation<'_>) {
    let project = run.project;
    if project.unread.is_empty() {
        return;
    }
    let scheduled = project.section(key::SCHEDULES).map(|row| row.plain(key::TEMPLATE)).collect();
    let mut reader = Unread { project, scheduled, reasons: HashMap::new() };
    let mut unread = project.unread.clone();
    let root = project.doc.root();
    // What an editor needs to find the schema.
    unread.retain(|(_, value)| {
        project.doc.parent(*value) != Some(root)
            || !matches!(project.doc.label(*value), Some(Label::Key(key)) if key.is("$schema"))
    });
    sort_by_key(&mut unread, |(_, value)| *value);
    for (record, value) in unread {
        run.note(reader.finding(record, value));
    }
}

/// The warning for one key that is not read.
pub(in crate::check) fn unread_key(project: &Project<'_>, record: u32, value: Node) -> Finding {
    Unread { project, scheduled: HashSet::default(), reasons: HashMap::new() }.finding(record, value)
}

/// Adds a warning for each key that is read in spite of its letter case.
pub(super) fn letter_case(run: &mut Simulation<'_>) {
    for &(value, key) in &run.project.miscased {
        let message = format!("the key should be written `{key}`: later servers do not read it otherwise");
        run.note(warning(codes::LETTER_CASE, Stage::Decode, Spot::key(value), message));
    }
}

/// Adds a warning for each key that is laid over an earlier one of another letter case.
pub(super) fn case_duplicates(run: &mut Simulation<'_>) {
    let doc = run.project.doc;
    for value in run.project.case_duplicates.clone() {
        let Some(Label::Key(key)) = doc.label(value) else { continue };
        let message = format!(
            "`{}` means the same as a key before it: letter case does not count here, and the later one does",
            key.text()
        );
        run.note(warning(codes::KEY_TWICE, Stage::Silent, Spot::key(value), message));
    }
}

/// A code with its words.
type Reason = (Code, Words);

/// The reasons of so many different keys are remembered.
const REMEMBERED: usize = 4096;

/// Finds out why keys are not read.
struct Unread<'p> {
    project: &'p Project<'p>,
    /// Templates that have a schedule.
    scheduled: HashSet<Cow<'p, str>>,
    /// By object, key, and whether the value says nothing: the same key is in thousands of objects.
    reasons: HashMap<(&'static str, Box<str>, bool), Reason>,
}

impl Unread<'_> {
    fn finding(&mut self, record: u32, value: Node) -> Finding {
        let project = self.project;
        let record = &project.records[record as usize];
        let Some(Label::Key(key)) = project.doc.label(value) else {
            return warning(codes::UNKNOWN_KEY, Stage::Decode, value, "this is not read");
        };
        let (key, lost) = (key.text(), !zero(project.doc, value));
        let (code, words) = match self.special(record, &key).filter(|_| lost) {
            Some((code, words)) => (code, words.into()),
            None => self.reason(project.shape_of(record), &key, lost),
        };
        warning(code, if lost { Stage::Silent } else { Stage::Decode }, Spot::key(value), words)
    }

    fn reason(&mut self, shape: &'static ObjectShape, key: &str, lost: bool) -> Reason {
        let band = self.project.band;
        let reason = || {
            let brackets = if known().get(shape.path).is_some_and(|parent| parent.list) { "[]" } else { "" };
            let path = if shape.path.is_empty() { key.to_owned() } else { format!("{}{brackets}.{key}", shape.path) };
            let (code, words) = match known().get(path.as_str()) {
                Some(known) => (codes::OTHER_VERSION, other_version(band, key, known, lost)),
                None => (codes::UNKNOWN_KEY, unknown(shape, key)),
            };
            (code, Words::from(Arc::from(words)))
        };
        // Most files have few such keys, again and again; of a million different ones none is asked for twice.
        if self.reasons.len() >= REMEMBERED {
            return self.reasons.get(&(shape.path, key.into(), lost)).cloned().unwrap_or_else(reason);
        }
        self.reasons.entry((shape.path, key.into(), lost)).or_insert_with(reason).clone()
    }

    /// Keys whose loss has a code of its own.
    fn special(&self, record: &Record, key: &str) -> Option<(Code, String)> {
        let doc = self.project.doc;
        let other = |key: &str| doc.get(record.node, key).is_some_and(|node| !zero(doc, node));
        let life = |key: &str| {
            known().get(format!("{}[].{key}", self.project.shape_of(record).path).as_str()).map_or(ALWAYS, |known| known.life)
        };
        let since = |key: &str| life(key).since.first_version().short();
        let gone = || life(key).last().next().unwrap_or_else(Band::newest).first_version().short();
        Some(match (self.project.shape_of(record).path, key) {
            (key::TEMPLATES, key::ENVIRONMENT) if !other(key::ENVIRONMENTS) => {
                let since = since(key::ENVIRONMENTS);
                (codes::GROUP_LOST, format!("since {since} a template has `environments`; its variable group is lost"))
            }
            (key::TEMPLATES, key::ENVIRONMENTS) if !other(key::ENVIRONMENT) => {
                let since = since(key::ENVIRONMENTS);
                (codes::GROUP_LOST, format!("before {since} a template has one `environment`; its variable groups are lost"))
            }
            (key::TEMPLATES, key::CRON) => {
                let gone = gone();
                if self.scheduled.contains(&*doc.text_of(record.node, key::NAME).unwrap_or_default()) {
                    let words = format!("`cron` is not read since {gone}; `schedules` has an entry for the template");
                    (codes::OTHER_VERSION, words)
                } else {
                    (codes::SCHEDULE_LOST, format!("`cron` is not read since {gone}; the schedule is lost"))
                }
            }
            (key::TEMPLATES, key::VAULT_KEY) => {
                let since = since(key::VAULTS);
                (codes::VAULT_LOST, format!("since {since} a template has `vaults`; the vault password is not linked"))
            }
            (key::VIEWS, key::NAME) if !other(key::TITLE) => {
                let since = since(key::TITLE);
                (codes::TITLE_LOST, format!("since {since} a view has a `title`; this one comes back without"))
            }
            _ => return None,
        })
    }
}

/// What is known of a path in all bands.
struct Known {
    life: Life,
    list: bool,
}

/// The paths of all fields.
fn known() -> &'static HashMap<&'static str, Known> {
    static KNOWN: OnceLock<HashMap<&'static str, Known>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known: HashMap<&'static str, Known> = HashMap::new();
        for field in all_fields() {
            let row = known.entry(field.path.trim_end_matches("[]")).or_insert(Known { life: field.life, list: false });
            row.life = row.life.hull(field.life);
            row.list |= field.ty == Type::List;
        }
        known
    })
}

fn other_version(band: Band, key: &str, known: &Known, lost: bool) -> String {
    let consequence = if lost { "it is lost" } else { "nothing is lost with it" };
    let life = known.life;
    if band < life.since {
        return format!("`{key}` is not read before {}; {consequence}", life.since.first_version());
    }
    if life.ended_before(band) {
        return format!("`{key}` is not read after {}; {consequence}", life.last().last_version());
    }
    format!("`{key}` is not read here; {consequence}")
}

fn unknown(shape: &ObjectShape, key: &str) -> String {
    let keys = || shape.fields.iter().map(|field| field.key);
    if let Some(same) = keys().find(|known| known.eq_ignore_ascii_case(key)) {
        return format!("`{key}` is not read: letter case counts, the key is `{same}`");
    }
    match nearest(key, keys()) {
        Some(near) => format!("`{key}` is no key of any version and is not read; did you mean `{near}`?"),
        None => format!("`{key}` is no key of any version and is not read"),
    }
}
