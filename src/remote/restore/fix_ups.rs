//! What is set after a restore, in the order that works: project, keys, variable groups, inventories, templates, schedules, members.
//! Each object is read, changed in one member, written, and read again; what it shows then decides, not the status.

use serde_json::{Map, Value, json};

use super::templates::{shows, wanted};
use crate::extras::Extras;
use crate::json::{Document, Node};
use crate::remote::client::Client;
use crate::remote::error::RemoteError;
use crate::remote::facts::Facts;
use crate::remote::objects::{self, Object, named};
use crate::remote::secrets::{self, Choice, Form, Resolver};
use crate::report::remote::{StepEntry, StepState};
use crate::semaphore::api::{self, Listed, Quirk};
use crate::semaphore::key;
use crate::sorting::sort_by_key;

/// Why the extras of an object cannot be put back.
const NO_NAME: &str = "the name is not there, or there twice";

/// Sets some of what no backup holds.
type FixUp<T> = fn(&mut T) -> Result<(), RemoteError>;

/// Everything that fix-ups look at.
pub(super) struct FixUps<'a> {
    pub client: &'a Client,
    pub facts: &'a Facts,
    /// The new project.
    pub project: u64,
    /// What was sent.
    pub doc: &'a Document,
    pub extras: Option<&'a Extras>,
    pub secrets: Option<(&'a Form, Resolver<'a>)>,
    pub asleep: bool,
    pub steps: Vec<StepEntry>,
}

