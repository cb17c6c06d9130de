//! The JSON Schema of rule files, for editors: made from the operations' parameters.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::model::{Edition, ParamType};
use crate::op;
use crate::rule::Condition;
use crate::semaphore::{Band, Db};

/// The schema as the text of `schemas/rules.schema.json`.
#[must_use]
pub(crate) fn text() -> String {
    let mut text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of rule files.
#[must_use]
pub(crate) fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut rule = rule_properties(&mut generator);
    rule.extend(op::schema::operations(false));
    let condition = condition();
    let param = param(&mut generator);
    let test = test(&mut generator);
    let mut definitions = generator.take_definitions(true);
    definitions.insert("Rule".into(), object("A rule: what it selects and what it does there.", &["id"], Value::Object(rule)));
    definitions.insert("Condition".into(), condition);
    definitions.insert("Conditions".into(), one_or_more(json!({"$ref": "#/$defs/Condition"}), "All of them must hold."));
    definitions.insert("Param".into(), param);
    definitions.insert("Test".into(), test);
    definitions.insert("Find".into(), find());
    let bands: Vec<&str> = Band::ALL.iter().map(|band| band.label()).collect();
    let properties = json!({
        "$schema": {"type": "string", "description": "For editors."},
        "semxform": {"const": 1, "description": "The version of the rule language."},
        "id": id("The name of the pack; first half of every rule's full id."),
        "title": {"type": "string", "description": "One line."},
        "about": {"type": "string", "description": "Longer text for people."},
        "params": {"type": "object", "description": "Parameters, set by --set name=value.", "additionalProperties": {"$ref": "#/$defs/Param"}},
        "step": object("The migration step that the pack is; it alone decides whether the rules run.", &["from", "to"],
            json!({"from": {"enum": bands}, "to": {"enum": bands}})),
        "rules": {"type": "array", "minItems": 1, "description": "They run in this order.", "items": {"$ref": "#/$defs/Rule"}},
        "tests": {"type": "array", "description": "Run by `semxform rules test`.", "items": {"$ref": "#/$defs/Test"}},
    });
    let mut schema = object("A semxform rule pack.", &["semxform", "id", "rules"], properties);
    if let Value::Object(members) = &mut schema {
        members.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        members.insert("title".into(), json!("semxform rule pack"));
        members.insert("$defs".into(), Value::Object(definitions));
    }
    schema
}

#[allow(clippy::needless_pass_by_value, reason = "values of json! are made for the call")]
fn object(description: &str, required: &[&str], properties: Value) -> Value {
    json!({"type": "object", "description": description, "required": required, "properties": properties, "additionalProperties": false})
}

#[allow(clippy::needless_pass_by_value, reason = "values of json! are made for the call")]
fn one_or_more(item: Value, description: &str) -> Value {
    json!({"description": description, "anyOf": [item.clone(), {"type": "array", "items": item}]})
}

fn id(description: &str) -> Value {
    json!({"type": "string", "pattern": "^[A-Za-z0-9._-]+$", "description": description})
}

fn selector() -> Value {
    json!({"type": "string", "pattern": "^\\$", "description": "JSONPath (RFC 9535): the nodes to act on."})
}

fn dbs() -> Value {
    one_or_more(json!({"enum": Db::ALL.map(Db::name)}), "Databases.")
}

fn rule_properties(generator: &mut SchemaGenerator) -> Map<String, Value> {
    let edition = generator.subschema_for::<Edition>();
    let when = json!({
        "target": {"type": ["string", "number"], "description": "Versions that the file goes to: \">=2.10.36 <2.17\"."},
        "source": {"type": ["string", "number"], "description": "Versions that can have written it, all of them."},
        "db": dbs(),
        "edition": edition,
    });
    let count = json!({"type": "integer", "minimum": 0});
    let properties = json!({
        "id": id("Second half of the full id."),
        "why": {"type": "string", "description": "Why the rule is there."},
        "when": object("Always of the original source and the final target.", &[], when),
        "optional": {"type": "boolean", "description": "Runs only with --with ID."},
        "once": {"type": "boolean", "description": "Need not be idempotent."},
        "unknown": {"type": "boolean", "description": "The selector may name what no version knows."},
        "loss": {"type": "string", "description": "What is said of everything that the rule takes away."},
        "note": {"type": "string", "description": "What is said of every place that it changes."},
        "expect": {"description": "How many nodes it must act on.", "anyOf": [count, object("", &[], json!({"at_least": count, "at_most": count}))]},
        "select": selector(),
        "find": {"type": "object", "description": "Joins: name and what to find.", "additionalProperties": {"$ref": "#/$defs/Find"}},
        "where": {"$ref": "#/$defs/Conditions"},
    });
    match properties {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn find() -> Value {
    let properties = json!({
        "select": selector(),
        "match": {"type": "object", "minProperties": 1, "description": "Members and what they must be equal to."},
        "other": {"type": "boolean", "description": "The node itself does not count."},
        "before": {"type": "boolean", "description": "Neither the node itself counts nor what is found after it."},
    });
    object("The first entity in which these members have these values.", &["select", "match"], properties)
}

fn condition() -> Value {
    object("What JSONPath cannot say.", &[], Value::Object(Condition::schema_properties()))
}

fn param(generator: &mut SchemaGenerator) -> Value {
    let kind = generator.subschema_for::<ParamType>();
    let properties = json!({
        "type": kind,
        "default": {"type": ["string", "integer", "boolean"], "description": "Without one, --set is needed."},
        "about": {"type": "string", "description": "One line."},
    });
    object("A parameter.", &[], properties)
}

fn test(generator: &mut SchemaGenerator) -> Value {
    let edition = generator.subschema_for::<Edition>();
    let ids = one_or_more(json!({"type": "string"}), "Rule ids.");
    let with = json!({
        "from": {"type": ["string", "number"]},
        "to": {"type": ["string", "number"]},
        "db": dbs(),
        "edition": edition,
        "set": {"type": "object"},
        "with": ids,
        "only": ids,
        "strict": {"type": "boolean"},
    });
    let properties = json!({
        "name": {"type": "string", "description": "What it shows."},
        "with": object("Versions, databases, parameters, optional rules.", &[], with),
        "given": {"description": "The document before."},
        "expect": {"description": "The document after; without it: unchanged."},
        "losses": {"type": "integer", "minimum": 0, "description": "Number of losses."},
        "notes": {"type": "integer", "minimum": 0, "description": "Number of notes."},
        "error": {"type": "string", "description": "A part of the message with which the run must fail."},
    });
    object("A test of the pack.", &["name", "given"], properties)
}
