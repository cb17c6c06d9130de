//! Host and URL mappings (2.20): the same rules in Verify and, with the types of the keys, in Restore.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt as _};

use super::project::{LinkTarget, Project, Row};
use crate::semaphore::{hosts, key};

/// The mappings of a project, counted by kind and name.
pub(super) struct Mappings<'p> {
    project: &'p Project<'p>,
    counts: HashMap<(Cow<'p, str>, Cow<'p, str>), usize>,
}

impl<'p> Mappings<'p> {
    pub(super) fn of(project: &'p Project<'p>) -> Self {
        let mut counts = HashMap::new();
        for row in project.section(key::HOST_CONFIGS) {
            *counts.entry((row.plain(key::TYPE), trimmed(row.plain(key::NAME)))).or_default() += 1;
        }
        Self { project, counts }
    }

    /// What Verify says of a mapping: the key it is about, and the words.
    pub(super) fn verify(&self, row: Row<'p>) -> Option<(&'static str, String)> {
        let mapping = (row.plain(key::TYPE), trimmed(row.plain(key::NAME)));
        let (kind, name) = (&*mapping.0, &*mapping.1);
        if let Some((key, words)) = hosts::mapping(kind, name) {
            return Some((key, words.to_owned()));
        }
        if self.counts.get(&mapping).is_some_and(|count| *count > 1) {
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

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
