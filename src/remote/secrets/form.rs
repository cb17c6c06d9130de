//! The form with secrets: YAML of keys and variable groups, with values or with where they come from.

use std::collections::BTreeMap;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::remote::RemoteError;
use crate::remote::token;
use crate::sorting;

/// Where a value comes from.
#[derive(Debug, Clone)]
pub(crate) enum SecretSource {
    /// It is in the form.
    Literal(SecretString),
    /// A variable of the environment.
    Env(String),
    /// A file; `~` is the home folder. One line end at its end is no part of the value.
    File(String),
    /// The output of a program.
    Command(Vec<String>),
}

impl SecretSource {
    /// Whether nobody filled it in.
    #[must_use]
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Literal(text) => text.expose_secret().is_empty(),
            Self::Env(name) | Self::File(name) => name.is_empty(),
            Self::Command(command) => command.is_empty(),
        }
    }
}

/// A secret of a variable group.
#[derive(Debug, Clone)]
pub(crate) struct GroupSecret {
    /// `env` or `var`, where the form says.
    pub kind: Option<String>,
    /// Its value.
    pub source: SecretSource,
}

/// A form that was read. Blank values are left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    /// Keys by name: parts by name, or under an empty name the value of a key that has no parts.
    pub keys: BTreeMap<String, BTreeMap<String, SecretSource>>,
    /// Variable groups by name: secrets by name.
    pub environments: BTreeMap<String, BTreeMap<String, GroupSecret>>,
}

/// How values are looked up.
#[derive(Clone, Copy)]
pub(crate) struct Resolver<'a> {
    /// The environment.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// Whether programs may be run.
    pub commands: bool,
}

impl std::fmt::Debug for Resolver<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resolver").field("commands", &self.commands).finish_non_exhaustive()
    }
}

impl Form {
    /// Reads a form.
    ///
    /// # Errors
    /// It is no YAML or not of this form. No value is repeated.
    pub(crate) fn read(text: &str) -> Result<Self, RemoteError> {
        let wrong =
            |what: String| RemoteError::usage(format!("the secrets: {what}")).help("semxform secrets list FILE prints a form");
        if text.trim().is_empty() {
            return Err(wrong("the form is empty".into()));
        }
        let value: Value = serde_saphyr::from_str(text).map_err(|error| {
            // Only the place: the rest shows the text, and that may be a secret.
            let place = error.location().map(|at| format!(" (line {}, column {})", at.line(), at.column()));
            wrong(format!("this is no YAML that can be read{}", place.unwrap_or_default()))
        })?;
        let Value::Object(sections) = value else { return Err(wrong("a map of `keys` and `environments` is expected".into())) };
        let mut form = Self::default();
        for (section, entries) in sections {
            let entries = match entries {
                Value::Object(entries) => entries,
                Value::Null => continue,
                _ => return Err(wrong(format!("`{section}` must be a map of names"))),
            };
            for (name, value) in entries {
                match section.as_str() {
                    "keys" => {
                        let parts = parts(&value).map_err(|what| wrong(format!("keys {name:?}: {what}")))?;
                        if !parts.is_empty() {
                            form.keys.insert(name, parts);
                        }
                    }
                    "environments" => {
                        let secrets = group(&value).map_err(|what| wrong(format!("environments {name:?}: {what}")))?;
                        if !secrets.is_empty() {
                            form.environments.insert(name, secrets);
                        }
                    }
                    other => return Err(wrong(format!("unknown section {other:?}; known: keys, environments"))),
                }
            }
        }
        Ok(form)
    }
}

/// The parts of a key; a value without parts has the empty name.
fn parts(value: &Value) -> Result<BTreeMap<String, SecretSource>, String> {
    let sources = match value {
        Value::Object(map) if !is_source(map) => {
            map.iter().map(|(part, value)| Ok((part.clone(), source(value)?))).collect::<Result<Vec<_>, String>>()?
        }
        Value::Null => Vec::new(),
        value => vec![(String::new(), source(value)?)],
    };
    Ok(sorting::tree(sources.into_iter().filter(|(_, source)| !source.is_blank())))
}

fn group(value: &Value) -> Result<BTreeMap<String, GroupSecret>, String> {
    let map = match value {
        Value::Object(map) => map,
        Value::Null => return Ok(BTreeMap::new()),
        _ => return Err("a map of secrets is expected".into()),
    };
    let mut secrets = BTreeMap::new();
    for (name, value) in map {
        let mut value = value.clone();
        let kind = value.as_object_mut().and_then(|map| map.shift_remove("type"));
        let kind = match kind {
            None => None,
            Some(Value::String(kind)) if kind == "env" || kind == "var" => Some(kind),
            Some(_) => return Err(format!("{name:?}: the type is env or var")),
        };
        let value = match &value {
            Value::Object(map) if map.len() == 1 && map.contains_key("value") => map["value"].clone(),
            other => other.clone(),
        };
        let source = source(&value).map_err(|what| format!("{name:?}: {what}"))?;
        if !source.is_blank() {
            secrets.insert(name.clone(), GroupSecret { kind, source });
        }
    }
    Ok(secrets)
}

