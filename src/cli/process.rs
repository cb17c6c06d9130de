//! Takes each input of a command through the pipeline: read, plan, run, write. What people read afterwards is told by [`Done`].

use std::path::Path;

use super::args::DiffFormat;
use super::differences::{Changed, Onlookers, Rendered};
use super::done::Done;
use super::exit::Exit;
use super::extras;
use super::inputs::{self, Input};
use super::target;
use super::ui::{Stream, Ui};
use super::writing::Destination;
use crate::extras::Extras;
use crate::files::{self, FileError, Prepared};
use crate::finding::Code;
use crate::json::Document;
use crate::report::envelope::{Envelope, FileEntry, PlanEntry};
use crate::report::judged;
use crate::report::receipt::Receipt;
use crate::report::{Source, origin, plan as planned};
use crate::run::{self, Draft, Judged, Plan, Request, Rules};

/// What a command does besides running its request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job<'a> {
    /// What is wanted of each document.
    pub request: &'a Request<'a>,
    /// How the change is shown.
    pub diff: Option<DiffFormat>,
    /// Show the plan and run nothing.
    pub plan: bool,
    /// Where receipts go: of a migration its own, else the entry of the file as `--format json` prints it.
    pub receipt: Option<&'a Path>,
    /// What no backup holds, and the file it came from: carried along with the result.
    pub extras: Option<(&'a Extras, Option<&'a Path>)>,
    /// Whether there are several inputs.
    pub several: bool,
}

/// What was done with a result while it was judged.
#[derive(Default)]
struct Begun {
    /// It is in a temporary file.
    file: Option<Result<Option<Prepared>, FileError>>,
    /// How it differs from the input.
    diff: Option<Rendered>,
}

