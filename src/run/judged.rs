//! A document after its run, with what was done and how it was judged. Only an approved one can be written.

use std::io::{self, Write};
use std::sync::OnceLock;

use super::plan::{Plan, Remaining, StageKind};
use crate::check::{self, Compared, Report};
use crate::engine::{Journal, Outcome};
use crate::finding::{Finding, Kept, Severity, Wanted};
use crate::json::{Document, Splices};

/// What a stage did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StageReport {
    /// What it was for.
    pub kind: StageKind,
    /// The rules that changed something, and how often.
    pub rules: Vec<(String, usize)>,
}

/// Why a run did not come to its end.
#[derive(Debug)]
pub(crate) struct Stopped {
    /// Whether packs are to blame and not the document.
    pub broken: bool,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// The same in one sentence.
    pub summary: String,
}

/// How the result was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Approval {
    /// Not to be written: the run stopped, a finding or a loss forbids it.
    Refused,
    /// May be written.
    Approved,
}

/// A document after its run.
#[derive(Debug)]
pub(crate) struct Judged {
    doc: Document,
    splices: OnceLock<Splices>,
    /// What was done, stage by stage.
    pub stages: Vec<StageReport>,
    /// Journal, losses, notes and ledger of the whole run.
    pub outcome: Outcome,
    /// For each loss of `outcome`, whether it was accepted.
    pub accepted: Vec<bool>,
    /// Why the run did not come to its end, if it did not. Then there is no report.
    pub stopped: Option<Stopped>,
    /// What the target would do with the result.
    pub report: Option<Report>,
    /// Problems of the result that the rules brought in.
    pub brought_in: Kept,
    /// Problems that the input had already.
    pub was_there: Kept,
    /// Whether the result was judged as a whole.
    complete: bool,
    verdict: Approval,
    failed: bool,
}

