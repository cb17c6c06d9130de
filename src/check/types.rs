//! JSON types: which the server takes for a field, and the words for what is there and what is expected.

use crate::finding::{Finding, Severity, Stage, Words};
use crate::json::{Document, Kind, Label, Node};
use crate::semaphore::{Type, first_free_map};

use super::codes;

/// A value that the decoder does not take.
#[derive(Debug)]
pub(super) struct Wrong {
    /// The value.
    pub node: Node,
    /// What is wrong with it.
    pub why: Why,
    /// The server's words; servers before 2.10.27 log none.
    pub words: Option<String>,
}

impl Wrong {
    /// A value that no field of this type takes.
    pub(super) fn of_type(node: Node, ty: Type) -> Self {
        Self { node, why: Why::Type(expected(ty)), words: None }
    }
}

/// What the decoder minds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Another JSON type is expected.
    Type(&'static str),
    /// A null in a list.
    NullElement,
    /// A free object must be empty before 2.13.4.
    FreeMap,
    /// Not an integer that fits 64 bits, or not a number that fits a float.
    Number,
}

/// Whether a field of this type takes a value of this kind; a null is as good as a missing key.
pub(super) const fn takes(ty: Type, kind: Kind) -> bool {
    match kind {
        Kind::Null => true,
        Kind::String => matches!(ty, Type::String),
        Kind::Bool => matches!(ty, Type::Bool),
        Kind::Number => matches!(ty, Type::Int),
        Kind::Object => matches!(ty, Type::Object | Type::Map),
        Kind::Array => matches!(ty, Type::List | Type::StringList),
    }
}

/// What a field expects.
pub(super) const fn expected(ty: Type) -> &'static str {
    match ty {
        Type::String => "a string",
        Type::Bool => "true or false",
        Type::Int => "a number",
        Type::Object | Type::Map => "an object",
        Type::List | Type::StringList => "a list",
    }
}

/// What is there.
const fn found(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "a boolean",
        Kind::Number => "a number",
        Kind::String => "a string",
        Kind::Array => "a list",
        Kind::Object => "an object",
    }
}

/// A value of a type that the server's decoder does not take.
pub(super) fn wrong(doc: &Document, wrong: &Wrong) -> Finding {
    let (code, message) = match wrong.why {
        Why::Type(what) => {
            let found = found(doc.kind(wrong.node));
            let message = match doc.label(wrong.node) {
                Some(Label::Key(key)) => format!("`{}` must be {what}, not {found}", key.text()),
                _ => format!("{what} is expected here, not {found}"),
            };
            (codes::WRONG_TYPE, message.into())
        }
        Why::NullElement => (codes::NULL_ELEMENT, Words::from("a list may not hold null")),
        Why::FreeMap => (codes::FREE_MAP, format!("before {} these parameters must be empty", first_free_map()).into()),
        Why::Number => (codes::NUMBER, "a whole number without point and exponent is expected here".into()),
    };
    let mut finding = Finding::new(code, Severity::Error, Stage::Decode, message).at(wrong.node);
    finding.server_message = wrong.words.clone().map(Words::from);
    finding
}
