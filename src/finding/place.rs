//! Where a finding is, kept symbolic: a node, a key or bytes. Paths, pointers and spans are made when somebody reads them.

use std::borrow::Cow;
use std::ops::Range;

use super::Code;
use crate::json::{Document, Label, Node};

/// Where something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) enum Place {
    /// Nowhere in particular.
    #[default]
    Nowhere,
    /// Bytes of a text that is no document.
    Bytes(Range<usize>),
    /// A value of the document.
    Node(Spot),
    /// Bytes inside a value of the document.
    Within {
        /// The value.
        node: Node,
        /// The bytes.
        span: Range<usize>,
    },
    /// Written out already, for readers that do not have the document.
    Resolved(Box<Resolved>),
}

/// A value, or the place of one that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Spot {
    /// The value; of a missing one the object that should hold it.
    pub node: Node,
    /// The key of the object, where the finding is about one.
    pub key: Option<&'static str>,
    /// Whether the key itself is wrong and not its value.
    pub is_key: bool,
}

impl From<Node> for Spot {
    fn from(node: Node) -> Self {
        Self { node, key: None, is_key: false }
    }
}

impl Spot {
    /// The key of a member.
    #[must_use]
    pub(crate) const fn key(node: Node) -> Self {
        Self { node, key: None, is_key: true }
    }

    /// The value of a key, or the object where it is missing.
    #[must_use]
    pub(crate) const fn value(node: Node, key: &'static str) -> Self {
        Self { node, key: Some(key), is_key: false }
    }
}

/// A place in the forms that people and programs read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Resolved {
    /// `templates["Deploy app"].vaults[1]`
    pub entity: Option<String>,
    /// JSON Pointer of the value.
    pub pointer: Option<String>,
    /// Bytes in the source to underline.
    pub span: Option<Range<usize>>,
}

/// What makes a finding the same one before and after a change of the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    /// The finding code.
    pub code: Code,
    /// The object that holds the key, or the value itself.
    pub node: Option<Node>,
    /// The key of the object; empty for the value itself.
    pub key: Cow<'static, str>,
}

impl Place {
    /// `templates["Deploy app"].vaults[1]`; `doc` is the document of the node.
    #[must_use]
    pub(crate) fn entity(&self, doc: Option<&Document>) -> Option<Cow<'_, str>> {
        match self {
            Self::Resolved(place) => place.entity.as_deref().map(Cow::Borrowed),
            _ => Some(Cow::Owned(doc?.entity(self.node()?))),
        }
    }

    /// JSON Pointer of the value.
    #[must_use]
    pub(crate) fn pointer(&self, doc: Option<&Document>) -> Option<Cow<'_, str>> {
        match self {
            Self::Resolved(place) => place.pointer.as_deref().map(Cow::Borrowed),
            _ => Some(Cow::Owned(doc?.path(self.node()?).pointer())),
        }
    }

    /// Bytes in the source to underline; what edits made borrows those of the nearest value around it that the source holds.
    #[must_use]
    pub(crate) fn span(&self, doc: Option<&Document>) -> Option<Range<usize>> {
        match self {
            Self::Nowhere => None,
            Self::Bytes(span) | Self::Within { span, .. } => Some(span.clone()),
            Self::Resolved(place) => place.span.clone(),
            Self::Node(spot) => {
                let doc = doc?;
                let key = spot.is_key.then(|| doc.key_span(spot.node)).flatten();
                key.or_else(|| doc.around(spot.node).find_map(|node| doc.span(node)))
            }
        }
    }

    /// The value in the document.
    #[must_use]
    pub(crate) fn node(&self) -> Option<Node> {
        match self {
            Self::Node(Spot { node, .. }) | Self::Within { node, .. } => Some(*node),
            Self::Nowhere | Self::Bytes(_) | Self::Resolved(_) => None,
        }
    }

    /// The key of the object, where the finding is about one.
    #[must_use]
    pub(crate) const fn key(&self) -> Option<&'static str> {
        match self {
            Self::Node(spot) => spot.key,
            _ => None,
        }
    }

    /// The same, written out.
    #[must_use]
    pub(crate) fn resolve(&self, doc: &Document) -> Self {
        let doc = Some(doc);
        let owned = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
        let (entity, pointer) = (owned(self.entity(doc)), owned(self.pointer(doc)));
        Self::Resolved(Box::new(Resolved { entity, pointer, span: self.span(doc) }))
    }

    /// The owner and the key that stay the same when the value is replaced.
    pub(super) fn identity(&self, doc: &Document) -> (Option<Node>, Cow<'static, str>) {
        let Self::Node(spot) = self else { return (self.node(), Cow::Borrowed("")) };
        if let Some(Label::Key(key)) = doc.label(spot.node)
            && spot.key.is_none_or(|wanted| key.is(wanted))
        {
            let name = spot.key.map_or_else(|| Cow::Owned(key.text().into_owned()), Cow::Borrowed);
            return (doc.parent(spot.node), name);
        }
        (Some(spot.node), Cow::Borrowed(spot.key.unwrap_or_default()))
    }
}
