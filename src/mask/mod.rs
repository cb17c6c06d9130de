//! Masking of secrets in what people see: passwords, tokens, private keys, also inside JSON kept as text and in URLs. One
//! mechanism for every output; patches and files that semxform writes are data and stay exact.

mod clear;
mod echo;
mod fragment;
mod patterns;
mod place;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use foldhash::HashMap;
use serde_json::Value;

use crate::json::{ByKey, ChildNodes, Document, Kind, Label, Node, Path, Step};
use crate::sorting::sort_by_key;
pub(crate) use clear::cleared;
pub(crate) use echo::Echoes;
pub(crate) use place::{Place, is_switch_with_secret};

/// What is shown in place of a secret.
pub(crate) const MASK: &str = "***";

/// Scalars that are longer are secret as a whole in windows, which show some hundred bytes of them: each window would cost a pass.
const LONGEST: usize = 1 << 20;

/// Whether an output shows secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Secrets {
    /// They are masked.
    #[default]
    Hidden,
    /// `--show-secrets`, or a patch.
    Shown,
}

/// Documents that are larger are not searched as a whole.
const SEARCHED: usize = 16 << 20;

/// The texts and numbers of a document that hold a secret, in order.
#[must_use]
pub(crate) fn in_clear_text<'d>(doc: &'d Document) -> Vec<Node> {
    if doc.source().len() > SEARCHED {
        return Vec::new();
    }
    let may_be_secret = |node: Node| match doc.kind(node) {
        Kind::Object | Kind::Array => !doc.is_empty(node),
        Kind::Number => true,
        Kind::String => doc.raw(node).len() > 2,
        Kind::Bool | Kind::Null => false,
    };
    let is_secret = |node: Node, place: Place| match doc.kind(node) {
        Kind::Number => place.secret,
        _ if place.is_label() && !place.secret => false,
        _ => doc.text(node).is_some_and(|text| cleared(&text, place, "").is_some()),
    };
    let mut places = Places::default();
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut visit = |node: Node, place: Place, open: &mut Vec<Open<'d>>| match doc.kind(node) {
        Kind::Object => open.push(Open::Object(node, place)),
        Kind::Array => open.push(Open::Array(doc.child_nodes(node), place)),
        _ if is_secret(node, place) => found.push(node),
        _ => {}
    };
    visit(doc.root(), Place::root(), &mut open);
    while let Some(last) = open.last_mut() {
        // One element at a time: a list may have a million.
        if let Open::Array(elements, place) = last {
            let place = place.element();
            match elements.find(|child| may_be_secret(*child)) {
                Some(child) => visit(child, place, &mut open),
                None => drop(open.pop()),
            }
        } else if let Some(Open::Object(node, place)) = open.pop() {
            let members = places.of(place);
            doc.each_numbered_member(node, |key, child| {
                if may_be_secret(child) {
                    let of_key = || doc.numbered_key(key).map_or(place, |key| place.member(&key.text()));
                    let place = members.get_or_find(key, of_key).resolve_guard(|key| doc.text_of(node, key));
                    visit(child, place, &mut open);
                }
            });
        }
    }
    // Containers were put off.
    sort_by_key(&mut found, |node| doc.span(*node).map(|span| span.start));
    found
}

/// A container that is still to be looked through, or the rest of one.
enum Open<'d> {
    Object(Node, Place),
    Array(ChildNodes<'d>, Place),
}

/// The places of members, by the place of their object: most objects are like others.
#[derive(Default)]
struct Places(HashMap<(Option<usize>, bool), ByKey<Place>>);

impl Places {
    fn of(&mut self, object: Place) -> &mut ByKey<Place> {
        self.0.entry((object.number(), object.secret)).or_default()
    }
}

/// What is known of the values beside one that is shown: some are secret only where another says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Beside {
    /// Nothing: it counts as secret.
    #[default]
    Unknown,
    /// It is no secret because of them.
    Public,
    /// It is a secret because of them.
    Secret,
}

impl Beside {
    /// Looks beside a value, in the source where the source has it.
    #[must_use]
    pub(crate) fn of(doc: &Document, node: Node) -> Self {
        let place = if doc.in_source(node) { Place::in_source(doc, node) } else { Place::of(doc, node) };
        if place.guard.is_some() && place.secret { Self::Secret } else { Self::Public }
    }

    /// The place with what is beside it decided.
    fn decide(self, mut place: Place) -> Place {
        match self {
            Self::Unknown => place.without_siblings(),
            Self::Public | Self::Secret => {
                place.secret |= self == Self::Secret;
                place.guard = None;
                place
            }
        }
    }
}

/// Stretches of the source inside `range` (whole or in part) that are secret, in order.
#[must_use]
pub(crate) fn in_source(doc: &Document, range: Range<usize>) -> Vec<Range<usize>> {
    doc.scalars_in(range).flat_map(|node| in_scalar(doc, node)).collect()
}

/// The JSON token of a scalar with its secrets masked; `None` where it has none.
#[must_use]
pub(crate) fn scalar(doc: &Document, node: Node) -> Option<String> {
    token(doc.raw(node), Place::of(doc, node))
}

