//! YAML text → a tree in which every key and scalar knows its bytes. The only place that names the YAML library; knows
//! nothing of rules.

use std::fmt;
use std::ops::Range;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_saphyr::{Location, Spanned};

use super::error::{Mistakes, RuleError};

/// A YAML value and where it is.
#[derive(Debug, Clone)]
pub(crate) struct Yaml {
    /// Bytes of the scalar, or of the start of the container.
    pub span: Range<usize>,
    pub data: Data,
}

/// What a YAML value is.
#[derive(Debug, Clone)]
pub(crate) enum Data {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Yaml>),
    Map(Vec<(Yaml, Yaml)>),
}

impl Yaml {
    /// The text of a string.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What it is, for "expected … but found …".
    pub(crate) fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "nothing",
            Data::Bool(_) => "a boolean",
            Data::Number(_) => "a number",
            Data::Text(_) => "text",
            Data::List(_) => "a list",
            Data::Map(_) => "a map",
        }
    }

    /// A key as the text of a member name.
    pub(crate) fn key_text(&self) -> String {
        match &self.data {
            Data::Text(text) => text.clone(),
            Data::Bool(b) => b.to_string(),
            Data::Number(n) => n.to_string(),
            _ => String::new(),
        }
    }

    /// The same as JSON.
    pub(crate) fn value(&self) -> Value {
        match &self.data {
            Data::Null => Value::Null,
            Data::Bool(b) => Value::Bool(*b),
            Data::Number(n) => Value::Number(n.clone()),
            Data::Text(text) => Value::String(text.clone()),
            Data::List(items) => items.iter().map(Self::value).collect(),
            Data::Map(members) => Value::Object(members.iter().map(|(k, v)| (k.key_text(), v.value())).collect::<Map<_, _>>()),
        }
    }
}

/// Reads one YAML document. Broken YAML gives nothing and one mistake; keys that occur twice are mistakes, all of them.
pub(crate) fn read(text: &str, mistakes: &mut Mistakes) -> Option<Yaml> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_documents: 1, max_depth: 100, max_nodes: 2_000_000, max_events: 8_000_000 },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(spanned) => {
            let tree = lower(spanned);
            duplicates(&tree, mistakes);
            Some(tree)
        }
        Err(error) => {
            let span = error.location().map_or(0..0, |at| range_in(text, at));
            let message = error.without_snippet().to_string();
            let message = message.lines().next().unwrap_or_default();
            // The caller adds the place, in one form for all mistakes.
            let message = message.split(" at line ").next().unwrap_or_default();
            mistakes.push(RuleError::new(span, format!("not YAML: {message}")));
            None
        }
    }
}

fn duplicates(tree: &Yaml, mistakes: &mut Mistakes) {
    match &tree.data {
        Data::List(items) => items.iter().for_each(|item| duplicates(item, mistakes)),
        Data::Map(members) => {
            let mut seen = std::collections::HashSet::with_capacity(members.len());
            for (key, value) in members {
                if !seen.insert(key.value().to_string()) {
                    mistakes.push(RuleError::new(key.span.clone(), format!("key {:?} is here twice", key.key_text())));
                }
                duplicates(value, mistakes);
            }
        }
        _ => {}
    }
}

/// Syntax errors have no bytes, only line and column (in characters, from 1).
fn range_in(text: &str, at: Location) -> Range<usize> {
    if at.span().byte_offset().is_some() {
        return range(at);
    }
    let number = |n: u64| usize::try_from(n).unwrap_or(0).saturating_sub(1);
    let start = text.split_inclusive('\n').take(number(at.line())).map(str::len).sum::<usize>();
    let line = text[start.min(text.len())..].lines().next().unwrap_or_default();
    let column = line.char_indices().nth(number(at.column())).map_or(line.len(), |(offset, _)| offset);
    start + column..start + column + 1
}

fn range(at: Location) -> Range<usize> {
    let start = at.span().byte_offset().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let len = at.span().byte_len().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    start..start + len
}

fn lower(spanned: Spanned<Raw>) -> Yaml {
    let data = match spanned.value {
        Raw::Null => Data::Null,
        Raw::Bool(b) => Data::Bool(b),
        Raw::Number(n) => Data::Number(n),
        Raw::Text(text) => Data::Text(text),
        Raw::List(items) => Data::List(items.into_iter().map(lower).collect()),
        Raw::Map(members) => Data::Map(members.into_iter().map(|(k, v)| (lower(k), lower(v))).collect()),
    };
    Yaml { span: range(spanned.referenced), data }
}

enum Raw {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Raw, E> {
        Number::from_f64(value).map(Raw::Number).ok_or_else(|| E::custom("JSON has no such number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut members = Vec::new();
        while let Some(entry) = map.next_entry()? {
            members.push(entry);
        }
        Ok(Raw::Map(members))
    }
}
