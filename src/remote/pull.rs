//! Backups out of a server: what goes into which file, so that an unchanged project gives identical bytes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::client::Client;
use super::error::{Failure, RemoteError};
use super::facts::{Facts, ProjectRef};
use super::gather::gather;
use super::stable::settle_names;
use crate::detect;
use crate::json::Document;
use crate::layout;
use crate::semaphore::{api, key};
use crate::sorting;

/// The name of the list of files in a folder.
pub(crate) const INDEX: &str = "projects.json";

/// A project as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pulled {
    /// The backup.
    pub backup: Vec<u8>,
    /// The extras; none where they were not wanted.
    pub extras: Option<String>,
    /// What no name tells apart.
    pub notes: Vec<String>,
}

/// How a project is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct How {
    /// As the server wrote it, with its random endings of names.
    pub as_served: bool,
    /// With extras.
    pub extras: bool,
}

/// Reads a project.
///
/// # Errors
/// The server fails, or sends no backup.
pub(crate) fn pull(client: &Client, facts: &Facts, project: &ProjectRef, how: How) -> Result<Pulled, RemoteError> {
    let bytes = client.get_backup(&api::backup_of(project.id))?;
    let no_backup = |what: &str| {
        let message = format!("project {:?}: the server sent {what} instead of a backup", project.name);
        RemoteError::new(Failure::Nonsense, message)
    };
    let mut doc = Document::parse(bytes.clone()).map_err(|_| no_backup("broken JSON"))?;
    if doc.get(doc.root(), key::META).is_none() {
        return Err(no_backup("something"));
    }
    let (extras, notes) = if how.extras {
        let (extras, notes) = gather(client, facts, project, &doc)?;
        (Some(extras.text()), notes)
    } else {
        (None, Vec::new())
    };
    if how.as_served {
        return Ok(Pulled { backup: bytes, extras, notes });
    }
    let band = facts.release.as_ref().map(|release| release.band);
    let band = band.or_else(|| detect::detect(&doc).bands.last().copied());
    if let Some(band) = band {
        settle_names(&mut doc, band);
    }
    // The layout is written from source bytes, edits included.
    let mut backup = Vec::new();
    layout::write(&doc, layout::Options { sort: true }, &mut backup).map_err(|_| no_backup("a deeply nested document"))?;
    Ok(Pulled { backup, extras, notes })
}

/// `projects.json`: which file holds which project. No times, so that nothing changes without a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Index {
    /// Version of this form: 1.
    pub semxform_projects: u32,
    /// The server.
    pub server: String,
    /// What it calls its version.
    pub version: String,
    /// The projects, by file.
    pub projects: Vec<ListedProject>,
}

/// A project of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct ListedProject {
    /// The backup.
    pub file: String,
    /// Its number on the server.
    pub id: u64,
    /// Its name.
    pub name: String,
}

impl Index {
    /// Reads the list of a folder; none if it is no list of ours.
    #[must_use]
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|index: &Self| index.semxform_projects == 1)
    }

    /// The text of the list.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        // There is nothing in it that cannot be written.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The list after a run: `pulled` are those that were read now; those that were not asked for, or failed, stay as they were.
    /// Also the files of projects that are gone.
    #[must_use]
    pub(crate) fn after(&self, facts: &Facts, pulled: Vec<ListedProject>, all: &[ProjectRef]) -> (Self, Vec<ListedProject>) {
        let here = self.server.is_empty() || self.server == facts.address;
        let mut gone = Vec::new();
        let mut projects = pulled;
        for entry in &self.projects {
            if projects.iter().any(|new| new.file == entry.file) {
                continue;
            }
            let renamed = projects.iter().any(|new| new.id == entry.id);
            if renamed || (here && !all.iter().any(|project| project.id == entry.id)) {
                gone.push(entry.clone());
            } else {
                projects.push(entry.clone());
            }
        }
        sorting::sort(&mut projects);
        let index = Self { semxform_projects: 1, server: facts.address.clone(), version: facts.version_text.clone(), projects };
        (index, gone)
    }
}

/// File names for projects, in their order: the name in small letters; with the number where two would be the same.
#[must_use]
pub(crate) fn file_names(projects: &[ProjectRef]) -> Vec<String> {
    let slugs: Vec<String> = projects.iter().map(|project| slug(&project.name)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for slug in &slugs {
        *counts.entry(slug).or_default() += 1;
    }
    let index = INDEX.trim_end_matches(".json");
    let file = |(project, slug): (&ProjectRef, &String)| {
        if counts[slug.as_str()] > 1 || slug == index || slug.ends_with(".extras") {
            format!("{slug}-{}.json", project.id)
        } else {
            format!("{slug}.json")
        }
    };
    projects.iter().zip(&slugs).map(file).collect()
}

/// `home-lab` of `Home Lab!`; letters of all scripts stay.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase).take(80) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-').to_owned();
    if slug.is_empty() { "project".into() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(id: u64, name: &str) -> ProjectRef {
        ProjectRef { id, name: name.into() }
    }

    #[test]
    fn file_names_are_distinct_and_stay_in_their_folder() {
        let names = file_names(&[
            project(1, "Home Lab!"),
            project(2, "../../etc/passwd"),
            project(3, "a/b"),
            project(4, "A b"),
            project(5, ""),
            project(6, "Projects"),
            project(7, "Größe"),
        ]);
        let expected =
            ["home-lab.json", "etc-passwd.json", "a-b-3.json", "a-b-4.json", "project.json", "projects-6.json", "größe.json"];
        assert_eq!(names, expected);
    }
}
