//! Where the recorded server verdicts are, and how to read them.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder of verdicts; says so and gives `None` where it is absent.
pub fn oracle() -> Option<PathBuf> {
    shared("oracle")
}

/// A folder of reference material: `oracle`, or `facts` and `samples` beside it. Says so and gives `None` where it is absent.
pub fn shared(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/oracle");
    let oracle = std::env::var_os("SEMXFORM_ORACLE").map_or(beside, PathBuf::from);
    let folder = if name == "oracle" { oracle } else { oracle.join("..").join(name) };
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("SEMXFORM_REQUIRE_ORACLE").is_none(), "../shared/{name} is absent, and was required");
    println!("SKIPPED: ../shared/{name} is absent");
    None
}

/// The version, database and profile of an export or base: `2.16.45-mysql-full`.
pub fn origin(path: &Path) -> (String, String, String) {
    let mut parts = stem(path).rsplitn(3, '-').map(str::to_owned);
    let (profile, db, version) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    (version, db, profile)
}

/// The files of a folder whose name ends in `.EXT`, sorted.
pub fn files(folder: &Path, ext: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == ext));
    files.sort();
    files
}

/// The file's name without its extension.
pub fn stem(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

/// The lines of a `.jsonl` file.
pub fn lines(path: &Path) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
