//! What somebody wants done with documents, whichever they are; and how that becomes the plan for one of them.

use std::collections::HashSet;

use super::accept::Accept;
use super::plan::{Plan, Remaining, Scope, Stage, StageKind};
use crate::detect::{self, Detected};
use crate::engine::Context;
use crate::finding::{Repair, Threshold};
use crate::json::Document;
use crate::pack::{MigrationPacks, Pack, shipped, shipped_migrations};
use crate::semaphore::{Band, Db, Release, UnsupportedDb, hops};

/// Which rules run.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rules<'p> {
    /// These packs, in this order: the main job.
    Packs(&'p [Pack]),
    /// The packs that lead from the document's version to the target.
    Migration(&'p MigrationPacks),
}

/// What is wanted, the same for each document.
#[derive(Debug, Clone)]
pub(crate) struct Request<'p> {
    /// Which rules run.
    pub rules: Rules<'p>,
    /// The version that wrote the documents; detected where it is not named.
    pub from: Option<Release>,
    /// The version that the results are for; without it `from`, else the newest stable release that can have written the document.
    pub to: Option<Release>,
    /// The databases of that server; empty: every SQL database that it supports.
    pub dbs: Vec<Db>,
    /// Edition, parameters and choice of rules. Versions and databases are filled in for each document.
    pub context: Context,
    /// The losses that are fine.
    pub accept: Accept,
    /// Names of the projects that are on the target already.
    pub existing_names: HashSet<String>,
    /// Apps that an administrator has set up on the target.
    pub apps: HashSet<String>,
    /// Which findings stop a write or give exit code 1.
    pub fail_on: Threshold,
    /// Whether to detect the version of documents where nothing depends on it, because a report shows it.
    pub always_detect: bool,
    /// How many findings of a code and severity are kept of a migration; the rest is counted.
    pub most: usize,
}

impl<'p> Request<'p> {
    /// The packs in their order, for documents of any version; the result is for the version of the document.
    #[must_use]
    pub(crate) fn rules(packs: &'p [Pack]) -> Self {
        Self::new(Rules::Packs(packs), Accept::All)
    }

    /// What a command does that a finding names, for a version. None if a shipped pack is broken.
    #[must_use]
    pub(crate) fn repair(repair: &Repair, release: &Release) -> Option<Request<'static>> {
        Some(match &repair.pack {
            Some(name) => Request { to: Some(release.clone()), ..Request::rules(std::slice::from_ref(shipped(name)?)) },
            None => Request::migration(shipped_migrations()?, release.clone()),
        })
    }

    /// A migration to `target`, with no loss accepted.
    #[must_use]
    pub(crate) fn migration(packs: &'p MigrationPacks, target: Release) -> Self {
        Self { to: Some(target), ..Self::new(Rules::Migration(packs), Accept::Nothing) }
    }

    fn new(rules: Rules<'p>, accept: Accept) -> Self {
        Self {
            rules,
            from: None,
            to: None,
            dbs: Vec::new(),
            context: Context::new(Release::newest_stable()),
            accept,
            existing_names: HashSet::new(),
            apps: HashSet::new(),
            fail_on: Threshold::default(),
            always_detect: false,
            most: usize::MAX,
        }
    }

    /// Settles what is done with a document.
    ///
    /// # Errors
    /// A database was named on which the target does not run.
    pub(crate) fn plan(&self, doc: &Document) -> Result<Plan<'p>, UnsupportedDb> {
        let detected = (self.from.is_none() || self.always_detect).then(|| detect::detect(doc));
        let named = self.to.as_ref().or(self.from.as_ref()).cloned();
        let target = named.or_else(|| detected.as_ref().map(Detected::default_target)).unwrap_or_else(Release::newest_stable);
        let mut context = self.context.clone();
        context.dbs = Db::of_server(&target, &self.dbs)?;
        let named = self.from.as_ref().map(|from| (from.band, from.band));
        let source = named.or_else(|| detected.as_ref().and_then(|d| Some((*d.bands.first()?, *d.bands.last()?))));
        let (packs, stages, remaining) = match self.rules {
            Rules::Packs(packs) => {
                context.source = match &self.from {
                    Some(from) => Some((from.clone(), from.clone())),
                    None => source.map(|(first, last)| (Release::of_band(first), Release::of_band(last))),
                };
                let stage = Stage { kind: StageKind::Rules, packs: packs.iter().map(on_path).collect(), format: None };
                (packs, vec![stage], Remaining::Written)
            }
            Rules::Migration(packs) => {
                let from = start(source.unwrap_or((Band::ALL[0], Band::ALL[Band::ALL.len() - 1])), target.band);
                context.source = Some((Release::of_band(from), Release::of_band(from)));
                (packs.all(), migration(packs, from, &target), Remaining::Refused)
            }
        };
        context.target = target;
        Ok(Plan {
            stages,
            detected,
            source,
            packs,
            context,
            accept: self.accept.clone(),
            existing_names: self.existing_names.clone(),
            apps: self.apps.clone(),
            most: self.most,
            fail_on: self.fail_on.clone(),
            remaining,
        })
    }

    /// The version that the same rules would run for the next time, where others of them would run then: they changed by what the version is
    /// detected. That cannot happen with shipped packs.
    pub(crate) fn next_target(&self, plan: &Plan<'_>, result: &Document) -> Option<Release> {
        let Rules::Packs(packs) = self.rules else { return None };
        let own = packs.iter().filter(|pack| !pack.is_shipped());
        let rules = || own.clone().flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)));
        let depends = rules().any(|(_, rule)| rule.when.target.is_some() || rule.when.source.is_some());
        if !depends || self.from.is_some() || self.to.is_some() || result.is_unchanged() {
            return None;
        }
        let next = self.plan(result).ok()?;
        let differs = rules().any(|(pack, rule)| plan.context.skips(pack, rule) != next.context.skips(pack, rule));
        differs.then(|| next.target().clone())
    }
}

fn on_path(pack: &Pack) -> (&Pack, Scope) {
    (pack, Scope::Path)
}

/// Repair, each hop, landing.
fn migration<'p>(packs: &'p MigrationPacks, from: Band, target: &Release) -> Vec<Stage<'p>> {
    let mut repair: Vec<_> = packs.first().map(on_path).collect();
    let behind = hops(Band::ALL[0], from).into_iter().filter_map(|hop| packs.step(hop));
    repair.extend(behind.map(|pack| (pack, Scope::OffPath)));
    let mut stages = vec![Stage { kind: StageKind::Repair, packs: repair, format: Some((from, from.first_version())) }];
    stages.extend(hops(from, target.band).into_iter().map(|hop| Stage {
        kind: StageKind::Hop(hop),
        packs: packs.step(hop).map(on_path).into_iter().collect(),
        format: Some((hop.to, hop.to.first_version())),
    }));
    stages.push(Stage {
        kind: StageKind::Landing,
        packs: packs.last().map(on_path).collect(),
        format: Some((target.band, target.version)),
    });
    stages
}

/// The band that a migration to `target` starts from, for a document that any band of `range` can have written: the target itself where
/// it is one of them, else the one nearest to it. What an older band of the range calls differently is repaired before the first hop.
fn start(range: (Band, Band), target: Band) -> Band {
    target.clamp(range.0, range.1.max(range.0))
}
