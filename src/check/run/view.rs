//! The decoded project as a task runner sees it: who uses what, which family an app is of, and what was found so far.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use enumset::EnumSet;
use foldhash::{HashMap, HashMapExt as _, HashSet};

use crate::check::project::{LinkTarget, Project, Row};
use crate::finding::{Spot, Words};
use crate::json::{Document, InnerReader, Kind, Node};
use crate::semaphore::params::parameter;
use crate::semaphore::run::apps::Family;
use crate::semaphore::run::hooks;
use crate::semaphore::run::rows::{self, SCHEDULE_PARAMS, SEVERAL_GROUPS};
use crate::semaphore::{Version, json_text, key};

/// Something that will not run as the file says.
#[derive(Debug)]
pub(in crate::check) struct Trouble {
    pub row: &'static rows::RunCondition,
    /// Where.
    pub spot: Spot,
    /// What happens.
    pub text: Words,
    /// What the task log or the server log will show.
    pub log: Option<Words>,
    /// What to do about it, where that is not what the page of the code says.
    pub help: Option<Words>,
}

/// So many troubles of a row are kept: of more there is one finding for all.
pub(super) const FEW: usize = 5;

/// What was found: of each row the first ones in full, and how many there are.
#[derive(Debug, Default)]
pub(in crate::check) struct Troubles {
    /// Those that are kept, in order.
    pub list: Vec<Trouble>,
    /// How many there are, by the id of their row.
    counts: HashMap<&'static str, usize>,
}

impl Troubles {
    /// How many there are of a row.
    pub(super) fn count(&self, row: &rows::RunCondition) -> usize {
        self.counts.get(row.id).copied().unwrap_or_default()
    }

    /// Adds those of somebody who looked at what comes behind.
    pub(super) fn append(&mut self, other: Self) {
        self.list.extend(other.list);
        other.counts.into_iter().for_each(|(row, count)| *self.counts.entry(row).or_default() += count);
    }

    /// Counts one that is to come; false if it need not be kept.
    fn wants(&mut self, row: &'static rows::RunCondition) -> bool {
        let count = self.counts.entry(row.id).or_default();
        *count += 1;
        *count <= FEW
    }
}

/// A template, with what is asked of it again and again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Template<'p> {
    pub row: Row<'p>,
    pub family: Family,
    /// Its number.
    at: usize,
}

impl<'p> Template<'p> {
    fn new(at: usize, row: Row<'p>, version: Version) -> Self {
        Self { row, family: Family::of(&row.plain(key::APP), version), at }
    }
}

/// What starts tasks besides people.
#[derive(Debug, Clone, Copy)]
pub(super) enum Starter<'p> {
    Schedule(Row<'p>),
    Integration(Row<'p>),
}

impl<'p> Starter<'p> {
    pub(super) fn row(self) -> Row<'p> {
        match self {
            Self::Schedule(row) | Self::Integration(row) => row,
        }
    }
}

/// The project, and the troubles found so far.
pub(super) struct View<'p> {
    facts: Arc<Facts<'p>>,
    pub troubles: Troubles,
}

impl<'p> Deref for View<'p> {
    type Target = Facts<'p>;

    fn deref(&self) -> &Facts<'p> {
        &self.facts
    }
}

/// What is known of the project, whoever looks at which part of it.
pub(super) struct Facts<'p> {
    pub project: &'p Project<'p>,
    pub version: Version,
    /// Whether an SQL database is asked for.
    pub sql: bool,
    /// Families of the templates that use a variable group or an inventory, by the object of it.
    users: HashMap<Node, EnumSet<Family>>,
    /// The schedules that fire and the integrations, by the template that they start.
    starters: HashMap<usize, Vec<Starter<'p>>>,
    /// The extra variables of the variable groups that templates use, read once.
    variables: HashMap<usize, OnceLock<HashSet<String>>>,
}

impl<'p> Facts<'p> {
    fn new(project: &'p Project<'p>, version: Version, sql: bool) -> Self {
        let mut facts =
            Self { project, version, sql, users: HashMap::new(), starters: HashMap::new(), variables: HashMap::new() };
        for template in facts.templates(0..usize::MAX) {
            for group in facts.groups(template.row) {
                facts.variables.entry(group).or_default();
            }
            let groups = facts.groups(template.row).filter_map(|group| project.entry(key::ENVIRONMENTS, group));
            for used in groups.chain(facts.link(template.row, key::INVENTORY, key::INVENTORIES)) {
                *facts.users.entry(used.node()).or_default() |= template.family;
            }
        }
        // A schedule that waits for new commits does so whether it is active or not.
        let fires = |row: &Row<'_>| row.is(key::ACTIVE) || !row.is_empty(key::CHECKABLE_REPOSITORY);
        let schedules = project.section(key::SCHEDULES).filter(fires).map(Starter::Schedule);
        for starter in schedules.chain(project.section(key::INTEGRATIONS).map(Starter::Integration)) {
            if let LinkTarget::Entry(template) = starter.row().resolve(key::TEMPLATE) {
                facts.starters.entry(template).or_default().push(starter);
            }
        }
        facts
    }

