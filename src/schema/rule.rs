//! What a text must be beyond a text: JSON, or a cron expression. The `format`s of the schemas, and the server's words for a
//! text that breaks one.

use crate::document::{Document, Kind, OddityKind};
use crate::format::{EffectKind, FieldShape, Step, Text, cron};

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
            Self::Json => json(text).err().map(str::to_owned),
            Self::JsonObject => variables(text, false).err().map(str::to_owned),
            Self::JsonScalars => variables(text, true).err().map(str::to_owned),
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

/// One document as Go's `json.Valid` reads it, with nothing behind it.
fn json(text: &str) -> Result<Document, &'static str> {
    let doc = Document::parse(text.as_bytes().to_vec()).map_err(|_| "the text is not JSON")?;
    let bad = |kind| matches!(kind, OddityKind::TrailingText | OddityKind::TooDeep);
    if doc.oddities().iter().any(|o| bad(o.kind)) { Err("the text is not JSON") } else { Ok(doc) }
}

/// Variables as they are checked since 2.14.0.
fn variables(text: &str, scalars: bool) -> Result<(), &'static str> {
    if matches!(text, "" | "{}") {
        return Ok(());
    }
    let doc = json(text)?;
    match doc.kind(doc.root()) {
        Kind::Null => return Ok(()),
        Kind::Object => {}
        _ => return Err("the text is JSON, but not an object"),
    }
    for (key, value) in doc.members(doc.root()) {
        if key.is("") {
            return Err("a variable has no name");
        }
        if scalars && matches!(doc.kind(value), Kind::Array | Kind::Object) {
            return Err("a variable holds a list or an object");
        }
    }
    Ok(())
}
