//! Values of rules: JSON with holes (`$get`, `$param`, `$literal`). Filling the holes is in `edit::value`.

use serde_json::Value;

use super::error::RuleError;
use super::known::follow_known;
use super::path;
use super::reader::RuleReader;
use super::yaml::{Data, Yaml};
use crate::json::Step;
use crate::jsonpath::Shape;

/// A value to be written.
#[derive(Debug, Clone)]
pub(crate) enum ValueTemplate {
    /// No holes in it.
    Json(Value),
    /// A copy of what is there.
    Get { from: Origin, steps: Vec<Step>, or: Option<Box<ValueTemplate>> },
    /// A parameter of the pack.
    Param(String),
    /// A list; elements that find nothing are left out.
    List(Vec<ValueTemplate>),
    /// An object; members that find nothing are left out.
    Map(Vec<(String, ValueTemplate)>),
}

/// Where a `$get` begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// `@`: the node.
    Node,
    /// `$`: the document.
    Document,
    /// `s`: what the join of that number found.
    Found(usize),
}

impl ValueTemplate {
    /// Reads a value; mistakes go to the reader.
    pub(crate) fn read(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<Self> {
        match &at.data {
            Data::List(items) => {
                let items: Vec<Self> = items.iter().filter_map(|item| Self::read(reader, item)).collect();
                Some(Self::fold_list(items))
            }
            Data::Map(members) if members.iter().any(|(k, _)| k.text().is_some_and(|k| k.starts_with('$'))) => {
                Self::read_hole(reader, at)
            }
            Data::Map(members) => {
                let members: Vec<(String, Self)> =
                    members.iter().filter_map(|(k, v)| Some((k.key_text(), Self::read(reader, v)?))).collect();
                Some(Self::fold_map(members))
            }
            Data::Text(text) if ["@.", "@[", "$.", "$["].iter().any(|start| text.starts_with(start)) => {
                let error = RuleError::new(at.span.clone(), format!("{text:?} is written literally and not evaluated"));
                reader
                    .push(error.suggest(format!("write `{{$get: {text:?}}}`, or `{{$literal: {text:?}}}` if the text is meant")));
                None
            }
            _ => Some(Self::Json(at.value())),
        }
    }

    fn fold_list(items: Vec<Self>) -> Self {
        if items.iter().all(|item| matches!(item, Self::Json(_))) {
            return Self::Json(items.into_iter().filter_map(Self::into_json).collect());
        }
        Self::List(items)
    }

    fn fold_map(members: Vec<(String, Self)>) -> Self {
        if members.iter().all(|(_, member)| matches!(member, Self::Json(_))) {
            return Self::Json(Value::Object(members.into_iter().filter_map(|(k, m)| Some((k, m.into_json()?))).collect()));
        }
        Self::Map(members)
    }

    fn into_json(self) -> Option<Value> {
        match self {
            Self::Json(value) => Some(value),
            _ => None,
        }
    }

    fn read_hole(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<Self> {
        let mut fields = reader.fields(at, "a value")?;
        let read = if let Some(get) = fields.take("$get") {
            let or = fields.take("or").and_then(|or| Self::read(reader, or)).map(Box::new);
            Self::read_get(reader, get, or)
        } else if let Some(name) = fields.take("$param") {
            Self::read_param(reader, name)
        } else {
            fields.take("$literal").map(|literal| Self::Json(literal.value()))
        };
        fields.finish(reader, "a value with `$`");
        read
    }

    fn read_get(reader: &mut RuleReader<'_>, at: &Yaml, or: Option<Box<Self>>) -> Option<Self> {
        let text = reader.text(at, "a path such as `@.name`")?;
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let (origin, rest) = text.split_at(end);
        let from = match origin {
            "@" => Origin::Node,
            "$" => Origin::Document,
            "" => {
                reader.push(
                    RuleError::new(at.span.clone(), format!("{text:?} does not say where to begin"))
                        .suggest("begin with `@` (the node), `$` (the document) or the name of a `find`"),
                );
                return None;
            }
            name => Origin::Found(reader.find(name, at)?),
        };
        match path::steps(rest) {
            Ok(steps) => {
                let places = match from {
                    Origin::Node => reader.node.clone(),
                    Origin::Document => Shape::root(),
                    Origin::Found(number) => reader.found.get(number).cloned().unwrap_or_default(),
                };
                follow_known(reader, at, &places, &steps);
                Some(Self::Get { from, steps, or })
            }
            Err(message) => {
                reader.wrong(at, message);
                None
            }
        }
    }

    fn read_param(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<Self> {
        let name = reader.text(at, "the name of a parameter")?;
        if !reader.params.contains(&name) {
            let error = RuleError::new(at.span.clone(), format!("the pack declares no parameter {name:?} under `params`"));
            let error = error.did_you_mean(&name, reader.params.iter().map(String::as_str));
            reader.push(error);
            return None;
        }
        reader.used_params.insert(name.clone());
        Some(Self::Param(name))
    }
}
