//! The file as a server that runs its tasks sees it: entries by name, who uses what, and the troubles found so far.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::rows::{BASIC, NAMED_APPS, RUN, Row, SCHEDULE_PARAMS, SEVERAL_GROUPS, TERRAGRUNT};
use crate::json::{Document, Kind, Node};
use crate::semaphore::Version;
use crate::semaphore::json_text;

/// Something that will not run as the file says.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub row: &'static Row,
    /// Where.
    pub node: Node,
    /// What happens.
    pub text: String,
    /// What the task log or the server log will show.
    pub log: Option<String>,
    /// Whether it was only read and never seen on a server.
    pub uncertain: bool,
}

/// A family of apps that read the same things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum App {
    Ansible,
    /// Terraform and its kin.
    Terraform,
    /// Everything that is a command.
    Shell,
    /// None is named.
    None,
}

/// Who starts a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Schedule,
    Integration,
}

pub(super) struct View<'d> {
    pub doc: &'d Document,
    pub version: Version,
    /// Whether an SQL database is asked for.
    pub sql: bool,
    pub troubles: Vec<Trouble>,
    pub templates: Vec<Node>,
    by_name: HashMap<(&'static str, String), Node>,
    /// Which templates use a variable group or an inventory.
    users: HashMap<Node, Vec<Node>>,
    /// The schedules that fire and the integrations, by the template that they start.
    starters: HashMap<Node, Vec<(By, Node)>>,
}

impl<'d> View<'d> {
    pub(super) fn new(doc: &'d Document, version: Version, sql: bool) -> Self {
        let mut view = Self {
            doc,
            version,
            sql,
            troubles: Vec::new(),
            templates: Vec::new(),
            by_name: HashMap::new(),
            users: HashMap::new(),
            starters: HashMap::new(),
        };
        for section in ["templates", "keys", "environments", "inventories", "repositories"] {
            for node in view.section(section) {
                if let Some(name) = doc.text_of(node, "name") {
                    view.by_name.entry((section, name.into_owned())).or_insert(node);
                }
            }
        }
        view.templates = view.section("templates");
        for template in view.templates.clone() {
            for group in view.groups(template) {
                view.users.entry(group).or_default().push(template);
            }
            if let Some(inventory) = view.link(template, "inventory", "inventories") {
                view.users.entry(inventory).or_default().push(template);
            }
        }
        for schedule in view.section("schedules") {
            // One that waits for new commits does so whether it is active or not.
            if view.is(schedule, "active") || !view.plain(schedule, "checkable_repository").is_empty() {
                view.starts(By::Schedule, schedule);
            }
        }
        view.section("integrations").into_iter().for_each(|integration| view.starts(By::Integration, integration));
        view
    }

    fn starts(&mut self, by: By, starter: Node) {
        if let Some(template) = self.link(starter, "template", "templates") {
            self.starters.entry(template).or_default().push((by, starter));
        }
    }

    /// What starts the tasks of a template besides people.
    pub(super) fn starters(&self, template: Node) -> &[(By, Node)] {
        self.starters.get(&template).map_or(&[], Vec::as_slice)
    }

    pub(super) fn section(&self, name: &str) -> Vec<Node> {
        self.list(self.doc.root(), name)
    }

    /// The objects of a list.
    pub(super) fn list(&self, object: Node, key: &str) -> Vec<Node> {
        let list = self.doc.get(object, key);
        list.into_iter().flat_map(|list| self.doc.elements(list)).filter(|node| self.doc.kind(*node) == Kind::Object).collect()
    }

    /// A value that is not null.
    pub(super) fn value(&self, object: Node, key: &str) -> Option<Node> {
        self.doc.get(object, key).filter(|node| self.doc.kind(*node) != Kind::Null)
    }

