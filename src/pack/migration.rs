//! The packs of migrations: those that are shipped, or the user's own in their place. Conversions themselves are data in
//! `rules/migrate/`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::shipped::BUILTIN;
use super::{Pack, RuleError, RuleErrors, migration_packs};
use crate::semaphore::{Hop, all_hops};
use crate::sorting::{self, sort_by_key};

/// Id of the pack that runs first in every migration.
const REPAIR: &str = "repair";

/// A file of packs that cannot be used.
#[derive(Debug)]
pub(crate) struct BadPack {
    /// The file as it was named.
    pub source: String,
    /// Its text, to show places of.
    pub text: String,
    /// Everything that is wrong.
    pub mistakes: RuleErrors,
}

impl std::fmt::Display for BadPack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<String> = self.mistakes.iter().map(|mistake| format!("{}:{mistake}", self.source)).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for BadPack {}

/// The packs of a migration, by hop, and the last one.
#[derive(Debug)]
pub(crate) struct MigrationPacks {
    /// Steps in the order of the graph, then what is no step: `landing`.
    all: Vec<Pack>,
    steps: BTreeMap<Hop, usize>,
}

/// The shipped migrations, read once; a test holds them free of mistakes.
pub(crate) fn shipped_migrations() -> Option<&'static MigrationPacks> {
    static READ: OnceLock<Option<MigrationPacks>> = OnceLock::new();
    READ.get_or_init(|| MigrationPacks::shipped().ok()).as_ref()
}

impl MigrationPacks {
    /// Those that are shipped.
    ///
    /// # Errors
    /// Mistakes in the packs; a test holds them free of any.
    pub(crate) fn shipped() -> Result<Self, Vec<BadPack>> {
        let files = migration_packs().into_iter().map(|(name, text)| (format!("{BUILTIN}migrate/{name}"), text.to_owned()));
        Self::read_by(files, Pack::parse_shipped)
    }

    /// Packs from texts with the names of their files. A hop without a pack changes nothing.
    ///
    /// # Errors
    /// Every mistake of every file; two packs for one hop; a step between bands that are no neighbours.
    pub(crate) fn read(files: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<BadPack>> {
        Self::read_by(files, Pack::parse)
    }

    fn read_by(
        files: impl IntoIterator<Item = (String, String)>,
        parse: fn(&str, &str) -> Result<Pack, RuleErrors>,
    ) -> Result<Self, Vec<BadPack>> {
        let mut bad = Vec::new();
        let mut read: Vec<(Option<Hop>, Pack)> = Vec::new();
        let hops = all_hops();
        for (source, text) in files {
            let pack = match parse(&source, &text) {
                Ok(pack) => pack,
                Err(mistakes) => {
                    bad.push(BadPack { source, text, mistakes });
                    continue;
                }
            };
            let hop = pack.step.map(|step| Hop { from: step.from, to: step.to });
            let wrong = match hop {
                Some(hop) if !hops.contains(&hop) => Some(format!("there is no step {hop}: only neighbours have one")),
                _ if read.iter().any(|(other, p)| p.id == pack.id || hop.is_some() && *other == hop) => {
                    Some(format!("two packs are called {} or are for one step", pack.id))
                }
                _ => None,
            };
            match wrong {
                Some(message) => bad.push(BadPack { source, text, mistakes: RuleErrors(vec![RuleError::new(0..0, message)]) }),
                None => read.push((hop, pack)),
            }
        }
        if !bad.is_empty() {
            return Err(bad);
        }
        sort_by_key(&mut read, |(hop, _)| hop.and_then(|hop| hops.iter().position(|h| *h == hop)).unwrap_or(usize::MAX));
        let steps = sorting::tree(read.iter().enumerate().filter_map(|(at, (hop, _))| Some(((*hop)?, at))));
        Ok(Self { all: read.into_iter().map(|(_, pack)| pack).collect(), steps })
    }

    /// The pack of a hop, if anything is to do there.
    #[must_use]
    pub(crate) fn step(&self, hop: Hop) -> Option<&Pack> {
        self.steps.get(&hop).map(|at| &self.all[*at])
    }

    /// What runs before the first step whatever the versions: `repair`.
    pub(crate) fn first(&self) -> impl Iterator<Item = &Pack> {
        self.all.iter().filter(|pack| pack.step.is_none() && pack.id == REPAIR)
    }

    /// What runs for the target whatever the way: `landing`, and packs of the user that are no step.
    pub(crate) fn last(&self) -> impl Iterator<Item = &Pack> {
        self.all.iter().filter(|pack| pack.step.is_none() && pack.id != REPAIR)
    }

    /// Every pack, in the order of the graph.
    #[must_use]
    pub(crate) fn all(&self) -> &[Pack] {
        &self.all
    }
}
