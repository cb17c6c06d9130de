//! Where the recorded server verdicts are, and how to read them.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder of verdicts; says so and gives `None` where it is absent.
pub fn oracle() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/oracle");
    let folder = std::env::var_os("SEMXFORM_ORACLE").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: ../shared/oracle is absent");
    None
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
