//! Versions and databases as people give them → releases and databases that exist.

use super::exit::Exit;
use super::ui::Ui;
use crate::detect::Detected;
use crate::semaphore::{Db, Release};

/// Reads a version; `None`, with a usage error said, if it is none. What is assumed about it is noted.
pub fn release(text: &str, ui: &mut Ui) -> Option<Release> {
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
pub fn given(text: Option<&String>, ui: &mut Ui) -> Option<Release> {
    release(text?, ui)
}

/// Warns where the version to work for is only the best guess.
pub fn say_if_unsure(name: &str, detected: Option<&Detected>, ui: &mut Ui) {
    if let Some(detected) = detected.filter(|d| !d.confident) {
        let target = detected.default_target();
        ui.note(&format!("{name}: which version wrote this is not certain; {target} is assumed (semxform detect tells why)"));
    }
}

/// Databases from the command line, else from semxform.yaml, in the order of messages.
pub fn databases(flag: &[Db], configured: &[Db]) -> Vec<Db> {
    let chosen = if flag.is_empty() { configured } else { flag };
    Db::ALL.into_iter().filter(|db| chosen.contains(db)).collect()
}

/// The databases to look at for a release: those that were chosen, else each SQL database it supports.
///
/// # Errors
/// One that was chosen is not supported; the message names those that are.
pub fn databases_of(release: &Release, chosen: &[Db]) -> Result<Vec<Db>, String> {
    let supported: Vec<Db> = Db::ALL.into_iter().filter(|db| db.supported(release.band)).collect();
    if let Some(wrong) = chosen.iter().find(|db| !supported.contains(db)) {
        let names: Vec<_> = supported.iter().map(|db| db.name()).collect();
        return Err(format!("Semaphore {release} does not run on {wrong}; it runs on {}", names.join(", ")));
    }
    if chosen.is_empty() { Ok(supported.into_iter().filter(|db| db.is_sql()).collect()) } else { Ok(chosen.to_vec()) }
}
