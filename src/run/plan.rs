//! What is done with one document, settled before anything runs: the stages in their order, the target, and what stops a write.

use std::collections::HashSet;
use std::fmt;

use super::accept::Accept;
use crate::detect::Detected;
use crate::engine::Context;
use crate::finding::Threshold;
use crate::pack::{Pack, Rule};
use crate::semaphore::{Band, Db, Hop, Release, Version};
use crate::text::SourceText;

/// What a stage is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StageKind {
    /// The packs of `-r`.
    Rules,
    /// Before the first hop of a migration: forms of older versions that were left in the file.
    Repair,
    /// A step of a migration between neighbouring formats.
    Hop(Hop),
    /// After the last hop of a migration: what the target cannot take.
    Landing,
}

impl StageKind {
    /// The word in JSON: `rules`, `repair`, `2.15.0-2.16.0`, `landing`.
    #[must_use]
    pub(crate) fn name(self) -> String {
        match self {
            Self::Rules => "rules".to_owned(),
            Self::Repair => "repair".to_owned(),
            Self::Hop(hop) => hop.to_string(),
            Self::Landing => "landing".to_owned(),
        }
    }
}

impl fmt::Display for StageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules => f.write_str("rules"),
            Self::Repair => f.write_str("repair before the first step"),
            Self::Hop(hop) => write!(f, "step {hop}"),
            Self::Landing => f.write_str("landing"),
        }
    }
}

/// Which rules of a pack a stage runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Those whose conditions hold.
    Path,
    /// Those that convert something old, although the pack's step is not on the path of this migration: what they convert may have
    /// been left behind by an earlier one.
    OffPath,
}

/// Some packs, and the format that the document must have once they have run.
#[derive(Debug)]
pub(crate) struct Stage<'p> {
    /// What it is for.
    pub kind: StageKind,
    /// Its packs in order; none where nothing has to change.
    pub(super) packs: Vec<(&'p Pack, Scope)>,
    /// The format that its result is held to, and the version that messages name. None where only the end is judged.
    pub(super) format: Option<(Band, Version)>,
}

/// What an error means that the input had already and the rules did not mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remaining {
    /// The result is written all the same; the exit code reports the error.
    Written,
    /// Nothing is written.
    Refused,
}

/// What is done with one document.
#[derive(Debug)]
pub(crate) struct Plan<'p> {
    /// The stages, in order.
    pub stages: Vec<Stage<'p>>,
    /// Which versions can have written the document; none where the request named the version and no report wants it.
    pub detected: Option<Detected>,
    /// The oldest and newest band that can have written the document, where that is known.
    pub source: Option<(Band, Band)>,
    /// Every pack that may run: the proof runs over them again.
    pub(crate) packs: &'p [Pack],
    /// Versions, databases, parameters and choice of rules, as the engine takes them.
    pub(super) context: Context,
    pub(super) accept: Accept,
    pub(super) existing_names: HashSet<String>,
    pub(super) apps: HashSet<String>,
    /// How many findings of a code and severity are kept.
    pub(super) most: usize,
    pub(super) fail_on: Threshold,
    pub(super) remaining: Remaining,
}

impl Plan<'_> {
    /// Counts the changes and keeps none: nobody will ask for them.
    pub(crate) fn forget_changes(&mut self) {
        self.context.keeps_changes = false;
    }

    /// The version that the result is for.
    #[must_use]
    pub(crate) fn target(&self) -> &Release {
        &self.context.target
    }

    /// The databases of that server.
    #[must_use]
    pub(crate) fn dbs(&self) -> &[Db] {
        &self.context.dbs
    }

    /// Apps that an administrator has set up there.
    #[must_use]
    pub(crate) const fn apps(&self) -> &HashSet<String> {
        &self.apps
    }

    /// Whether it is a migration: rule packs alone have one stage.
    pub(crate) fn migrates(&self) -> bool {
        self.stages.iter().any(|stage| stage.kind != StageKind::Rules)
    }

    /// The hops, in order.
    pub(crate) fn hops(&self) -> impl Iterator<Item = Hop> + '_ {
        self.stages.iter().filter_map(|stage| if let StageKind::Hop(hop) = stage.kind { Some(hop) } else { None })
    }

    /// Why a rule is there, by its full id.
    pub(crate) fn why(&self, full_id: &str) -> Option<&str> {
        let mut rules = self.packs.iter().flat_map(|pack| &pack.rules);
        rules.find(|rule| *rule.full_id == *full_id)?.why.as_deref()
    }

    /// Where a rule is written: `fix-vaults/drop-orphan-links (rules/fix-vaults.yaml:12)`.
    pub(super) fn rule_place(&self, full_id: &str) -> String {
        let find = |pack: &Pack, rule: &Rule| {
            let line = SourceText::new(pack.text.as_bytes()).position(rule.span.start).line;
            format!("{full_id} ({}:{line})", pack.source)
        };
        let found =
            self.packs.iter().find_map(|pack| Some(find(pack, pack.rules.iter().find(|rule| *rule.full_id == *full_id)?)));
        found.unwrap_or_else(|| full_id.to_owned())
    }
}
