//! `--extras`: the file beside a backup, read for a check, and carried along when the backup changes.

use std::path::{Path, PathBuf};

use super::args::ExtrasArgs;
use super::exit::Exit;
use super::inputs::Input;
use super::ui::Ui;
use super::writing::{Destination, OtherFiles};
use crate::extras::{self, Extras};
use crate::files::{self, FileError};
use crate::finding::Code;
use crate::json::Document;
use crate::text::safe::shell_path;

impl ExtrasArgs {
    /// Reads them, if they are named; the outer `None`: the reason was printed.
    #[allow(clippy::option_option, reason = "no extras, and extras that cannot be read, are not the same")]
    pub(super) fn read(&self, inputs: usize, ui: &mut Ui) -> Option<Option<Extras>> {
        let Some(path) = &self.extras else { return Some(None) };
        if inputs > 1 {
            ui.error(Exit::Usage, "--extras is about one backup", Some("run the command once for each file"));
            return None;
        }
        read(path, ui).map(Some)
    }
}

/// Reads a file of extras; `None`, with a message printed, if it is none.
pub(super) fn read(path: &Path, ui: &mut Ui) -> Option<Extras> {
    let bytes = match files::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            ui.file_error(Code::SX111, &error);
            return None;
        }
    };
    match Extras::read(&bytes) {
        Ok(extras) => Some(extras),
        Err(error) => {
            let help = "semxform pull writes such a file beside each backup";
            ui.error(Exit::Input, &format!("{}: no extras: {error}", path.display()), Some(help));
            None
        }
    }
}

/// The extras that are named, or those beside the file. The outer `None`: the reason was printed.
#[cfg(feature = "remote")]
#[allow(clippy::option_option, reason = "no extras, and extras that cannot be read, are not the same")]
pub(super) fn named_or_beside(named: Option<&Path>, input: &Input, ui: &mut Ui) -> Option<Option<Extras>> {
    let Some(path) = named.map(Path::to_owned).or_else(|| beside(input)) else { return Some(None) };
    if named.is_none() {
        ui.note(&format!("extras: {}", path.display()));
    }
    read(&path, ui).map(Some)
}

/// The file of extras beside a backup, if there is one.
fn beside(input: &Input) -> Option<PathBuf> {
    let name = input.path.file_name()?.to_string_lossy().into_owned();
    let path = input.path.with_file_name(extras::file_name(&name));
    (!input.is_stdin() && path.is_file()).then_some(path)
}

/// Where the extras of a result go: beside it, or to where they came from if the backup is rewritten in place. None where the result is
/// in no file.
pub(super) fn place(named: Option<&Path>, destination: &Destination) -> Option<Destination> {
    let beside = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.with_file_name(extras::file_name(&name))
    };
    match destination {
        Destination::InPlace(input, _) => Some(Destination::File(named.map_or_else(|| beside(&input.path), Path::to_owned))),
        Destination::File(path) if files::is_open_stream(path) => None,
        Destination::File(path) => Some(Destination::File(beside(path))),
        Destination::InFolder(path) => Some(Destination::InFolder(beside(path))),
        Destination::Nowhere { .. } | Destination::Check | Destination::Stdout => None,
    }
}

/// The files that extras are read from and written to, where a backup has some.
pub(super) fn files(named: &[PathBuf], destination: &Destination) -> OtherFiles {
    let Some(first) = named.first() else { return OtherFiles::default() };
    let stays = !matches!(destination, Destination::InPlace(..));
    let written = place(Some(first), destination).into_iter().collect();
    OtherFiles { read: named.iter().filter(|_| stays).cloned().collect(), written }
}

/// Writes the extras of a document that changed. `named` is where they came from.
///
/// # Errors
/// [`FileError`]
pub(super) fn carry(
    extras: &Extras,
    named: Option<&Path>,
    doc: &Document,
    destination: &Destination,
    ui: &mut Ui,
) -> Result<(), FileError> {
    let Some(place) = place(named, destination) else { return Ok(()) };
    let mut carried = extras.clone();
    carried.follow(doc);
    carried.keep_only(doc);
    place.write(true, ui, |out| out.write_all(carried.text().as_bytes()))
}

/// Says so where extras beside a file keep names that its result does not have, because nobody named them.
pub(super) fn note_left_behind(doc: &Document, input: &Input, destination: &Destination, ui: &mut Ui) {
    let stays = matches!(destination, Destination::Nowhere { .. } | Destination::Check);
    if doc.is_unchanged() || !(stays || matches!(destination, Destination::InPlace(..))) {
        return;
    }
    let Some(path) = beside(input) else { return };
    let Some(known) = files::read(&path).ok().and_then(|bytes| Extras::read(&bytes).ok()) else { return };
    let (mut before, mut after) = (known.clone(), known);
    before.sort();
    after.follow(doc);
    after.keep_only(doc);
    if before == after {
        return;
    }
    let (name, path) = (input.name(), path.display().to_string());
    let option = format!("--extras {}", shell_path(&path));
    ui.note(&if stays {
        format!("{path} speaks of names that change here: {option} takes it along")
    } else {
        format!(
            "{path} keeps the names that {name} had, and restore, verify and secrets read it: \
             put the old {name} back, and run this again on it alone with {option}"
        )
    });
}
