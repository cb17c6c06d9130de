//! The plan of a migration: its steps and the rules that would act.

use std::fmt::Write as _;

use anstyle::{Effects, Style};

use super::envelope::PlanEntry;
use crate::migrate::{Planned, Stage};

const NAME: Style = Style::new().effects(Effects::BOLD);

/// The plan for a file, with colours and a final newline.
#[must_use]
pub fn human(name: &str, planned: &[Planned]) -> String {
    let mut out = format!("{NAME}{name}{NAME:#}\n");
    for entry in planned {
        let nothing = if entry.rules.is_empty() { ": nothing to do" } else { "" };
        let _ = writeln!(out, "  {}{nothing}", entry.stage);
        for (rule, why) in &entry.rules {
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            let _ = writeln!(out, "    {rule}{why}");
        }
    }
    out
}

/// The same for the envelope.
#[must_use]
pub fn entry(planned: &Planned) -> PlanEntry {
    PlanEntry {
        stage: stage(planned.stage),
        pack: planned.pack.map(str::to_owned),
        rules: planned.rules.iter().map(|(rule, _)| (*rule).to_owned()).collect(),
    }
}

/// `2.16.0-2.17.0-beta1`, `landing`, `repair`
#[must_use]
pub fn stage(stage: Stage) -> String {
    match stage {
        Stage::Repair => "repair".to_owned(),
        Stage::Hop(hop) => hop.to_string(),
        Stage::Landing => "landing".to_owned(),
    }
}