    /// The templates of these numbers.
    pub(super) fn templates(&self, wanted: Range<usize>) -> impl Iterator<Item = Template<'p>> + use<'p> {
        let version = self.version;
        let rows = self.section(key::TEMPLATES).enumerate().skip(wanted.start).take(wanted.len());
        rows.map(move |(at, row)| Template::new(at, row, version))
    }

    /// The entries of a section.
    pub(super) fn section(&self, name: &str) -> impl Iterator<Item = Row<'p>> + use<'p> {
        self.project.root().rows(name)
    }

    /// The entry that a link leads to.
    pub(super) fn link(&self, row: Row<'p>, key: &str, section: &str) -> Option<Row<'p>> {
        match row.resolve(key) {
            LinkTarget::Entry(at) => self.project.entry(section, at),
            _ => None,
        }
    }

    /// The template of a schedule or an integration.
    pub(super) fn template(&self, starter: Row<'p>) -> Option<Template<'p>> {
        match starter.resolve(key::TEMPLATE) {
            LinkTarget::Entry(at) => Some(Template::new(at, self.project.entry(key::TEMPLATES, at)?, self.version)),
            _ => None,
        }
    }

    /// The type of the key behind a link.
    pub(super) fn key_type(&self, row: Row<'p>, key: &str) -> Option<Cow<'p, str>> {
        self.link(row, key, key::KEYS).map(|key| key.plain(key::TYPE))
    }

    /// The variable groups of a template, by their numbers.
    pub(super) fn groups(&self, template: Row<'p>) -> impl Iterator<Item = usize> + use<'p> {
        let names = self.project.names(key::ENVIRONMENTS);
        let several = (self.version >= SEVERAL_GROUPS).then(|| template.texts(key::ENVIRONMENTS));
        let one = match template.resolve(key::ENVIRONMENT) {
            LinkTarget::Entry(at) if several.is_none() => Some(at),
            _ => None,
        };
        one.into_iter().chain(several.into_iter().flatten().filter_map(|(_, name)| names.first(&name)))
    }

    /// Whether any template uses a variable group or an inventory.
    pub(super) fn is_used(&self, entry: Row<'p>) -> bool {
        self.users.contains_key(&entry.node())
    }

    /// Whether the app of a template that uses a variable group or an inventory is of one of some families.
    pub(super) fn is_used_by(&self, entry: Row<'p>, families: &[Family]) -> bool {
        self.users.get(&entry.node()).is_some_and(|users| families.iter().any(|family| users.contains(*family)))
    }

    /// Whether the variable groups of a template hold an extra variable.
    pub(super) fn has_variable(&self, reader: &mut InnerReader, template: Row<'p>, name: &str) -> bool {
        self.groups(template).any(|group| self.variables_of(reader, group).is_some_and(|variables| variables.contains(name)))
    }

    /// Whether the variable groups of a template hold any extra variable.
    pub(super) fn has_variables(&self, reader: &mut InnerReader, template: Row<'p>) -> bool {
        self.groups(template).any(|group| self.variables_of(reader, group).is_some_and(|variables| !variables.is_empty()))
    }

    fn variables_of(&self, reader: &mut InnerReader, group: usize) -> Option<&HashSet<String>> {
        let known = self.variables.get(&group)?;
        Some(known.get_or_init(|| {
            let inner = self.project.entry(key::ENVIRONMENTS, group).and_then(|group| inner(reader, group, key::JSON));
            inner.map(names).unwrap_or_default()
        }))
    }

    /// What starts the tasks of a template besides people.
    pub(super) fn starters(&self, template: Template<'p>) -> &[Starter<'p>] {
        self.starters.get(&template.at).map(Vec::as_slice).unwrap_or_default()
    }

    /// A variable to which two groups give different values.
    pub(super) fn differs(&self, group: usize, other: usize) -> Option<String> {
        let extra = |reader, group| inner(reader, self.project.entry(key::ENVIRONMENTS, group)?, key::JSON);
        let (mut first, mut second) = (InnerReader::default(), InnerReader::default());
        let (one, two) = (extra(&mut first, group)?, extra(&mut second, other)?);
        let mut members = one.members(one.root());
        members.find_map(|(key, value)| {
            let name = key.text();
            let twin = two.get(two.root(), &*name)?;
            (one.value(value) != two.value(twin)).then(|| name.into_owned())
        })
    }

    /// Whether the task parameters of schedules or integrations are stored.
    pub(super) fn stores_params(&self, starter: Starter<'p>) -> bool {
        self.sql && (matches!(starter, Starter::Integration(_)) || self.version >= SCHEDULE_PARAMS)
    }

    /// What a starter says of its tasks, where that is stored.
    pub(super) fn params_of(&self, starter: Starter<'p>) -> Option<Row<'p>> {
        starter.row().row(key::TASK_PARAMS).filter(|_| self.stores_params(starter))
    }

    /// The names of the variables that a schedule or an integration gives to its tasks, whoever calls.
    pub(super) fn fixed_variables(&self, reader: &mut InnerReader, starter: Starter<'p>) -> HashSet<String> {
        let inner = self.params_of(starter).and_then(|params| inner(reader, params, key::ENVIRONMENT));
        inner.map(names).unwrap_or_default()
    }

    /// The names of the variables that an integration takes from a call.
    pub(super) fn extracted_variables(integration: Row<'p>) -> HashSet<String> {
        let values = integration.rows(key::EXTRACT_VALUES);
        let values = values.filter(|value| hooks::is_variable(&value.plain(key::VARIABLE_TYPE)));
        values.map(|value| value.plain(key::VARIABLE).into_owned()).collect()
    }

    /// All variables that a starter gives to its tasks.
    pub(super) fn given_by(&self, reader: &mut InnerReader, starter: Starter<'p>) -> HashSet<String> {
        let mut given = self.fixed_variables(reader, starter);
        given.extend(Self::extracted_variables(starter.row()));
        given
    }

    /// A parameter, unless it is null.
    pub(super) fn member(&self, object: Node, name: &str) -> Option<Node> {
        parameter(self.project.doc, object, name)
    }

    /// A member of a free object that is `true`.
    pub(super) fn flag(&self, object: Option<Node>, name: &str) -> Option<Node> {
        self.member(object?, name).filter(|node| self.project.doc.boolean(*node) == Some(true))
    }

    /// Whether a value is a list with something in it.
    pub(super) fn is_filled_list(&self, node: Node) -> bool {
        self.project.doc.kind(node) == Kind::Array && !self.project.doc.is_empty(node)
    }
}

impl<'p> View<'p> {
    /// The project without troubles so far.
    pub(super) fn new(project: &'p Project<'p>, version: Version, sql: bool) -> Self {
        Self { facts: Arc::new(Facts::new(project, version, sql)), troubles: Troubles::default() }
    }

    /// The same for somebody who looks at another part of the project.
    pub(super) fn beside(&self) -> Self {
        Self { facts: Arc::clone(&self.facts), troubles: Troubles::default() }
    }

    /// Notes a trouble, where its row holds in this version.
    pub(super) fn note(&mut self, row: &'static rows::RunCondition, spot: impl Into<Spot>, text: impl Into<Words>) {
        self.add(row, spot, text, None, None);
    }

    /// The same, with what to do about it where that is not what the page of the code says.
    pub(super) fn note_with_help(
        &mut self,
        row: &'static rows::RunCondition,
        spot: impl Into<Spot>,
        text: impl Into<Words>,
        help: impl Into<Words>,
    ) {
        self.add(row, spot, text, None, Some(help.into()));
    }

    /// The same, with what a log will show.
    pub(super) fn note_with_log(
        &mut self,
        row: &'static rows::RunCondition,
        spot: impl Into<Spot>,
        text: impl Into<Words>,
        log: impl Into<Words>,
    ) {
        self.add(row, spot, text, Some(log.into()), None);
    }

    fn add(
        &mut self,
        row: &'static rows::RunCondition,
        spot: impl Into<Spot>,
        text: impl Into<Words>,
        log: Option<Words>,
        help: Option<Words>,
    ) {
        if row.holds_in(self.version) && self.troubles.wants(row) {
            self.troubles.list.push(Trouble { row, spot: spot.into(), text: text.into(), log, help });
        }
    }
}

/// JSON that is kept as text.
pub(super) fn inner<'r>(reader: &'r mut InnerReader, row: Row<'_>, key: &str) -> Option<&'r Document> {
    json_text::read(reader, &row.written(key)?)
}

/// The names of variables that are kept as an object.
fn names(inner: &Document) -> HashSet<String> {
    inner.members(inner.root()).map(|(key, _)| key.text().into_owned()).collect()
}
