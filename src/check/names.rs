//! The names of a section's entries: which entry links by name lead to, how often a name occurs, which is nearest to a
//! misspelt one. Judges nothing.

use std::borrow::Cow;
use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt as _};

/// The names of a section: how often each occurs and where first.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The names side by side: otherwise each link would touch another page of the source.
    map: HashMap<Box<str>, (u32, u32)>,
    /// How many entries have no name, and the first of them. Not in the map: to compare an empty box with its dangling address takes
    /// a processor a hundred times as long, and a list of `{}` may have a million of them.
    nameless: Option<(u32, u32)>,
    /// How many entries there are.
    len: usize,
    /// Names without letter case and blanks around them, made for the first hint.
    folded: OnceLock<HashMap<String, String>>,
}

/// Room is made for so many names before they are read; a million entries may have one name.
const AHEAD: usize = 1 << 14;

impl Names {
    /// Collects the names of entries in their order; the first holder of a name keeps its place.
    pub(super) fn of<'p>(entries: impl ExactSizeIterator<Item = Cow<'p, str>>) -> Self {
        let len = entries.len();
        let (mut map, mut nameless) = (HashMap::with_capacity(len.min(AHEAD)), None);
        for (index, name) in (0..).zip(entries) {
            let known =
                if name.is_empty() { nameless.get_or_insert((0, index)) } else { map.entry(name.into()).or_insert((0, index)) };
            known.0 += 1;
        }
        Self { map, nameless, len, folded: OnceLock::new() }
    }

    fn get(&self, name: &str) -> Option<(u32, u32)> {
        if name.is_empty() { self.nameless } else { self.map.get(name).copied() }
    }

    /// Whether no two entries have the same name.
    pub(super) fn all_unique(&self) -> bool {
        self.map.len() + usize::from(self.nameless.is_some()) == self.len
    }

    /// Whether an entry has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// How many entries have it.
    pub(super) fn count(&self, name: &str) -> u32 {
        self.get(name).map_or(0, |n| n.0)
    }

    /// Index of the first entry that has it: the one that links lead to.
    pub(super) fn first(&self, name: &str) -> Option<usize> {
        self.get(name).map(|n| n.1 as usize)
    }

    /// The name nearest to a misspelt one, for a hint.
    pub(super) fn closest(&self, name: &str) -> Option<&str> {
        let fold = |name: &str| name.trim().to_ascii_lowercase();
        let folded = self.folded.get_or_init(|| {
            let mut names: Vec<&str> = self.map.keys().map(AsRef::as_ref).chain(self.nameless.map(|_| "")).collect();
            names.sort_unstable_by(|a, b| b.cmp(a));
            names.into_iter().map(|name| (fold(name), name.to_owned())).collect()
        });
        folded.get(&fold(name)).map(String::as_str)
    }
}