impl Judged {
    /// The result, approved or not.
    #[must_use]
    pub(crate) const fn draft(&self) -> Draft<'_> {
        Draft(self)
    }

    /// A document whose result is not approved yet.
    pub(super) fn new(doc: Document, stages: Vec<StageReport>, outcome: Outcome, accepted: Vec<bool>) -> Self {
        Self {
            doc,
            splices: OnceLock::new(),
            stages,
            outcome,
            accepted,
            stopped: None,
            report: None,
            brought_in: Kept::default(),
            was_there: Kept::default(),
            complete: false,
            verdict: Approval::Refused,
            failed: true,
        }
    }

    pub(super) fn stop(&mut self, stopped: Stopped) {
        self.stopped = Some(stopped);
    }

    /// Divides the findings about the result by whether the input had them.
    pub(super) fn compare(&mut self, after: Kept, judge: impl Fn(&Document, Option<Wanted>) -> Kept) -> Compared {
        check::compare(&mut self.doc, after, judge)
    }

    /// Records what is wrong with the result, and settles whether it may be written.
    pub(super) fn record(&mut self, report: Report, compared: Compared, plan: &Plan<'_>) {
        (self.report, self.brought_in, self.was_there) = (Some(report), compared.brought_in, compared.was_there);
        self.complete = true;
        self.settle(plan);
    }

    /// Records what the target says of a document that no stage finished: whatever is found or left out, it is not written.
    pub(super) fn record_unfinished(&mut self, report: Report) {
        self.report = Some(report);
    }

    /// Leaves out findings that somebody has decided about, and settles again whether the result may be written. `hide` takes them out of
    /// lists, which come in the order in which findings are reported. What stopped the run stays.
    pub(crate) fn leave_out(&mut self, plan: &Plan<'_>, mut hide: impl FnMut(&Document, &mut Vec<Finding>)) {
        let Some(report) = self.report.as_mut().filter(|_| self.complete) else { return };
        match plan.remaining {
            Remaining::Refused => hide(&self.doc, &mut report.findings),
            Remaining::Written => {
                hide(&self.doc, &mut self.brought_in.list);
                hide(&self.doc, &mut self.was_there.list);
                let left = self.brought_in.list.iter().chain(&self.was_there.list);
                report.findings = left.filter(|finding| finding.severity == Severity::Error).cloned().collect();
            }
        }
        self.settle(plan);
    }

    /// A loss that is not accepted forbids the write, and so does a finding, unless the plan writes what was there before.
    fn settle(&mut self, plan: &Plan<'_>) {
        let found = self.report.as_ref().map(|report| report.findings.as_slice()).unwrap_or_default();
        let stops = match plan.remaining {
            Remaining::Written => self.brought_in.list.as_slice(),
            Remaining::Refused => found,
        };
        let lost = self.accepted.contains(&false);
        let refused = lost || plan.fail_on.is_reached(stops);
        self.failed = lost || plan.fail_on.is_reached(found.iter().chain(&self.brought_in.list).chain(&self.was_there.list));
        self.verdict = if refused { Approval::Refused } else { Approval::Approved };
    }

    /// The document with its edits, to look at.
    #[must_use]
    pub(crate) fn document(&self) -> &Document {
        &self.doc
    }

    /// The edits as stretches of the source and what takes their place.
    #[must_use]
    pub(crate) fn splices(&self) -> &Splices {
        self.splices.get_or_init(|| self.doc.splices())
    }

    /// The result, if it may be written.
    #[must_use]
    pub(crate) fn approved(&self) -> Option<Approved<'_>> {
        (self.verdict == Approval::Approved).then_some(Approved(self))
    }

    /// Whether something gives exit code 1: also a finding that remains in a result that is written all the same.
    #[must_use]
    pub(crate) fn failed(&self) -> bool {
        self.failed
    }

    /// The rules whose losses are not accepted, each once.
    #[must_use]
    pub(crate) fn open_losses(&self) -> Vec<&str> {
        self.rules_with_losses(false)
    }

    /// The rules, in the order of their first loss, whose losses are accepted or not.
    fn rules_with_losses(&self, accepted: bool) -> Vec<&str> {
        let mut rules: Vec<&str> = Vec::new();
        for (loss, _) in self.outcome.losses.iter().zip(&self.accepted).filter(|(_, is)| **is == accepted) {
            if !rules.contains(&&*loss.rule) {
                rules.push(&loss.rule);
            }
        }
        rules
    }

    /// The `--accept-loss` that would let the result through; none if there is nothing to accept.
    #[must_use]
    pub(crate) fn accept_loss(&self) -> Option<String> {
        accept_loss(&self.open_losses())
    }

    /// The `--accept-loss` that lets it through as it is; none if nothing had to be accepted.
    #[must_use]
    pub(crate) fn accepted_losses(&self) -> Option<String> {
        accept_loss(&self.rules_with_losses(true))
    }
}

fn accept_loss(rules: &[&str]) -> Option<String> {
    (!rules.is_empty()).then(|| format!("--accept-loss {}", rules.join(",")))
}

/// A result that may be written: the only thing of a run that has bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Approved<'j>(&'j Judged);

impl<'j> Approved<'j> {
    /// Whether it differs from the input.
    #[must_use]
    pub(crate) fn is_changed(self) -> bool {
        self.draft().is_changed()
    }

    /// Writes it.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn write_to(self, out: &mut dyn Write) -> io::Result<()> {
        self.draft().write_to(out)
    }

    /// Its bytes.
    #[must_use]
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        self.0.doc.to_bytes()
    }

    const fn draft(self) -> Draft<'j> {
        self.0.draft()
    }
}

/// A result whether it is approved or not: to look at, and for a temporary file that is gone if it is not approved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draft<'j>(pub(super) &'j Judged);

impl<'j> Draft<'j> {
    /// The document with its edits.
    #[must_use]
    pub(crate) fn document(self) -> &'j Document {
        self.0.document()
    }

    /// The edits as replaced stretches of the source.
    #[must_use]
    pub(crate) fn splices(self) -> &'j Splices {
        self.0.splices()
    }

    /// What each rule did.
    #[must_use]
    pub(crate) fn journal(self) -> &'j Journal {
        &self.0.outcome.journal
    }

    /// Whether it differs from the input.
    #[must_use]
    pub(crate) fn is_changed(self) -> bool {
        !self.0.doc.is_unchanged()
    }

    /// Writes it.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn write_to(self, out: &mut dyn Write) -> io::Result<()> {
        self.0.doc.write_to(self.0.splices(), out)
    }
}
