//! No output of a run takes the place of an input or of another output: settled before anything is written.

use std::path::PathBuf;

use super::exit::Exit;
use super::inputs::{Input, files_of};
use super::ui::Ui;
use super::writing::Destination;
use crate::files::FileSet;

/// Files of a run besides its inputs and their results.
#[derive(Debug, Default)]
pub(super) struct OtherFiles {
    /// What is read and stays: extras that were named.
    pub read: Vec<PathBuf>,
    /// What is written: receipts, extras of results.
    pub written: Vec<Destination>,
}

/// Whether all outputs (results, receipts, extras, reports) are files of their own; if one is not, that is reported.
pub(super) fn are_own_files(others: &OtherFiles, plan: &[Destination], inputs: &[Input], ui: &mut Ui) -> bool {
    match clash(others, plan, inputs, ui) {
        None => true,
        Some((message, help)) => {
            ui.error(Exit::Usage, &message, Some(help));
            ui.drop_reports();
            false
        }
    }
}

fn clash(others: &OtherFiles, plan: &[Destination], inputs: &[Input], ui: &Ui) -> Option<(String, &'static str)> {
    let is_stdout = |destination: &&Destination| **destination == Destination::Stdout;
    if others.written.iter().any(|destination| is_stdout(&destination))
        && (ui.json() || plan.iter().chain(&others.written).filter(is_stdout).count() > 1)
    {
        return Some(("a receipt and other output both want standard output".into(), "write the receipt to a file"));
    }
    let own: Vec<PathBuf> = others.written.iter().filter_map(Destination::new_file).chain(ui.report_paths()).collect();
    // Where the system keeps each of ten thousand files is a question that takes longer than many a file's work.
    if own.is_empty() && others.read.is_empty() {
        return None;
    }
    let mut files = FileSet::default();
    others.read.iter().for_each(|path| {
        files.insert(path);
    });
    let results: Vec<PathBuf> = plan.iter().filter_map(Destination::new_file).collect();
    // Those of several inputs are known to be no input and not each other's.
    let lost = results.iter().find(|path| files.contains(path)).cloned();
    let lost = lost.or_else(|| {
        files.extend(files_of(inputs));
        results.iter().for_each(|path| {
            files.insert(path);
        });
        own.into_iter().find(|path| !files.insert(path))
    });
    let message = |path: PathBuf| format!("{} would be written over an input or another output", path.display());
    lost.map(|path| (message(path), "give it a name of its own"))
}
