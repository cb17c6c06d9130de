//! Values handed out of a document, for reports and comparisons.

use serde_json::Value;

use super::Document;
use crate::json::node::{Key, Kind, Node};
use crate::text::bytes::same;

/// Nesting up to which [`Document::value`] hands out values: programs that take a [`Value`] recurse into it.
const VALUE_DEPTH: usize = 128;

impl Document {
    /// Every key that an object has or had, once; of JSON kept as text also those of other texts.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Key<'_>> + Clone {
        (0..).map_while(|number| self.index.keys.key(number))
    }

    /// The truth value of a boolean.
    #[must_use]
    pub(crate) fn boolean(&self, node: Node) -> Option<bool> {
        // By its length, without a look at the source.
        (self.kind(node) == Kind::Bool).then(|| self.raw(node).len() == "true".len())
    }

    /// Whether a value is this text. Most texts differ in their lengths, without a look at the source: an escape has six bytes at most for
    /// one of the text.
    #[must_use]
    pub(crate) fn is_text(&self, node: Node, text: &str) -> bool {
        let is_exact = self.is_plain(node) && self.src.is_text();
        let lengths = if is_exact { text.len()..=text.len() } else { 0..=6 * text.len() };
        self.span(node).is_none_or(|span| lengths.contains(&span.len().saturating_sub(2)))
            && self.text(node).is_some_and(|found| same(found.as_bytes(), text.as_bytes()))
    }

    /// A number as a 64-bit float (infinite where it does not fit).
    #[must_use]
    pub(crate) fn number(&self, node: Node) -> Option<f64> {
        if self.kind(node) != Kind::Number {
            return None;
        }
        std::str::from_utf8(self.raw(node)).ok()?.parse().ok()
    }

    /// A number written as a plain integer, exactly.
    #[must_use]
    pub(crate) fn integer(&self, node: Node) -> Option<i128> {
        std::str::from_utf8(self.raw(node)).ok()?.parse().ok()
    }

    /// A small value copied out, for reports and comparisons. Numbers keep their value, not their text; what is nested
    /// deeper than 128 levels is handed out as its JSON text.
    #[must_use]
    pub(crate) fn value(&self, node: Node) -> Value {
        self.value_within(node, VALUE_DEPTH)
    }

    fn value_within(&self, node: Node, levels: usize) -> Value {
        match self.kind(node) {
            Kind::Null => Value::Null,
            Kind::Bool => Value::Bool(self.raw(node) == b"true"),
            Kind::Number => serde_json::from_slice(self.raw(node)).unwrap_or(Value::Null),
            Kind::String => Value::String(self.text(node).unwrap_or_default().into_owned()),
            _ if levels == 0 => Value::String(self.compact(node)),
            Kind::Array => self.elements(node).map(|n| self.value_within(n, levels - 1)).collect(),
            Kind::Object => {
                let members = self.members(node).map(|(k, n)| (k.text().into_owned(), self.value_within(n, levels - 1)));
                Value::Object(members.collect())
            }
        }
    }
}