fn in_scalar(doc: &Document, node: Node) -> Vec<Range<usize>> {
    let Some(span) = doc.span(node) else { return Vec::new() };
    // Few scalars can hold a secret; the others cost no walk to the root.
    let hidden = match doc.kind(node) {
        Kind::Bool | Kind::Null => Vec::new(),
        _ if span.len() > LONGEST => std::iter::once(1..span.len() - 1).collect(),
        _ => fragment::in_token(&doc.source()[span.clone()], Place::in_source(doc, node)),
    };
    hidden.into_iter().map(|r| r.start + span.start..r.end + span.start).collect()
}

/// The token of a scalar at `place`, masked; `None` where nothing is secret.
pub(super) fn token(raw: &[u8], place: Place) -> Option<String> {
    let hidden = fragment::in_token(raw, place);
    (!hidden.is_empty()).then(|| String::from_utf8_lossy(&cover(raw, &hidden)).into_owned())
}

/// Secrets in some lines of JSON inside the container `around`; `None`: that begin before the outermost value.
pub(super) fn in_lines(lines: &[u8], around: Option<Place>) -> Vec<Range<usize>> {
    match around {
        Some(place) => fragment::in_container(lines, place),
        None => fragment::in_value(lines, Place::root()),
    }
}

/// Secrets in a piece of a text that is no backup: a rule file, a selector.
#[must_use]
pub(crate) fn in_text(piece: &[u8]) -> Vec<Range<usize>> {
    fragment::in_container(piece, Place::root())
}

/// Secrets in the stretch `shown` of a backup that could not be parsed because of a mistake at `error`.
#[must_use]
pub(crate) fn in_broken(json: &[u8], shown: Range<usize>, error: usize) -> Vec<Range<usize>> {
    fragment::in_broken(json, shown, error)
}

/// A copy of JSON text at `pointer` (RFC 6901), with its secrets masked.
#[must_use]
pub(crate) fn json<'a>(text: &'a str, pointer: &str, beside: Beside) -> Cow<'a, str> {
    let hidden = fragment::in_value(text.as_bytes(), beside.decide(Place::at(pointer)));
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(String::from_utf8_lossy(&cover(text.as_bytes(), &hidden)).into_owned())
}

/// A copy of a value at `pointer`, with its secrets masked.
#[must_use]
pub(crate) fn value(value: &Value, pointer: &str, beside: Beside) -> Value {
    masked(value, beside.decide(Place::at(pointer)))
}

fn masked(value: &Value, place: Place) -> Value {
    match value {
        Value::Object(members) => {
            let guard = |key: &str| members.get(key).and_then(Value::as_str);
            let member = |(key, inner): (&String, &Value)| (key.clone(), masked(inner, place.member(key).resolve_guard(guard)));
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(items) => {
            let before = std::iter::once(None).chain(items.iter().map(Value::as_str));
            items.iter().zip(before).map(|(inner, before)| masked(inner, place.element_behind(before))).collect()
        }
        Value::String(text) => {
            let hidden = fragment::in_plain(text, place);
            if hidden.is_empty() { value.clone() } else { String::from_utf8_lossy(&cover(text.as_bytes(), &hidden)).into() }
        }
        Value::Number(_) if place.secret => MASK.into(),
        _ => value.clone(),
    }
}

/// A copy of `bytes` with [`MASK`] for each hidden stretch.
#[must_use]
pub(crate) fn cover(bytes: &[u8], hidden: &[Range<usize>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for range in hidden {
        // Nested finds are covered by the first one.
        let start = range.start.max(at).min(bytes.len());
        if range.end <= at {
            continue;
        }
        out.extend_from_slice(&bytes[at..start]);
        out.extend_from_slice(MASK.as_bytes());
        at = range.end.min(bytes.len());
    }
    out.extend_from_slice(&bytes[at..]);
    out
}

impl Place {
    /// The place of a node in its document.
    pub(crate) fn of(doc: &Document, node: Node) -> Self {
        let place = Self::on(&doc.path(node));
        match doc.parent(node) {
            Some(parent) => place.resolve_guard(|key| doc.text_of(parent, key)),
            None => place,
        }
    }

    /// The place of a value of the source where the source has it: an edit that takes a secret away does not make it public.
    pub(crate) fn in_source(doc: &Document, node: Node) -> Self {
        let place = doc.labels_in_source(node).fold(Self::root(), |place, label| match label {
            Label::Key(key) => place.member(&key.text()),
            Label::Index(_) => place.element(),
        });
        match doc.parent_in_source(node) {
            Some(parent) => place.resolve_guard(|key| doc.original_text_of(parent, key)),
            None => place,
        }
    }

    /// The place at the end of a path.
    pub(crate) fn on(path: &Path) -> Self {
        path.0.iter().fold(Self::root(), |place, step| match step {
            Step::Key(key) => place.member(key),
            Step::Index(_) => place.element(),
        })
    }
}
