//! Runs packs in order and records what they do.

use foldhash::HashSet;
use std::sync::Arc;

use super::context::Context;
use super::journal::Journal;
use super::ledger::Ledger;
use super::outcome::{Loss, Note, Outcome, Refusal, RuleReport, Skipped, span_near};
use super::proof::Proof;
use super::proposals::Proposals;
use super::samples::{Sample, Samples};
use crate::edit::{Edit, Edits, Graph, GraphCache, Objection, Params, References, apply, growth_limit, losses_of};
use crate::finding::Code;
use crate::input;
use crate::json::{Document, NodeSet, OddityKind, PlaceCache};
use crate::pack::{Pack, Rule};
use crate::parallel;

/// Runs packs over a document. The edits are in the document afterwards; whether they may be written is in the outcome.
pub(crate) fn run(doc: &mut Document, packs: &[Pack], context: &Context) -> Outcome {
    doc.materialize_long_lists();
    let mut session = Session::new(doc, packs, context);
    for pack in packs {
        session.apply(doc, pack);
    }
    let (mut outcome, proof) = session.finish(doc);
    outcome.broken.extend(proof.refutation(doc, packs));
    outcome
}

/// A run of packs one by one, for callers that look at the document in between.
#[derive(Debug)]
pub(crate) struct Session<'c> {
    context: &'c Context,
    references: References,
    cache: GraphCache,
    ledger: Ledger,
    outcome: Outcome,
    samples: Samples,
    failed: bool,
    /// How many bytes rules may still write.
    room: usize,
    /// Number of rules up to and with the last one that changed something.
    changed_until: usize,
}

impl<'c> Session<'c> {
    /// Begins a run over a document without edits; `packs` are all that may be applied.
    #[must_use]
    pub(crate) fn new(doc: &Document, packs: &[Pack], context: &'c Context) -> Self {
        let mut outcome = Outcome { journal: Journal::new(context.keeps_changes), ..Outcome::default() };
        context.unknown_names(packs, &mut outcome.broken);
        if let Some(oddity) = doc.oddities().iter().find(|o| o.kind == OddityKind::TooDeep) {
            let message = input::TOO_DEEP.to_owned();
            let span = Some(oddity.offset..oddity.offset + 1);
            outcome.refusals.push(Refusal { span, ..Refusal::new(Code::SX109, "", message) });
        }
        let failed = !outcome.is_good();
        let references = References::between(context.source_bands(), context.target.band);
        let cache = GraphCache::empty(&references);
        let (ledger, samples) = (Ledger::default(), Samples::default());
        Self { context, references, cache, ledger, outcome, samples, failed, room: growth_limit(doc), changed_until: 0 }
    }

    /// Whether something failed, so that nothing more will run.
    #[must_use]
    pub(crate) fn failed(&self) -> bool {
        self.failed
    }

    /// What happened so far.
    #[must_use]
    pub(crate) fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// A value for each kind of change since the last call.
    pub(crate) fn samples(&mut self) -> Vec<Sample> {
        self.samples.take()
    }

    /// Runs one pack.
    pub(crate) fn apply(&mut self, doc: &mut Document, pack: &Pack) {
        let context = self.context;
        self.apply_unless(doc, pack, |rule| context.skips(pack, rule));
    }

    /// Runs these rules of a step that is not on the path: what they convert may have been left behind.
    pub(crate) fn apply_out_of_path(&mut self, doc: &mut Document, pack: &Pack, wanted: impl Fn(&Rule) -> bool) {
        let context = self.context;
        let skips = |rule: &Rule| if wanted(rule) { context.skip_reason_ignoring_step(pack, rule) } else { Some(Skipped::When) };
        self.apply_unless(doc, pack, skips);
    }

