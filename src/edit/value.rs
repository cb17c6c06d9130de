//! Values on their way into a document: holes of templates filled, compared with what is there, made. Also the text by which two
//! values are equal.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::json::{Document, InnerReader, Kind, Node, Step, escape_into};
use crate::rule::{Origin, ValueTemplate, follow};
use crate::sorting;
use crate::sorting::sort_by;

/// A value that is ready to be written.
#[derive(Debug)]
pub(crate) enum Built<'p> {
    /// As the rule has it.
    Json(&'p Value),
    /// Computed.
    Owned(Box<Value>),
    /// A copy of a value of the document, with its number text.
    Node(Node),
    /// What the JSON text of a value of the document holds.
    Inner(Node),
    List(Vec<Built<'p>>),
    Map(Vec<(&'p str, Built<'p>)>),
}

/// Values of the parameters of one pack.
pub(crate) type Params = BTreeMap<String, Value>;

/// What the holes of a template are filled from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The document that `@` is in: the backup, or JSON text of it.
    pub doc: &'a Document,
    /// The document that `$` and joins are in.
    pub backup: &'a Document,
    pub params: &'a Params,
    pub node: Node,
    pub found: &'a [Option<Node>],
}

impl Scope<'_> {
    /// The node that a `$get` finds, and its document.
    pub(crate) fn find(&self, from: Origin, steps: &[Step]) -> Option<(&Document, Node)> {
        match from {
            Origin::Node => follow(self.doc, self.node, steps).map(|n| (self.doc, n)),
            Origin::Document => follow(self.backup, self.backup.root(), steps).map(|n| (self.backup, n)),
            Origin::Found(number) => {
                let start = self.found.get(number).copied().flatten()?;
                follow(self.backup, start, steps).map(|n| (self.backup, n))
            }
        }
    }

    /// Fills a template; `None` where it is a hole that finds nothing.
    pub(crate) fn fill<'p>(&self, template: &'p ValueTemplate) -> Option<Built<'p>> {
        match template {
            ValueTemplate::Json(value) => Some(Built::Json(value)),
            ValueTemplate::Param(name) => self.params.get(name).map(|value| Built::owned(value.clone())),
            ValueTemplate::Get { from, steps, or } => match self.find(*from, steps) {
                Some((doc, node)) if std::ptr::eq(doc, self.doc) => Some(Built::Node(node)),
                Some((doc, node)) => Some(Built::owned(doc.value(node))),
                None => or.as_ref().and_then(|or| self.fill(or)),
            },
            ValueTemplate::List(items) => {
                // There may be a million of them, and a list that grows takes more than it needs.
                let mut list = Vec::with_capacity(items.len());
                list.extend(items.iter().filter_map(|item| self.fill(item)));
                Some(Built::List(list))
            }
            ValueTemplate::Map(members) => {
                let mut map = Vec::with_capacity(members.len());
                map.extend(members.iter().filter_map(|(key, member)| Some((key.as_str(), self.fill(member)?))));
                Some(Built::Map(map))
            }
        }
    }
}

