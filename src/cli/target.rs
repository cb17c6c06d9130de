//! Versions and databases as people give them → releases and databases that exist.

use super::exit::Exit;
use super::ui::Ui;
use crate::detect::Detected;
use crate::report::origin;
use crate::semaphore::{Db, Release};

/// Reads a version; `None`, with a usage error printed, if it is none. What is assumed about it is noted.
pub(super) fn release(text: &str, ui: &mut Ui) -> Option<Release> {
    match Release::parse(text) {
        Ok(release) => {
            if let Some(note) = &release.note {
                ui.note(note);
            }
            Some(release)
        }
        Err(error) => {
            ui.error(Exit::Usage, &error.to_string(), Some("semxform schema lists the versions"));
            None
        }
    }
}

/// As [`release`], for a version that need not be given; a usage error shows in the exit.
pub(super) fn given(text: Option<&String>, ui: &mut Ui) -> Option<Release> {
    release(text?, ui)
}

/// Warns where the version to work for is only the best guess.
pub(super) fn say_if_unsure(name: &str, detected: Option<&Detected>, ui: &mut Ui) {
    if let Some(doubt) = detected.and_then(origin::doubt) {
        ui.note(&format!("{name}: {doubt} (semxform detect says why)"));
    }
}

/// Databases from the command line, else from semxform.yaml, in the order of messages.
pub(super) fn databases(flag: &[Db], configured: &[Db]) -> Vec<Db> {
    let chosen = if flag.is_empty() { configured } else { flag };
    Db::ALL.into_iter().filter(|db| chosen.contains(db)).collect()
}