impl FixUps<'_> {
    /// Does all of them; one that fails does not stop the others.
    pub(super) fn run(mut self) -> Vec<StepEntry> {
        let all: [(&str, FixUp<Self>); 6] = [
            ("project", Self::settings),
            ("secrets", Self::secrets),
            ("inventories", Self::inventories),
            ("templates", Self::templates),
            ("schedules", Self::schedules),
            ("members", Self::members),
        ];
        for (word, fix_up) in all {
            if let Err(error) = fix_up(&mut self) {
                self.steps.push(StepEntry::because(word, "reading what is there", StepState::Failed, error.message));
            }
        }
        self.steps
    }

    fn list(&self, section: Listed) -> Result<Vec<Object>, RemoteError> {
        objects::list(self.client, self.project, section)
    }

    /// Sets members of an object and looks whether they are there.
    fn set(&mut self, entity: String, what: &str, path: &str, mut body: Value, members: &Map<String, Value>) {
        for (key, value) in members {
            body[key] = value.clone();
        }
        let sent = self.client.put(path, &body);
        let result = self.client.get(path).map(|now| shows(&now, members));
        let failed = |why: String| StepEntry::because(entity.clone(), what, StepState::Failed, why);
        self.steps.push(match (result, sent) {
            (Ok(true), _) => StepEntry::new(entity, what, StepState::Done),
            (_, Ok(answer)) if !answer.done() => failed(answer.refused(self.client.address(), "PUT", path).message),
            (Ok(false), Ok(_)) => failed("the server took it and does not show it".into()),
            (_, Err(error)) | (Err(error), _) => failed(error.message),
        });
    }

    fn section(&self, section: Listed) -> Vec<Node> {
        let list = self.doc.get(self.doc.root(), section.section);
        list.map(|list| self.doc.elements(list).collect()).unwrap_or_default()
    }

    /// Old SQL servers restore only the name.
    fn settings(&mut self) -> Result<(), RemoteError> {
        let Some(meta) = self.doc.get(self.doc.root(), key::META) else { return Ok(()) };
        let path = api::of_project(self.project, "");
        let body = self.client.get(&path)?;
        let mut members = Map::new();
        for key in api::PROJECT_MEMBERS {
            let Some(value) = self.doc.get(meta, *key).map(|node| self.doc.value(node)) else { continue };
            let blank = value.is_null() || value == false || value == 0 || value == "";
            if !blank && body.get(*key) != Some(&value) {
                members.insert((*key).to_owned(), value);
            }
        }
        if !members.is_empty() {
            let what = members.keys().cloned().collect::<Vec<_>>().join(", ");
            self.set("project".into(), &what, &path, body, &members);
        }
        Ok(())
    }

    /// The keys of the new project have no secrets, so all that is given is set.
    fn secrets(&mut self) -> Result<(), RemoteError> {
        let Some((form, resolver)) = self.secrets else { return Ok(()) };
        let choice = Choice::Overwrite;
        let steps = secrets::apply(self.client, self.facts, self.project, form, self.extras, resolver, choice)?;
        self.steps.extend(steps.into_iter().filter(|step| step.state != StepState::Missing));
        Ok(())
    }

    fn inventories(&mut self) -> Result<(), RemoteError> {
        let (inventories, repositories) = (self.list(api::INVENTORIES)?, self.list(api::REPOSITORIES)?);
        let shared: Vec<String> = objects::shared_names(&inventories).into_iter().map(str::to_owned).collect();
        let entities = self.section(api::INVENTORIES);
        for inventory in inventories.iter().filter(|inventory| !shared.contains(&inventory.name)) {
            let entity = format!("inventory {:?}", inventory.name);
            let path = objects::path(self.project, api::INVENTORIES, inventory.id);
            let body = self.client.get(&path)?;
            let mut members = Map::new();
            let node =
                entities.iter().copied().find(|node| self.doc.text_of(*node, key::NAME).as_deref() == Some(&inventory.name));
            for key in api::FORGOTTEN_IN_INVENTORIES {
                let text = node.and_then(|node| self.doc.text_of(node, key)).filter(|text| !text.is_empty());
                if let Some(text) = text.filter(|_| body.get(*key).is_some_and(|now| now == "")) {
                    members.insert((*key).to_owned(), text.into_owned().into());
                }
            }
            let extras = self.extras.and_then(|extras| extras.inventories.get(&inventory.name));
            if let Some(extras) = extras.filter(|_| self.facts.may(Quirk::InventoryRepository)) {
                match named(&repositories, &extras.repository) {
                    Ok(target) if body.get(api::REPOSITORY_ID).and_then(Value::as_u64) == Some(target.id) => {
                        self.steps.push(StepEntry::new(
                            entity.clone(),
                            format!("repository {:?}", extras.repository),
                            StepState::Already,
                        ));
                    }
                    Ok(target) => {
                        members.insert(api::REPOSITORY_ID.into(), json!(target.id));
                    }
                    Err(_) => {
                        let what = format!("repository {:?}", extras.repository);
                        self.steps.push(StepEntry::because(entity.clone(), what, StepState::Failed, NO_NAME));
                    }
                }
            }
            if !members.is_empty() {
                let what = members.keys().cloned().collect::<Vec<_>>().join(", ");
                self.set(entity, &what, &path, body, &members);
            }
        }
        let absent = self.extras.iter().flat_map(|extras| extras.inventories.keys());
        let absent: Vec<String> = absent.filter(|name| named(&inventories, name).is_err()).cloned().collect();
        for name in absent.into_iter().filter(|_| self.facts.may(Quirk::InventoryRepository)) {
            self.steps.push(StepEntry::because(format!("inventory {name:?}"), "what the extras say", StepState::Failed, NO_NAME));
        }
        Ok(())
    }

    fn templates(&mut self) -> Result<(), RemoteError> {
        let (templates, keys) = (self.list(api::TEMPLATES)?, self.list(api::KEYS)?);
        let shared: Vec<String> = objects::shared_names(&templates).into_iter().map(str::to_owned).collect();
        let entities = self.section(api::TEMPLATES);
        for template in templates.iter().filter(|template| !shared.contains(&template.name)) {
            let entity =
                entities.iter().copied().find(|node| self.doc.text_of(*node, key::NAME).as_deref() == Some(&template.name));
            let extras = self.extras.and_then(|extras| extras.templates.get(&template.name));
            let path = objects::path(self.project, api::TEMPLATES, template.id);
            let body = self.client.get(&path)?;
            let members = wanted(self.doc, entity, extras, &body, &keys, self.facts);
            let name = format!("template {:?}", template.name);
            if members.is_empty() {
                if extras.is_some() {
                    self.steps.push(StepEntry::new(name, "what the extras say", StepState::Already));
                }
                continue;
            }
            let what = members.keys().cloned().collect::<Vec<_>>().join(", ");
            self.set(name, &what, &path, with_app(body, self.facts), &members);
        }
        let missing = self.extras.iter().flat_map(|extras| extras.templates.keys());
        let missing: Vec<String> = missing.filter(|name| named(&templates, name).is_err()).cloned().collect();
        for name in missing {
            self.steps.push(StepEntry::because(format!("template {name:?}"), "what the extras say", StepState::Failed, NO_NAME));
        }
        Ok(())
    }

    /// One-time schedules first: any change of a schedule ends those whose time is past.
    fn schedules(&mut self) -> Result<(), RemoteError> {
        let mut wanted: Vec<_> = self.extras.iter().flat_map(|extras| extras.schedules.clone()).collect();
        if wanted.is_empty() || !(self.facts.may(Quirk::RunAt) || self.facts.may(Quirk::ScheduleParams)) {
            return Ok(());
        }
        sort_by_key(&mut wanted, |schedule| schedule.run_at.is_none());
        let templates = self.list(api::TEMPLATES)?;
        let schedules = objects::schedules(self.client, self.project, &templates)?;
        for schedule in wanted {
            let entity = format!("schedule {:?} of template {:?}", schedule.name, schedule.template);
            let template = named(&templates, &schedule.template).map(|template| template.id).ok();
            let found: Vec<&Object> = schedules
                .iter()
                .filter(|other| other.name == schedule.name && other.link(api::TEMPLATE_ID) == template)
                .collect();
            let [found] = found.as_slice() else {
                self.steps.push(StepEntry::because(entity, "what the extras say", StepState::Failed, NO_NAME));
                continue;
            };
            let path = objects::path(self.project, api::SCHEDULES, found.id);
            let body = self.client.get(&path)?;
            let mut members = Map::new();
            if let Some(time) = schedule.run_at.filter(|_| !self.asleep && self.facts.may(Quirk::RunAt)) {
                members.insert(api::RUN_AT.into(), time.into());
            }
            if let Some(params) = schedule.task_params.filter(|_| self.facts.may(Quirk::ScheduleParams)) {
                members.insert(api::TASK_PARAMS.into(), Value::Object(params));
            }
            members.retain(|key, value| body.get(key) != Some(value));
            if members.is_empty() {
                self.steps.push(StepEntry::new(entity, "what the extras say", StepState::Already));
                continue;
            }
            let what = members.keys().cloned().collect::<Vec<_>>().join(", ");
            self.set(entity, &what, &path, body, &members);
        }
        Ok(())
    }

    fn members(&mut self) -> Result<(), RemoteError> {
        let Some(extras) = self.extras.filter(|extras| !extras.members.is_empty()) else { return Ok(()) };
        let users = self.client.find(api::USERS)?;
        let id_of = |login: &str| {
            let mut users = users.iter().flat_map(|list| list.as_array().into_iter().flatten());
            users.find(|user| user.get(api::USERNAME).and_then(Value::as_str) == Some(login))?.get("id")?.as_u64()
        };
        let there = self.list(api::MEMBERS)?;
        let path = api::of_project(self.project, api::MEMBERS.list);
        for member in &extras.members {
            let (entity, what) = (format!("member {:?}", member.username), format!("role {}", member.role));
            if let Ok(known) = named(&there, &member.username) {
                let same = known.value.get(api::ROLE).and_then(Value::as_str) == Some(&member.role);
                // Whoever restores stays what the server made them.
                let state = if same || member.username == self.facts.user { StepState::Already } else { StepState::Kept };
                self.steps.push(StepEntry::new(entity, what, state));
                continue;
            }
            let Some(id) = id_of(&member.username) else {
                self.steps.push(StepEntry::because(
                    entity,
                    what,
                    StepState::Manual,
                    "the server has no user of that login: make one, then add it",
                ));
                continue;
            };
            let sent = self.client.post(&path, &json!({api::USER_ID: id, api::ROLE: member.role}));
            let now = self.list(api::MEMBERS)?;
            let found =
                named(&now, &member.username).ok().and_then(|known| known.value.get(api::ROLE)?.as_str().map(str::to_owned));
            self.steps.push(match (found, sent) {
                (Some(role), _) if role == member.role => StepEntry::new(entity, what, StepState::Done),
                (_, Ok(answer)) => StepEntry::because(
                    entity,
                    what,
                    StepState::Failed,
                    answer.refused(self.client.address(), "POST", &path).message,
                ),
                (_, Err(error)) => StepEntry::because(entity, what, StepState::Failed, error.message),
            });
        }
        Ok(())
    }
}

/// A template that names no app is refused by servers that know apps.
fn with_app(mut body: Value, facts: &Facts) -> Value {
    if facts.may(Quirk::AppNeeded) && body.get("app").is_some_and(|app| app == "") {
        body["app"] = api::DEFAULT_APP.into();
    }
    body
}
