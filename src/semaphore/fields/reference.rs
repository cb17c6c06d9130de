//! The reference graph: which value names which object. Folded from the field rows; what the server demands comes from the effects.

use std::sync::OnceLock;

use super::field::{Field, Guard, Link, Orphan, Target, Type};
use super::shape::name_key;
use super::table::all_fields;
use crate::json::{Document, Node};
use crate::semaphore::restore::{EffectKind, effects_of};
use crate::semaphore::version::Band;

/// What a restore demands of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Need {
    /// Must name an object of the file.
    Required,
    /// May be missing; if set it must name an object of the file.
    IfSet,
    /// An unknown name becomes null without a word.
    NullIfUnresolved,
    /// Nothing.
    Unchecked,
}

/// A value that names another object, in one band.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    /// `templates[].vaults[].vault_key`, `templates[].environments[]`
    pub path: &'static str,
    /// The row it comes from.
    pub field: &'static Field,
    /// What it names, and what becomes of orphans.
    pub link: &'static Link,
    /// List of the named objects: `keys`, or `nodes` of the same workflow.
    pub target: &'static str,
    /// Key of the named objects that the value is compared with: `name`, `title`, `id`.
    pub target_key: &'static str,
    /// What a restore demands.
    pub need: Need,
}

impl Reference {
    /// Whether the named object is in the same workflow and not in a section of the document.
    #[must_use]
    pub(crate) fn is_local(&self) -> bool {
        self.link.target == Target::Node
    }

    /// The section that holds the reference: `templates`.
    #[must_use]
    pub(crate) fn section(&self) -> &'static str {
        self.path.split(['[', '.']).next().unwrap_or(self.path)
    }

    /// Path of the object that holds the key, and the key: `("templates[].vaults[]", "vault_key")`.
    #[must_use]
    pub(crate) fn split(&self) -> (&'static str, &'static str) {
        self.field.split()
    }

    /// Whether the value is an element of a list of names.
    #[must_use]
    pub(crate) const fn is_element(&self) -> bool {
        matches!(self.field.ty, Type::StringList)
    }

    /// Whether the key of this owner really is a reference of the file; a global role is none.
    #[must_use]
    pub(crate) fn applies_to(&self, document: &Document, owner: Node) -> bool {
        self.link.unless.is_none_or(|guard| !guard.holds(document, owner))
    }

    /// What becomes of an orphan of this owner.
    #[must_use]
    pub(crate) fn orphan(&self, document: &Document, owner: Node) -> Orphan {
        match self.link.exception {
            Some((guard, orphan)) if guard.holds(document, owner) => orphan,
            _ => self.usual_orphan(),
        }
    }

    /// What becomes of an orphan of most owners.
    #[must_use]
    pub(crate) fn usual_orphan(&self) -> Orphan {
        self.link.orphan.unwrap_or(match self.need {
            Need::Required if self.link.exception.is_none() => Orphan::Refuse,
            _ => Orphan::DropLink,
        })
    }
}

impl Guard {
    /// Whether it is true of an object.
    #[must_use]
    pub(crate) fn holds(self, document: &Document, owner: Node) -> bool {
        match self {
            Self::Is(key, value) => document.text_of(owner, key).is_some_and(|text| text == value),
            Self::True(key) => document.get(owner, key).and_then(|node| document.boolean(node)) == Some(true),
        }
    }
}

/// Every reference of a band, in decode order.
#[must_use]
pub(crate) fn references(band: Band) -> &'static [Reference] {
    static REFERENCES: [OnceLock<Vec<Reference>>; Band::ALL.len()] = [const { OnceLock::new() }; Band::ALL.len()];
    REFERENCES[band.index()]
        .get_or_init(|| all_fields().filter(|field| field.holds_in(band)).filter_map(|field| reference(field, band)).collect())
}

/// The paths of every reference of any band, each once.
#[must_use]
pub(crate) fn reference_paths() -> Vec<&'static str> {
    let mut paths: Vec<_> = all_fields().filter(|field| field.link.is_some()).map(|field| field.path).collect();
    paths.dedup();
    paths
}

fn reference(field: &'static Field, band: Band) -> Option<Reference> {
    let link = field.link.as_ref()?;
    let path = field.path;
    let (target, target_key) = match link.target {
        Target::Section(section) => (section, name_key(section, band)?),
        Target::Node => ("nodes", "id"),
    };
    let needs = [
        (EffectKind::MustResolve, Need::Required),
        (EffectKind::MustResolveIfSet, Need::IfSet),
        (EffectKind::CheckOnly, Need::IfSet),
        (EffectKind::NullIfUnresolved, Need::NullIfUnresolved),
    ];
    let demands = || effects_of(band, path).filter_map(|e| needs.iter().position(|(kind, _)| *kind == e.kind));
    let need = demands().min().map_or(Need::Unchecked, |at| needs[at].1);
    Some(Reference { path, field, link, target, target_key, need })
}

#[cfg(test)]
mod tests;
