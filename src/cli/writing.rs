//! Where results are written: settled, with all mistakes, before anything runs.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::WriteArgs;
use super::exit::Exit;
use super::inputs::{Input, files_of};
use super::ui::Ui;
use crate::files::{self, FileError, FileSet, Prepared, Replacing};

/// Where the result of one input goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    /// Nothing is written, since nobody said where.
    Nowhere {
        /// Whether the command could rewrite its input.
        in_place: bool,
    },
    /// Nothing is written; a change gives exit code 4.
    Check,
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
    /// A file in a folder that is made if need be.
    InFolder(PathBuf),
    /// The input itself, with a suffix for a copy of the old content.
    InPlace(Input, Option<String>),
}

impl Destination {
    /// Writes the result, if it is to be written. A file that would not change is left alone.
    ///
    /// # Errors
    /// [`FileError`]; the target keeps its old content.
    pub(super) fn write(
        &self,
        changed: bool,
        ui: &mut Ui,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), FileError> {
        match self {
            Self::Check if changed => ui.raise(Exit::Changes),
            Self::Stdout => ui.document(write),
            _ => return self.write_file(changed, write),
        }
        Ok(())
    }

    /// Whether the result is written to a file whose folder is there.
    pub(super) const fn is_one_file(&self) -> bool {
        matches!(self, Self::File(_) | Self::InPlace(..))
    }

    /// Writes the result beside its place, so that only a rename is left to do. None where that is not possible, or nothing is to be
    /// written to a file.
    ///
    /// # Errors
    /// [`FileError`]; nothing is left beside the target.
    pub(super) fn prepare(
        &self,
        changed: bool,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Option<Prepared>, FileError> {
        match self {
            Self::InPlace(..) if !changed => Ok(None),
            Self::InFolder(path) => {
                make_folder(path)?;
                files::prepare(path, write)
            }
            Self::File(path) => files::prepare(path, write),
            Self::InPlace(input, _) => files::prepare(&input.path, write),
            Self::Nowhere { .. } | Self::Check | Self::Stdout => Ok(None),
        }
    }

    /// Puts a prepared result in its place; one that could not be prepared is written now.
    ///
    /// # Errors
    /// [`FileError`]; the target keeps its old content.
    pub(super) fn commit(
        &self,
        prepared: Option<Prepared>,
        changed: bool,
        ui: &mut Ui,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), FileError> {
        prepared.map_or_else(|| self.write(changed, ui, write), |file| file.commit(self.replacing()))
    }

    /// What a write does to what is there.
    fn replacing(&self) -> Replacing<'_> {
        match self {
            Self::InPlace(input, backup) => Replacing { backup: backup.as_deref(), made_of: input.stamp() },
            _ => Replacing::default(),
        }
    }

    fn write_file(&self, changed: bool, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), FileError> {
        match self {
            Self::Nowhere { .. } | Self::Check | Self::Stdout => Ok(()),
            Self::File(path) => files::write_atomic(path, self.replacing(), write),
            Self::InFolder(path) => {
                make_folder(path)?;
                files::write_atomic(path, self.replacing(), write)
            }
            Self::InPlace(..) if !changed => Ok(()),
            Self::InPlace(input, _) => files::write_atomic(&input.path, self.replacing(), write),
        }
    }

    /// The file that is written, for reports; `-` for a stream.
    #[must_use]
    pub(super) fn path(&self) -> Option<String> {
        match self {
            Self::File(path) if files::is_open_stream(path) => Some("-".into()),
            Self::File(path) | Self::InFolder(path) => Some(path.display().to_string()),
            Self::InPlace(input, _) => Some(input.name()),
            Self::Stdout => Some("-".into()),
            Self::Nowhere { .. } | Self::Check => None,
        }
    }

    /// The file that is made or replaced, if it is not the input.
    #[must_use]
    pub(super) fn new_file(&self) -> Option<PathBuf> {
        match self {
            Self::File(path) | Self::InFolder(path) => Some(path.clone()),
            Self::Nowhere { .. } | Self::Check | Self::Stdout | Self::InPlace(..) => None,
        }
    }
}

fn make_folder(path: &Path) -> Result<(), FileError> {
    match path.parent().filter(|p| !p.as_os_str().is_empty() && !p.exists()) {
        Some(folder) => std::fs::create_dir_all(folder).map_err(|e| FileError::writing(folder, &e)),
        None => Ok(()),
    }
}