impl Built<'_> {
    /// A computed value.
    pub(crate) fn owned(value: Value) -> Self {
        Self::Owned(Box::new(value))
    }

    /// The text, if it is one.
    pub(crate) fn text(&self, doc: &Document) -> Option<String> {
        match self {
            Self::Json(value) => value.as_str().map(str::to_owned),
            Self::Owned(value) => value.as_str().map(str::to_owned),
            Self::Node(node) => doc.text(*node).map(Cow::into_owned),
            _ => None,
        }
    }

    /// About how many bytes it takes when it is written; what is greater than `limit` is not counted to its end.
    pub(crate) fn size(&self, doc: &Document, limit: usize) -> usize {
        match self {
            Self::Json(value) => value_size(value),
            Self::Owned(value) => value_size(value),
            Self::Node(node) => node_size(doc, *node, limit),
            Self::Inner(text) => doc.raw(*text).len(),
            Self::List(items) => items.iter().map(|item| item.size(doc, limit)).fold(2, usize::saturating_add),
            Self::Map(members) => {
                members.iter().map(|(key, member)| key.len() + member.size(doc, limit)).fold(2, usize::saturating_add)
            }
        }
    }

    /// Whether it holds an object that is written here and not copied, with keys that are not in order.
    pub(crate) fn is_unordered(&self) -> bool {
        match self {
            Self::Json(value) => is_unordered(value),
            Self::Owned(value) => is_unordered(value),
            Self::Node(_) | Self::Inner(_) => false,
            Self::List(items) => items.iter().any(Self::is_unordered),
            Self::Map(members) => {
                !members.is_sorted_by_key(|(key, _)| *key) || members.iter().any(|(_, member)| member.is_unordered())
            }
        }
    }

    /// Makes it in the document; it hangs nowhere yet. `in_order`: objects that are written here get their keys in order.
    pub(crate) fn make(&self, doc: &mut Document, in_order: bool, reader: &mut InnerReader) -> Node {
        match self {
            Self::Json(value) if in_order => doc.make(&ordered(value)),
            Self::Owned(value) if in_order => doc.make(&ordered(value)),
            Self::Json(value) => doc.make(value),
            Self::Owned(value) => doc.make(value),
            Self::Node(node) => doc.copy(*node),
            Self::Inner(text) => {
                let text = doc.text(*text).unwrap_or_default();
                match reader.read(&text) {
                    Ok(inner) => doc.copy_of(inner),
                    // It was read when the edit was proposed.
                    Err(_) => doc.make(&Value::Null),
                }
            }
            Self::List(items) => {
                let items = items.iter().map(|item| item.make(doc, in_order, reader)).collect();
                doc.make_array(items)
            }
            Self::Map(members) => {
                let mut members: Vec<(&str, Node)> =
                    members.iter().map(|(key, member)| (*key, member.make(doc, in_order, reader))).collect();
                if in_order {
                    sort_by(&mut members, |a, b| a.0.cmp(b.0));
                }
                doc.make_object(&members)
            }
        }
    }

    /// Whether it is the same JSON as a value of the document.
    pub(crate) fn is(&self, doc: &Document, node: Node) -> bool {
        match self {
            Self::Json(value) => equals(doc, node, value),
            Self::Owned(value) => equals(doc, node, value),
            Self::Node(other) => doc.same(node, *other),
            // It replaces text, which it is not.
            Self::Inner(_) => false,
            Self::List(items) => {
                doc.kind(node) == Kind::Array
                    && doc.len(node) == items.len()
                    && doc.elements(node).zip(items).all(|(n, item)| item.is(doc, n))
            }
            Self::Map(members) => {
                doc.kind(node) == Kind::Object
                    && doc.len(node) == members.len()
                    && members.iter().all(|(key, member)| doc.get(node, *key).is_some_and(|n| member.is(doc, n)))
            }
        }
    }

    /// The text by which equal values are found.
    pub(crate) fn canonical(&self, doc: &Document, out: &mut String) {
        match self {
            Self::Json(value) => canonical_value(value, out),
            Self::Owned(value) => canonical_value(value, out),
            Self::Node(node) => canonical(doc, *node, out),
            Self::Inner(text) => {
                if let Ok(inner) = InnerReader::default().read(&doc.text(*text).unwrap_or_default()) {
                    canonical(inner, inner.root(), out);
                }
            }
            Self::List(items) => {
                out.push('[');
                for item in items {
                    item.canonical(doc, out);
                    out.push(',');
                }
                out.push(']');
            }
            Self::Map(members) => {
                let mut texts: Vec<(&str, String)> = Vec::with_capacity(members.len());
                for (key, member) in members {
                    let mut text = String::new();
                    member.canonical(doc, &mut text);
                    texts.push((key, text));
                }
                join_members(texts, out);
            }
        }
    }
}

/// What a value takes in memory besides its text, and in a file as indentation.
const EACH: usize = 40;

fn value_size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + EACH,
        Value::Array(items) => items.iter().map(value_size).fold(EACH, usize::saturating_add),
        Value::Object(members) => {
            members.iter().map(|(key, member)| key.len() + value_size(member)).fold(EACH, usize::saturating_add)
        }
        _ => EACH,
    }
}