    /// A text, also an empty one.
    pub(super) fn text(&self, object: Node, key: &str) -> Option<Cow<'d, str>> {
        self.doc.text_of(object, key)
    }

    pub(super) fn plain(&self, object: Node, key: &str) -> Cow<'d, str> {
        self.text(object, key).unwrap_or_default()
    }

    pub(super) fn is(&self, object: Node, key: &str) -> bool {
        self.doc.get(object, key).and_then(|node| self.doc.boolean(node)) == Some(true)
    }

    /// The place of a member, or of the object where there is none.
    pub(super) fn place(&self, object: Node, key: &str) -> Node {
        self.doc.get(object, key).unwrap_or(object)
    }

    pub(super) fn entry(&self, section: &'static str, name: &str) -> Option<Node> {
        self.by_name.get(&(section, name.to_owned())).copied()
    }

    pub(super) fn link(&self, object: Node, key: &str, section: &'static str) -> Option<Node> {
        self.text(object, key).and_then(|name| self.entry(section, &name))
    }

    /// The type of the key behind a link.
    pub(super) fn key_type(&self, object: Node, key: &str) -> Option<Cow<'d, str>> {
        self.link(object, key, "keys").map(|node| self.plain(node, "type"))
    }

    /// The variable groups of a template.
    pub(super) fn groups(&self, template: Node) -> Vec<Node> {
        if self.version < SEVERAL_GROUPS {
            return self.link(template, "environment", "environments").into_iter().collect();
        }
        let list = self.doc.get(template, "environments");
        let names = list.into_iter().flat_map(|list| self.doc.elements(list)).filter_map(|name| self.doc.text(name));
        names.filter_map(|name| self.entry("environments", &name)).collect()
    }

    /// The templates that use a variable group or an inventory.
    pub(super) fn users(&self, node: Node) -> &[Node] {
        self.users.get(&node).map_or(&[], Vec::as_slice)
    }

    pub(super) fn app(&self, template: Node) -> App {
        if self.version < NAMED_APPS {
            return App::Ansible;
        }
        match &*self.plain(template, "app") {
            "" => App::None,
            "ansible" => App::Ansible,
            "terraform" | "tofu" => App::Terraform,
            "terragrunt" if self.version >= TERRAGRUNT => App::Terraform,
            _ => App::Shell,
        }
    }

    /// Whether one of the apps that use a group or an inventory is of a family.
    pub(super) fn used_by(&self, node: Node, families: &[App]) -> bool {
        self.users(node).iter().any(|template| families.contains(&self.app(*template)))
    }

    /// JSON that is kept as text.
    pub(super) fn inner(&self, object: Node, key: &str) -> Option<Document> {
        json_text::read(&self.text(object, key)?)
    }

    /// The names of the variables that the groups of a template hold.
    pub(super) fn variables(&self, template: Node) -> HashSet<String> {
        let mut names = HashSet::new();
        for group in self.groups(template) {
            if let Some(inner) = self.inner(group, "json") {
                names.extend(self::names(&inner));
            }
        }
        names
    }

    /// A variable to which two groups give different values.
    pub(super) fn differs(&self, group: Node, other: Node) -> Option<String> {
        let (one, two) = (self.inner(group, "json")?, self.inner(other, "json")?);
        let mut members = one.members(one.root());
        members.find_map(|(key, value)| {
            let name = key.text();
            let twin = two.get(two.root(), &*name)?;
            (one.value(value).to_string() != two.value(twin).to_string()).then(|| name.into_owned())
        })
    }

    /// Whether the task parameters of schedules or integrations are stored.
    pub(super) fn stores_params(&self, by: By) -> bool {
        self.sql && (by == By::Integration || self.version >= SCHEDULE_PARAMS)
    }

    /// The names of the variables that a schedule or an integration gives to its tasks.
    pub(super) fn fixed_variables(&self, by: By, starter: Node) -> HashSet<String> {
        let params = self.value(starter, "task_params").filter(|_| self.stores_params(by));
        let inner = params.and_then(|params| self.inner(params, "environment"));
        inner.into_iter().flat_map(|inner| names(&inner)).collect()
    }

    /// The names of the variables that an integration takes from a call.
    pub(super) fn extracted_variables(&self, integration: Node) -> HashSet<String> {
        let values = self.list(integration, "extract_values").into_iter();
        let values = values.filter(|value| matches!(&*self.plain(*value, "variable_type"), "" | "environment"));
        values.map(|value| self.plain(value, "variable").into_owned()).collect()
    }

    /// Methods by which a webhook is checked.
    pub(super) fn checks_webhooks(&self, method: &str) -> bool {
        match method {
            "github" | "token" | "hmac" => true,
            "bitbucket" => self.version >= super::rows::BITBUCKET,
            "basic" => self.version >= BASIC,
            _ => false,
        }
    }

    /// Notes a trouble, where its row holds in this version.
    pub(super) fn note(&mut self, row: &'static Row, node: Node, text: impl Into<String>, log: Option<&str>) {
        if row.holds_in(self.version) {
            let uncertain = self.version > RUN;
            self.troubles.push(Trouble { row, node, text: text.into(), log: log.map(str::to_owned), uncertain });
        }
    }
}

/// The names of variables that are kept as an object.
fn names(inner: &Document) -> Vec<String> {
    inner.members(inner.root()).map(|(key, _)| key.text().into_owned()).collect()
}
