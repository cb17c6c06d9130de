//! Keys that rules name, checked against the places that some version knows: a key that nothing knows is a mistake, unless the rule has
//! `unknown: true`.

use std::sync::OnceLock;

use super::error::RuleError;
use super::reader::RuleReader;
use super::yaml::{Data, Yaml};
use crate::finding::Code;
use crate::json::Step;
use crate::jsonpath::{KnownPlaces, Shape};
use crate::semaphore::{Type, all_fields};

/// Every place that some version knows.
pub(crate) fn known_shape() -> &'static Shape {
    static SHAPE: OnceLock<Shape> = OnceLock::new();
    SHAPE.get_or_init(|| {
        let mut shape = Shape::default();
        for field in all_fields() {
            match field.ty {
                Type::Map => shape.add_open(field.path),
                Type::List | Type::StringList if !field.path.ends_with("[]") => shape.add(&format!("{}[]", field.path)),
                _ => shape.add(field.path),
            }
        }
        shape
    })
}

/// Follows a path from `places`; what no version knows on it is noted at `at`, where the path is written. Gives the places at its end:
/// none where nothing is known of them.
pub(crate) fn follow_known(reader: &mut RuleReader<'_>, at: &Yaml, places: &KnownPlaces, steps: &[Step]) -> KnownPlaces {
    if reader.unknown || places.is_empty() {
        return KnownPlaces::default();
    }
    match known_shape().follow(places, steps) {
        Ok(end) => end,
        Err(error) => {
            let text = at.key_text();
            let word = match steps.get(error.offset) {
                Some(Step::Key(key)) => key.as_str(),
                _ => "",
            };
            let span = reader.inside(at, &text, text.rfind(word).unwrap_or(0));
            let mut wrong = RuleError::new(span, error.message).code(Code::SX203);
            wrong.suggestion = Some(match error.suggestion {
                Some(name) => format!("did you mean `{name}`?"),
                None => "write `unknown: true` on the rule if it is meant".to_owned(),
            });
            reader.push(wrong);
            KnownPlaces::default()
        }
    }
}

/// Checks the keys of a value that is written to `places`.
pub(crate) fn check_value(reader: &mut RuleReader<'_>, value: &Yaml, places: &KnownPlaces) {
    if reader.unknown || places.is_empty() {
        return;
    }
    match &value.data {
        Data::List(items) => {
            let elements = known_shape().elements(places);
            for item in items {
                check_value(reader, item, &elements);
            }
        }
        Data::Map(members) if members.iter().any(|(key, _)| key.text().is_some_and(|key| key.starts_with('$'))) => {}
        // A key that a text or a number cannot have is a mistake of another kind, which the result shows.
        Data::Map(members) if known_shape().has_members(places) => {
            for (key, member) in members {
                let below = follow_known(reader, key, places, &[Step::Key(key.key_text())]);
                check_value(reader, member, &below);
            }
        }
        _ => {}
    }
}
