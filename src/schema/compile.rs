//! Schemas compiled for documents: our formats and our keyword beside the standard ones.

use jsonschema::json::Node as _;
use jsonschema::{Draft, Keyword, ValidationError, Validator};
use serde_json::Value;

use super::fold::KNOWN_VALUES;
use super::rule::Rule;
use super::tree::{At, Tree};

/// Compiles a schema that [`super::fold`] made; `None` for one that is not a schema.
pub(super) fn compile(schema: &Value) -> Option<Validator<Tree>> {
    let options = Rule::ALL.into_iter().fold(jsonschema::options_for::<Tree>(), |options, rule| {
        options.with_format(rule.name(), move |text: &str| rule.broken_by(text).is_none())
    });
    options
        .with_keyword(KNOWN_VALUES, |_, values, _| Ok(Box::new(KnownValues::new(values))))
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .ok()
}

/// Refuses texts that are not in the list, so that they can be told.
struct KnownValues(Vec<String>);

impl KnownValues {
    fn new(values: &Value) -> Self {
        Self(values.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }
}

impl<'i> Keyword<'i, Tree> for KnownValues {
    fn validate(&self, instance: At<'i>) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) { Ok(()) } else { Err(ValidationError::custom("not a known value")) }
    }

    fn is_valid(&self, instance: At<'i>) -> bool {
        instance.as_string().is_none_or(|text| self.0.iter().any(|value| *value == text))
    }
}
