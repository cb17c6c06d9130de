//! Atomic writing: at any moment a target has its old or its new content, whoever else looks, writes or interrupts.

use std::collections::HashSet;
#[cfg(unix)]
use std::fs::TryLockError;
use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
#[cfg(unix)]
use std::{thread, time::Duration};

use tempfile::NamedTempFile;

#[cfg(unix)]
use super::attributes;
use super::stream::{self, folder, follow};
use super::{FileError, interrupted};

/// What a file was when it was read, to notice that somebody else changed it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Device and number: another file under the same name has others.
    identity: Option<(u64, u64)>,
}

impl Stamp {
    pub(super) fn of(meta: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            Some((meta.dev(), meta.ino()))
        };
        #[cfg(not(unix))]
        let identity = None;
        Self { length: meta.len(), modified: meta.modified().ok(), identity }
    }
}

/// What a write may do to what is there.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Replacing<'a> {
    /// A copy of the old content is kept under the name with this suffix.
    pub backup: Option<&'a str>,
    /// The content that the new one was made of: if the file is another one by now, it is left alone.
    pub made_of: Option<Stamp>,
}

/// Writes a file so that at any moment it has either the old or the new content: temporary file in the same folder, sync, rename,
/// sync of the folder. The mode of an existing file stays, and its owner, access list and extended attributes where the system allows
/// that. A symbolic link is followed; devices, pipes and streams that are open already are written directly.
///
/// # Errors
/// The target is a folder or read-only, the folder is not writable, the disk is full, the file changed meanwhile. The old content is
/// still there then.
pub(crate) fn write_atomic(
    path: &Path,
    replacing: Replacing<'_>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FileError> {
    let fail = |error: io::Error| FileError::writing(path, &error);
    if let Some(stream) = stream::named(path) {
        return stream.write(write).map_err(fail);
    }
    match target(path)? {
        (target, Some(old)) if !old.is_file() => write_directly(&target, write).map_err(fail),
        (target, old) => Prepared::new(path, target, old, write).map_err(fail)?.commit(replacing),
    }
}

/// The first half of [`write_atomic`]: the file is written, but not in its place. None for devices, pipes and open streams, whose
/// content cannot be taken back.
///
/// # Errors
/// As [`write_atomic`].
pub(crate) fn prepare(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Option<Prepared>, FileError> {
    if stream::is_open_stream(path) {
        return Ok(None);
    }
    let (target, old) = target(path)?;
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return Ok(None);
    }
    Prepared::new(path, target, old, write).map(Some).map_err(|error| FileError::writing(path, &error))
}

/// A file that is written and synced under a name of its own; dropped, it is gone.
#[derive(Debug)]
pub(crate) struct Prepared {
    path: PathBuf,
    target: PathBuf,
    /// What it replaces.
    old: Option<Metadata>,
    file: NamedTempFile,
}

impl Prepared {
    fn new(
        path: &Path,
        target: PathBuf,
        old: Option<Metadata>,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Self> {
        let file = temporary(&target, old.as_ref().map(|old| (&*target, old)), write)?;
        Ok(Self { path: path.to_owned(), target, old, file })
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// As [`write_atomic`].
    pub(crate) fn commit(self, replacing: Replacing<'_>) -> Result<(), FileError> {
        let fail = |error: io::Error| FileError::writing(&self.path, &error);
        if let (Some(suffix), Some(old)) = (replacing.backup, &self.old) {
            keep_copy(&self.target, old, suffix)?;
        }
        #[cfg(unix)]
        let _turn = replacing.made_of.and_then(|_| turn(&self.target));
        if let Some(made_of) = replacing.made_of {
            // What another program does between this look and the rename cannot be seen, but that is no time at all.
            let now = fs::metadata(&self.target).map_err(fail)?;
            if Stamp::of(&now) != made_of {
                return Err(FileError::changed(&self.path));
            }
        }
        interrupted::counted(|| self.file.persist(&self.target)).map_err(|e| fail(e.error))?;
        sync_folder(&self.target);
        Ok(())
    }
}

/// Waits until no other run of semxform is between its look at the file and its rename; holds that until dropped. A program that
/// keeps the file locked for longer does not stop this one, nor does a file system without locks.
#[cfg(unix)]
fn turn(target: &Path) -> Option<File> {
    const TRIES: usize = 100;
    let file = File::open(target).ok()?;
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(10)),
            Err(TryLockError::Error(_)) => break,
        }
    }
    None
}

