//! semxform.yaml as editors see it: a description only, the reader keeps places and so reads YAML itself.
#![allow(dead_code, reason = "types that are only described")]

use std::collections::BTreeMap;

/// semxform.yaml as editors see it.
#[derive(Debug, schemars::JsonSchema)]
#[schemars(title = "semxform.yaml", deny_unknown_fields)]
pub(super) struct Settings {
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
    /// Apps that the administrator of the server has set up.
    #[schemars(default)]
    apps: OneOrMany,
    /// Parameters of packs.
    #[schemars(default)]
    set: BTreeMap<String, Parameter>,
    /// The Semaphore version that `check` looks at the backups for; without it, `to`.
    #[schemars(default)]
    target: Option<Version>,
    /// From which severity on findings give exit code 1: for all codes, or by code with a `default`.
    #[schemars(default, rename = "fail-on")]
    fail_on: Option<FailOn>,
    /// Reports that each run writes: FORMAT:PATH, relative to this file, or auto.
    #[schemars(default)]
    reports: OneOrMany,
    /// Findings that `check` does not show, with the reason.
    #[schemars(default)]
    ignore: Vec<Ignored>,
    /// The name of a profile in your own servers.yaml.
    #[schemars(default)]
    server: Option<String>,
}

/// A threshold, or one by code.
#[derive(Debug, schemars::JsonSchema)]
#[schemars(untagged)]
enum FailOn {
    /// For all codes.
    All(Level),
    /// By code; `default` for the others.
    Codes(BTreeMap<String, Level>),
}

/// From which severity on.
#[derive(Debug, schemars::JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Level {
    /// Errors fail.
    Error,
    /// Warnings fail too.
    Warning,
    /// What is worth knowing fails too.
    Info,
    /// Nothing fails.
    Never,
}

/// A finding that is silenced.
#[derive(Debug, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Ignored {
    /// `SX601`
    code: String,
    /// The entity, as findings name it: `templates["Deploy"]`. Without it: each.
    #[schemars(default)]
    entity: Option<String>,
    /// Why it does not matter.
    reason: String,
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
pub(crate) fn schema() -> String {
    crate::text::safe::pretty_json(&schemars::schema_for!(Settings))
}
