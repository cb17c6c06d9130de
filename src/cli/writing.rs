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
    /// Nothing is written.
    Nowhere,
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
            Self::Nowhere | Self::Check | Self::Stdout => Ok(None),
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
            Self::Nowhere | Self::Check | Self::Stdout => Ok(()),
            Self::File(path) => files::write_atomic(path, self.replacing(), write),
            Self::InFolder(path) => {
                make_folder(path)?;
                files::write_atomic(path, self.replacing(), write)
            }
            Self::InPlace(..) if !changed => Ok(()),
            Self::InPlace(input, _) => files::write_atomic(&input.path, self.replacing(), write),
        }
    }

    /// The file that is written, for reports.
    #[must_use]
    pub(super) fn path(&self) -> Option<String> {
        match self {
            Self::File(path) | Self::InFolder(path) => Some(path.display().to_string()),
            Self::InPlace(input, _) => Some(input.name()),
            Self::Stdout => Some("-".into()),
            Self::Nowhere | Self::Check => None,
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
    match destinations(args, inputs, ui.json()) {
        Ok(plan) => are_own_files(&[], &plan, inputs, ui).then_some(plan),
        Err((message, help)) => {
            ui.error(Exit::Usage, &message, Some(help));
            None
        }
    }
}

type Mistake = (String, &'static str);

fn destinations(args: &WriteArgs, inputs: &[Input], json: bool) -> Result<Vec<Destination>, Mistake> {
    if args.in_place {
        if inputs.iter().any(Input::is_stdin) {
            return Err(("standard input cannot be rewritten in place".into(), "use -o PATH"));
        }
        return Ok(inputs.iter().map(|i| Destination::InPlace(i.clone(), args.backup.clone())).collect());
    }
    let Some(output) = &args.output else {
        let one = if args.check { Destination::Check } else { Destination::Nowhere };
        return Ok(vec![one; inputs.len()]);
    };
    if output == Path::new("-") {
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
        no_input(output, &files_of(inputs))?;
        return Ok(vec![Destination::File(output.clone())]);
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
        no_input(&path, &sources)?;
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

fn no_input(output: &Path, inputs: &FileSet) -> Result<(), Mistake> {
    if inputs.contains(output) {
        return Err((
            format!("{} would be written over an input", output.display()),
            "write elsewhere, or use -i to change it in place",
        ));
    }
    Ok(())
}

/// Whether other outputs of the run (receipts, reports) are files of their own, neither inputs nor results nor each other; if one is
/// not, that is reported.
pub(super) fn are_own_files(outputs: &[Destination], plan: &[Destination], inputs: &[Input], ui: &mut Ui) -> bool {
    let file = |destination: &Destination| match destination {
        Destination::File(path) | Destination::InFolder(path) => Some(path.clone()),
        _ => None,
    };
    let own: Vec<PathBuf> = outputs.iter().filter_map(file).chain(ui.report_paths()).collect();
    // Where the system keeps each of ten thousand files is a question that takes longer than many a file's work.
    if own.is_empty() {
        return true;
    }
    let mut files = files_of(inputs);
    plan.iter().filter_map(file).for_each(|path| {
        files.insert(&path);
    });
    for path in own {
        if !files.insert(&path) {
            let message = format!("{} would be written over an input or another output", path.display());
            ui.error(Exit::Usage, &message, Some("give it a name of its own"));
            ui.drop_reports();
            return false;
        }
    }
    true
}
