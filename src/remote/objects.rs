//! The objects of a project as the API shows them: lists, single objects, and which name is which.

use std::collections::HashMap;

use serde_json::Value;

use super::client::Client;
use super::error::RemoteError;
use crate::semaphore::api::{self, Listed};
use crate::sorting::{self, sort_by};

/// An object of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Object {
    /// Its number.
    pub id: u64,
    /// What backups call it.
    pub name: String,
    /// As the list shows it.
    pub value: Value,
}

impl Object {
    fn of(value: &Value, section: Listed) -> Option<Self> {
        let name = value.get(section.name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self { id: value.get("id")?.as_u64()?, name, value: value.clone() })
    }

    /// The number behind a key such as `template_id`.
    #[must_use]
    pub(crate) fn link(&self, key: &str) -> Option<u64> {
        self.value.get(key).and_then(Value::as_u64)
    }
}

/// The list of a section, by name; empty where the server has no such list.
///
/// # Errors
/// It cannot be had.
pub(super) fn list(client: &Client, project: u64, section: Listed) -> Result<Vec<Object>, RemoteError> {
    let found = client.find(&api::of_project(project, section.list))?;
    Ok(sorted(found.as_ref(), section))
}

/// Every schedule: the list, and those that wait for commits, which only their templates list.
///
/// # Errors
/// As [`list`].
pub(super) fn schedules(client: &Client, project: u64, templates: &[Object]) -> Result<Vec<Object>, RemoteError> {
    let mut all = list(client, project, api::SCHEDULES)?;
    for template in templates {
        let found = client.find(&api::schedules_of_template(project, template.id))?;
        for schedule in sorted(found.as_ref(), api::SCHEDULES) {
            if !all.iter().any(|known| known.id == schedule.id) {
                all.push(schedule);
            }
        }
    }
    sort_by(&mut all, |a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(all)
}

/// The path of a single object.
#[must_use]
pub(super) fn path(project: u64, section: Listed, id: u64) -> String {
    api::of_project(project, &format!("{}/{id}", section.list))
}

/// A single object, which shows more than the list.
///
/// # Errors
/// It cannot be had.
pub(super) fn one(client: &Client, project: u64, section: Listed, id: u64) -> Result<Value, RemoteError> {
    client.get(&path(project, section, id))
}

/// The only object of a name; `Err` says how many there are.
///
/// # Errors
/// The number of objects that have the name, if it is not one.
pub(super) fn named<'o>(objects: &'o [Object], name: &str) -> Result<&'o Object, usize> {
    let mut found = objects.iter().filter(|object| object.name == name);
    match (found.next(), found.count()) {
        (Some(one), 0) => Ok(one),
        (None, _) => Err(0),
        (Some(_), more) => Err(more + 1),
    }
}

/// Names by number.
#[must_use]
pub(super) fn names(objects: &[Object]) -> HashMap<u64, &str> {
    objects.iter().map(|object| (object.id, object.name.as_str())).collect()
}

/// Names that several objects have.
#[must_use]
pub(super) fn shared_names(objects: &[Object]) -> Vec<&str> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for object in objects {
        *seen.entry(&object.name).or_default() += 1;
    }
    let mut shared: Vec<&str> = seen.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect();
    sorting::sort(&mut shared);
    shared
}

fn sorted(list: Option<&Value>, section: Listed) -> Vec<Object> {
    let list = list.and_then(Value::as_array);
    let mut all: Vec<Object> = list.into_iter().flatten().filter_map(|value| Object::of(value, section)).collect();
    sort_by(&mut all, |a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    all
}

/// Whether a value says no more than its absence, as servers leave it out: false, 0, an empty text, list or object, `{}` as text.
pub(super) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(truth) => !truth,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty() || text == "{}",
        Value::Array(list) => list.is_empty(),
        Value::Object(members) => members.values().all(says_nothing),
    }
}
