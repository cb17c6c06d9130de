//! Which inputs a command works on: arguments, else `inputs` of semxform.yaml, else standard input. Reads them one by one.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::args::{InputArgs, WriteArgs};
use super::exit::Exit;
use super::own_files::is_own;
use super::ui::{Stream, Ui};
use crate::files::{self, FileError, FileSet, Stamp};
use crate::finding::{Code, Finding};
use crate::input;
use crate::json::Document;
use crate::report::Source;
use crate::report::envelope::FileEntry;
use crate::sorting;

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    /// As the user wrote it; `-` for standard input.
    pub path: PathBuf,
    /// How reports call standard input, where it has a name of its own.
    label: Option<PathBuf>,
    /// Below which folder it was found: its path from there.
    below: Option<PathBuf>,
    /// What the file was when it was read, shared by all copies.
    stamp: Arc<OnceLock<Stamp>>,
}

impl Input {
    /// An input by its path.
    #[must_use]
    pub(super) fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), label: None, below: None, stamp: Arc::default() }
    }

    /// Its path below a folder that results go to: its name, with the folders between where a folder was named.
    #[must_use]
    pub(super) fn relative(&self) -> Option<&Path> {
        self.below.as_deref().or_else(|| self.path.file_name().map(Path::new))
    }

    /// Whether it was found below a folder that was named.
    #[must_use]
    pub(super) fn is_of_folder(&self) -> bool {
        self.below.is_some()
    }

    /// What the file was when it was read; none before that.
    #[must_use]
    pub(super) fn stamp(&self) -> Option<Stamp> {
        self.stamp.get().copied()
    }

    /// Whether it is standard input.
    #[must_use]
    pub(super) fn is_stdin(&self) -> bool {
        self.path == Path::new("-")
    }

    /// The name for messages.
    #[must_use]
    pub(super) fn name(&self) -> String {
        self.label.as_deref().unwrap_or(&self.path).display().to_string()
    }

    /// Reads it whole.
    ///
    /// # Errors
    /// [`FileError`]
    pub(super) fn read(&self) -> Result<Vec<u8>, FileError> {
        if self.is_stdin() {
            return files::read_stdin();
        }
        let (bytes, stamp) = files::read_stamped(&self.path)?;
        // Who reads it again has the first content too.
        self.stamp.get_or_init(|| stamp);
        Ok(bytes)
    }
}

/// The inputs of a command that takes several files; `None`, with a message printed, if there are none.
pub(super) fn of(args: &InputArgs, configured: &[PathBuf], ui: &mut Ui) -> Option<Vec<Input>> {
    let mut inputs = named(args, configured, ui)?;
    once(&mut inputs);
    backups_of(inputs, ui)
}

/// What is left without the files that semxform writes beside backups; `None`, with a note, if that is nothing.
pub(super) fn backups_of(inputs: Vec<Input>, ui: &mut Ui) -> Option<Vec<Input>> {
    let (own, backups): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(|input| is_own(&input.path));
    if let Some(first) = own.first() {
        let more = if own.len() > 1 { format!(" and {} more", own.len() - 1) } else { String::new() };
        ui.note(&format!("left alone, because semxform wrote it beside a backup: {}{more}", first.name()));
    }
    (!backups.is_empty()).then_some(backups)
}

/// A file that is named twice is looked at once.
fn once(inputs: &mut Vec<Input>) {
    let mut seen = HashSet::new();
    inputs.retain(|input| input.is_stdin() || seen.insert(std::path::absolute(&input.path).unwrap_or_default()));
}

/// All files that are named, with what the user calls standard input; `None`, with a message printed, if there are none.
pub(super) fn named(args: &InputArgs, configured: &[PathBuf], ui: &mut Ui) -> Option<Vec<Input>> {
    let Some(label) = &args.stdin_filename else { return resolve(&args.files, configured, ui) };
    let stdin = [PathBuf::from("-")];
    let mut inputs = resolve(if args.files.is_empty() { &stdin } else { &args.files }, configured, ui)?;
    for input in inputs.iter_mut().filter(|input| input.is_stdin()) {
        input.label = Some(label.clone());
    }
    Some(inputs)
}

/// As [`of`], for commands that may write: a file that is named twice, or by a link too, is rewritten in place once.
pub(super) fn to_write(args: &InputArgs, configured: &[PathBuf], write: &WriteArgs, ui: &mut Ui) -> Option<Vec<Input>> {
    if !write.in_place {
        return of(args, configured, ui);
    }
    let mut inputs = backups_of(named(args, configured, ui)?, ui)?;
    let mut seen: HashMap<PathBuf, String> = HashMap::new();
    inputs.retain(|input| {
        let Some(place) = files::place(&input.path).filter(|_| !input.is_stdin()) else { return true };
        if let Some(first) = seen.get(&place) {
            ui.note(&format!("{} is the same file as {first}: it is rewritten once", input.name()));
            return false;
        }
        seen.insert(place, input.name());
        true
    });
    Some(inputs)
}