impl Job<'_> {
    fn migrates(&self) -> bool {
        matches!(self.request.rules, Rules::Migration(_))
    }

    /// Takes one input through the pipeline.
    pub(super) fn process_file(&self, input: &Input, destination: &Destination, ui: &mut Ui) {
        if let Some(doc) = inputs::backup(input, ui) {
            self.process(doc, input, destination, ui);
        }
    }

    /// Takes the document of an input through the pipeline.
    pub(super) fn process(&self, doc: Document, input: &Input, destination: &Destination, ui: &mut Ui) {
        let name = input.name();
        let Some(plan) = self.plan_for(&name, &doc, ui) else { return };
        let mut entry = FileEntry {
            path: name,
            detected: plan.detected.as_ref().map(origin::entry),
            target: Some(plan.target().to_string()),
            db: plan.dbs().iter().map(|db| db.name()).collect(),
            ..FileEntry::default()
        };
        let (mut judged, begun) = self.execute(doc, &plan, input, destination, ui);
        if self.plan {
            return show_plan(entry, &judged, &plan, ui);
        }
        entry = self.sift(entry, &mut judged, &plan, ui);
        ui.raise(Exit::of(&judged));
        entry.written = judged.approved().and_then(|_| destination.path());
        let receipt = self.receipt_of(&entry, &judged, &plan, ui);
        let text = self.receipt.map(|path| match &receipt {
            Some(receipt) if path.extension().is_some_and(|end| end == "md") => receipt.markdown(),
            Some(receipt) => receipt.text(),
            None => Envelope::receipt(result(entry.clone(), &judged, &plan, ui)).text(),
        });
        let rendered = match self.write(input, destination, begun, &judged, text.as_deref(), ui) {
            Ok(rendered) => rendered,
            Err(error) => return ui.file_error(Code::SX112, &error),
        };
        if ui.json() {
            entry.patch = Changed::new(judged.draft(), &input.path).entry(self.diff, ui.secrets);
        }
        if ui.collects {
            ui.file(result(entry.clone(), &judged, &plan, ui));
        }
        if let Some(diff) = rendered {
            diff.show(ui);
        }
        let done = Done { entry: &entry, judged: &judged, plan: &plan, destination, several: self.several };
        done.count(receipt.as_ref(), ui);
        match &receipt {
            _ if ui.json() => done.tell_briefly(receipt.as_ref(), ui),
            Some(receipt) => done.tell_migration(receipt, ui),
            None => done.tell_rules(ui),
        }
        if let (Some(path), None, false) = (self.receipt, &judged.stopped, self.several) {
            ui.say_beside(&entry.path, "receipt", &receipt_file(path, input, false));
        }
        if let (Some((_, named)), Some(_)) = (self.extras, judged.approved())
            && let Some(place) = extras::place(named, destination)
        {
            ui.say_beside(&entry.path, "extras", &place);
        }
    }

    /// What is to be done with a document; nothing, with a message, if the request does not fit it.
    fn plan_for<'p>(&'p self, name: &str, doc: &Document, ui: &mut Ui) -> Option<Plan<'p>> {
        let mut plan = match self.request.plan(doc) {
            Ok(plan) => plan,
            Err(error) => {
                ui.error(Exit::Usage, &error.to_string(), None);
                return None;
            }
        };
        if !self.names_changes(ui) {
            plan.forget_changes();
        }
        self.note_doubt(name, &plan, ui);
        Some(plan)
    }

    /// Runs the plan, and begins to write the result and to draw the difference while it is judged.
    fn execute(&self, doc: Document, plan: &Plan<'_>, input: &Input, destination: &Destination, ui: &Ui) -> (Judged, Begun) {
        let onlookers = Onlookers { terminal: ui.terminal, secrets: ui.secrets };
        let shows = !self.plan && !ui.json() && self.is_diff_wanted(destination);
        // The folder of a result is made for one that is approved.
        let begin = |result: Draft<'_>| Begun {
            file: destination.is_one_file().then(|| destination.prepare(result.is_changed(), |out| result.write_to(out))),
            diff: shows.then(|| self.render(Changed::new(result, &input.path), destination, onlookers)),
        };
        let (judged, begun) = run::run_beside(doc, plan, begin);
        (judged, begun.unwrap_or_default())
    }

    /// Leaves out findings that somebody has decided about, and says so.
    fn sift(&self, entry: FileEntry, judged: &mut Judged, plan: &Plan<'_>, ui: &mut Ui) -> FileEntry {
        let name = entry.path.clone();
        if let Some(next) = self.request.next_target(plan, judged.document()) {
            let target = plan.target();
            ui.note(&format!(
                "{name}: the result looks like a file of {next}, for which other rules run; --from {target} keeps to these"
            ));
        }
        let mut sieve = ui.sieve(&name, entry.target.as_deref());
        judged.leave_out(plan, |doc, findings| sieve.apply(&Source::document(&name, doc), findings));
        let entry = sieve.hidden.entry(entry);
        ui.note_hidden(&name, sieve.hidden);
        entry
    }

    /// The receipt of a migration, with all lists and signed where it is written.
    fn receipt_of(&self, entry: &FileEntry, judged: &Judged, plan: &Plan<'_>, ui: &Ui) -> Option<Receipt> {
        if !plan.migrates() {
            return None;
        }
        let written = entry.written.as_deref();
        if self.receipt.is_none() {
            return Some(Receipt::without_lists(&entry.path, judged, plan, written));
        }
        let mut receipt = Receipt::new(&entry.path, judged, plan, written, ui.secrets);
        if let Some(approved) = judged.approved() {
            receipt.sign(approved);
        }
        Some(receipt)
    }

    /// Whether something that is printed or written names each change. The receipt of a migration has rules with their counts.
    fn names_changes(&self, ui: &Ui) -> bool {
        let in_receipt = self.receipt.is_some() && !self.migrates();
        ui.json() || ui.collects || in_receipt || self.diff == Some(DiffFormat::Summary)
    }

    /// Says so where the version to work for is only the best guess.
    fn note_doubt(&self, name: &str, plan: &Plan<'_>, ui: &mut Ui) {
        let Some(detected) = &plan.detected else { return };
        if let Some(from) = &self.request.from {
            if detected.confident && !detected.bands.contains(&from.band) {
                let found = origin::range(&detected.first, &detected.last);
                ui.note(&format!("{name}: the file looks like one of {found}; it is read as one of {from}, as --from says"));
            }
            return;
        }
        if detected.confident {
            return;
        }
        if self.migrates() {
            ui.note(&format!("{name}: which version wrote this is not certain (semxform detect says why); --from names it"));
        } else if self.request.to.is_none() {
            target::say_if_unsure(name, Some(detected), ui);
        }
    }

    /// Writes the receipt and the result, if it is approved, and renders the difference. `begun`: the result is in a temporary file already.
    fn write(
        &self,
        input: &Input,
        destination: &Destination,
        begun: Begun,
        judged: &Judged,
        receipt: Option<&str>,
        ui: &mut Ui,
    ) -> Result<Option<Rendered>, FileError> {
        let onlookers = Onlookers { terminal: ui.terminal, secrets: ui.secrets };
        let render = || self.render(Changed::new(judged.draft(), &input.path), destination, onlookers);
        let rendered = self.shows_diff(destination, judged, ui).then(|| begun.diff.unwrap_or_else(render));
        let keep = |ui: &mut Ui| match (receipt, self.receipt) {
            (Some(receipt), Some(path)) => {
                receipt_file(path, input, self.several).write(true, ui, |out| out.write_all(receipt.as_bytes()))
            }
            _ => Ok(()),
        };
        let Some(approved) = judged.approved() else {
            // It says what is in the way.
            if judged.stopped.is_none() {
                keep(ui)?;
            }
            return Ok(rendered);
        };
        let write = |out: &mut dyn std::io::Write| approved.write_to(out);
        let prepared = begun.file.unwrap_or_else(|| destination.prepare(approved.is_changed(), write))?;
        // First the receipt: there is no other list of what a file that was changed in place has lost.
        keep(ui)?;
        destination.commit(prepared, approved.is_changed(), ui, write)?;
        if let Some((carried, named)) = self.extras {
            extras::carry(carried, named, judged.document(), destination, ui)?;
        } else {
            extras::note_left_behind(judged.document(), input, destination, ui);
        }
        Ok(rendered)
    }

    fn render(&self, changed: Changed<'_>, destination: &Destination, onlookers: Onlookers) -> Rendered {
        changed.render(changed.view(self.diff, self.stream(destination), onlookers))
    }

    /// A migration changes most of a file: who has its result written asks for the difference by name. What is not approved is shown to
    /// people only, and never where packs are to blame.
    fn shows_diff(&self, destination: &Destination, judged: &Judged, ui: &Ui) -> bool {
        let stopped = judged.stopped.as_ref();
        let wanted = self.is_diff_wanted(destination) && stopped.is_none_or(|stopped| !self.migrates() && !stopped.broken);
        !ui.json() && wanted && (judged.approved().is_some() || ui.terminal)
    }

    /// Where the difference goes: not where the result or its receipt goes.
    fn stream(&self, destination: &Destination) -> Stream {
        let is_taken = *destination == Destination::Stdout || self.receipt.is_some_and(files::is_stdout);
        if is_taken { Stream::Err } else { Stream::Out }
    }

    /// Whether the difference of a result that nothing stopped is shown.
    fn is_diff_wanted(&self, destination: &Destination) -> bool {
        !self.migrates() || matches!(destination, Destination::Nowhere { .. } | Destination::Check) || self.diff.is_some()
    }
}

