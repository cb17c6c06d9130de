//! `--report FORMAT:PATH`: which reports a run writes, settled with all mistakes before anything runs, and written when it is over.
//! They never change how the run ends, unless one cannot be written.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::format::Format;
use crate::files::{self, FileError, FileSet, Replacing};
use crate::report::emit::{self, Emit, Extras};
use crate::report::envelope::Envelope;
use crate::text::suggest::nearest;

/// The file in which GitLab jobs look for a Code Quality report.
const GITLAB_FILE: &str = "gl-code-quality-report.json";

/// A value of `--report`.
#[derive(Debug, Clone)]
pub(crate) enum ReportTarget {
    /// What the machine that runs us shows.
    Auto,
    /// A format and where it goes; `-` for standard output.
    File(&'static dyn Emit, PathBuf),
}

impl PartialEq for ReportTarget {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Auto, Self::Auto) => true,
            (Self::File(format, path), Self::File(other, others)) => format.name() == other.name() && path == others,
            _ => false,
        }
    }
}

impl Eq for ReportTarget {}

/// Reads a value of `--report`.
pub(super) fn target(text: &str) -> Result<ReportTarget, String> {
    if text == "auto" {
        return Ok(ReportTarget::Auto);
    }
    let names = || emit::FORMATS.iter().map(|format| format.name());
    let known = || names().collect::<Vec<_>>().join(", ");
    let (name, path) = text.split_once(':').ok_or_else(|| format!("write FORMAT:PATH; the formats are {}, or auto", known()))?;
    let near =
        || nearest(name, names()).map_or_else(|| format!("the formats are {}", known()), |near| format!("did you mean {near}?"));
    let format = emit::format(name).ok_or_else(|| format!("there is no report format {name}: {}", near()))?;
    if path.is_empty() {
        return Err(format!("name a file behind {name}:"));
    }
    Ok(ReportTarget::File(format, PathBuf::from(path)))
}

/// Where a report goes.
#[derive(Debug)]
enum Destination {
    /// A file of its own, replaced as a whole.
    File(PathBuf),
    /// The end of a file of others.
    End(PathBuf),
    /// Standard error, where GitHub reads annotations without disturbing results.
    Stderr,
}

/// The reports of a run.
#[derive(Debug, Default)]
pub(super) struct Reports {
    reports: Vec<(&'static dyn Emit, Destination)>,
    /// What goes to standard output in place of `--format`.
    pub stdout: Option<Format>,
}

/// Why a run does not begin.
#[derive(Debug)]
pub(super) struct Refused {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Reports {
    /// Looks whether each report can be written, so that nobody learns at the end that it cannot.
    ///
    /// # Errors
    /// A path twice, or one that cannot be written.
    pub(super) fn new(targets: &[ReportTarget]) -> Result<Self, Refused> {
        let mut own = Self::default();
        let mut taken = FileSet::default();
        for target in targets {
            match target {
                ReportTarget::Auto => own.automatic(),
                ReportTarget::File(format, path) if files::is_stdout(path) => {
                    if own.stdout.replace(Format::Document(*format)).is_some() {
                        return Err(Refused {
                            message: "two reports do not fit on standard output".into(),
                            help: Some("write one of them to a file".into()),
                        });
                    }
                }
                ReportTarget::File(format, path) => own.reports.push((*format, Destination::File(path.clone()))),
            }
        }
        for path in own.paths() {
            possible(path)
                .map_err(|error| Refused { message: format!("the report cannot be written: {error}"), help: error.help })?;
            if !taken.insert(path) {
                let message = format!("two reports would be written to {}", path.display());
                return Err(Refused { message, help: Some("give each a file of its own".into()) });
            }
        }
        Ok(own)
    }

    fn automatic(&mut self) {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        if set("GITHUB_ACTIONS").is_some_and(|value| value == "true") {
            self.add("github", Destination::Stderr);
            if let Some(summary) = set("GITHUB_STEP_SUMMARY") {
                self.add("markdown", Destination::End(summary.into()));
            }
        } else if set("GITLAB_CI").is_some_and(|value| value == "true") {
            self.add("gitlab", Destination::File(GITLAB_FILE.into()));
        }
    }

    fn add(&mut self, name: &str, place: Destination) {
        self.reports.extend(emit::format(name).map(|format| (format, place)));
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// The files that are replaced.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.reports.iter().filter_map(|(_, place)| match place {
            Destination::File(path) => Some(path.as_path()),
            Destination::End(_) | Destination::Stderr => None,
        })
    }

    /// What must be collected for them.
    pub(super) fn extras(&self) -> Extras {
        self.reports.iter().fold(Extras::default(), |extras, (format, _)| extras.or(format.extras()))
    }

    /// Writes them; returns what could not be written.
    pub(super) fn write(&self, envelope: &Envelope) -> Vec<FileError> {
        let write = |(format, place): &(&'static dyn Emit, Destination)| {
            let text = format.emit(envelope);
            match place {
                Destination::File(path) => files::write_atomic(path, Replacing::default(), |out| out.write_all(text.as_bytes())),
                Destination::End(path) => append(path, &text),
                Destination::Stderr => std::io::stderr()
                    .lock()
                    .write_all(text.as_bytes())
                    .map_err(|error| FileError::writing(Path::new("-"), &error)),
            }
        };
        self.reports.iter().filter_map(|report| write(report).err()).collect()
    }
}

/// Makes the folder and tries to write beside the target; what is there stays.
fn possible(path: &Path) -> Result<(), FileError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| FileError::writing(folder, &error))?;
    }
    files::prepare(path, |_| Ok(())).map(|_| ())
}

fn append(path: &Path, text: &str) -> Result<(), FileError> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| FileError::writing(path, &error))
}
