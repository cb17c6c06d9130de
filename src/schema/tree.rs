//! A [`Document`] as `jsonschema` reads one: its traits over our nodes, so that nothing is copied to be validated.
//! Judges nothing.

use std::borrow::Cow;
use std::fmt;

use jsonschema::JsonType;
use jsonschema::json::{self, Json, JsonNumber, NodeIdentity};
use serde_json::{Number, Value};

use crate::json::{Children, Document, Kind, Label, Node};

/// The representation.
pub(super) enum Tree {}

/// A value of a document, or a key that is judged like a value.
#[derive(Clone, Copy)]
pub(super) enum At<'a> {
    /// A value.
    Value {
        /// Where it is.
        doc: &'a Document,
        /// Which one.
        node: Node,
        /// Whether keys match in any letter case, as servers before 2.10.27 read them.
        any_case: bool,
    },
    /// A key.
    Key(&'a str),
}

impl fmt::Debug for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { node, .. } => node.fmt(f),
            Self::Key(key) => key.fmt(f),
        }
    }
}

/// A key as Go compares it where letter case does not matter.
pub(super) fn any_case(key: &str) -> Cow<'_, str> {
    if key.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(key);
    }
    // U+017F and U+212A fold to s and k.
    Cow::Owned(key.chars().map(|c| if c == 'ſ' { 's' } else { c.to_lowercase().next().unwrap_or(c) }).collect())
}

impl Json for Tree {
    type Node<'a> = At<'a>;
    type PreparedKey = String;
    type StringBuffer = ();

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(At<'_>) -> T) -> T {
        f(At::Key(string))
    }
}

impl<'a> At<'a> {
    fn of(self, wanted: Kind) -> Option<Container<'a>> {
        match self {
            Self::Value { doc, node, any_case } if doc.kind(node) == wanted => Some(Container { doc, node, any_case }),
            _ => None,
        }
    }
}

impl<'a> json::Node<'a, Tree> for At<'a> {
    type Object = Container<'a>;
    type Array = Container<'a>;
    type Number = Written<'a>;

    fn as_object(&self) -> Option<Container<'a>> {
        self.of(Kind::Object)
    }

    fn as_array(&self) -> Option<Container<'a>> {
        self.of(Kind::Array)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match *self {
            Self::Value { doc, node, .. } => doc.text(node),
            Self::Key(key) => Some(Cow::Borrowed(key)),
        }
    }

    fn as_number(&self) -> Option<Written<'a>> {
        match *self {
            Self::Value { doc, node, .. } if doc.kind(node) == Kind::Number => {
                std::str::from_utf8(doc.raw(node)).ok().map(Written)
            }
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match *self {
            Self::Value { doc, node, .. } => doc.boolean(node),
            Self::Key(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn is_number(&self) -> bool {
        self.json_type() == JsonType::Number
    }

    fn json_type(&self) -> JsonType {
        match *self {
            Self::Key(_) => JsonType::String,
            Self::Value { doc, node, .. } => match doc.kind(node) {
                Kind::Null => JsonType::Null,
                Kind::Bool => JsonType::Boolean,
                Kind::Number => JsonType::Number,
                Kind::String => JsonType::String,
                Kind::Array => JsonType::Array,
                Kind::Object => JsonType::Object,
            },
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (self.as_string(), expected) {
            (Some(text), Value::String(expected)) => text == expected.as_str(),
            _ => *self.to_value() == *expected,
        }
    }

    /// Shallow: errors carry the value only for display, and ours are shown from the document.
    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match self.json_type() {
            JsonType::Object => Value::Object(serde_json::Map::new()),
            JsonType::Array => Value::Array(Vec::new()),
            JsonType::String => Value::String(self.as_string().unwrap_or_default().into_owned()),
            JsonType::Boolean => Value::Bool(self.as_boolean().unwrap_or_default()),
            JsonType::Number | JsonType::Integer => {
                self.as_number().map_or(Value::Null, |n| Value::Number(n.to_number().into_owned()))
            }
            JsonType::Null => Value::Null,
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match *self {
            Self::Value { doc, node, .. } => Some(NodeIdentity::tagged(std::ptr::from_ref(doc) as usize, node.number())),
            Self::Key(_) => None,
        }
    }
}

/// An object or an array.
#[derive(Clone, Copy)]
pub(super) struct Container<'a> {
    doc: &'a Document,
    node: Node,
    any_case: bool,
}

impl<'a> Container<'a> {
    fn children(&self) -> Entries<'a> {
        Entries { doc: self.doc, any_case: self.any_case, children: self.doc.children(self.node) }
    }
}

impl<'a> json::Object<'a, Tree> for Container<'a> {
    type Node = At<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        self.doc.len(self.node)
    }

    fn is_empty(&self) -> bool {
        self.doc.is_empty(self.node)
    }

    fn get(&self, key: &String) -> Option<At<'a>> {
        if self.any_case {
            return self.members().filter(|(name, _)| name == key).last().map(|(_, node)| node);
        }
        self.doc.get(self.node, key.as_str()).map(|node| At::Value { doc: self.doc, node, any_case: false })
    }

    fn members(&self) -> Members<'a> {
        Members(self.children())
    }
}

impl<'a> json::Array<'a, Tree> for Container<'a> {
    type Node = At<'a>;
    type ElementsIter = Elements<'a>;

    fn len(&self) -> usize {
        self.doc.len(self.node)
    }

    fn elements(&self) -> Elements<'a> {
        Elements(self.children())
    }
}

struct Entries<'a> {
    doc: &'a Document,
    any_case: bool,
    children: Children<'a>,
}

impl<'a> Entries<'a> {
    fn next(&mut self) -> Option<(Label<'a>, At<'a>)> {
        let (label, node) = self.children.next()?;
        Some((label, At::Value { doc: self.doc, node, any_case: self.any_case }))
    }
}

/// The members of an object; under [`At::Value::any_case`] their keys are folded.
pub(super) struct Members<'a>(Entries<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, At<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (Label::Key(key), value) = self.0.next()? else { return None };
        let key = key.text();
        let key = if self.0.any_case { Cow::Owned(any_case(&key).into_owned()) } else { key };
        Some((key, value))
    }
}

/// The elements of an array.
pub(super) struct Elements<'a>(Entries<'a>);

impl<'a> Iterator for Elements<'a> {
    type Item = At<'a>;

    fn next(&mut self) -> Option<At<'a>> {
        self.0.next().map(|(_, value)| value)
    }
}

/// A number as it is written.
pub(super) struct Written<'a>(&'a str);

impl JsonNumber for Written<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(serde_json::from_str(self.0).unwrap_or_else(|_| Number::from(0)))
    }

    /// As Go's decoder: `2.0` and `1e3` are no integers.
    fn is_integer(&self) -> bool {
        self.is_written_as_integer()
    }

    fn is_written_as_integer(&self) -> bool {
        !self.0.contains(['.', 'e', 'E'])
    }
}
