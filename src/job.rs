//! The main job on one document: detect, run the packs, hold the result against schema and references, predict the restore. The
//! order of stages and what stops a write are settled here; nothing is read, printed or written.

use crate::beside::beside;
use crate::check::{self, Report};
use crate::detect::{self, Detected};
use crate::engine::{self, Context, Outcome, Proof, Refusal};
use crate::finding::{Finding, Severity, Stage};
use crate::input;
use crate::json::Document;
use crate::pack::{Pack, Rule};
use crate::schema;
use crate::semaphore::{Band, Db, Release};

/// What is to be done, the same for each document.
#[derive(Debug)]
pub struct Job<'a> {
    /// The packs, in the order in which they run.
    pub packs: &'a [Pack],
    /// Everything that was said about the run; `source`, `target` and `dbs` are filled in for each document.
    pub context: Context,
    /// The version that wrote the files, where the user says so.
    pub from: Option<Release>,
    /// The version that the results are for, where the user says so.
    pub to: Option<Release>,
    /// From which severity on a problem that the rules brought in stops the write; none: never.
    pub stop_at: Option<Severity>,
}

/// What became of one document. The edits are in it.
#[derive(Debug)]
pub struct Done {
    /// Which versions can have written it; not looked at when the user said all that follows from it.
    pub detected: Option<Detected>,
    /// The version that the result is for.
    pub target: Release,
    /// What the packs did.
    pub outcome: Outcome,
    /// Broken rule files and internal errors (exit 2).
    pub broken: Vec<Finding>,
    /// Operations that refused, failed assertions, edits that would be guesses.
    pub refused: Vec<Finding>,
    /// Problems of schema and references that the rules brought in.
    pub brought_in: Vec<Finding>,
    /// Those that the input had already.
    pub was_there: Vec<Finding>,
    /// Whether one of `brought_in` stops the write.
    pub spoilt: bool,
    /// What the target would do with the result; none if the run did not come so far.
    pub prediction: Option<Report>,
    proof: Proof,
}

/// What is held against a result.
#[derive(Debug, Default)]
pub struct Verdict {
    refutation: Option<Refusal>,
    brought_in: Vec<Finding>,
    was_there: Vec<Finding>,
    spoilt: bool,
    prediction: Option<Report>,
}

impl Verdict {
    /// Whether the packs are idempotent.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.refutation.is_none()
    }

    /// Whether the result may be written.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.is_proven() && !self.spoilt
    }
}

impl Done {
    /// Whether the result may be written, as far as it is judged.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.broken.is_empty() && self.refused.is_empty() && !self.spoilt
    }
}

impl Job<'_> {
    /// Looks at a document as far as the target needs it.
    #[must_use]
    pub fn detect(&self, doc: &Document) -> Option<Detected> {
        self.from.is_none().then(|| detect::detect(doc))
    }

    /// The version that a document goes to.
    #[must_use]
    pub fn target(&self, detected: Option<&Detected>) -> Release {
        let said = self.to.as_ref().or(self.from.as_ref()).cloned();
        said.or_else(|| detected.map(Detected::default_target)).unwrap_or_else(Release::newest_stable)
    }

    /// Does it; [`Job::judge`] has still to be asked. `dbs` are the databases of the target.
    #[must_use]
    pub fn apply(&self, doc: &mut Document, detected: Option<Detected>, target: Release, dbs: &[Db]) -> Done {
        let mut context = self.context.clone();
        context.target = target.clone();
        context.dbs = dbs.to_vec();
        context.source = self.from.clone().map(|from| (from.clone(), from)).or_else(|| range(detected.as_ref()?));
        let (outcome, proof) = engine::run_unproven(doc, self.packs, &context);
        let (broken, mut refused) = (self.findings(&outcome.broken), self.findings(&outcome.refusals));
        refused.extend(input::guesses(doc));
        Done {
            detected,
            target,
            outcome,
            broken,
            refused,
            brought_in: Vec::new(),
            was_there: Vec::new(),
            spoilt: false,
            prediction: None,
            proof,
        }
    }

    /// The proof, the schema and the prediction read the same document, so that none waits for another. Of packs that are not
    /// idempotent nothing else is told.
    #[must_use]
    pub fn judge(&self, doc: &Document, done: &Done, dbs: &[Db]) -> Verdict {
        if !done.is_good() {
            return Verdict::default();
        }
        let predict = || check::ending(doc, &done.target, dbs);
        let (prediction, verdict) = beside(doc.source().len(), predict, || match done.proof.refutation(doc, self.packs) {
            None => self.validate(doc, done.target.band),
            refutation => Verdict { refutation, ..Verdict::default() },
        });
        Verdict { prediction: verdict.is_proven().then_some(prediction), ..verdict }
    }

    /// Adds to what was done how it was judged.
    pub fn settle(&self, done: &mut Done, verdict: Verdict) {
        done.broken.extend(verdict.refutation.as_ref().map(|refusal| self.finding(refusal)));
        done.outcome.broken.extend(verdict.refutation);
        done.brought_in = verdict.brought_in;
        done.was_there = verdict.was_there;
        done.spoilt = verdict.spoilt;
        done.prediction = verdict.prediction;
    }

    /// A clean result costs one pass; only where something is wrong the input is looked at too.
    fn validate(&self, doc: &Document, band: Band) -> Verdict {
        let after = schema::problems(doc, band);
        if after.is_empty() {
            return Verdict::default();
        }
        let (brought_in, was_there) = if doc.is_unchanged() {
            (Vec::new(), after)
        } else {
            // The same bytes give the same nodes, so problems of both can be compared.
            let input = Document::parse(doc.source().to_vec());
            schema::brought_in(&input.map(|input| schema::problems(&input, band)).unwrap_or_default(), after)
        };
        Verdict {
            spoilt: self.stop_at.is_some_and(|least| brought_in.iter().any(|p| p.severity >= least)),
            brought_in: schema::findings(doc, band, &brought_in),
            was_there: schema::findings(doc, band, &was_there),
            ..Verdict::default()
        }
    }

    fn findings(&self, refusals: &[Refusal]) -> Vec<Finding> {
        refusals.iter().map(|refusal| self.finding(refusal)).collect()
    }

    fn finding(&self, refusal: &Refusal) -> Finding {
        let mut finding = Finding::new(refusal.code, Severity::Error, Stage::Schema, refusal.message.clone());
        finding.entity.clone_from(&refusal.entity);
        finding.pointer.clone_from(&refusal.pointer);
        finding.span.clone_from(&refusal.span);
        if !refusal.rule.is_empty() {
            finding.consequence = Some(format!("rule {}", self.rule_place(&refusal.rule)));
        }
        finding
    }

    /// `fix-vaults/drop-orphan-links (rules/fix-vaults.yaml:12)`
    fn rule_place(&self, full_id: &str) -> String {
        let of = |pack: &Pack, rule: &Rule| {
            let line = pack.text.get(..rule.span.start).map_or(1, |before| before.matches('\n').count() + 1);
            format!("{full_id} ({}:{line})", pack.source)
        };
        let found = self.packs.iter().find_map(|pack| Some(of(pack, pack.rules.iter().find(|rule| *rule.full_id == *full_id)?)));
        found.unwrap_or_else(|| full_id.to_owned())
    }
}

fn range(detected: &Detected) -> Option<(Release, Release)> {
    Some((Release::of_band(*detected.bands.first()?), Release::of_band(*detected.bands.last()?)))
}
