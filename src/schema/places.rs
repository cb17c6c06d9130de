//! Errors of the validator as problems at nodes: the path it names is walked in document and shape side by side.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::LocationSegment;

use super::problem::{Problem, What};
use super::rule::{Rule, is_checked};
use super::tree::any_case;
use super::validate::Entry;
use crate::finding::Severity;
use crate::json::{Document, Kind, Node};
use crate::semaphore::{FieldShape, ObjectShape, Type};

/// Collects the problems of one entry.
pub(super) struct Places<'a> {
    doc: &'a Document,
    entry: Entry,
    /// Whether keys match in any letter case.
    any_case: bool,
    /// Elements of the lists that errors went through.
    lists: HashMap<Node, Vec<Node>>,
    found: &'a mut Vec<Problem>,
}

/// Where an error is.
struct Place {
    node: Node,
    owner: Node,
    /// The shape of `node` if it is an object, else of `owner`.
    shape: &'static ObjectShape,
    field: Option<&'static FieldShape>,
}

impl<'a> Places<'a> {
    pub(super) fn new(doc: &'a Document, entry: Entry, any_case: bool, found: &'a mut Vec<Problem>) -> Self {
        Self { doc, entry, any_case, lists: HashMap::new(), found }
    }

    /// Adds what an error says.
    pub(super) fn say(&mut self, error: &ValidationError<'_>) {
        let Some(place) = self.place(error) else { return };
        if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
            return self.keys(&place, unexpected, What::UnknownKey);
        }
        let (what, severity) = self.judge(error.kind(), &place);
        let key = place.field.map_or("", |field| field.key);
        self.add(&place, what, severity, place.node, Cow::Borrowed(key));
    }

    /// Adds the keys that are known, but in another letter case.
    pub(super) fn say_letter_case(&mut self, error: &ValidationError<'_>) {
        let Some(place) = self.place(error) else { return };
        if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
            self.keys(&place, unexpected, What::LetterCase);
        }
    }

    fn judge(&self, kind: &ValidationErrorKind, place: &Place) -> (What, Severity) {
        let error = Severity::Error;
        let checked = if place.field.is_some_and(is_checked) { error } else { Severity::Warning };
        match kind {
            ValidationErrorKind::MaxProperties { .. } => (What::Content, error),
            ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => (What::Number, error),
            ValidationErrorKind::Enum { .. } => (What::RefusedValue, error),
            ValidationErrorKind::Custom { .. } => (What::UnknownValue, Severity::Warning),
            ValidationErrorKind::Format { format } => match Rule::named(format) {
                Some(Rule::Cron | Rule::CronOrEmpty) => (What::CronText, checked),
                _ => (What::JsonText, checked),
            },
            _ => match (self.doc.kind(place.node), place.field.map(|field| field.ty)) {
                (Kind::Null, Some(_)) => (What::NullElement, error),
                (Kind::Number, Some(Type::Int)) => (What::Number, error),
                _ => (What::WrongType, error),
            },
        }
    }

    fn keys(&mut self, place: &Place, unexpected: &[String], what: What) {
        let doc = self.doc;
        let unexpected: HashSet<&str> = unexpected.iter().map(String::as_str).collect();
        for (key, value) in doc.members(place.node) {
            let written = key.text();
            let folded = any_case(&written);
            let known = place.shape.fields.iter().find(|field| field.key == folded);
            match (what, known) {
                (What::LetterCase, Some(known)) if unexpected.contains(&*written) => {
                    self.add(place, what, Severity::Warning, value, Cow::Borrowed(known.key));
                }
                (What::UnknownKey, _) if unexpected.contains(if self.any_case { &*folded } else { &*written }) => {
                    self.add(place, what, Severity::Warning, value, Cow::Owned(written.into_owned()));
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, place: &Place, what: What, severity: Severity, node: Node, key: Cow<'static, str>) {
        let of_key = matches!(what, What::UnknownKey | What::LetterCase);
        let owner = if of_key { place.node } else { place.owner };
        let field = if of_key { None } else { place.field };
        self.found.push(Problem { what, severity, node, owner, key, shape: place.shape, field, reference: None });
    }

    fn place(&mut self, error: &ValidationError<'_>) -> Option<Place> {
        let Entry { node, shape, field } = self.entry;
        let mut place = Place { node, owner: node, shape, field };
        for segment in error.instance_path().segments() {
            match segment {
                LocationSegment::Property(key) => {
                    let field = place.shape.get(&key)?;
                    let node = self.member(place.node, &key)?;
                    let shape = field.children.as_ref().unwrap_or(place.shape);
                    place = Place { node, owner: place.node, shape, field: Some(field) };
                }
                LocationSegment::Index(at) => place.node = self.element(place.node, at)?,
            }
        }
        Some(place)
    }

    fn member(&self, object: Node, key: &str) -> Option<Node> {
        if !self.any_case {
            return self.doc.get(object, key);
        }
        self.doc.members(object).filter(|(k, _)| any_case(&k.text()) == key).map(|(_, node)| node).last()
    }

    fn element(&mut self, list: Node, at: usize) -> Option<Node> {
        let doc = self.doc;
        self.lists.entry(list).or_insert_with(|| doc.elements(list).collect()).get(at).copied()
    }
}