    fn apply_unless(&mut self, doc: &mut Document, pack: &Pack, skips: impl Fn(&Rule) -> Option<Skipped>) {
        let broken = self.outcome.broken.len();
        let skipped: Vec<Option<Skipped>> = pack.rules.iter().map(skips).collect();
        let idle = skipped.iter().all(Option::is_some);
        let params = if idle { Params::new() } else { self.context.params_of(pack, &mut self.outcome.broken) };
        self.failed |= self.outcome.broken.len() > broken;
        for (rule, skipped) in pack.rules.iter().zip(skipped) {
            let mut report = RuleReport { rule: rule.full_id.to_string(), matched: 0, acted_on: 0, changes: 0, skipped };
            if self.failed && report.skipped.is_none() {
                report.skipped = Some(Skipped::Failed);
            }
            if report.skipped.is_none() {
                self.rule(doc, rule, &params, &mut report);
            }
            let changed = report.changes > 0;
            self.outcome.rules.push(report);
            if changed {
                self.changed_until = self.outcome.rules.len();
            }
        }
    }

    fn rule(&mut self, doc: &mut Document, rule: &Rule, params: &Params, report: &mut RuleReport) {
        let graph = Graph::new(doc, &self.references, &self.cache);
        let proposals = match Proposals::of(rule, &graph, params, self.room) {
            Ok(proposals) => proposals,
            Err(error) => {
                self.outcome.refusals.push(Refusal::unbounded(doc, &rule.full_id, error));
                self.failed = true;
                return;
            }
        };
        let Proposals { matched, acted_on, mut edits, objections, notes: told, room } = proposals;
        (report.matched, report.acted_on, self.room) = (matched, acted_on, room);
        drop_edits_inside_removed(doc, &mut edits);
        let mut refused: Vec<Refusal> = objections.into_iter().map(|objection| refusal(doc, rule, objection)).collect();
        refused.extend(self.count(rule, report, edits.len()));
        refused.extend(doubled_keys(doc, rule, &edits));
        if !refused.is_empty() {
            self.outcome.refusals.extend(refused);
            self.failed = true;
            return;
        }
        for text in told {
            self.outcome.notes.push(Note { rule: Arc::clone(&rule.full_id), entity: None, text: text.into() });
        }
        if let Some(text) = &rule.note {
            let of_nodes = noted(doc, rule, &edits).into_iter();
            let make = |entity| Note { rule: Arc::clone(&rule.full_id), entity: Some(entity), text: Arc::clone(text) };
            self.outcome.notes.extend(of_nodes.map(make));
        }
        report.changes = edits.len();
        if edits.is_empty() {
            return;
        }
        self.cache = GraphCache::empty(&self.references);
        self.lose(doc, rule, &edits);
        let journal = &mut self.outcome.journal;
        journal.begin(doc, rule, &edits);
        let made = apply(doc, &edits, |doc, edit, value| journal.made(doc, edit, value));
        journal.applied(doc, &edits, &made);
        self.samples.applied(doc, rule, &edits, &made);
        // Only what the source held can be or hold an entity of it.
        for (node, merged) in edits.iter().filter_map(|edit| edit.action.gone()) {
            if doc.in_source(node) && doc.is_container(node) {
                self.ledger.gone(node, &rule.full_id, merged);
            }
        }
    }

    /// Notes what goes, where the rule says that this is a loss.
    fn lose(&mut self, doc: &mut Document, rule: &Rule, edits: &Edits<'_>) {
        let Some(what) = &rule.loss else { return };
        for edit in edits.iter() {
            self.outcome.losses.extend(losses_of(doc, edit).into_iter().map(|record| Loss {
                rule: Arc::clone(&rule.full_id),
                entity: record.entity,
                pointer: record.pointer,
                what: Arc::clone(what),
                value: record.value,
                beside: record.beside,
            }));
        }
    }

