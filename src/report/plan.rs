//! The plan of a migration: its steps and the rules that would act.

use std::fmt::Write as _;

use anstyle::{Effects, Style};

use super::envelope::PlanEntry;
use crate::run::PlannedStage;
use crate::text::safe;

const NAME: Style = Style::new().effects(Effects::BOLD);

/// The plan for a file, with colours and a final newline.
#[must_use]
pub(crate) fn human(name: &str, planned: &[PlannedStage]) -> String {
    let mut out = format!("{NAME}{}{NAME:#}\n", safe::line(name));
    for entry in planned {
        let nothing = if entry.rules.is_empty() { ": nothing to do" } else { "" };
        let _ = writeln!(out, "  {}{nothing}", entry.kind);
        for (rule, why) in &entry.rules {
            let why = why.as_deref().map_or_else(String::new, |why| format!(": {}", safe::line(why)));
            let _ = writeln!(out, "    {rule}{why}");
        }
    }
    out
}

/// The same for the envelope.
#[must_use]
pub(crate) fn entry(planned: &PlannedStage) -> PlanEntry {
    PlanEntry {
        stage: planned.kind.name(),
        pack: planned.pack.clone(),
        rules: planned.rules.iter().map(|(rule, _)| rule.clone()).collect(),
    }
}
