//! The proof that a second application of the packs would change nothing. It only reads, so that callers may look at the document
//! meanwhile.

use foldhash::HashSet;

use super::context::Context;
use super::outcome::{Refusal, span_near};
use super::proposals::Proposals;
use crate::edit::{Graph, GraphCache, References, growth_limit};
use crate::finding::Code;
use crate::json::Document;
use crate::pack::{Pack, Rule};
use crate::parallel;

/// A proof that is still to be made.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(super) context: Context,
    pub(super) references: References,
    /// Full ids of the rules that ran, in whatever order of their packs, up to the last one that changed something. Those behind it
    /// have seen this document already.
    pub(super) rules: HashSet<String>,
}

impl Proof {
    /// Applies the packs again without applying anything: what speaks against them. Step packs have their version gate.
    #[must_use]
    pub(crate) fn refutation(&self, doc: &Document, packs: &[Pack]) -> Option<Refusal> {
        let cache = GraphCache::empty(&self.references);
        let again = |pack: &Pack, rule: &Rule| {
            let ran = self.rules.contains(&*rule.full_id) && self.context.skips(pack, rule).is_none();
            ran && !rule.once && pack.step.is_none()
        };
        let all = packs.iter().flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)));
        let rules: Vec<_> = all.filter(|(pack, rule)| again(pack, rule)).collect();
        let graph = Graph::new(doc, &self.references, &cache);
        let refutations = parallel::map(doc.source().len(), &rules, &|(pack, rule)| self.refuted_by(pack, rule, &graph));
        refutations.into_iter().flatten().next()
    }

    /// What one rule would change.
    fn refuted_by(&self, pack: &Pack, rule: &Rule, graph: &Graph<'_>) -> Option<Refusal> {
        let doc = graph.doc;
        let params = self.context.params_of(pack, &mut Vec::new());
        let proposals = match Proposals::of(rule, graph, &params, growth_limit(doc)) {
            Ok(proposals) => proposals,
            Err(error) => return Some(Refusal::unbounded(doc, &rule.full_id, error)),
        };
        let edit = proposals.edits.iter().next()?;
        let (entity, pointer) = edit.words(doc);
        Some(Refusal {
            code: Code::SX204,
            rule: rule.full_id.clone(),
            message: format!("not idempotent: applied again, `{}` would change {entity} once more", edit.operation),
            pointer: Some(pointer),
            entity: Some(entity),
            span: span_near(doc, edit.action.place(doc)),
        })
    }
}