fn node_size(doc: &Document, node: Node, limit: usize) -> usize {
    if !doc.is_container(node) {
        return EACH + doc.raw(node).len();
    }
    let (mut size, mut open) = (0_usize, vec![node]);
    while let Some(node) = open.pop() {
        size = size.saturating_add(EACH + if doc.is_container(node) { 0 } else { doc.raw(node).len() });
        if size > limit {
            return size;
        }
        for (key, member) in doc.members(node) {
            size = size.saturating_add(key.text().len());
            open.push(member);
        }
        open.extend(doc.elements(node));
    }
    size
}

fn is_unordered(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(is_unordered),
        Value::Object(members) => !members.keys().is_sorted() || members.values().any(is_unordered),
        _ => false,
    }
}

fn ordered(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(ordered).collect(),
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members.iter().map(|(key, member)| (key.clone(), ordered(member))).collect();
            sort_by(&mut members, |a, b| a.0.cmp(&b.0));
            Value::Object(members.into_iter().collect())
        }
        other => other.clone(),
    }
}

/// Whether a node is the same JSON as a value.
pub(crate) fn equals(doc: &Document, node: Node, value: &Value) -> bool {
    match (doc.kind(node), value) {
        (Kind::Null, Value::Null) => true,
        (Kind::Bool, Value::Bool(b)) => doc.boolean(node) == Some(*b),
        (Kind::Number, Value::Number(n)) => match (doc.integer(node), n.as_i128()) {
            (Some(a), Some(b)) => a == b,
            _ => doc.number(node) == n.as_f64(),
        },
        (Kind::String, Value::String(s)) => doc.text(node).is_some_and(|text| text == s.as_str()),
        (Kind::Array, Value::Array(items)) => {
            doc.len(node) == items.len() && doc.elements(node).zip(items).all(|(n, item)| equals(doc, n, item))
        }
        (Kind::Object, Value::Object(members)) => {
            doc.len(node) == members.len()
                && members.iter().all(|(key, member)| doc.get(node, key.as_str()).is_some_and(|n| equals(doc, n, member)))
        }
        _ => false,
    }
}

/// Writes the text by which equal values are found: numbers by value, members in the order of their keys.
pub(crate) fn canonical(doc: &Document, node: Node, out: &mut String) {
    match doc.kind(node) {
        Kind::Null => out.push_str("null"),
        Kind::Bool => out.push_str(if doc.boolean(node) == Some(true) { "true" } else { "false" }),
        Kind::Number => match doc.integer(node) {
            Some(n) => push(out, n),
            None => canonical_float(doc.number(node).unwrap_or_default(), out),
        },
        Kind::String => escape_into(out, &doc.text(node).unwrap_or_default(), false),
        Kind::Array => {
            out.push('[');
            for element in doc.elements(node) {
                canonical(doc, element, out);
                out.push(',');
            }
            out.push(']');
        }
        Kind::Object => {
            let mut texts = Vec::new();
            for (key, member) in doc.members(node) {
                let mut text = String::new();
                canonical(doc, member, &mut text);
                texts.push((key.text(), text));
            }
            join_members(texts, out);
        }
    }
}

fn canonical_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => push(out, b),
        Value::Number(n) => match n.as_i128() {
            Some(n) => push(out, n),
            None => canonical_float(n.as_f64().unwrap_or_default(), out),
        },
        Value::String(text) => escape_into(out, text, false),
        Value::Array(items) => {
            out.push('[');
            for item in items {
                canonical_value(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut texts = Vec::new();
            for (key, member) in members {
                let mut text = String::new();
                canonical_value(member, &mut text);
                texts.push((key.as_str(), text));
            }
            join_members(texts, out);
        }
    }
}

fn canonical_float(n: f64, out: &mut String) {
    #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
    if n.fract() == 0.0 && n.abs() < 1e15 { push(out, n as i128) } else { push(out, n) }
}

fn push(out: &mut String, value: impl std::fmt::Display) {
    let _ = write!(out, "{value}");
}

fn join_members<K: AsRef<str> + Ord>(mut texts: Vec<(K, String)>, out: &mut String) {
    sorting::sort(&mut texts);
    out.push('{');
    for (key, text) in texts {
        escape_into(out, key.as_ref(), false);
        out.push(':');
        out.push_str(&text);
        out.push(',');
    }
    out.push('}');
}