/// Copies recent content to the name with the suffix; an older copy stays, and the new one gets a number.
fn keep_copy(target: &Path, old: &Metadata, suffix: &str) -> Result<(), FileError> {
    /// A folder with as many copies is no backup but an accident.
    const MOST: usize = 1000;
    let name = |number: usize| {
        let mut name = target.as_os_str().to_owned();
        name.push(suffix);
        if number > 0 {
            name.push(format!(".{number}"));
        }
        PathBuf::from(name)
    };
    let fail = |path: &Path, error: &io::Error| FileError::writing(path, error);
    let first = name(0);
    let mut source = File::open(target).map_err(|e| fail(target, &e))?;
    let mut file =
        temporary(&first, Some((target, old)), |out| io::copy(&mut source, out).map(drop)).map_err(|e| fail(&first, &e))?;
    for number in 0..MOST {
        let copy = name(number);
        match file.persist_noclobber(&copy) {
            Ok(_) => {
                sync_folder(&copy);
                return Ok(());
            }
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => file = error.file,
            Err(error) => return Err(fail(&copy, &error.error)),
        }
    }
    Err(FileError::new(&first, "there are too many older copies", "move them away, or use another suffix"))
}

/// The file that a path leads to, if it may be written, and what is there.
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

/// Files, whatever paths lead to them: through links and `..`, by hard links, and also those that are not written yet.
#[derive(Debug, Default)]
pub(crate) struct FileSet {
    places: HashSet<PathBuf>,
    identities: HashSet<(u64, u64)>,
}

impl FileSet {
    /// Adds a file; false if it was there.
    pub(crate) fn insert(&mut self, path: &Path) -> bool {
        let fresh = !self.contains(path);
        self.places.extend(place(path));
        self.identities.extend(identity(path));
        fresh
    }

    /// Adds those of another set.
    pub(crate) fn extend(&mut self, other: Self) {
        self.places.extend(other.places);
        self.identities.extend(other.identities);
    }

    /// Whether a file is among them.
    #[must_use]
    pub(crate) fn contains(&self, path: &Path) -> bool {
        place(path).is_some_and(|place| self.places.contains(&place))
            || identity(path).is_some_and(|file| self.identities.contains(&file))
    }
}

/// The one path of a file that may not exist yet.
pub(crate) fn place(path: &Path) -> Option<PathBuf> {
    let target = follow(path).ok()?;
    let name = target.file_name()?;
    // Folders that are to be made are below one that is there.
    let folder = folder(&target);
    let there = folder.ancestors().map(|there| if there.as_os_str().is_empty() { Path::new(".") } else { there });
    let (there, real) = there.zip(0..).find_map(|(there, up)| Some((up, fs::canonicalize(there).ok()?)))?;
    let made: Vec<_> = folder.components().rev().take(there).collect();
    Some(made.into_iter().rev().fold(real, |path, part| path.join(part)).join(name))
}

/// Device and number; not of devices and pipes, which hold nothing that could be lost.
fn identity(path: &Path) -> Option<(u64, u64)> {
    let meta = fs::metadata(path).ok().filter(Metadata::is_file)?;
    Stamp::of(&meta).identity
}

fn write_directly(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(target)?);
    write(&mut out)?;
    out.flush()
}

/// A file beside `target`, written and synced, with all but the content of an old one.
fn temporary(
    target: &Path,
    old: Option<(&Path, &Metadata)>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    // File systems take names of 255 bytes, and this one is longer than the target's.
    let prefix = format!(".{}.", &name[..name.floor_char_boundary(200)]);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Never wider than the result: the umask takes away from the mode of a new file, and before an old one has its owner its
        // group may be another.
        let mode = old.map_or(0o666, |(_, old)| old.permissions().mode() & 0o700);
        builder.permissions(Permissions::from_mode(mode));
    }
    let make = || builder.tempfile_in(folder(target));
    let file = interrupted::removable(make)?;
    let mut out = BufWriter::with_capacity(1 << 18, file.as_file());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    if let Some((path, old)) = old {
        take_over(file.as_file(), path, old)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Gives a file the owner, mode, access list and attributes of `path`. Who may not give files away keeps them; then nobody gets rights by
/// that.
#[cfg(unix)]
fn take_over(file: &File, path: &Path, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let own = file.metadata()?;
    let mut mode = old.permissions().mode() & 0o7777;
    if own.uid() != old.uid() && fchown(file, Some(old.uid()), None).is_err() {
        // Set-user-id is about the owner that it had.
        mode &= !0o4000;
    }
    // Another group gets no more than everybody has, and neither does the group where a list of rights is lost: with one, the bits of
    // the group are the most that anybody on the list has.
    let least = mode & !0o2070 | (mode & 0o007) << 3;
    let is_its_group = own.gid() == old.gid() || fchown(file, None, Some(old.gid())).is_ok();
    file.set_permissions(Permissions::from_mode(if is_its_group { mode } else { least }))?;
    if !attributes::copy(path, file, is_its_group) {
        file.set_permissions(Permissions::from_mode(least))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn take_over(file: &File, _: &Path, old: &Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

/// The rename itself must survive a power cut; file systems that cannot sync a folder are no reason to fail.
fn sync_folder(target: &Path) {
    if let Ok(folder) = File::open(folder(target)) {
        let _ = folder.sync_all();
    }
}
