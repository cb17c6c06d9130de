//! The tables of a band folded into one JSON Schema. Has no facts of its own; where the files are is in `files`.

use std::fmt::Write as _;

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::names::{id, releases};
use super::rule::SchemaRule;
use crate::semaphore::{Band, Dialect, FieldShape, Link, ObjectShape, Target, Type, name_key, path, shape, title_of};

/// Keyword of ours: values that mean something to the server, which takes others too. An annotation for other validators.
const KNOWN_VALUES: &str = "x-known-values";

/// The schema of what servers of a band read and write, with `$id` and title.
#[must_use]
pub(crate) fn schema(band: Band) -> Schema {
    let mut root = Map::new();
    root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    root.insert("$id".into(), json!(id(band)));
    root.insert("title".into(), json!(format!("Project backup of Semaphore {}", releases(band))));
    root.insert("description".into(), json!(format!("New in this format: {}.", band.about())));
    root.extend(object(shape(band), band, band.uses_go_decoder()));
    Schema::from(root)
}

fn object(shape: &ObjectShape, band: Band, null: bool) -> Map<String, Value> {
    let properties: Map<_, _> = shape.fields.iter().map(|f| (f.key.to_owned(), Value::Object(field(f, band)))).collect();
    let mut out = Map::new();
    out.insert("type".into(), types("object", null));
    if let Some(title) = title_of(shape.path) {
        out.insert("title".into(), json!(title));
    }
    out.insert("properties".into(), Value::Object(properties));
    out.insert("additionalProperties".into(), json!(false));
    out
}

fn field(field: &FieldShape, band: Band) -> Map<String, Value> {
    let mut out = match (field.ty, &field.children) {
        (Type::Object, Some(children)) => object(children, band, true),
        _ => Map::new(),
    };
    out.insert("description".into(), json!(description(field, band)));
    match field.ty {
        Type::String => string(&mut out, field),
        Type::Bool => drop(out.insert("type".into(), types("boolean", true))),
        Type::Int if band.uses_go_decoder() => {
            out.insert("type".into(), types("integer", true));
            out.insert("minimum".into(), json!(i64::MIN));
            out.insert("maximum".into(), json!(i64::MAX));
        }
        Type::Int => drop(out.insert("type".into(), types("number", true))),
        Type::Object => {}
        Type::List => {
            out.insert("type".into(), types("array", true));
            // Before 2.10.27 a null element is an empty object; since then it is refused.
            let items = field.children.as_ref().map(|children| object(children, band, band.uses_go_decoder()));
            out.insert("items".into(), items.map_or(json!({}), Value::Object));
        }
        Type::StringList => {
            out.insert("type".into(), types("array", true));
            out.insert("items".into(), json!({"type": types("string", band.uses_go_decoder())}));
        }
        Type::Map => {
            out.insert("type".into(), types("object", true));
            if field.must_be_empty {
                out.insert("maxProperties".into(), json!(0));
            }
        }
    }
    if let Some(link) = field.link() {
        out.insert("x-reference".into(), json!(target(link, band)));
    }
    if let Some(limit) = field.max_length() {
        out.insert("x-max-length".into(), json!(limit));
    }
    out
}

fn string(out: &mut Map<String, Value>, field: &FieldShape) {
    out.insert("type".into(), types("string", true));
    if let Some(values) = field.enforced_values() {
        // A null is read as the empty text, so it is refused where the empty text is.
        let null = values.contains(&"").then_some(Value::Null);
        out.insert("enum".into(), values.iter().map(|v| json!(v)).chain(null).collect());
    } else if !field.known_values().is_empty() {
        out.insert("examples".into(), json!(field.known_values()));
        if !field.row.open {
            out.insert(KNOWN_VALUES.into(), json!(field.known_values()));
        }
    }
    if let Some(rule) = SchemaRule::of(field) {
        out.insert("format".into(), json!(rule.name()));
        if let Some(media) = rule.media_type() {
            out.insert("contentMediaType".into(), json!(media));
        }
    }
}

fn types(name: &str, null: bool) -> Value {
    if null { json!([name, "null"]) } else { json!(name) }
}

fn target(link: &Link, band: Band) -> String {
    match link.target {
        Target::Section(section) => format!("{section}[].{}", name_key(section, band).unwrap_or("name")),
        Target::Node => path::NODE_ID.to_owned(),
    }
}

fn description(field: &FieldShape, band: Band) -> String {
    let mut text = field.doc().to_owned();
    if let Some(limit) = field.max_length() {
        let _ = write!(text, " At most {limit} characters: MySQL and PostgreSQL refuse more.");
    }
    if field.must_be_empty {
        text.push_str(" This version cannot restore any content of it.");
    }
    if let Some(lossy) = field.row.lossy_in(band) {
        let servers = match lossy.dialect {
            Dialect::All => "Exports",
            Dialect::Sql => "Exports of SQL databases",
            Dialect::Bolt => "Exports of BoltDB",
        };
        let _ = write!(text, " {servers} do not tell it: {}.", lossy.written);
    }
    text
}
