//! Atomic writes and reading errors, as far as one process can see them.

use std::fs;
use std::io;
use std::path::Path;

use super::{prepare, read, write_atomic};

fn put(path: &Path, text: &str, backup: Option<&str>) -> Result<(), super::FileError> {
    write_atomic(path, backup, |out| out.write_all(text.as_bytes()))
}

#[test]
fn a_new_file_and_then_a_newer_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("backup.json");
    put(&path, "old", None).unwrap();
    put(&path, "new", Some(".bak")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(fs::read_to_string(dir.path().join("backup.json.bak")).unwrap(), "old");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "no temporary file is left");
}

#[test]
fn a_failing_writer_leaves_the_old_file_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("backup.json");
    put(&path, "old", None).unwrap();
    let error = write_atomic(&path, None, |out| {
        out.write_all(b"half of the n")?;
        Err(io::Error::from(io::ErrorKind::StorageFull))
    })
    .unwrap_err();
    assert!(error.to_string().ends_with("no storage space"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn a_prepared_file_is_seen_when_it_is_put_in_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("backup.json");
    let ready = |text: &str| prepare(&path, |out| out.write_all(text.as_bytes())).unwrap().unwrap();
    drop(ready("refused"));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left of it");
    ready("old").commit(None).unwrap();
    let new = ready("new");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    new.commit(Some(".bak")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(fs::read_to_string(dir.path().join("backup.json.bak")).unwrap(), "old");
    assert!(prepare(Path::new("/dev/null"), |_| Ok(())).unwrap().is_none(), "a device takes nothing back");
}

#[cfg(unix)]
#[test]
fn mode_and_symbolic_link_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("real")).unwrap();
    let real = dir.path().join("real/backup.json");
    let link = dir.path().join("link.json");
    put(&real, "old", None).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/backup.json", &link).unwrap();
    put(&link, "new", None).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "new");
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn devices_are_written_and_not_replaced() {
    put(Path::new("/dev/null"), "text", None).unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let full = put(Path::new("/dev/full"), "text", None).unwrap_err();
    assert!(full.to_string().contains("no space left on device"), "{full}");
}

#[test]
fn reading_says_what_is_wrong_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let folder = read(dir.path()).unwrap_err();
    assert_eq!(folder.what, "is a folder");
    assert!(folder.help.unwrap().ends_with("/*.json"));
    let missing = read(&dir.path().join("backup.jsn")).unwrap_err();
    assert_eq!(missing.what, "no such file");
}
