//! Values inside filters: comparison and length as RFC 9535 defines them, on tokens of the source where that is enough.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::query::{Literal, Number, Op};
use crate::json::{Document, Kind, Node};

/// What an operand comes to.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Nothing,
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    Container(Node),
}

impl<'a> Value<'a> {
    pub(super) fn of_literal(literal: &'a Literal) -> Self {
        match literal {
            Literal::Null => Self::Null,
            Literal::Bool(b) => Self::Bool(*b),
            Literal::Number(n) => Self::Number(*n),
            Literal::Text(text) => Self::Text(Cow::Borrowed(text)),
        }
    }

    pub(super) fn of_count(count: usize) -> Self {
        Self::Number(Number::count(count))
    }

    pub(super) fn of_node(doc: &'a Document, node: Option<Node>) -> Self {
        let Some(node) = node else {
            return Self::Nothing;
        };
        match doc.kind(node) {
            Kind::Null => Self::Null,
            Kind::Bool => Self::Bool(doc.raw(node) == b"true"),
            Kind::Number => {
                let token = std::str::from_utf8(doc.raw(node)).unwrap_or_default();
                Number::parse(token).map_or(Self::Nothing, Self::Number)
            }
            Kind::String => Self::Text(doc.text(node).unwrap_or_default()),
            Kind::Array | Kind::Object => Self::Container(node),
        }
    }
}

/// Whether a comparison holds.
pub(super) fn holds(doc: &Document, op: Op, left: &Value, right: &Value) -> bool {
    match op {
        Op::Eq => equal(doc, left, right),
        Op::Ne => !equal(doc, left, right),
        Op::Lt => order(left, right) == Some(Ordering::Less),
        Op::Gt => order(left, right) == Some(Ordering::Greater),
        Op::Le => order(left, right) == Some(Ordering::Less) || equal(doc, left, right),
        Op::Ge => order(left, right) == Some(Ordering::Greater) || equal(doc, left, right),
    }
}

/// Whether a node, if there is one, equals a literal.
pub(super) fn is_literal(doc: &Document, node: Option<Node>, literal: &Literal) -> bool {
    node.is_some_and(|node| match (doc.kind(node), literal) {
        (Kind::Null, Literal::Null) => true,
        (Kind::String, Literal::Text(text)) => doc.is_text(node, text),
        (Kind::Bool, Literal::Bool(_)) | (Kind::Number, Literal::Number(_)) => {
            equal(doc, &Value::of_node(doc, Some(node)), &Value::of_literal(literal))
        }
        _ => false,
    })
}

fn equal(doc: &Document, left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Nothing, Value::Nothing) | (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::Container(a), Value::Container(b)) => doc.same(*a, *b),
        _ => false,
    }
}

/// Only numbers and texts have an order; texts go by code points.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// Characters of a text, children of a container.
pub(super) fn length<'a>(doc: &Document, value: &Value) -> Value<'a> {
    match value {
        Value::Text(text) => Value::of_count(text.chars().count()),
        Value::Container(node) => Value::of_count(doc.len(*node)),
        _ => Value::Nothing,
    }
}
