//! Host and URL mappings (2.20): the same rules in Verify and, with the types of the keys, in Restore.

use std::borrow::Cow;

use super::names::Names;
use super::project::{LinkTarget, Project, Row};
use crate::semaphore::{hosts, key};

/// The mappings of a project: the names of each kind.
pub(super) struct Mappings<'p> {
    project: &'p Project<'p>,
    names: [Names; 2],
}

impl<'p> Mappings<'p> {
    pub(super) fn of(project: &'p Project<'p>) -> Self {
        let rows = || project.section(key::HOST_CONFIGS);
        let names = hosts::KINDS.map(|kind| {
            let of_kind = (0..).zip(rows()).filter(|(_, row)| row.has_text(key::TYPE, kind));
            Names::of(rows().len(), of_kind.map(|(at, row)| (at, trimmed(row.plain(key::NAME)))))
        });
        Self { project, names }
    }

    /// What Verify says of a mapping: the key it is about, and the words.
    pub(super) fn verify(&self, row: Row<'p>) -> Option<(&'static str, String)> {
        let (kind, name) = (&*row.plain(key::TYPE), &*trimmed(row.plain(key::NAME)));
        if let Some((key, words)) = hosts::mapping(kind, name) {
            return Some((key, words.to_owned()));
        }
        let mut names = hosts::KINDS.iter().zip(&self.names).filter(|(known, _)| **known == kind);
        if names.any(|(_, names)| names.is_repeated(name)) {
            return Some((key::NAME, hosts::is_duplicate(name)));
        }
        let words = match row.resolve(key::SSH_KEY) {
            LinkTarget::Unset => Some(hosts::NO_KEY),
            LinkTarget::Nowhere => Some(hosts::NO_SUCH_KEY),
            LinkTarget::Entry(at) => {
                let key = self.project.entry(key::KEYS, at);
                hosts::key_type(kind, name, &key.map(|key| key.plain(key::TYPE)).unwrap_or_default())
            }
        };
        words.map(|words| (key::SSH_KEY, words.to_owned()))
    }
}

/// A name as the server keeps it.
pub(super) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
