//! What people read once a file went through the pipeline. `-r` and `migrate` differ in it.

use super::exit::Exit;
use super::ui::{Stream, Ui};
use super::writing::Destination;
use crate::finding::{Finding, Severity};
use crate::report::envelope::FileEntry;
use crate::report::judged;
use crate::report::receipt::{self, Detail, Receipt};
use crate::report::run::Run;
use crate::report::table::Written;
use crate::report::totals::Fate;
use crate::report::{Source, concise_folded, verdict};
use crate::run::{Judged, Plan};

/// How many of the problems that were there before are listed.
const LISTED: usize = 20;

/// A file that went through the pipeline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Done<'a> {
    pub entry: &'a FileEntry,
    pub judged: &'a Judged,
    pub plan: &'a Plan<'a>,
    pub destination: &'a Destination,
    /// Whether there are several inputs.
    pub several: bool,
}

impl Done<'_> {
    /// Counts it for the end of the command.
    pub(super) fn count(self, receipt: Option<&Receipt>, ui: &mut Ui) {
        if let Some(report) = &self.judged.report {
            ui.count(report.outcome, false);
        }
        ui.count_result(self.fate(), receipt.map(|receipt| receipt.row(self.judged, self.written())));
    }

    /// What stopped it, what the rules did, what was there before, what the target does with the result.
    pub(super) fn tell_rules(self, ui: &mut Ui) {
        let Self { judged, plan, .. } = self;
        let (name, doc) = (self.entry.path.as_str(), judged.document());
        let source = Source::document(name, doc);
        if let Some(stopped) = &judged.stopped {
            ui.findings(Stream::Err, &source, &stopped.findings);
        }
        ui.findings(Stream::Err, &source, &judged.brought_in.list);
        if let Some(note) = verdict::not_kept(&judged.brought_in.left_out) {
            ui.note(&format!("{name}: {note}"));
        }
        if judged.stopped.as_ref().is_none_or(|stopped| !stopped.broken) {
            let run = Run { doc, outcome: &judged.outcome, secrets: ui.secrets };
            if !ui.quiet {
                ui.text(Stream::Err, &run.human(ui.width));
            }
            if let Some(idle) = run.idle(plan.packs).filter(|_| !self.several) {
                ui.note(&idle);
            }
        }
        self.tell_what_was_there(&source, ui);
        self.tell_the_end(ui);
    }

    fn tell_what_was_there(self, source: &Source, ui: &mut Ui) {
        let was_there = &self.judged.was_there;
        if was_there.list.is_empty() || ui.quiet {
            return;
        }
        let counts = verdict::counts(was_there);
        ui.note(&format!("{}: was there before: {counts}, for the format of {}", self.entry.path, self.plan.target()));
        let (lines, left_out) = concise_folded(source, &was_there.list, LISTED);
        let not_kept: usize = was_there.left_out.iter().map(|left| left.count).sum();
        ui.text(Stream::Err, &lines.lines().fold(String::new(), |out, line| out + "  " + line + "\n"));
        if left_out + not_kept > 0 {
            let all = if not_kept > 0 { "--format json --all" } else { "--format json" };
            ui.text(Stream::Err, &format!("  … and {} more; {all} lists all\n", left_out + not_kept));
        }
    }

    /// What stopped it, or the receipt.
    pub(super) fn tell_migration(self, receipt: &Receipt, ui: &mut Ui) {
        let judged = self.judged;
        let name = self.entry.path.as_str();
        let source = Source::document(name, judged.document());
        if let Some(stopped) = &judged.stopped {
            ui.findings(Stream::Err, &source, &stopped.findings);
            return ui.error(Exit::of(judged), &format!("{name}: {}; nothing is written", stopped.summary), None);
        }
        let Some(report) = &judged.report else { return };
        if let Some(note) = verdict::not_kept(&report.left_out) {
            ui.note(&format!("{name}: {note}"));
        }
        let errors: Vec<Finding> = report.findings.iter().filter(|f| f.severity == Severity::Error).cloned().collect();
        ui.findings(Stream::Err, &source, &errors);
        if !ui.quiet {
            let detail = match (ui.verbose, self.several) {
                (true, _) => Detail::All,
                (false, true) => Detail::Losses,
                (false, false) => Detail::Usual,
            };
            ui.text(Stream::Err, &receipt::human(receipt, judged, ui.secrets, ui.width, detail));
        }
        self.tell_losses(receipt, ui);
        self.tell_the_end(ui);
    }

    /// Losses that keep the result from being written, and what to type.
    fn tell_losses(self, receipt: &Receipt, ui: &mut Ui) {
        if let Some(open) = receipt::not_accepted(receipt, self.judged) {
            ui.say(&format!("{}: {open}", self.entry.path));
        }
    }

    /// The prediction, and what was written.
    fn tell_the_end(self, ui: &mut Ui) {
        if let Some(report) = &self.judged.report {
            let prefix = if self.several { format!("{}: ", self.entry.path) } else { String::new() };
            ui.say(&format!("{prefix}{}", judged::prediction(self.entry, self.judged, self.plan, report)));
        }
        ui.say_fate(&self.entry.path, self.fate(), self.destination);
    }

    /// The same beside a document that lists findings and nothing else: also what keeps the result from being written.
    pub(super) fn tell_briefly(self, receipt: Option<&Receipt>, ui: &mut Ui) {
        let name = &self.entry.path;
        if let Some(stopped) = self.judged.stopped.as_ref().filter(|_| self.plan.migrates()) {
            return ui.say(&format!("{name}: {}; nothing is written", stopped.summary));
        }
        if let Some(receipt) = receipt {
            self.tell_losses(receipt, ui);
        }
        self.tell_the_end(ui);
    }

    /// What becomes of the result.
    fn fate(self) -> Fate {
        match (self.judged.approved(), self.destination) {
            (None, _) => Fate::Withheld,
            (Some(result), Destination::Nowhere { .. } | Destination::InPlace(..) | Destination::Check)
                if !result.is_changed() =>
            {
                Fate::Unchanged
            }
            (Some(_), Destination::Nowhere { .. } | Destination::Check) => Fate::WouldChange,
            (Some(_), Destination::Stdout | Destination::File(_) | Destination::InFolder(_) | Destination::InPlace(..)) => {
                Fate::Written
            }
        }
    }

    /// Where the result is, for the table of several files.
    fn written(self) -> Written {
        match (self.fate(), self.destination) {
            (Fate::Unchanged, _) => Written::Unchanged,
            (Fate::Written, Destination::InPlace(..)) => Written::InPlace,
            (Fate::Written, destination) => destination.path().map_or(Written::No, Written::To),
            (Fate::Withheld | Fate::WouldChange, _) => Written::No,
        }
    }
}