/// One destination an input; `None`, with a message printed, if the options do not fit the inputs.
pub(super) fn plan(args: &WriteArgs, inputs: &[Input], ui: &mut Ui) -> Option<Vec<Destination>> {
    if args.in_place && inputs.iter().any(Input::is_stdin) {
        ui.error(Exit::Usage, "standard input cannot be rewritten in place", Some("use -o PATH"));
        return None;
    }
    if args.in_place {
        let in_place = |input: &Input| Destination::InPlace(input.clone(), args.backup.clone());
        let plan: Vec<_> = inputs.iter().map(in_place).collect();
        return are_own_files(&OtherFiles::default(), &plan, inputs, ui).then_some(plan);
    }
    let nowhere = if args.check { Destination::Check } else { Destination::Nowhere { in_place: true } };
    settled(args.output.as_deref(), &nowhere, inputs, ui)
}

/// The same for commands that make something new, and rewrite no input.
pub(super) fn plan_new(output: Option<&Path>, inputs: &[Input], ui: &mut Ui) -> Option<Vec<Destination>> {
    settled(output, &Destination::Nowhere { in_place: false }, inputs, ui)
}

/// One destination an input: what `-o` names, or else `nowhere`.
fn settled(output: Option<&Path>, nowhere: &Destination, inputs: &[Input], ui: &mut Ui) -> Option<Vec<Destination>> {
    let plan = match output {
        None => Ok(vec![nowhere.clone(); inputs.len()]),
        Some(output) => destinations(output, *nowhere == Destination::Nowhere { in_place: true }, inputs, ui.json()),
    };
    match plan {
        Ok(plan) => are_own_files(&OtherFiles::default(), &plan, inputs, ui).then_some(plan),
        Err((message, help)) => {
            ui.error(Exit::Usage, &message, Some(help));
            None
        }
    }
}

type Mistake = (String, &'static str);

/// `in_place`: whether the command could rewrite its inputs.
fn destinations(output: &Path, in_place: bool, inputs: &[Input], json: bool) -> Result<Vec<Destination>, Mistake> {
    if files::is_stdout(output) {
        if json {
            return Err(("-o - and --format json both want standard output".into(), "write the result to a file"));
        }
        if inputs.len() > 1 {
            return Err(("several results do not fit on standard output".into(), "use -o FOLDER, or one file at a time"));
        }
        return Ok(vec![Destination::Stdout]);
    }
    let folder = names_a_folder(output);
    if inputs.len() == 1 && !folder && !inputs[0].is_of_folder() {
        no_input(output, &files_of(inputs), in_place)?;
        return Ok(vec![Destination::File(output.to_owned())]);
    }
    if !output.exists() && !folder && looks_like_a_file(output) {
        let message = format!("{} looks like a file, and there are {} inputs", output.display(), inputs.len());
        return Err((message, "with several inputs -o names a folder; with a / at its end the name is taken for one"));
    }
    if output.exists() && !output.is_dir() {
        let message = format!("{} is a file, and there are {} inputs", output.display(), inputs.len());
        return Err((message, "with several inputs -o names a folder"));
    }
    let sources = files_of(inputs);
    let mut taken: HashMap<PathBuf, &Input> = HashMap::new();
    let mut plan = Vec::with_capacity(inputs.len());
    for input in inputs {
        let Some(name) = input.relative().filter(|_| !input.is_stdin()) else {
            return Err((format!("{} has no file name that a result could have", input.name()), "use -o with a file name"));
        };
        let path = output.join(name);
        no_input(&path, &sources, in_place)?;
        if let Some(other) = taken.insert(path.clone(), input) {
            let message = format!("{} and {} would both be written to {}", other.name(), input.name(), path.display());
            return Err((message, "run the command once for each folder"));
        }
        plan.push(Destination::InFolder(path));
    }
    Ok(plan)
}

/// Whether a name is a folder's: one is there, or the name ends as one.
pub(super) fn names_a_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// Whether a name has an ending of files that semxform writes.
pub(super) fn looks_like_a_file(path: &Path) -> bool {
    path.extension().is_some_and(|end| ["json", "backup", "bk", "md"].iter().any(|known| end.eq_ignore_ascii_case(known)))
}

fn no_input(output: &Path, inputs: &FileSet, in_place: bool) -> Result<(), Mistake> {
    if inputs.contains(output) {
        let help = if in_place { "write elsewhere, or use -i to change it in place" } else { "write elsewhere" };
        return Err((format!("{} would be written over an input", output.display()), help));
    }
    Ok(())
}

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
    for path in &others.read {
        files.insert(path);
    }
    let results: Vec<PathBuf> = plan.iter().filter_map(Destination::new_file).collect();
    // Those of several inputs are known to be no input and not each other's.
    let lost = results.iter().find(|path| files.contains(path)).cloned();
    let lost = lost.or_else(|| {
        files.extend(files_of(inputs));
        for path in &results {
            files.insert(path);
        }
        own.into_iter().find(|path| !files.insert(path))
    });
    let message = |path: PathBuf| format!("{} would be written over an input or another output", path.display());
    lost.map(|path| (message(path), "give it a name of its own"))
}
