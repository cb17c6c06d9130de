//! Sets secrets of keys and variable groups: reads first, changes one member, writes, reads again.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::form::{Form, GroupSecret, Resolver};
use crate::extras::Extras;
use crate::remote::client::Client;
use crate::remote::error::RemoteError;
use crate::remote::facts::Facts;
use crate::remote::gather::group_secrets;
use crate::remote::objects::{self, Object, named};
use crate::report::remote::{StepEntry, StepState};
use crate::semaphore::api::{self, Listed, Quirk};
use crate::text::suggest::nearest;

/// What is written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Only what the server calls empty.
    OnlyEmpty,
    /// Everything that the form has.
    Overwrite,
}

/// Whether every name of the form is on the server, before anything is sent.
///
/// # Errors
/// A name is not there, is shared, or a part does not fit its type.
pub(crate) fn check_names(form: &Form, keys: &[Object], groups: &[Object]) -> Result<(), RemoteError> {
    for (name, parts) in &form.keys {
        let key = find(keys, name, api::KEYS)?;
        let kind = key.value.get("type").and_then(Value::as_str).unwrap_or_default();
        let row = api::SECRETS_OF_KEYS.iter().find(|(known, ..)| *known == kind);
        let Some((_, _, known)) = row else {
            return Err(RemoteError::usage(format!("key {name:?} is of type {kind:?}, which holds no secret")));
        };
        for part in parts.keys() {
            let fits = if known.is_empty() { part.is_empty() } else { known.contains(&part.as_str()) };
            if !fits {
                let parts = if known.is_empty() { "a value without parts".to_owned() } else { known.join(", ") };
                let message = format!("key {name:?} is of type {kind}, which has no {part:?}");
                return Err(RemoteError::usage(message).help(format!("it takes {parts}")));
            }
        }
    }
    form.environments.keys().try_for_each(|name| find(groups, name, api::ENVIRONMENTS).map(drop))
}

fn find<'o>(objects: &'o [Object], name: &str, section: Listed) -> Result<&'o Object, RemoteError> {
    named(objects, name).map_err(|count| {
        if count > 1 {
            return RemoteError::usage(format!("{count} objects of {} are called {name:?}: rename one", section.section));
        }
        let names = objects.iter().map(|object| object.name.as_str());
        let near = nearest(name, names).map(|near| format!("did you mean {near:?}?"));
        let error = RemoteError::usage(format!("there is no {} {name:?} in the project", section.word));
        match near {
            Some(near) => error.help(near),
            None => error,
        }
    })
}

/// Sets what the form has. The steps say what became of each.
///
/// # Errors
/// A value cannot be had, a name is not there, or the server fails before anything is set.
pub(crate) fn apply(
    client: &Client,
    facts: &Facts,
    project: u64,
    form: &Form,
    extras: Option<&Extras>,
    resolver: Resolver<'_>,
    choice: Choice,
) -> Result<Vec<StepEntry>, RemoteError> {
    let keys = objects::list(client, project, api::KEYS)?;
    let groups = if form.environments.is_empty() { Vec::new() } else { objects::list(client, project, api::ENVIRONMENTS)? };
    check_names(form, &keys, &groups)?;
    let mut values: Vec<(&str, Vec<(&str, SecretString)>)> = Vec::new();
    for (name, parts) in &form.keys {
        let whose = format!("key {name:?}");
        let parts = parts.iter().map(|(part, source)| Ok((part.as_str(), resolver.value(source, &whose)?)));
        values.push((name, parts.collect::<Result<_, RemoteError>>()?));
    }
    let mut of_groups = Vec::new();
    for (name, secrets) in &form.environments {
        let whose = format!("variable group {name:?}");
        let found = secrets.iter().map(|(secret, entry)| Ok((secret.as_str(), entry, resolver.value(&entry.source, &whose)?)));
        of_groups.push((name.as_str(), found.collect::<Result<Vec<_>, RemoteError>>()?));
    }
    let mut steps = Vec::new();
    for (name, parts) in &values {
        if let Ok(key) = named(&keys, name) {
            steps.push(set_key(client, project, key, parts, choice));
        }
    }
    for key in keys.iter().filter(|key| is_empty(key) && !form.keys.contains_key(&key.name)) {
        let entity = format!("key {:?}", key.name);
        steps.push(StepEntry::because(entity, "secret", StepState::Missing, "the form has no value for it"));
    }
    for (name, secrets) in &of_groups {
        if let Ok(group) = named(&groups, name) {
            let setter =
                Group { client, facts, project, object: group, known: extras.and_then(|extras| extras.environments.get(*name)) };
            setter.set(secrets, choice, &mut steps);
        }
    }
    Ok(steps)
}

/// Whether the server says that a key has no secret.
fn is_empty(key: &Object) -> bool {
    let kind = key.value.get("type").and_then(Value::as_str);
    key.value.get(api::EMPTY).and_then(Value::as_bool) == Some(true) && kind != Some("none")
}

