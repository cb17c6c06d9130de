//! Lists of parameters as JSON Schema.

use serde_json::{Map, Value, json};

use super::otherwise::WORDS;
use super::parameter::{Parameter, Takes, Word};
use super::{OperationKind, REGISTRY};
use crate::rule::Condition;

/// The schema of what follows an operation's name.
pub(crate) fn of_operation(kind: &OperationKind) -> Value {
    let description = kind.doc.lines().next().unwrap_or_default();
    described(of(&kind.takes), description)
}

/// The properties of a rule, or of `within_json`, that are operations or options beside them.
pub(crate) fn operations(in_json: bool) -> Map<String, Value> {
    let kinds = || REGISTRY.iter().filter(move |kind| kind.in_json || !in_json);
    let mut properties = Map::new();
    for option in kinds().flat_map(|kind| kind.options) {
        let users: Vec<&str> = kinds().filter(|k| k.options.iter().any(|o| o.name == option.name)).map(|k| k.name).collect();
        let description = format!("For {}: {}.", users.join(" and "), option.about);
        properties.insert(option.name.to_owned(), described(of(&option.takes), &description));
    }
    properties.extend(kinds().map(|kind| (kind.name.to_owned(), of_operation(kind))));
    properties
}

fn of(takes: &Takes) -> Value {
    match takes {
        Takes::Flag => json!({"type": "boolean"}),
        Takes::Text
        | Takes::Member
        | Takes::ElementMember
        | Takes::Path
        | Takes::ElementPathOr(_)
        | Takes::Pattern
        | Takes::Section => json!({"type": "string"}),
        Takes::References => {
            json!({"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]})
        }
        Takes::InnerSelector => json!({"type": "string", "pattern": "^\\$"}),
        Takes::Word(_, words) => of_words(words),
        Takes::Otherwise => of_otherwise(),
        Takes::OneOrMore(one) => {
            let one = of(one);
            json!({"anyOf": [one.clone(), {"type": "array", "minItems": 1, "items": one}]})
        }
        Takes::NodeOrMembers => {
            json!({"anyOf": [{"const": true}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]})
        }
        Takes::Map(parameters) => of_map(parameters),
        Takes::MapOrTrue(parameters) => json!({"anyOf": [{"const": true}, {"type": "null"}, of_map(parameters)]}),
        Takes::MapOrFirst(parameters) => match parameters {
            [first, ..] => json!({"anyOf": [of(&first.takes), of_map(parameters)]}),
            [] => of_map(parameters),
        },
        Takes::Pairs(_, values) => json!({"type": "object", "additionalProperties": of(values)}),
        // Any value; the last three are spread over the properties of a map.
        Takes::EntryOf(_) | Takes::MemberValue | Takes::Table | Takes::Conditions | Takes::Operations => json!(true),
    }
}

fn of_map(parameters: &[Parameter]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for parameter in parameters {
        let description = sentence(parameter.about);
        match parameter.takes {
            Takes::Table => {
                properties.insert("table".into(), json!({"type": "object", "description": description}));
                let file = "A YAML or JSON file with the table; the path is relative to the pack.";
                properties.insert("table_file".into(), json!({"type": "string", "description": file}));
            }
            Takes::Conditions => properties.extend(Condition::schema_properties()),
            Takes::Operations => properties.extend(operations(true)),
            _ => {
                properties.insert(parameter.name.into(), described(of(&parameter.takes), &description));
                required.extend(parameter.required.then_some(parameter.name));
            }
        }
    }
    json!({"type": "object", "required": required, "properties": properties, "additionalProperties": false})
}

/// Words, with what they mean where they do not say it themselves.
fn of_words(words: &[Word]) -> Value {
    if words.iter().all(|word| word.about.is_empty()) {
        return json!({"enum": words.iter().map(|word| word.word).collect::<Vec<_>>()});
    }
    let one = |word: &Word| json!({"const": word.word, "description": sentence(word.about)});
    json!({"oneOf": words.iter().map(one).collect::<Vec<_>>()})
}

/// The words, or a value.
fn of_otherwise() -> Value {
    let word = |word: &Word| json!({"const": word.word, "description": sentence(word.about)});
    let value = json!({
        "type": "object",
        "required": ["value"],
        "properties": {"value": true},
        "additionalProperties": false,
        "description": "This value takes its place.",
    });
    json!({"oneOf": WORDS.iter().map(word).chain([value]).collect::<Vec<_>>()})
}

fn described(schema: Value, description: &str) -> Value {
    match schema {
        Value::Object(mut members) => {
            members.insert("description".into(), json!(description));
            Value::Object(members)
        }
        _ => json!({"description": description}),
    }
}

fn sentence(about: &str) -> String {
    let mut chars = about.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}