    /// `expect`, and a selector that matches nothing under `--strict`.
    fn count(&self, rule: &Rule, report: &RuleReport, edits: usize) -> Option<Refusal> {
        let make = |code, message| Refusal::new(code, Arc::clone(&rule.full_id), message);
        if let Some(expect) = rule.expect {
            let whole = rule.select.is_none() && rule.operations.iter().any(|named| named.operation.acts_everywhere());
            let found = if whole { edits } else { report.acted_on };
            let enough = expect.at_least.is_none_or(|least| found >= least) && expect.at_most.is_none_or(|most| found <= most);
            return (!enough).then(|| make(Code::SX205, format!("the rule expects {expect} and there are {found}")));
        }
        let empty = self.context.strict && rule.select.is_some() && report.matched == 0;
        empty.then(|| make(Code::SX208, "the selector of the rule matches nothing in this file (--strict)".to_owned()))
    }

    /// Ends the run: the account of every entity, and the proof that the caller has still to ask for.
    #[must_use]
    pub(crate) fn finish(mut self, doc: &Document) -> (Outcome, Proof) {
        if !self.failed && !doc.is_unchanged() {
            self.ledger.close(doc, &mut self.outcome.ledger, &mut self.outcome.broken);
        }
        let ran = if self.failed { 0 } else { self.changed_until };
        let rules = self.outcome.rules[..ran].iter().map(|report| report.rule.clone()).collect();
        (self.outcome, Proof { context: self.context.clone(), references: self.references, rules })
    }
}

/// What the note of a rule is about: each node that it changes; where it acts everywhere, each place.
fn noted(doc: &Document, rule: &Rule, edits: &Edits<'_>) -> Vec<String> {
    let everywhere = rule.operations.iter().any(|named| named.operation.acts_everywhere());
    let in_part = |part: &[Edit<'_>]| {
        let mut routes = PlaceCache::default();
        let entity = |edit: &Edit<'_>| {
            let entity = if everywhere { edit.words(doc).0 } else { routes.entity_of(doc, edit.target) };
            (edit.target, entity)
        };
        part.iter().map(entity).collect()
    };
    let mut noted: Vec<_> = edits.pieces().flat_map(|piece| parallel::map_parts(doc.source().len(), piece, &in_part)).collect();
    noted.dedup();
    noted.into_iter().map(|(_, entity)| entity).collect()
}

/// Leaves out edits inside values that another edit of the rule takes away.
fn drop_edits_inside_removed(doc: &Document, edits: &mut Edits<'_>) {
    let gone: NodeSet = edits.iter().filter_map(|edit| edit.action.takes_away()).filter(|node| doc.is_container(*node)).collect();
    if gone.is_empty() {
        return;
    }
    edits.retain(|edit| {
        let place = edit.action.place(doc);
        let itself = usize::from(edit.action.takes_away() == Some(place));
        !doc.around(place).skip(itself).any(|node| gone.contains(node))
    });
}

fn refusal(doc: &Document, rule: &Rule, objection: Objection) -> Refusal {
    let entity = objection.entity.unwrap_or_else(|| doc.entity(objection.node));
    let pointer = Some(doc.path(objection.node).pointer());
    let span = span_near(doc, objection.node);
    Refusal {
        code: objection.code,
        rule: Arc::clone(&rule.full_id),
        message: objection.message,
        pointer,
        entity: Some(entity),
        span,
    }
}

/// Objects with a key twice cannot be edited without guessing which one is meant.
fn doubled_keys(doc: &Document, rule: &Rule, edits: &Edits<'_>) -> Option<Refusal> {
    if !doc.oddities().iter().any(|o| o.kind == OddityKind::DuplicateKey) {
        return None;
    }
    edits.iter().filter_map(|edit| edit.action.object(doc)).find_map(|object| {
        let mut seen = HashSet::default();
        let (key, member) = doc.members(object).find(|(key, _)| !seen.insert(key.text()))?;
        Some(Refusal {
            code: Code::SX105,
            rule: Arc::clone(&rule.full_id),
            message: format!("{}: which one a rule means would be a guess", input::key_twice(&key.text())),
            pointer: Some(doc.path(object).pointer()),
            entity: Some(doc.entity(object)),
            span: doc.key_span(member),
        })
    })
}
