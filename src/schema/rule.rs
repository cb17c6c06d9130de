//! What a text must be beyond a text: JSON, or a cron expression. The `format`s of the schemas.

use crate::semaphore::{EffectKind, FieldShape, Step, Text};

/// A `format` of the schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SchemaRule {
    /// Any JSON.
    Json,
    /// Empty, `null` or a JSON object whose keys are not empty.
    JsonObject,
    /// As [`SchemaRule::JsonObject`], and its values are not lists or objects.
    JsonScalars,
    /// A cron expression.
    Cron,
    /// A cron expression or nothing.
    CronOrEmpty,
}

impl SchemaRule {
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

    /// What the text is, in standard words.
    pub(super) const fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Json | Self::JsonObject | Self::JsonScalars => Some("application/json"),
            Self::Cron | Self::CronOrEmpty => None,
        }
    }
}

/// Whether servers of the band refuse a bad text in the field.
fn is_checked(field: &FieldShape) -> bool {
    let kinds = [EffectKind::MustBeJson, EffectKind::MustBeJsonObject, EffectKind::FatalIfInvalid];
    field.effects.iter().any(|e| kinds.contains(&e.kind) && e.step != Some(Step::Decode))
}
