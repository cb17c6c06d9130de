//! Files: reading inputs with helpful errors, and atomic writes. Knows no JSON, prints nothing.

#[cfg(unix)]
mod interrupted;

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;

use tempfile::NamedTempFile;

/// Why a file could not be read or written, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {what}")]
pub struct FileError {
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
    pub fn reading(path: &Path, error: &io::Error) -> Self {
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
    pub fn writing(path: &Path, error: &io::Error) -> Self {
        if path == Path::new("-") {
            let mut out = Self::new(path, format!("standard output: {}", plain(error)), "");
            out.broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
            return out;
        }
        let kept = "nothing was changed: the target keeps its old content";
        match error.kind() {
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

    fn large(path: &Path) -> Self {
        let help = "check that this is the backup of one project and not a database dump";
        Self { too_large: true, ..Self::new(path, "the input is larger than 4 GiB", help) }
    }

    fn folder(path: &Path) -> Self {
        let shown = path.display().to_string();
        let shown = shown.trim_end_matches('/');
        Self::new(path, "is a folder", format!("name its files: {shown}/*.json"))
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
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let fail = |error: io::Error| FileError::reading(path, &error);
    let mut file = File::open(path).map_err(fail)?;
    let meta = file.metadata().map_err(fail)?;
    if meta.is_dir() {
        return Err(FileError::folder(path));
    }
    if meta.len() > LARGEST {
        return Err(FileError::large(path));
    }
    let size = usize::try_from(meta.len()).unwrap_or(0);
    let mut bytes = Vec::new();
    if size >= LARGE
        && let Ok(both) = halves(&file, size)
    {
        file.seek(SeekFrom::Start(meta.len())).map_err(fail)?;
        bytes = both;
    } else {
        bytes.reserve(size.saturating_add(1));
    }
    // A device or a growing file says nothing about its size before it is read.
    file.take(LARGEST + 1 - bytes.len() as u64).read_to_end(&mut bytes).map_err(fail)?;
    enough(path, bytes)
}

/// From this size on reading takes so long that two threads are faster: most of it is fetching memory.
const LARGE: usize = 8 << 20;

/// The content of a file of a known size, if it is still that long.
#[cfg(unix)]
fn halves(file: &File, size: usize) -> io::Result<Vec<u8>> {
    use std::os::unix::fs::FileExt;
    let mut bytes = vec![0; size];
    let (head, tail) = bytes.split_at_mut(size / 2);
    let middle = head.len() as u64;
    thread::scope(|scope| {
        let there = thread::Builder::new().spawn_scoped(scope, || file.read_exact_at(tail, middle))?;
        file.read_exact_at(head, 0)?;
        there.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    Ok(bytes)
}

#[cfg(not(unix))]
fn halves(_: &File, _: usize) -> io::Result<Vec<u8>> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What is larger is refused before it fills the memory: places in a file have 32 bits.
pub const LARGEST: u64 = u32::MAX as u64;

fn enough(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, FileError> {
    if bytes.len() as u64 > LARGEST { Err(FileError::large(path)) } else { Ok(bytes) }
}

/// Reads standard input whole.
///
/// # Errors
/// The system reports one, for example when standard input is a folder.
pub fn read_stdin() -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| match e.kind() {
        io::ErrorKind::IsADirectory => FileError::new(Path::new("-"), "standard input is a folder", "name a file"),
        _ => FileError::reading(Path::new("-"), &e),
    })?;
    enough(Path::new("-"), bytes)
}

/// Whether somebody feeds standard input: a pipe or a regular file, and not a terminal or `/dev/null`.
#[must_use]
pub fn stdin_is_fed() -> bool {
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

/// Writes a file so that at any moment either the old or the new content stands there: temporary file in the same
/// folder, sync, rename, sync of the folder. The mode of an existing file stays, a symbolic link is followed, devices and
/// pipes are written directly. With `backup` the old content is kept beside it under the name with that suffix.
///
/// # Errors
/// The target is a folder or read-only, the folder is not writable, the disk is full. The old content still stands then.
pub fn write_atomic(
    path: &Path,
    backup: Option<&str>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FileError> {
    let fail = |error: io::Error| FileError::writing(path, &error);
    match target(path)? {
        (target, Some(old)) if !old.is_file() => write_directly(&target, write).map_err(fail),
        (target, old) => Prepared::new(path, target, old, write).map_err(fail)?.commit(backup),
    }
}

/// The first half of [`write_atomic`]: the file is written, but not in its place. None for devices and pipes, whose content cannot
/// be taken back.
///
/// # Errors
/// As [`write_atomic`].
pub fn prepare(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Option<Prepared>, FileError> {
    let (target, old) = target(path)?;
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return Ok(None);
    }
    Prepared::new(path, target, old, write).map(Some).map_err(|error| FileError::writing(path, &error))
}

/// A file that is written and synced under a name of its own; dropped, it is gone.
#[derive(Debug)]
pub struct Prepared {
    path: PathBuf,
    target: PathBuf,
    /// Of the file that it replaces.
    mode: Option<Permissions>,
    file: NamedTempFile,
}

impl Prepared {
    fn new(
        path: &Path,
        target: PathBuf,
        old: Option<Metadata>,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Self> {
        let mode = old.map(|meta| meta.permissions());
        let file = temporary(&target, mode.clone(), write)?;
        Ok(Self { path: path.to_owned(), target, mode, file })
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// As [`write_atomic`].
    pub fn commit(self, backup: Option<&str>) -> Result<(), FileError> {
        let fail = |error: io::Error| FileError::writing(&self.path, &error);
        if let (Some(suffix), Some(mode)) = (backup, self.mode) {
            let mut name = self.target.clone().into_os_string();
            name.push(suffix);
            let copy = PathBuf::from(name);
            let mut source = File::open(&self.target).map_err(fail)?;
            temporary(&copy, Some(mode), |out| io::copy(&mut source, out).map(drop))
                .and_then(|file| persist(file, &copy))
                .map_err(|e| FileError::writing(&copy, &e))?;
        }
        persist(self.file, &self.target).map_err(fail)
    }
}

/// The file that a path leads to, if it may be written, and what stands there.
fn target(path: &Path) -> Result<(PathBuf, Option<Metadata>), FileError> {
    let fail = |error: io::Error| FileError::writing(path, &error);
    let target = follow(path).map_err(fail)?;
    let old = match fs::metadata(&target) {
        Ok(meta) => meta,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok((target, None)),
        Err(e) => return Err(fail(e)),
    };
    if old.is_dir() {
        return Err(FileError::new(path, "is a folder", "give a file name"));
    }
    if old.is_file() && old.permissions().readonly() {
        let help = "make it writable (chmod u+w), or write elsewhere with -o";
        return Err(FileError::new(path, "the file is read-only", help));
    }
    Ok((target, Some(old)))
}

/// The file that a chain of symbolic links ends at, whether it exists or not.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut at = path.to_path_buf();
    for _ in 0..40 {
        match fs::read_link(&at) {
            Ok(next) => at = at.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(at),
        }
    }
    Err(io::Error::other("too many levels of symbolic links"))
}

fn write_directly(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(target)?);
    write(&mut out)?;
    out.flush()
}

/// A file beside `target`, written and synced.
fn temporary(
    target: &Path,
    mode: Option<Permissions>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut builder = tempfile::Builder::new();
    let prefix = format!(".{name}.");
    builder.prefix(&prefix).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What a new file gets: the umask takes away from this.
        builder.permissions(Permissions::from_mode(0o666));
    }
    let make = || builder.tempfile_in(folder(target));
    #[cfg(unix)]
    let file = interrupted::removable(make)?;
    #[cfg(not(unix))]
    let file = make()?;
    let mut out = BufWriter::with_capacity(1 << 18, file.as_file());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    if let Some(mode) = mode {
        file.as_file().set_permissions(mode)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// The rename itself must survive a power cut; file systems that cannot sync a folder are no reason to fail.
fn persist(file: NamedTempFile, target: &Path) -> io::Result<()> {
    file.persist(target).map_err(|e| e.error)?;
    if let Ok(folder) = File::open(folder(target)) {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn folder(target: &Path) -> &Path {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests;
