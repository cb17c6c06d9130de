//! Extras of a project: read from the API beside its backup.

use serde_json::{Map, Value};

use super::client::Client;
use super::error::RemoteError;
use super::facts::{Facts, ProjectRef};
use super::objects::{self, Object, says_nothing};
use crate::extras::{self, Extras, InventoryExtras, Member, ScheduleExtras, SecretName, TemplateExtras};
use crate::json::{Document, Node};
use crate::semaphore::api::{self, Listed, Quirk};
use crate::semaphore::key;

/// Reads what the backup `doc` of a project does not hold. Also says what no name tells apart.
///
/// # Errors
/// The server fails.
pub(super) fn gather(
    client: &Client,
    facts: &Facts,
    project: &ProjectRef,
    doc: &Document,
) -> Result<(Extras, Vec<String>), RemoteError> {
    let mut extras = Extras {
        semxform_extras: extras::FORM,
        project: project.name.clone(),
        server: facts.version_text.clone(),
        ..Extras::default()
    };
    let mut gathering = Gathering { client, project: project.id, doc, notes: Vec::new() };
    let templates = objects::list(client, project.id, api::TEMPLATES)?;
    gathering.templates(&templates, &mut extras)?;
    if facts.may(Quirk::InventoryRepository) {
        gathering.inventories(&mut extras)?;
    }
    if facts.may(Quirk::GroupSecrets) {
        gathering.environments(&mut extras)?;
    }
    if facts.may(Quirk::ScheduleParams) || facts.may(Quirk::RunAt) {
        gathering.schedules(&templates, &mut extras)?;
    }
    gathering.members(&mut extras)?;
    extras.sort();
    Ok((extras, gathering.notes))
}

struct Gathering<'a> {
    client: &'a Client,
    project: u64,
    doc: &'a Document,
    notes: Vec<String>,
}

