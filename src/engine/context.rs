//! What a run is for: versions, databases, edition, parameters, choice of rules; and what follows from it before anything runs.

use std::collections::BTreeMap;

use serde_json::Value;

use super::outcome::{Refusal, Skipped};
use crate::edit::Params;
use crate::finding::Code;
use crate::pack::{Edition, MigrationStep, Pack, Rule, When};
use crate::semaphore::{Band, Db, Release, Version};
use crate::text::suggest::nearest;

/// What a run is for.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// First and last version that can have written the file, where that is known.
    pub source: Option<(Release, Release)>,
    /// The version that the result is for.
    pub target: Release,
    /// Its databases; empty: every one that it supports.
    pub dbs: Vec<Db>,
    /// Its edition.
    pub edition: Edition,
    /// As by `--set`: text is read as the parameter's type asks.
    pub params: BTreeMap<String, Value>,
    /// Run only these rules: rule ids, full ids or pack ids.
    pub only: Vec<String>,
    /// Leave these rules out.
    pub skip: Vec<String>,
    /// Run these optional rules too.
    pub with: Vec<String>,
    /// A selector that matches nothing is an error.
    pub strict: bool,
    /// Whether somebody will ask for the changes; if not, they are counted only.
    pub keeps_changes: bool,
}

impl Context {
    /// A run for a target, with nothing else said.
    #[must_use]
    pub(crate) fn new(target: Release) -> Self {
        Self {
            source: None,
            target,
            dbs: Vec::new(),
            edition: Edition::default(),
            params: BTreeMap::new(),
            only: Vec::new(),
            skip: Vec::new(),
            with: Vec::new(),
            strict: false,
            keeps_changes: true,
        }
    }

    /// The first and last band that can have written the file.
    pub(crate) fn source_bands(&self) -> Option<(Band, Band)> {
        self.source.as_ref().map(|(first, last)| (first.band, last.band))
    }

    fn source_versions(&self) -> Option<(Version, Version)> {
        self.source.as_ref().map(|(first, last)| (first.version, last.version))
    }

    /// Why a rule does not run, if it does not.
    #[must_use]
    pub(crate) fn skips(&self, pack: &Pack, rule: &Rule) -> Option<Skipped> {
        self.skip_reason_ignoring_step(pack, rule).or_else(|| (!self.on_the_way(pack.step)).then_some(Skipped::When))
    }

    /// As [`Self::skips`], whether or not the pack's step is on the path.
    pub(crate) fn skip_reason_ignoring_step(&self, pack: &Pack, rule: &Rule) -> Option<Skipped> {
        let named = |ids: &[String]| ids.iter().any(|id| *id == *rule.full_id || *id == rule.id || *id == pack.id);
        if !self.only.is_empty() && !named(&self.only) || named(&self.skip) {
            return Some(Skipped::Chosen);
        }
        // The pack's id in --only does not ask for its optional rules.
        let named = |ids: &[String]| ids.iter().any(|id| *id == *rule.full_id || *id == rule.id);
        if rule.optional && !named(&self.with) && !named(&self.only) {
            return Some(Skipped::Optional);
        }
        (!self.holds(&rule.when)).then_some(Skipped::When)
    }

    fn holds(&self, when: &When) -> bool {
        let target = when.target.as_ref().is_none_or(|range| range.contains(&self.target.version));
        let source = when
            .source
            .as_ref()
            .is_none_or(|range| self.source_versions().is_some_and(|(first, last)| range.contains_all(&first, &last)));
        let chosen = |db: &Db| if self.dbs.is_empty() { db.supported(self.target.band) } else { self.dbs.contains(db) };
        let db = when.db.is_empty() || when.db.iter().any(chosen);
        target && source && db && when.edition.is_none_or(|edition| edition == self.edition)
    }

    /// Whether a step lies between source and target, in the direction of the run.
    fn on_the_way(&self, step: Option<MigrationStep>) -> bool {
        let Some(step) = step else { return true };
        let Some((first, last)) = self.source_bands() else { return false };
        let target = self.target.band;
        if step.from < step.to { first <= step.from && step.to <= target } else { step.from <= last && target <= step.to }
    }

    /// The parameters of a pack; what is missing or of another type is noted.
    pub(crate) fn params_of(&self, pack: &Pack, broken: &mut Vec<Refusal>) -> Params {
        let mut params = Params::new();
        for param in &pack.params {
            let name = &param.name;
            let (value, problem) = match (self.params.get(name), &param.default) {
                (Some(given), _) => (
                    param.kind.read(given),
                    format!("parameter {name} of {} takes a {}, not {given}", pack.id, param.kind.name()),
                ),
                (None, default) => {
                    (default.clone(), format!("pack {} needs a value for its parameter {name}: --set {name}=…", pack.id))
                }
            };
            if let Some(value) = value {
                params.insert(name.clone(), value);
            } else {
                broken.push(usage(Code::SX209, problem));
            }
        }
        params
    }

    /// What is wrong with it for these packs, whatever the document: rules and parameters that do not exist, parameters that are
    /// missing or of another type.
    #[must_use]
    pub(crate) fn mistakes(&self, packs: &[Pack]) -> Vec<Refusal> {
        let mut broken = Vec::new();
        self.unknown_names(packs, &mut broken);
        for pack in packs {
            self.params_of(pack, &mut broken);
        }
        broken
    }

    /// Rules and parameters that are named but in no pack.
    pub(crate) fn unknown_names(&self, packs: &[Pack], broken: &mut Vec<Refusal>) {
        let ids: Vec<&str> = packs
            .iter()
            .flat_map(|pack| pack.rules.iter().flat_map(|rule| [&*rule.full_id, &rule.id]).chain([pack.id.as_str()]))
            .collect();
        for id in self.only.iter().chain(&self.skip).chain(&self.with) {
            if !ids.contains(&id.as_str()) {
                broken.push(usage(Code::SX213, with_near(format!("no rule is called {id:?}"), id, &ids)));
            }
        }
        let params: Vec<&str> = packs.iter().flat_map(|pack| pack.params.iter().map(|p| p.name.as_str())).collect();
        for name in self.params.keys().filter(|name| !params.contains(&name.as_str())) {
            broken.push(usage(Code::SX209, with_near(format!("no pack has a parameter {name:?}"), name, &params)));
        }
    }
}

fn usage(code: Code, message: String) -> Refusal {
    Refusal::new(code, "", message)
}

fn with_near(message: String, word: &str, known: &[&str]) -> String {
    let mut longer = known.iter().copied().filter(|known| !word.is_empty() && known.contains(word));
    let longer = longer.next().filter(|only| longer.all(|other| only.ends_with(other)));
    match nearest(word, known.iter().copied()).or(longer) {
        Some(near) => format!("{message}; did you mean {near:?}?"),
        None => message,
    }
}
