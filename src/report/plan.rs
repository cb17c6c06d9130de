//! The plan of a migration: its steps with the rules that act, as a run found them that wrote nothing.

use std::fmt::Write as _;

use anstyle::{Effects, Style};

use super::envelope::PlanEntry;
use super::wrap::hang;
use crate::run::{Judged, Plan, StageKind, StageReport};
use crate::text::{plural, safe};

const NAME: Style = Style::new().effects(Effects::BOLD);
/// Longer lines are hard to read.
const WIDEST: usize = 120;

/// The plan for a file, with colours and a final newline.
#[must_use]
pub(crate) fn human(name: &str, judged: &Judged, plan: &Plan<'_>, width: usize) -> String {
    let width = width.min(WIDEST);
    let mut out = format!("{NAME}{}{NAME:#}: {} to {}\n", safe::line(name), plural(plan.hops().count(), "step"), plan.target());
    for stage in judged.stages.iter().filter(|stage| !stage.rules.is_empty()) {
        let _ = writeln!(out, "  {}", title(stage.kind, plan));
        for (rule, changes) in &stage.rules {
            let why = plan.why(rule).map_or_else(String::new, |why| format!(": {}", safe::lines(why.trim())));
            let _ = writeln!(out, "    {}", hang(&format!("{rule} ({changes}){why}"), width, 6));
        }
    }
    if judged.stages.iter().all(|stage| stage.rules.is_empty()) {
        out.push_str("  nothing to do\n");
    }
    match judged.outcome.losses.len() {
        0 => {}
        losses => {
            let _ = writeln!(out, "  {}; without --plan they are listed", plural(losses, "loss"));
        }
    }
    out
}

fn title(kind: StageKind, plan: &Plan<'_>) -> String {
    match kind {
        StageKind::Hop(hop) => format!("{} → {}", hop.from.first_version(), hop.to.first_version()),
        StageKind::Landing => format!("for {}", plan.target()),
        StageKind::Repair | StageKind::Rules => "repaired before the first step".to_owned(),
    }
}

/// The same for the envelope; none for a stage in which no rule acts.
#[must_use]
pub(crate) fn entry(stage: &StageReport) -> Option<PlanEntry> {
    let (first, _) = stage.rules.first()?;
    Some(PlanEntry {
        stage: stage.kind.name(),
        pack: first.split_once('/').map(|(pack, _)| pack.to_owned()),
        rules: stage.rules.iter().map(|(rule, _)| rule.clone()).collect(),
    })
}