impl Gathering<'_> {
    /// Objects whose name is theirs alone; the others are noted.
    fn distinct<'o>(&mut self, objects: &'o [Object], section: Listed) -> Vec<&'o Object> {
        let shared = objects::shared_names(objects);
        for name in &shared {
            self.notes.push(format!(
                "several objects of {} are called {name:?}: what only the server knows of them is left out",
                section.section
            ));
        }
        objects.iter().filter(|object| !shared.contains(&object.name.as_str())).collect()
    }

    fn one(&self, section: Listed, id: u64) -> Result<Value, RemoteError> {
        objects::one(self.client, self.project, section, id)
    }

    /// The entity of the backup.
    fn in_backup(&self, section: Listed, name: &str) -> Option<Node> {
        let doc = self.doc;
        let list = doc.get(doc.root(), section.section)?;
        doc.elements(list).find(|node| doc.text_of(*node, section.name).as_deref() == Some(name))
    }

    fn templates(&mut self, templates: &[Object], extras: &mut Extras) -> Result<(), RemoteError> {
        for template in self.distinct(templates, api::TEMPLATES) {
            let single = self.one(api::TEMPLATES, template.id)?;
            let entity = self.in_backup(api::TEMPLATES, &template.name);
            let held = |key: &str| entity.and_then(|node| self.doc.get(node, key)).and_then(|node| self.doc.boolean(node));
            let hidden = |key: &str| single.get(key).and_then(Value::as_bool) == Some(true) && held(key) != Some(true);
            let found = TemplateExtras {
                autorun: hidden(api::HIDDEN_IN_TEMPLATES[0]),
                suppress_success_alerts: hidden(api::HIDDEN_IN_TEMPLATES[1]),
            };
            if found != TemplateExtras::default() {
                extras.templates.insert(template.name.clone(), found);
            }
        }
        Ok(())
    }

    fn inventories(&mut self, extras: &mut Extras) -> Result<(), RemoteError> {
        let inventories = objects::list(self.client, self.project, api::INVENTORIES)?;
        let repositories = objects::list(self.client, self.project, api::REPOSITORIES)?;
        let names = objects::names(&repositories);
        for inventory in self.distinct(&inventories, api::INVENTORIES) {
            let repository = inventory.link(api::REPOSITORY_ID).and_then(|id| names.get(&id));
            let held = self.in_backup(api::INVENTORIES, &inventory.name).and_then(|node| self.doc.text_of(node, key::REPOSITORY));
            if let Some(repository) = repository.filter(|name| held.as_deref() != Some(**name)) {
                let found = InventoryExtras { repository: (*repository).to_owned() };
                extras.inventories.insert(inventory.name.clone(), found);
            }
        }
        Ok(())
    }

    fn environments(&mut self, extras: &mut Extras) -> Result<(), RemoteError> {
        let groups = objects::list(self.client, self.project, api::ENVIRONMENTS)?;
        for group in self.distinct(&groups, api::ENVIRONMENTS) {
            let single = self.one(api::ENVIRONMENTS, group.id)?;
            let found = extras::EnvironmentExtras {
                secrets: group_secrets(&single).into_iter().map(|(_, secret)| secret).collect(),
                secret_storage: match single.get(api::SECRET_STORAGE_ID).and_then(Value::as_u64) {
                    Some(id) => {
                        let storage = self.client.find(&objects::path(self.project, api::SECRET_STORAGES, id))?;
                        storage.and_then(|storage| storage.get("name").and_then(Value::as_str).map(str::to_owned))
                    }
                    None => None,
                },
            };
            if found != extras::EnvironmentExtras::default() {
                extras.environments.insert(group.name.clone(), found);
            }
        }
        Ok(())
    }

    fn schedules(&mut self, templates: &[Object], extras: &mut Extras) -> Result<(), RemoteError> {
        let names = objects::names(templates);
        let schedules = objects::schedules(self.client, self.project, templates)?;
        let mut found: Vec<ScheduleExtras> = Vec::new();
        for schedule in &schedules {
            let single = self.one(api::SCHEDULES, schedule.id)?;
            let template = schedule.link(api::TEMPLATE_ID).and_then(|id| names.get(&id)).map(|name| (*name).to_owned());
            let run_at = single.get(api::RUN_AT).and_then(Value::as_str).filter(|time| !time.starts_with("0001-"));
            let params =
                single.get(api::TASK_PARAMS).and_then(Value::as_object).filter(|params| !params.values().all(says_nothing));
            let params = params.filter(|params| self.held_params(&schedule.name, template.as_deref()) != Some((*params).clone()));
            let entry = ScheduleExtras {
                template: template.unwrap_or_default(),
                name: schedule.name.clone(),
                run_at: run_at.map(str::to_owned),
                task_params: params.cloned(),
            };
            if entry.run_at.is_some() || entry.task_params.is_some() {
                found.push(entry);
            }
        }
        for entry in found {
            let alike = |other: &&Object| {
                other.name == entry.name
                    && other.link(api::TEMPLATE_ID).and_then(|id| names.get(&id)) == Some(&entry.template.as_str())
            };
            if schedules.iter().filter(alike).count() > 1 {
                let (name, template) = (&entry.name, &entry.template);
                self.notes.push(format!(
                    "several schedules of {template:?} are called {name:?}: what only the server knows of them is left out"
                ));
            } else {
                extras.schedules.push(entry);
            }
        }
        Ok(())
    }

    /// The parameters that the backup has for a schedule.
    fn held_params(&self, name: &str, template: Option<&str>) -> Option<Map<String, Value>> {
        let doc = self.doc;
        let list = doc.get(doc.root(), api::SCHEDULES.section)?;
        let is_it = |node: &Node| {
            doc.text_of(*node, key::NAME).as_deref() == Some(name) && doc.text_of(*node, key::TEMPLATE).as_deref() == template
        };
        let node = doc.elements(list).find(is_it)?;
        doc.value(doc.get(node, api::TASK_PARAMS)?).as_object().cloned()
    }

    fn members(&mut self, extras: &mut Extras) -> Result<(), RemoteError> {
        for member in objects::list(self.client, self.project, api::MEMBERS)? {
            let role = member.value.get(api::ROLE).and_then(Value::as_str).unwrap_or_default().to_owned();
            extras.members.push(Member { username: member.name, role });
        }
        Ok(())
    }
}

/// The secrets that a single variable group shows, with their numbers.
#[must_use]
pub(super) fn group_secrets(single: &Value) -> Vec<(u64, SecretName)> {
    let text = |secret: &Value, key: &str| secret.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let secrets = single.get(api::SECRETS).and_then(Value::as_array);
    let name = |secret: &Value| {
        let id = secret.get("id").and_then(Value::as_u64).unwrap_or_default();
        (id, SecretName { name: text(secret, "name"), kind: text(secret, "type") })
    };
    secrets.into_iter().flatten().map(name).collect()
}