/// The inputs of a command; `None`, with a message printed, if there are none.
pub(super) fn resolve(files: &[PathBuf], configured: &[PathBuf], ui: &mut Ui) -> Option<Vec<Input>> {
    let files = if files.is_empty() { configured } else { files };
    if files.iter().filter(|f| f.as_path() == Path::new("-")).count() > 1 {
        ui.error(Exit::Usage, "standard input (-) can be read only once", None);
        return None;
    }
    if !files.is_empty() {
        let inputs = expand(files, ui)?;
        return no_report_replaces(&inputs, ui).then_some(inputs);
    }
    if files::stdin_is_fed() {
        return Some(vec![Input::new("-")]);
    }
    let help =
        "name a backup (semxform … backup.json), pipe one in, or list files that are there under `inputs:` in semxform.yaml";
    ui.error(Exit::Input, "no input", Some(help));
    None
}

/// The files of inputs, which no output replaces.
pub(super) fn files_of(inputs: &[Input]) -> FileSet {
    let mut files = FileSet::default();
    inputs.iter().filter(|input| !input.is_stdin()).for_each(|input| {
        files.insert(&input.path);
    });
    files
}

/// Whether all reports are files of their own; if one is not, that is reported.
fn no_report_replaces(inputs: &[Input], ui: &mut Ui) -> bool {
    let reports = ui.report_paths();
    if reports.is_empty() {
        return true;
    }
    let files = files_of(inputs);
    let Some(path) = reports.into_iter().find(|path| files.contains(path)) else { return true };
    let message = format!("the report {} would be written over an input", path.display());
    ui.error(Exit::Usage, &message, Some("give it a name of its own"));
    ui.drop_reports();
    false
}

/// Endings of backups.
const ENDINGS: [&str; 3] = ["json", "backup", "bk"];

/// A folder stands for the backups below it.
fn expand(files: &[PathBuf], ui: &mut Ui) -> Option<Vec<Input>> {
    let mut inputs = Vec::new();
    for file in files {
        if !file.is_dir() {
            inputs.push(Input::new(file));
            continue;
        }
        let mut found = Vec::new();
        if let Err(error) = collect(file, &mut found) {
            ui.file_error(Code::SX111, &FileError::reading(file, &error));
            return None;
        }
        sorting::sort(&mut found);
        if found.is_empty() {
            let help = "backups are files that end in .json, .backup or .bk";
            ui.error(Exit::Input, &format!("no backup is below the folder {}", file.display()), Some(help));
            return None;
        }
        let below = |path: &PathBuf| path.strip_prefix(file).ok().map(Path::to_owned);
        inputs.extend(found.into_iter().map(|path| Input { below: below(&path), ..Input::new(path) }));
    }
    Some(inputs)
}

/// The backups below a folder; hidden files and folders are left out, and links to folders are not followed.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|end| ENDINGS.iter().any(|known| end.eq_ignore_ascii_case(known)))
            && (kind.is_file() || path.is_file())
            && !is_own(&path)
        {
            found.push(path);
        }
    }
    Ok(())
}

/// Reads and parses an input; `None`, with exit 3 and a message, if that is not possible.
pub(super) fn document(input: &Input, ui: &mut Ui) -> Option<Document> {
    let bytes = match input.read() {
        Ok(bytes) => bytes,
        Err(error) => {
            ui.file_error(Code::SX111, &error);
            return None;
        }
    };
    match input::parse(bytes) {
        Ok(doc) => Some(doc),
        Err(wrong) => {
            unusable(&Source::broken_json(&input.name(), &wrong.bytes), &[wrong.finding], Exit::Input, ui);
            None
        }
    }
}

/// As [`document`], for commands that change documents: also refuses what is more than one document, or deeper than any server reads.
pub(super) fn document_to_change(input: &Input, ui: &mut Ui) -> Option<Document> {
    let doc = document(input, ui)?;
    match input::refused(&doc) {
        None => Some(doc),
        Some(finding) => {
            unusable(&Source::document(&input.name(), &doc), &[finding], Exit::Input, ui);
            None
        }
    }
}

/// As [`document_to_change`], for commands that take any JSON: of what semxform itself writes nothing is made.
pub(super) fn document_of_others(input: &Input, ui: &mut Ui) -> Option<Document> {
    let doc = document_to_change(input, ui)?;
    (input::own(&doc).is_none() || is_backup(input, &doc, ui)).then_some(doc)
}

/// Whether a document is a backup; if not, with exit 1 and a message that says what it is.
pub(super) fn is_backup(input: &Input, doc: &Document, ui: &mut Ui) -> bool {
    let finding = input::not_a_backup(doc);
    if let Some(finding) = &finding {
        unusable(&Source::document(&input.name(), doc), std::slice::from_ref(finding), Exit::Findings, ui);
    }
    finding.is_none()
}

/// A backup to be changed: as [`document_to_change`], and [`is_backup`].
pub(super) fn backup(input: &Input, ui: &mut Ui) -> Option<Document> {
    let doc = document_to_change(input, ui)?;
    is_backup(input, &doc, ui).then_some(doc)
}

/// Reports why an input is not used.
pub(super) fn unusable(source: &Source, findings: &[Finding], exit: Exit, ui: &mut Ui) {
    ui.raise(exit);
    ui.findings(Stream::Err, source, findings);
    let findings = ui.entries(source, findings);
    ui.file(FileEntry { path: source.path.to_owned(), findings, ..FileEntry::default() });
}
