//! Writes and reports a backup that was made of others: the result, its receipt, what the server does with it.

use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::extras;
use super::inputs::Input;
use super::process::receipt_file;
use super::ui::{Stream, Ui};
use super::writing::{self, Destination};
use crate::extras::Extras;
use crate::files::FileError;
use crate::finding::{Code, Finding, Severity};
use crate::parts::Product;
use crate::report::envelope::{Envelope, FileEntry, FindingEntry};
use crate::report::totals::Fate;
use crate::report::{Source, verdict};
use crate::sorting;

/// Where the result and its receipt go.
#[derive(Debug)]
pub(super) struct Outputs {
    destination: Destination,
    receipt: Option<Destination>,
}

impl Outputs {
    /// Settles it; `None`, with a message printed, where an output would replace an input or another output. `extras` are files beside the
    /// inputs.
    pub(super) fn plan(
        output: Option<&Path>,
        receipt: Option<&Path>,
        extras: &[PathBuf],
        inputs: &[Input],
        ui: &mut Ui,
    ) -> Option<Self> {
        let first = inputs.first()?;
        let plan = writing::plan_new(output, std::slice::from_ref(first), ui)?;
        let destination = plan.first()?.clone();
        let receipt = receipt.map(|path| receipt_file(path, first, false));
        let mut others = extras::files(extras, &destination);
        others.written.extend(receipt.clone());
        // The result may replace none of the other inputs.
        others.read.extend(inputs[1..].iter().map(|input| input.path.clone()));
        writing::are_own_files(&others, &plan, inputs, ui).then_some(Self { destination, receipt })
    }

    /// Where text for people goes: not where the result goes.
    pub(super) fn stream(&self) -> Stream {
        if self.destination == Destination::Stdout || self.receipt == Some(Destination::Stdout) {
            Stream::Err
        } else {
            Stream::Out
        }
    }

    /// Writes the result and its receipt, reports what is wrong with it, and predicts what the server does with it. `text` is what people
    /// read first; `entry` holds what is special about the command.
    /// `extras` lie beside the input, in a file that may have a name.
    pub(super) fn deliver(
        &self,
        product: &Product,
        extras: Option<(&Extras, Option<&Path>)>,
        text: &str,
        entry: FileEntry,
        ui: &mut Ui,
    ) {
        let doc = product.document();
        let path = entry.path.clone();
        let report = &product.report;
        let written = self.destination.path();
        let name = written.as_deref().filter(|path| *path != "-").unwrap_or("the result").to_owned();
        let source = Source::document(if product.has_own_lines { &name } else { &path }, doc);
        let release = product.server.release.to_string();
        let mut findings = report.findings.clone();
        let mut sieve = ui.sieve(&path, Some(&release));
        sieve.apply(&source, &mut findings);
        ui.note_hidden(&path, sieve.hidden);
        let file = product.has_own_lines.then(|| name.clone());
        let entry_of = |finding: &Finding| FindingEntry { file: file.clone(), ..FindingEntry::new(&source, finding) };
        let list = |findings: &[Finding]| findings.iter().map(entry_of).collect::<Vec<_>>();
        let prediction = match &self.destination {
            Destination::File(path) => verdict::prediction(&path.display().to_string(), &product.server.release, report),
            _ => verdict::line(&name, &product.server.release, report, usize::MAX).trim_end().to_owned(),
        };
        let entry = FileEntry {
            target: Some(release),
            db: product.server.dbs.iter().map(|db| db.name()).collect(),
            restorable: Some(report.restorable()),
            outcome: Some(report.outcome.name()),
            uncertain: !product.server.release.band.is_recorded(),
            outcomes: sorting::tree(report.outcomes.iter().map(|(db, outcome)| (db.name(), outcome.name()))),
            findings: list(&findings),
            written,
            prediction: Some(anstream::adapter::strip_str(&prediction).to_string()),
            ..sieve.hidden.entry(entry)
        };
        let carried = extras.map_or(Ok(()), |(extras, named)| extras::carry(extras, named, doc, &self.destination, ui));
        if let Err(error) = carried.and_then(|()| self.write(product, &entry, ui)) {
            return ui.file_error(Code::SX112, &error);
        }
        let errors: Vec<Finding> = findings.iter().filter(|f| f.severity == Severity::Error).cloned().collect();
        if !errors.is_empty() {
            ui.raise(Exit::Findings);
        }
        if !ui.json() && !ui.quiet {
            ui.text(self.stream(), text);
        }
        ui.findings(Stream::Err, &source, &errors);
        ui.say(&prediction);
        let is_written = self.destination.path().is_some();
        ui.say_fate(&path, if is_written { Fate::Written } else { Fate::WouldChange }, &self.destination);
        let beside = extras.and_then(|(_, named)| extras::place(named, &self.destination));
        for (what, place) in [("receipt", self.receipt.clone()), ("extras", beside)] {
            if let Some(place) = place {
                ui.say_beside(&path, what, &place);
            }
        }
        ui.file(entry);
    }

    fn write(&self, product: &Product, entry: &FileEntry, ui: &mut Ui) -> Result<(), FileError> {
        if let Some(receipt) = &self.receipt {
            let text = Envelope::receipt(entry.clone()).text();
            receipt.write(true, ui, |out| out.write_all(text.as_bytes()))?;
        }
        self.destination.write(true, ui, |out| product.write_to(out))
    }
}