/// With several inputs the path is a folder, and each receipt is called after its input.
pub(super) fn receipt_file(path: &Path, input: &Input, several: bool) -> Destination {
    if !several && files::is_stdout(path) {
        return Destination::Stdout;
    }
    if !several && !path.is_dir() && !input.is_of_folder() {
        return Destination::File(path.to_owned());
    }
    let name = input.path.file_stem().unwrap_or_default().to_string_lossy();
    let folder = input.relative().and_then(Path::parent).unwrap_or(Path::new(""));
    Destination::InFolder(path.join(folder).join(format!("{name}.receipt.json")))
}

/// What a run did that writes nothing.
fn show_plan(entry: FileEntry, judged: &Judged, plan: &Plan<'_>, ui: &mut Ui) {
    if !ui.json() {
        ui.text(Stream::Out, &planned::human(&entry.path, judged, plan, ui.width));
    }
    if let Some(stopped) = &judged.stopped {
        ui.raise(Exit::of(judged));
        ui.findings(Stream::Err, &Source::document(&entry.path, judged.document()), &stopped.findings);
    }
    let hops = plan.hops().map(|hop| hop.to_string()).collect();
    let stages: Vec<PlanEntry> = judged.stages.iter().filter_map(planned::entry).collect();
    ui.file(FileEntry { hops: Some(hops), plan: Some(stages), ..entry });
}

/// What the run came to, for the envelope.
fn result(entry: FileEntry, judged: &Judged, plan: &Plan<'_>, ui: &Ui) -> FileEntry {
    judged::entry(entry, judged, plan, ui.secrets, |source, findings| ui.entries(source, findings))
}