fn is_source(map: &serde_json::Map<String, Value>) -> bool {
    map.len() == 1 && map.keys().all(|key| matches!(key.as_str(), "env" | "file" | "command"))
}

fn source(value: &Value) -> Result<SecretSource, String> {
    let text = |value: &Value, what: &str| value.as_str().map(str::to_owned).ok_or_else(|| format!("`{what}` must be a text"));
    match value {
        Value::String(text) => Ok(SecretSource::Literal(SecretString::from(text.clone()))),
        Value::Null => Ok(SecretSource::Literal(SecretString::from(String::new()))),
        Value::Object(map) if is_source(map) => {
            if let Some(value) = map.get("env") {
                return text(value, "env").map(SecretSource::Env);
            }
            if let Some(value) = map.get("file") {
                return text(value, "file").map(SecretSource::File);
            }
            let words = map.get("command").and_then(Value::as_array);
            let words = words.and_then(|words| words.iter().map(|word| word.as_str().map(str::to_owned)).collect());
            words.map(SecretSource::Command).ok_or_else(|| "`command` must be a list of texts".into())
        }
        Value::Number(_) | Value::Bool(_) => Err("a value must be in quotes, or YAML reads it as something else".into()),
        _ => Err("expected a text, {env: NAME}, {file: PATH} or {command: [PROGRAM, …]}".into()),
    }
}

impl Resolver<'_> {
    /// The value.
    ///
    /// # Errors
    /// It cannot be had. The value is not repeated.
    pub(crate) fn value(self, source: &SecretSource, whose: &str) -> Result<SecretString, RemoteError> {
        match source {
            SecretSource::Literal(text) => Ok(text.clone()),
            SecretSource::Env(name) => (self.env)(name)
                .filter(|value| !value.is_empty())
                .map(SecretString::from)
                .ok_or_else(|| RemoteError::usage(format!("{whose}: the variable {name} is not set"))),
            SecretSource::File(path) => {
                let path = token::expand(path, self.env);
                let bytes = crate::files::read(Path::new(&path))
                    .map_err(|error| RemoteError::new(crate::remote::Failure::File, format!("{whose}: {error}")))?;
                let text = String::from_utf8(bytes)
                    .map_err(|_| RemoteError::usage(format!("{whose}: {} is not text", path.display())))?;
                // A private key needs its last line end; a password has none.
                let text = if text.contains("-----END") { text } else { text.trim_end_matches(['\r', '\n']).to_owned() };
                Ok(SecretString::from(text))
            }
            SecretSource::Command(_) if !self.commands => {
                let help = "--allow-commands runs the programs that the form names";
                Err(RemoteError::usage(format!("{whose}: a command is not run without being allowed")).help(help))
            }
            SecretSource::Command(command) => token::output_of(command, whose).map(SecretString::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_from_many_places_and_blanks_are_left_out() {
        let text = "keys:\n  deploy: {login: deploy, private_key: {file: ~/.ssh/id}, passphrase: ''}\n  token: {env: TOKEN}\n  later: {login: '', password: {env: ''}}\nenvironments:\n  prod: {DB: {type: env, env: DB}, api: {type: var, value: x}, plain: word}\n";
        let form = Form::read(text).unwrap();
        assert_eq!(form.keys.keys().collect::<Vec<_>>(), ["deploy", "token"]);
        assert_eq!(form.keys["deploy"].keys().collect::<Vec<_>>(), ["login", "private_key"]);
        assert!(matches!(&form.keys["token"][""], SecretSource::Env(name) if name == "TOKEN"));
        assert_eq!(form.environments["prod"]["api"].kind.as_deref(), Some("var"));
        assert_eq!(form.environments["prod"].len(), 3);
    }

    #[test]
    fn what_is_wrong_is_said_without_the_value() {
        for (text, part) in [
            ("keys: {a: 12}", "in quotes"),
            ("keys: {a: {command: CANARY}}", "must be a list"),
            ("tokens: {a: CANARY}", "unknown section"),
            ("environments: {a: {b: {type: CANARY, env: x}}}", "env or var"),
            ("keys: [CANARY", "no YAML"),
            ("- CANARY", "a map of"),
        ] {
            let error = Form::read(text).unwrap_err();
            assert!(error.message.contains(part) && !format!("{error:?}").contains("CANARY"), "{text}: {error:?}");
        }
    }

    #[test]
    fn a_command_must_be_allowed() {
        let env = |_: &str| None;
        let command = SecretSource::Command(vec!["echo".into(), "secret".into()]);
        let value = |commands| Resolver { env: &env, commands }.value(&command, "key \"a\"");
        assert!(value(false).unwrap_err().help.unwrap().contains("--allow-commands"));
        assert_eq!(value(true).unwrap().expose_secret(), "secret");
    }
}
