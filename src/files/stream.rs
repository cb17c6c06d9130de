//! Where paths lead. Names of streams that are open already: `/dev/stdout`, `/dev/fd/63`, `/proc/self/fd/3`, and links to them. What such a name leads to
//! belongs to somebody else: it is written to, behind what is there, and never replaced.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A stream that is open already.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum OpenStream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
    /// Another one, by its name below the folder of streams.
    Other(PathBuf),
}

/// Whether a path stands for standard output: `-`, or a name that the system has for it.
#[must_use]
pub(crate) fn is_stdout(path: &Path) -> bool {
    path == Path::new("-") || named(path) == Some(OpenStream::Stdout)
}

/// Whether a path is the name of a stream that is open already.
#[must_use]
pub(crate) fn is_open_stream(path: &Path) -> bool {
    named(path).is_some()
}

/// The stream that a path names, if it names one.
pub(super) fn named(path: &Path) -> Option<OpenStream> {
    let path = follow(path).ok().filter(|path| is_name(path))?;
    // A process is its own folder of streams; of others nobody knows which of them is ours.
    let real = fs::canonicalize(folder(&path)).ok()?;
    let is_own = real == Path::new("/dev/fd") || fs::canonicalize("/proc/self/fd").is_ok_and(|own| own == real);
    match path.file_name()?.to_str()? {
        "1" if is_own => Some(OpenStream::Stdout),
        "2" if is_own => Some(OpenStream::Stderr),
        _ => Some(OpenStream::Other(path)),
    }
}

/// The file that a chain of symbolic links ends at, whether it exists or not. The name of an open stream is its end.
pub(super) fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut at = path.to_path_buf();
    for _ in 0..40 {
        match fs::read_link(&at) {
            Ok(_) if is_name(&at) => return Ok(at),
            Ok(next) => at = at.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(at),
        }
    }
    Err(io::Error::other("too many levels of symbolic links"))
}

/// The folder of a file.
pub(super) fn folder(target: &Path) -> &Path {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether this is the name of a stream itself, and no link to one: its folder is that of the streams of a process.
fn is_name(path: &Path) -> bool {
    let folder = folder(path);
    // The system is only asked about folders that look like one.
    cfg!(unix)
        && folder.ends_with("fd")
        && fs::canonicalize(folder)
            .is_ok_and(|real| real == Path::new("/dev/fd") || real.starts_with("/proc") && real.ends_with("fd"))
}

impl OpenStream {
    /// Writes to it, behind what is there.
    ///
    /// # Errors
    /// What the system reports.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        match self {
            Self::Stdout => through(io::stdout().lock(), write),
            Self::Stderr => through(io::stderr().lock(), write),
            // Opened anew a file would begin at its first byte.
            Self::Other(path) => through(OpenOptions::new().append(true).open(path)?, write),
        }
    }
}

fn through(out: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    write(&mut out)?;
    out.flush()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn names_of_open_streams_are_known_through_links_and_other_names_are_not() {
        for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/../dev/fd/1"] {
            assert!(!Path::new("/dev/fd").exists() || !Path::new(name).exists() || is_stdout(Path::new(name)), "{name}");
        }
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/stderr", &link).unwrap();
        assert!(!link.exists() || named(&link) == Some(OpenStream::Stderr));
        for name in ["fd/1", "x/fd", "/dev/null", "/proc/self/status", "out.json"] {
            assert!(!is_open_stream(Path::new(name)), "{name}");
        }
    }
}
