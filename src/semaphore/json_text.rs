//! JSON that backups keep as text: extra and environment variables of variable groups, command line arguments. What servers take
//! for JSON, and what they have against variables. The words for it are said elsewhere.

use super::params::go_kind;
use crate::json::{Document, InnerReader, Kind, OddityKind, quote};

/// Reads a text as Go's `json.Valid` does: one document, nothing behind it, not nested too deeply.
#[must_use]
pub(crate) fn read<'r>(reader: &'r mut InnerReader, text: &str) -> Option<&'r Document> {
    let doc = reader.read(text).ok()?;
    let bad = |kind| matches!(kind, OddityKind::TrailingText | OddityKind::TooDeep);
    (!doc.oddities().iter().any(|o| bad(o.kind))).then_some(doc)
}

/// What Go says when it is to read a text into an object of free values; nothing where it can, as it can `null`.
pub(crate) fn not_an_object(reader: &mut InnerReader, text: &str) -> Option<String> {
    let doc = match reader.read(text) {
        Ok(doc) => doc,
        Err(error) => return Some(error.message),
    };
    if let Some(trailing) = doc.oddities().iter().find(|oddity| oddity.kind == OddityKind::TrailingText) {
        return Some(format!("invalid character {} after top-level value", quote(text.as_bytes()[trailing.offset])));
    }
    let kind = doc.kind(doc.root());
    let wrong = !matches!(kind, Kind::Object | Kind::Null);
    wrong.then(|| format!("json: cannot unmarshal {} into Go value of type map[string]interface {{}}", go_kind(kind)))
}

/// What servers have against the variables of a group, since 2.14.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// No JSON, or a number that Go cannot read.
    NotJson,
    /// JSON, but not an object.
    NotObject,
    /// A variable has no name.
    EmptyKey,
    /// A variable holds a list or an object: environment variables go to a process and cannot; extra variables may.
    Nested,
}

/// The first flaw of the variables in a text; an empty text and null are no variables.
#[must_use]
pub(crate) fn flaw_of_variables(reader: &mut InnerReader, text: &str) -> Option<Flaw> {
    if matches!(text, "" | "{}") {
        return None;
    }
    let Some(doc) = read(reader, text) else { return Some(Flaw::NotJson) };
    if doc.oddities().iter().any(|o| o.kind == OddityKind::HugeNumber) {
        return Some(Flaw::NotJson);
    }
    match doc.kind(doc.root()) {
        Kind::Null => return None,
        Kind::Object => {}
        _ => return Some(Flaw::NotObject),
    }
    if doc.members(doc.root()).any(|(key, _)| key.is("")) {
        return Some(Flaw::EmptyKey);
    }
    let nested = |node| doc.is_container(node);
    // The last of a repeated key counts.
    let last = |name: &str| doc.get(doc.root(), name).is_some_and(nested);
    doc.members(doc.root()).any(|(key, node)| nested(node) && last(&key.text())).then_some(Flaw::Nested)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_as_servers_take_them() {
        let mut reader = InnerReader::default();
        for (text, flaw) in [
            ("", None),
            ("{}", None),
            (" null ", None),
            (r#"{"a": 1, "b": "x", "c": null}"#, None),
            ("region: eu", Some(Flaw::NotJson)),
            ("{} {}", Some(Flaw::NotJson)),
            (r#"{"a": 1e400}"#, Some(Flaw::NotJson)),
            ("[]", Some(Flaw::NotObject)),
            (r#"{"": 1, "a": []}"#, Some(Flaw::EmptyKey)),
            (r#"{"a": {"b": 1}}"#, Some(Flaw::Nested)),
            (r#"{"a": [], "a": 1}"#, None),
        ] {
            assert_eq!(flaw_of_variables(&mut reader, text), flaw, "{text}");
        }
        let mut is_read = |text: &str| read(&mut reader, text).is_some();
        assert!(is_read("[1]") && !is_read("1 2") && !is_read(&"[".repeat(20_000)));
    }
}
