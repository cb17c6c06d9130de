//! Where the recordings of real servers are, and how to read them.
//!
//! A test that needs something outside of the repository is `#[ignore = "needs …"]`: cargo counts it, and
//! `cargo test -- --include-ignored` runs it where everything is there.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The recordings of real servers.
pub(crate) fn oracle() -> PathBuf {
    root().join("tests/oracle")
}

/// The answers of a server of the next version that was put together from published text.
#[allow(dead_code, reason = "only the tests of the library ask")]
pub(crate) fn next() -> PathBuf {
    root().join("tests/oracle-next")
}

/// Files of other people, which cannot be part of the repository: `samples/` (backups found in public) and `oracle/cts.json` (the
/// compliance suite of RFC 9535), below `$SEMXFORM_SHARED` or in `../shared`. For ignored tests only.
pub(crate) fn shared(name: &str) -> PathBuf {
    let shared = std::env::var_os("SEMXFORM_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let path = shared.join(name);
    assert!(path.exists(), "{} is absent", path.display());
    path
}

/// The version, database and profile of an export or base: `2.16.45-mysql-full`.
pub(crate) fn origin(path: &Path) -> (String, String, String) {
    let mut parts = stem(path).rsplitn(3, '-').map(str::to_owned);
    let (profile, db, version) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    (version, db, profile)
}

/// The files of a folder whose name ends in `.EXT`, sorted.
pub(crate) fn files(folder: &Path, ext: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == ext));
    files.sort();
    files
}

/// The file's name without its extension.
pub(crate) fn stem(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

/// The lines of a `.jsonl` file.
pub(crate) fn lines(path: &Path) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
