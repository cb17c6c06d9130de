//! semxform.yaml as editors see it: a description only, the reader keeps places and so reads YAML itself.
#![allow(dead_code, reason = "types that are only described")]

use std::collections::BTreeMap;

/// semxform.yaml as editors see it.
#[derive(Debug, schemars::JsonSchema)]
#[schemars(title = "semxform.yaml", deny_unknown_fields)]
pub struct Settings {
    /// Backups to work on when a command names none: paths and globs, relative to this file.
    #[schemars(default)]
    inputs: OneOrMany,
    /// Rule packs: files relative to this file, or builtin:NAME.
    #[schemars(default)]
    rules: OneOrMany,
    /// The Semaphore version that wrote the backups.
    #[schemars(default)]
    from: Option<Version>,
    /// The Semaphore version of the target.
    #[schemars(default)]
    to: Option<Version>,
    /// Databases of the target: mysql, postgres, sqlite, bolt.
    #[schemars(default)]
    db: OneOrMany,
    /// Parameters of packs.
    #[schemars(default)]
    set: BTreeMap<String, Parameter>,
}

/// One text or a list.
#[derive(Debug, Default, schemars::JsonSchema)]
#[schemars(untagged)]
enum OneOrMany {
    /// Nothing.
    #[default]
    #[schemars(skip)]
    None,
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// A version: YAML reads 2.16 as a number.
#[derive(Debug, schemars::JsonSchema)]
#[schemars(untagged)]
enum Version {
    /// `2.16.45`
    Text(String),
    /// `2.16`
    Line(f64),
}

/// The value of a parameter.
#[derive(Debug, schemars::JsonSchema)]
#[schemars(untagged)]
enum Parameter {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
}

/// The JSON Schema of semxform.yaml, for editors.
#[must_use]
pub fn schema() -> String {
    crate::report::envelope::pretty(&schemars::schema_for!(Settings))
}
