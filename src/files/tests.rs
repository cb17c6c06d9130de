//! Atomic writes and reading errors, as far as one process can see them.

use std::fs;
use std::io;
use std::path::Path;

use super::{FileSet, Replacing, prepare, read, read_below, read_stamped, write_atomic};

fn put(path: &Path, text: &str, backup: Option<&str>) -> Result<(), super::FileError> {
    write_atomic(path, Replacing { backup, ..Replacing::default() }, |out| out.write_all(text.as_bytes()))
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
    let error = write_atomic(&path, Replacing::default(), |out| {
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
    ready("old").commit(Replacing::default()).unwrap();
    let new = ready("new");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    new.commit(Replacing { backup: Some(".bak"), ..Replacing::default() }).unwrap();
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
    assert!(folder.help.unwrap().ends_with("/NAME.json"), "a command that takes one file has no use for a glob");
    let missing = read(&dir.path().join("backup.jsn")).unwrap_err();
    assert_eq!(missing.what, "no such file");
}

#[test]
fn an_older_copy_is_not_lost() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("backup.json");
    for text in ["original", "second", "third", "fourth"] {
        put(&path, text, Some(".bak")).unwrap();
    }
    let copy = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    assert_eq!([copy("backup.json.bak"), copy("backup.json.bak.1"), copy("backup.json.bak.2")], ["original", "second", "third"]);
}

#[test]
fn what_another_program_wrote_meanwhile_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("backup.json");
    put(&path, "old", None).unwrap();
    let (_, stamp) = read_stamped(&path).unwrap();
    let replace = |text: &str| {
        let replacing = Replacing { backup: None, made_of: Some(stamp) };
        write_atomic(&path, replacing, |out| out.write_all(text.as_bytes()))
    };
    put(&path, "theirs", None).unwrap();
    assert!(replace("ours").unwrap_err().what.contains("changed"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn names_of_any_length_and_bytes_are_written() {
    let dir = tempfile::tempdir().unwrap();
    for length in [240, 250, 255] {
        let path = dir.path().join("n".repeat(length));
        put(&path, "old", None).unwrap();
        put(&path, "new", None).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_a_private_file_while_it_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("backup.json");
    put(&path, "old", None).unwrap();
    for mode in [0o600, 0o640, 0o644] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let mut seen = Vec::new();
        write_atomic(&path, Replacing::default(), |out| {
            for entry in fs::read_dir(dir.path())? {
                seen.push(entry?.metadata()?.permissions().mode() & 0o777);
            }
            out.write_all(b"new")
        })
        .unwrap();
        seen.sort_unstable();
        assert_eq!(seen, [0o600, mode], "the temporary file and the old one");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
    }
}

#[test]
fn one_file_by_two_names_is_one_file() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("sub")).unwrap();
    let (path, other) = (dir.path().join("a.json"), dir.path().join("b.json"));
    put(&path, "x", None).unwrap();
    let of = |path: &Path| {
        let mut files = FileSet::default();
        assert!(files.insert(path) && !files.insert(path));
        files
    };
    assert!(of(&path).contains(&dir.path().join("sub/../a.json")));
    assert!(of(&other).contains(&dir.path().join("sub/../b.json")), "also before it exists");
    assert!(!of(&path).contains(&other));
    fs::hard_link(&path, &other).unwrap();
    assert!(of(&path).contains(&other));
}

#[test]
fn a_file_that_another_names_is_below_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("packs");
    fs::create_dir(&folder).unwrap();
    put(&folder.join("table.yaml"), "a: b", None).unwrap();
    put(&dir.path().join("secret.yaml"), "x", None).unwrap();
    assert_eq!(read_below(&folder, "table.yaml").unwrap(), b"a: b");
    assert_eq!(read_below(&folder, "../secret.yaml").unwrap_err().what, "is outside of the folder");
    assert_eq!(
        read_below(&folder, dir.path().join("secret.yaml").to_str().unwrap()).unwrap_err().what,
        "is outside of the folder"
    );
    assert_eq!(read_below(dir.path(), "packs").unwrap_err().what, "is not a regular file");
    assert_eq!(read_below(&folder, "missing.yaml").unwrap_err().what, "no such file");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.yaml", folder.join("link.yaml")).unwrap();
        assert_eq!(read_below(&folder, "link.yaml").unwrap_err().what, "is outside of the folder");
    }
}