fn set_key(client: &Client, project: u64, key: &Object, parts: &[(&str, SecretString)], choice: Choice) -> StepEntry {
    let entity = format!("key {:?}", key.name);
    if choice == Choice::OnlyEmpty && !is_empty(key) {
        let why = "it has a secret already, or the server does not say: --overwrite sets it";
        return StepEntry::because(entity, "secret", StepState::Kept, why);
    }
    let done = || -> Result<(), RemoteError> {
        let path = objects::path(project, api::KEYS, key.id);
        let mut body = objects::one(client, project, api::KEYS, key.id)?;
        let kind = key.value.get("type").and_then(Value::as_str).unwrap_or_default();
        let member = api::SECRETS_OF_KEYS.iter().find(|(known, ..)| *known == kind);
        let Some((_, member, known)) = member else { return Ok(()) };
        if known.is_empty() {
            let value = parts.first().map_or("", |(_, value)| value.expose_secret());
            body[*member] = value.into();
        } else {
            let mut object = serde_json::Map::new();
            for part in *known {
                let value = parts.iter().find(|(name, _)| name == part).map_or("", |(_, value)| value.expose_secret());
                object.insert((*part).to_owned(), value.into());
            }
            body[*member] = Value::Object(object);
        }
        body["override_secret"] = true.into();
        let answer = client.put(&path, &body)?;
        if answer.done() { Ok(()) } else { Err(answer.refused(client.address(), "PUT", &path)) }
    };
    match done() {
        Ok(()) => StepEntry::new(entity, "secret", StepState::Done),
        Err(error) => StepEntry::because(entity, "secret", StepState::Failed, error.message),
    }
}

/// What became of a secret: its name, how far it is, and why.
type State = (String, StepState, Option<String>);

/// A variable group whose secrets are set.
struct Group<'a> {
    client: &'a Client,
    facts: &'a Facts,
    project: u64,
    object: &'a Object,
    known: Option<&'a crate::extras::EnvironmentExtras>,
}

impl Group<'_> {
    fn set(&self, secrets: &[(&str, &GroupSecret, SecretString)], choice: Choice, steps: &mut Vec<StepEntry>) {
        let entity = format!("variable group {:?}", self.object.name);
        let step = |name: &str, state| StepEntry::new(entity.clone(), format!("secret {name:?}"), state);
        match self.write(secrets, choice) {
            Ok(states) => {
                let entry = |(name, state, message): (String, _, _)| StepEntry { message, ..step(&name, state) };
                steps.extend(states.into_iter().map(entry));
            }
            Err(error) => {
                let message = Some(error.message);
                let failed = |name: &str| StepEntry { message: message.clone(), ..step(name, StepState::Failed) };
                steps.extend(secrets.iter().map(|(name, ..)| failed(name)));
            }
        }
    }

    /// Never sent twice without reading first: a secret that is made twice is there twice.
    fn write(&self, secrets: &[(&str, &GroupSecret, SecretString)], choice: Choice) -> Result<Vec<State>, RemoteError> {
        let path = objects::path(self.project, api::ENVIRONMENTS, self.object.id);
        let mut body = self.client.get(&path)?;
        let there = group_secrets(&body);
        let mut list: Vec<Value> = body.get(api::SECRETS).and_then(Value::as_array).cloned().unwrap_or_default();
        let mut states = Vec::new();
        let mut wanted = Vec::new();
        for (name, entry, value) in secrets {
            let existing = there.iter().find(|(_, secret)| secret.name == **name);
            let given = entry.kind.clone().or_else(|| existing.map(|(_, secret)| secret.kind.clone()));
            let kind = given.or_else(|| self.known_kind(name)).unwrap_or_else(|| "env".into());
            let create = json!({"id": 0, "name": name, "type": kind, "secret": value.expose_secret(), "operation": "create"});
            match existing {
                Some(_) if choice == Choice::OnlyEmpty => {
                    let why = "it is there already: --overwrite sets it".to_owned();
                    states.push(((*name).to_owned(), StepState::Kept, Some(why)));
                    continue;
                }
                Some((id, _)) => {
                    let at = list.iter_mut().find(|secret| secret.get("id").and_then(Value::as_u64) == Some(*id));
                    if self.facts.may(Quirk::SecretUpdateLost) {
                        if let Some(secret) = at {
                            secret["operation"] = "delete".into();
                        }
                        list.push(create);
                    } else if let Some(secret) = at {
                        secret["operation"] = "update".into();
                        secret["secret"] = value.expose_secret().into();
                    }
                }
                None => list.push(create),
            }
            wanted.push(((*name).to_owned(), kind));
        }
        if wanted.is_empty() {
            return Ok(states);
        }
        body[api::SECRETS] = Value::Array(list);
        let sent = self.client.put_once(&path, &body);
        // Whatever the answer was, what is there now decides.
        let now = group_secrets(&self.client.get(&path)?);
        for (name, kind) in wanted {
            let found = now.iter().filter(|(_, secret)| secret.name == name && secret.kind == kind).count();
            let state = match (&sent, found) {
                (Ok(answer), 1) if answer.done() => (name, StepState::Done, None),
                (Ok(answer), _) => (name, StepState::Failed, Some(answer.refused(self.client.address(), "PUT", &path).message)),
                (Err(error), _) => (name, StepState::Failed, Some(error.message.clone())),
            };
            states.push(state);
        }
        Ok(states)
    }

    fn known_kind(&self, name: &str) -> Option<String> {
        self.known?.secrets.iter().find(|secret| secret.name == name).map(|secret| secret.kind.clone())
    }
}
