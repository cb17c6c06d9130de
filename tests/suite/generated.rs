//! Files of the repository that are generated: `UPDATE=1 cargo test generated` writes them, the plain test compares.

use std::fs;
use std::path::Path;

#[test]
fn generated_files_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut stale = Vec::new();
    for (path, content) in semxform::generated_files() {
        let file = root.join(&path);
        if update {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, content).unwrap();
        } else if fs::read_to_string(&file).ok().as_deref() != Some(&content) {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "not up to date: {}; run UPDATE=1 cargo test generated", stale.join(", "));
}
