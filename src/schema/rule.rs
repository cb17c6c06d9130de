//! What a text must be beyond a text: JSON, or a cron expression. The `format`s of the schemas, and the server's words for a
//! text that breaks one.

use crate::semaphore::json_text::{Flaw, flaw_of_variables, read};
use crate::semaphore::{EffectKind, FieldShape, Step, Text, cron};

/// A `format` of the schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Any JSON.
    Json,
    /// Empty, `null` or a JSON object whose keys are not empty.
    JsonObject,
    /// As [`Rule::JsonObject`], and its values are not lists or objects.
    JsonScalars,
    /// A cron expression.
    Cron,
    /// A cron expression or nothing.
    CronOrEmpty,
}

impl Rule {
    pub(super) const ALL: [Self; 5] = [Self::Json, Self::JsonObject, Self::JsonScalars, Self::Cron, Self::CronOrEmpty];

    /// The rule for a field.
    pub(super) fn of(field: &FieldShape) -> Option<Self> {
        match field.text() {
            Text::Plain => None,
            Text::Json if field.effect(EffectKind::MustBeJsonObject).is_some() => {
                // Environment variables go to a process, extra variables to Ansible.
                Some(if field.key == "env" { Self::JsonScalars } else { Self::JsonObject })
            }
            Text::Json => Some(Self::Json),
            Text::Cron if is_checked(field) => Some(Self::Cron),
            Text::Cron => Some(Self::CronOrEmpty),
        }
    }

    /// Its `format`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonObject => "json-object",
            Self::JsonScalars => "json-scalars",
            Self::Cron => "cron",
            Self::CronOrEmpty => "cron-or-empty",
        }
    }

    /// The rule of a `format`.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// What the text is, in standard words.
    pub(super) const fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Json | Self::JsonObject | Self::JsonScalars => Some("application/json"),
            Self::Cron | Self::CronOrEmpty => None,
        }
    }

    /// What is wrong with a text, without the text.
    pub(super) fn broken_by(self, text: &str) -> Option<String> {
        match self {
            Self::Json => read(text).is_none().then(|| NOT_JSON.to_owned()),
            Self::JsonObject => variables(text, false).map(str::to_owned),
            Self::JsonScalars => variables(text, true).map(str::to_owned),
            Self::CronOrEmpty if text.is_empty() => None,
            Self::Cron | Self::CronOrEmpty => cron::parse(text).err().map(|e| e.to_string()),
        }
    }
}

/// Whether servers of the band refuse a bad text in the field.
pub(super) fn is_checked(field: &FieldShape) -> bool {
    let kinds = [EffectKind::MustBeJson, EffectKind::MustBeJsonObject, EffectKind::FatalIfInvalid];
    field.effects.iter().any(|e| kinds.contains(&e.kind) && e.step != Some(Step::Decode))
}

/// Why servers refuse the text of a variable group.
fn variables(text: &str, scalars: bool) -> Option<&'static str> {
    match flaw_of_variables(text)? {
        Flaw::NotJson => Some(NOT_JSON),
        Flaw::NotObject => Some("the text is JSON, but not an object"),
        Flaw::EmptyKey => Some("a variable has no name"),
        Flaw::Nested => scalars.then_some("a variable holds a list or an object"),
    }
}

const NOT_JSON: &str = "the text is not JSON";
