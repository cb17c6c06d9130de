//! Runs a plan over a document: each stage, then the judgement of the result.

use super::judged::{Draft, Judged, StageReport, Stopped};
use super::plan::{Plan, Remaining, Scope, Stage, StageKind};
use crate::check::{self, Change, Compared, Report};
use crate::engine::{Outcome, Proof, Refusal, Sample, Session};
use crate::finding::{Code, Finding, Kept, Severity, Stage as FindingStage, Wanted};
use crate::input;
use crate::json::Document;
use crate::pack::Rule;
use crate::parallel;
use crate::semaphore::Band;

/// What to do about a link that a rule broke.
const LINK_BROKEN: &str = "a rule renamed or removed what the link names: `rename_entity` renames an entry with the links to it, \
                           `drop_orphans` removes links that lead nowhere";

/// Does what the plan says with a document and judges the result.
#[must_use]
pub(crate) fn run(doc: Document, plan: &Plan<'_>) -> Judged {
    run_beside(doc, plan, |_| ()).0
}

/// The same, and does something with the result while it is judged, where the document is large enough for a second thread.
#[must_use]
pub(crate) fn run_beside<T: Send>(
    mut doc: Document,
    plan: &Plan<'_>,
    beside: impl FnOnce(Draft<'_>) -> T + Send,
) -> (Judged, Option<T>) {
    let Ran { stages, outcome, proof, stopped } = transform(&mut doc, plan);
    let accepted = outcome.losses.iter().map(|loss| plan.accept.allows(&loss.rule)).collect();
    let mut judged = Judged::new(doc, stages, outcome, accepted);
    let Some(stopped) = stopped.or_else(|| stopped_at_end(&judged, plan)) else {
        let done = prove_and_judge(&mut judged, plan, &proof, beside);
        return (judged, done);
    };
    match report_of_unreadable(&stopped, &judged, plan) {
        Some(report) => judged.record_unfinished(report),
        None => judged.stop(stopped),
    }
    (judged, None)
}

/// A document that went through the stages, or through those before something stopped it.
struct Ran {
    stages: Vec<StageReport>,
    outcome: Outcome,
    proof: Proof,
    stopped: Option<Stopped>,
}

fn transform(doc: &mut Document, plan: &Plan<'_>) -> Ran {
    doc.materialize_long_lists();
    let mut session = Session::new(doc, plan.packs, &plan.context);
    let (mut stages, mut stopped) = (Vec::new(), None);
    for stage in &plan.stages {
        let before = session.outcome().rules.len();
        for (pack, scope) in &stage.packs {
            match scope {
                Scope::Path => session.apply(doc, pack),
                Scope::OffPath => session.apply_out_of_path(doc, pack, converts),
            }
        }
        let changed = session.outcome().rules[before..].iter().filter(|rule| rule.changes > 0);
        let report = StageReport { kind: stage.kind, rules: changed.map(|rule| (rule.rule.clone(), rule.changes)).collect() };
        stopped = if session.failed() {
            stopped_by_refusals(stage.kind, session.outcome(), plan)
        } else {
            stopped_by_stage(doc, stage, &report, &mut session)
        };
        if stopped.is_some() {
            break;
        }
        stages.push(report);
    }
    let (outcome, proof) = session.finish(doc);
    Ran { stages, outcome, proof, stopped }
}

/// Whether a rule converts something old. Those that only write what newer versions always write have nothing to do off the path.
fn converts(rule: &Rule) -> bool {
    rule.operations().any(|operation| !matches!(operation, "default"))
}

/// What the format that the document must have now does not read of what the stage changed.
fn stopped_by_stage(doc: &Document, stage: &Stage<'_>, report: &StageReport, session: &mut Session<'_>) -> Option<Stopped> {
    let (band, version) = stage.format?;
    let findings = stage_errors(doc, stage.kind, band, &session.samples());
    let first = findings.first()?;
    let rules: Vec<&str> = report.rules.iter().map(|(rule, _)| rule.as_str()).collect();
    let summary = format!(
        "{} leaves something that {version} does not read: {} ({}); {}",
        stage.kind,
        first.message,
        first.entity(Some(doc)).unwrap_or_default(),
        if rules.is_empty() {
            "no rule changed anything".to_owned()
        } else {
            format!("rules that changed something: {}", rules.join(", "))
        }
    );
    Some(Stopped { broken: false, findings, summary })
}

/// What the rules refused, or what is wrong with the packs.
fn stopped_by_refusals(kind: StageKind, outcome: &Outcome, plan: &Plan<'_>) -> Option<Stopped> {
    let broken = !outcome.broken.is_empty();
    let refusals = if broken { &outcome.broken } else { &outcome.refusals };
    let first = refusals.first()?;
    let rule = if first.rule.is_empty() { String::new() } else { format!(", rule {}", first.rule) };
    let entity = first.entity.as_deref().map(|e| format!(" ({e})")).unwrap_or_default();
    let summary = format!("{kind}{rule}: {}{entity}", first.message);
    Some(Stopped { broken, findings: refusals.iter().map(|refusal| finding(refusal, kind, plan)).collect(), summary })
}

fn finding(refusal: &Refusal, kind: StageKind, plan: &Plan<'_>) -> Finding {
    let finding = refusal.finding();
    let stage = if kind == StageKind::Rules { String::new() } else { format!("{kind}, ") };
    if refusal.rule.is_empty() { finding } else { finding.consequence(format!("{stage}rule {}", plan.rule_place(&refusal.rule))) }
}

/// What the target says of the place that a rule of a migration refused, if it cannot read what is there: then the server's words
/// explain more than the rule's.
fn report_of_unreadable(stopped: &Stopped, judged: &Judged, plan: &Plan<'_>) -> Option<Report> {
    let first = stopped.findings.first()?;
    if stopped.broken || plan.remaining == Remaining::Written || first.code != Code::SX207 {
        return None;
    }
    let doc = judged.document();
    let report = check::judge(doc, plan.target(), plan.dbs(), &check::Options::without_losses());
    let decoded = report.findings.iter().filter(|finding| finding.stage == FindingStage::Decode);
    let mut places = decoded.filter_map(|finding| finding.pointer(Some(doc)));
    let refused = first.pointer(Some(doc))?;
    places.any(|place| place == refused).then_some(report)
}

/// What only the end of the stages shows: an entity that is missing without a rule that removed it, edits that would be guesses.
fn stopped_at_end(judged: &Judged, plan: &Plan<'_>) -> Option<Stopped> {
    let last = plan.stages.last().map_or(StageKind::Rules, |stage| stage.kind);
    stopped_by_refusals(last, &judged.outcome, plan).or_else(|| {
        let findings = input::guesses(judged.document());
        let summary = format!("{last}: {}", findings.first()?.message);
        Some(Stopped { broken: false, findings, summary })
    })
}

/// The restore of the target and the proof that the packs change nothing a second time look at the same document, so that neither
/// waits for the other, nor what is done beside them for both. Of packs that are not idempotent nothing else is reported.
fn prove_and_judge<T: Send>(
    judged: &mut Judged,
    plan: &Plan<'_>,
    proof: &Proof,
    beside: impl FnOnce(Draft<'_>) -> T + Send,
) -> Option<T> {
    let (doc, draft) = (judged.document(), Draft(judged));
    let size = doc.source().len();
    let both = || parallel::join(size, || judge_for_target(doc, plan, None), || proof.refutation(doc, plan.packs));
    let beside = || parallel::is_worth_it(size).then(|| beside(draft));
    let ((report, refutation), done) = parallel::join(size, both, beside);
    if let Some(refutation) = refutation {
        let last = plan.stages.last().map_or(StageKind::Rules, |stage| stage.kind);
        judged.outcome.broken.push(refutation);
        if let Some(stopped) = stopped_by_refusals(last, &judged.outcome, plan) {
            judged.stop(stopped);
        }
        return None;
    }
    let (report, compared) = match plan.remaining {
        Remaining::Refused => (report, Compared::default()),
        Remaining::Written => compare_with_input(judged, plan, report),
    };
    judged.record(report, compared, plan);
    done
}

/// What the target does with a document. What could be typed next is left out: it would be about the input and not about the result.
fn judge_for_target(doc: &Document, plan: &Plan<'_>, wanted: Option<Wanted>) -> Report {
    let (apps, most) = (plan.apps.clone(), plan.most);
    let options = match plan.remaining {
        Remaining::Refused => {
            check::Options { existing_names: plan.existing_names.clone(), apps, most, wanted, ..check::Options::default() }
        }
        Remaining::Written => check::Options { apps, most, wanted, ..check::Options::without_losses() },
    };
    let mut report = check::judge(doc, plan.target(), plan.dbs(), &options);
    report.findings.iter_mut().for_each(Finding::drop_command);
    report
}

/// Of a report about a result the errors, and which of its findings the rules brought in. A clean result costs one pass; only where something
/// is wrong the input is judged too.
fn compare_with_input(judged: &mut Judged, plan: &Plan<'_>, mut report: Report) -> (Report, Compared) {
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
    let after = Kept { list: std::mem::replace(&mut report.findings, errors), left_out: report.left_out.clone() };
    if after.list.is_empty() || judged.document().is_unchanged() {
        return (report, Compared { was_there: after, brought_in: Kept::default() });
    }
    let kept = |report: Report| Kept { list: report.findings, left_out: report.left_out };
    let mut compared = judged.compare(after, |doc, wanted| kept(judge_for_target(doc, plan, wanted)));
    for finding in compared.brought_in.list.iter_mut().filter(|finding| finding.code == Code::SX301) {
        finding.help = Some(LINK_BROKEN.into());
    }
    (report, compared)
}

/// What the format that the document must have now does not read, without commands: they are for files, and this is none yet.
/// `samples` represent all that the rules of the stage changed.
fn stage_errors(doc: &Document, kind: StageKind, band: Band, samples: &[Sample]) -> Vec<Finding> {
    let mut findings = if let StageKind::Hop(hop) = kind { check::leftovers(doc, hop.from, hop.to) } else { Vec::new() };
    let changes: Vec<_> = samples.iter().map(|sample| Change { node: sample.node, whole: sample.literal }).collect();
    let mut changed = check::judge_changes(doc, band, &changes);
    if kind == StageKind::Repair {
        // Repairs reach keys that the format does not read; they were there before and are nobody's mistake.
        changed.retain(|finding| finding.severity == Severity::Error);
    }
    findings.extend(changed);
    findings.iter_mut().for_each(Finding::drop_command);
    findings
}
