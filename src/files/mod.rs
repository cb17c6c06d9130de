//! Files: reading inputs with helpful errors, and atomic writes. Knows no JSON, prints nothing.

#[cfg(unix)]
mod attributes;
mod interrupted;
mod stream;
mod write;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::parallel;
use crate::text::safe;
pub(crate) use stream::{is_open_stream, is_stdout};
pub(crate) use write::{FileSet, Prepared, Replacing, Stamp, place, prepare, write_atomic};

/// Why a file could not be read or written, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{}: {what}", safe::line(path))]
pub(crate) struct FileError {
    /// The path as given; `-` for standard input or output.
    pub path: String,
    /// `no such file`, `permission denied`, …
    pub what: String,
    /// What to do next.
    pub help: Option<String>,
    /// The reader of our output went away: nothing to tell anybody.
    pub broken_pipe: bool,
    /// There is more than semxform addresses.
    pub too_large: bool,
}

impl FileError {
    fn new(path: &Path, what: impl Into<String>, help: impl Into<String>) -> Self {
        let help = Some(help.into()).filter(|h| !h.is_empty());
        Self { path: path.display().to_string(), what: what.into(), help, broken_pipe: false, too_large: false }
    }

    /// Words for an error of the operating system while reading `path`.
    #[must_use]
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::new(path, "no such file", "check the spelling and the folder you are in"),
            io::ErrorKind::PermissionDenied => {
                Self::new(path, "permission denied", "you may not read this file: change its permissions, or ask its owner")
            }
            io::ErrorKind::IsADirectory => Self::folder(path),
            _ => Self::new(path, plain(error), ""),
        }
    }

    /// Words for an error of the operating system while writing `path`.
    #[must_use]
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Self {
        if path == Path::new("-") {
            let mut out = Self::new(path, format!("standard output: {}", plain(error)), "");
            out.broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
            return out;
        }
        let kept = "nothing was changed: the target keeps its old content";
        match error.kind() {
            // A file has no reader: this is a stream that somebody else opened.
            io::ErrorKind::BrokenPipe => Self { broken_pipe: true, ..Self::new(path, plain(error), "") },
            io::ErrorKind::NotFound => Self::new(path, "the folder does not exist", "make the folder first"),
            io::ErrorKind::PermissionDenied => Self::new(
                path,
                "permission denied",
                "the folder must be writable, since the file is written beside the target and renamed; or write elsewhere with -o",
            ),
            io::ErrorKind::ReadOnlyFilesystem => Self::new(path, "the file system is read-only", "write elsewhere with -o"),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::new(path, plain(error), format!("make room and run the command again; {kept}"))
            }
            _ => Self::new(path, plain(error), kept),
        }
    }

    fn changed(path: &Path) -> Self {
        let help = "run the command again: what another program wrote meanwhile was kept";
        Self::new(path, "the file changed while semxform worked on it", help)
    }

    fn large(path: &Path) -> Self {
        let help = "check that this is the backup of one project and not a database dump";
        Self { too_large: true, ..Self::new(path, "the input is larger than 4 GiB", help) }
    }

    fn folder(path: &Path) -> Self {
        let shown = path.display().to_string();
        let shown = shown.trim_end_matches('/');
        Self::new(path, "is a folder", format!("name a file that is in it: {shown}/NAME.json"))
    }
}

/// The system's words without Rust's `(os error 28)`, in lower case.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// Reads a file whole.
///
/// # Errors
/// It is missing, a folder, larger than [`LARGEST`], not readable, or not readable by this user.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    read_stamped(path).map(|(bytes, _)| bytes)
}

/// Reads a file whole, with what it was when that began, for [`Replacing::made_of`].
///
/// # Errors
/// As [`read`].
pub(crate) fn read_stamped(path: &Path) -> Result<(Vec<u8>, Stamp), FileError> {
    let fail = |error: io::Error| FileError::reading(path, &error);
    let file = File::open(path).map_err(fail)?;
    let meta = file.metadata().map_err(fail)?;
    if meta.is_dir() {
        return Err(FileError::folder(path));
    }
    if meta.len() > LARGEST {
        return Err(FileError::large(path));
    }
    let size = usize::try_from(meta.len()).unwrap_or(0);
    #[cfg(unix)]
    if let Some(bytes) = read_in_halves(&file, size) {
        return Ok((bytes, Stamp::of(&meta)));
    }
    let mut bytes = Vec::with_capacity(size.saturating_add(1));
    // A device or a growing file says nothing about its size before it is read.
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(fail)?;
    enough(path, bytes).map(|bytes| (bytes, Stamp::of(&meta)))
}

