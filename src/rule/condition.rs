//! Conditions: what `where` and `assert` can say that JSONPath cannot. Whether they hold is decided in `edit::condition`.

use serde_json::{Map, Value, json};

use super::error::RuleError;
use super::known::{follow_known, known_shape};
use super::reader::{Fields, RuleReader};
use super::yaml::{Data, Yaml};
use crate::json::Step;
use crate::semaphore::reference_paths;
use crate::text::suggest::nearest;

/// A condition on a node.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    /// The value at the path is of one of these types.
    Type { steps: Vec<Step>, types: Vec<JsonType> },
    /// The value at the path is a link to nothing; with the references that it can be.
    Dangling { steps: Vec<Step>, references: Vec<&'static str> },
    /// Something refers to the entity.
    Referenced(bool),
    /// An earlier element of the list has the same value at the path.
    Duplicate(Vec<Step>),
    /// The join found something.
    Found(usize),
    /// The join found nothing.
    NotFound(usize),
    /// All of these hold.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// A type of a JSON value, as conditions call them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonType {
    /// Text.
    String,
    /// Any number.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
    /// A list.
    Array,
    /// `null`.
    Null,
    /// No value at all.
    Missing,
}

const CONDITIONS: [&str; 8] = ["type", "dangling", "referenced", "duplicate", "found", "not_found", "any", "not"];

const TYPES: &[(&str, JsonType)] = &[
    ("string", JsonType::String),
    ("number", JsonType::Number),
    ("integer", JsonType::Integer),
    ("boolean", JsonType::Boolean),
    ("object", JsonType::Object),
    ("array", JsonType::Array),
    ("null", JsonType::Null),
    ("missing", JsonType::Missing),
];

/// `null` without quotes is meant as the type.
fn read_type(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<JsonType> {
    match at.data {
        Data::Null => Some(JsonType::Null),
        _ => reader.one_of(at, "type", TYPES),
    }
}

/// What is no condition may be meant as a comparison, which belongs into the selector.
fn unknown_conditions(reader: &mut RuleReader<'_>, fields: &Fields<'_>) {
    for (key, value) in fields.rest() {
        let word = key.key_text();
        let error =
            RuleError::new(key.span.clone(), format!("there is no condition {word:?}; there are {}", CONDITIONS.join(", ")));
        let value = value.text().map_or_else(|| value.value().to_string(), |text| format!("'{text}'"));
        reader.push(match nearest(&word, CONDITIONS.iter().copied()) {
            Some(near) => error.suggest(format!("did you mean `{near}`?")),
            None => error.suggest(format!("a comparison belongs into the selector: `[?@.{word} == {value}]`")),
        });
    }
}

impl Condition {
    /// Reads one condition or a list of them, all of which must hold.
    pub(crate) fn read(reader: &mut RuleReader<'_>, at: &Yaml) -> Self {
        let mut all = Vec::new();
        for item in RuleReader::one_or_more(at) {
            let Some(mut fields) = reader.fields(item, "a condition such as `{dangling: key}`") else { continue };
            let before = reader.mistakes.len();
            let conditions = Self::read_fields(reader, &mut fields);
            if conditions.is_empty() && fields.rest().next().is_none() && reader.mistakes.len() == before {
                reader.wrong(item, "an empty condition");
            }
            unknown_conditions(reader, &fields);
            all.extend(conditions);
        }
        Self::All(all)
    }

    /// Takes every condition among the keys of a map.
    pub(crate) fn read_fields(reader: &mut RuleReader<'_>, fields: &mut Fields<'_>) -> Vec<Self> {
        let mut out = Vec::new();
        if let Some(at) = fields.take("type") {
            for (key, value) in reader.entries(at, "`type: {key: string}`") {
                let steps = reader.path(key);
                if let Some(steps) = &steps {
                    follow_known(reader, key, &reader.places.clone(), steps);
                }
                let types = RuleReader::one_or_more(value).iter().filter_map(|t| read_type(reader, t)).collect();
                out.extend(steps.map(|steps| Self::Type { steps, types }));
            }
        }
        if let Some(at) = fields.take("dangling") {
            out.extend(Self::read_dangling(reader, at));
        }
        if let Some(at) = fields.take("referenced") {
            out.extend(reader.boolean(at, "`referenced: true` or `referenced: false`").map(Self::Referenced));
        }
        if let Some(at) = fields.take("duplicate") {
            let steps = reader.path(at);
            if let Some(steps) = &steps {
                follow_known(reader, at, &reader.places.clone(), steps);
            }
            out.extend(steps.map(Self::Duplicate));
        }
        for (key, make) in [("found", Self::Found as fn(usize) -> Self), ("not_found", Self::NotFound)] {
            if let Some(at) = fields.take(key) {
                let name = reader.text(at, "the name of a `find`");
                out.extend(name.and_then(|name| reader.find(&name, at)).map(make));
            }
        }
        if let Some(at) = fields.take("any") {
            let items = reader.list(at, "a list of conditions");
            out.push(Self::Any(items.iter().map(|item| Self::read(reader, item)).collect()));
        }
        if let Some(at) = fields.take("not") {
            out.push(Self::Not(Box::new(Self::read(reader, at))));
        }
        out
    }

    /// The properties of a map of conditions, as JSON Schema.
    pub(crate) fn schema_properties() -> Map<String, Value> {
        let types: Vec<Value> = TYPES.iter().map(|(word, _)| json!(word)).chain([Value::Null]).collect();
        let one = json!({"enum": types});
        let conditions = || json!({"$ref": "#/$defs/Conditions"});
        [
            (
                "type",
                json!({
                    "type": "object",
                    "description": "The member is of this type.",
                    "additionalProperties": {"anyOf": [one.clone(), {"type": "array", "items": one}]},
                }),
            ),
            ("dangling", json!({"type": "string", "description": "The member is a link to nothing."})),
            ("referenced", json!({"type": "boolean", "description": "Something refers to the entity."})),
            ("duplicate", json!({"type": "string", "description": "An earlier element of the list has the same value there."})),
            ("found", json!({"type": "string", "description": "The join found something."})),
            ("not_found", json!({"type": "string", "description": "The join found nothing."})),
            ("any", json!({"type": "array", "items": conditions(), "description": "One of these holds."})),
            ("not", conditions()),
        ]
        .into_iter()
        .map(|(key, schema)| (key.to_owned(), schema))
        .collect()
    }

    fn read_dangling(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<Self> {
        let steps = reader.path(at)?;
        let below: String =
            steps.iter().map(|step| if let Step::Key(key) = step { format!(".{key}") } else { "[]".into() }).collect();
        let places: Vec<String> = known_shape().paths(&reader.places).map(|place| format!("{place}{below}")).collect();
        let references: Vec<&'static str> =
            reference_paths().into_iter().filter(|path| places.iter().any(|p| p == path)).collect();
        if references.is_empty() {
            let key = at.text().unwrap_or_default().to_owned();
            let keys: Vec<&str> = reference_paths().iter().filter_map(|path| path.rsplit_once('.').map(|(_, key)| key)).collect();
            let error = RuleError::new(at.span.clone(), format!("{key:?} is no reference of what the rule selects"));
            reader.push(error.did_you_mean(&key, keys));
            return None;
        }
        Some(Self::Dangling { steps, references })
    }
}