/// A large file, read by two threads: most of the time is the system's, for fresh pages. `None` where the file is small, has not
/// that size, or cannot be read from the middle.
#[cfg(unix)]
fn read_in_halves(file: &File, size: usize) -> Option<Vec<u8>> {
    use std::os::unix::fs::FileExt as _;
    if !parallel::is_worth_it(size) {
        return None;
    }
    let mut bytes = vec![0; size];
    let (front, back) = bytes.split_at_mut(size / 2);
    let middle = front.len() as u64;
    let (front, back) = parallel::join(size, || file.read_exact_at(front, 0), || file.read_exact_at(back, middle));
    front.and(back).ok()?;
    // It may have grown.
    (file.read_at(&mut [0], size as u64).ok()? == 0).then_some(bytes)
}

/// Reads a file that another file of a folder names: a regular one below that folder, so that what was checked out from elsewhere
/// can name neither the system's files nor devices and pipes.
///
/// # Errors
/// As [`read`]; the file is outside of the folder or not a regular one.
pub(crate) fn read_below(folder: &Path, name: &str) -> Result<Vec<u8>, FileError> {
    let path = folder.join(name);
    must_be_below(folder, &path)?;
    fs::metadata(&path).map_err(|error| FileError::reading(&path, &error))?;
    read(&path)
}

/// Whether a path leads to a regular file below a folder, or to nothing yet, links followed.
///
/// # Errors
/// It does not.
pub(crate) fn must_be_below(folder: &Path, path: &Path) -> Result<(), FileError> {
    let fail = |error: io::Error| FileError::reading(path, &error);
    let root = fs::canonicalize(if folder == Path::new("") { Path::new(".") } else { folder }).map_err(fail)?;
    if !write::place(path).is_some_and(|place| place.starts_with(&root)) {
        return Err(FileError::new(path, "is outside of the folder", "move the file below the folder of the one that names it"));
    }
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return Err(FileError::new(path, "is not a regular file", "name a file"));
    }
    Ok(())
}

/// What is larger is refused before it fills the memory: places in a file have 32 bits.
pub(crate) const LARGEST: u64 = u32::MAX as u64;

fn enough(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, FileError> {
    if bytes.len() as u64 > LARGEST { Err(FileError::large(path)) } else { Ok(bytes) }
}

/// Reads standard input whole.
///
/// # Errors
/// The system reports one, for example when standard input is a folder.
pub(crate) fn read_stdin() -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| match e.kind() {
        io::ErrorKind::IsADirectory => FileError::new(Path::new("-"), "standard input is a folder", "name a file"),
        _ => FileError::reading(Path::new("-"), &e),
    })?;
    enough(Path::new("-"), bytes)
}

/// Says from now on what is written, if the run is interrupted.
pub(crate) fn watch() {
    interrupted::watch();
}

/// Sets what is said on stderr if the run is interrupted from now on; `None` takes it back.
#[cfg(feature = "remote")]
pub(crate) fn last_words(text: Option<String>) {
    #[cfg(unix)]
    interrupted::last_words(text);
    #[cfg(not(unix))]
    drop(text);
}

/// Whether somebody feeds standard input: a pipe or a regular file, and not a terminal or `/dev/null`.
#[must_use]
pub(crate) fn stdin_is_fed() -> bool {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        use std::os::unix::fs::FileTypeExt;
        let Ok(fd) = io::stdin().as_fd().try_clone_to_owned() else { return false };
        File::from(fd).metadata().is_ok_and(|m| m.file_type().is_file() || m.file_type().is_fifo())
    }
    #[cfg(not(unix))]
    {
        use std::io::IsTerminal;
        !io::stdin().is_terminal()
    }
}

#[cfg(test)]
mod tests;
