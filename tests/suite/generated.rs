//! Files of the repository that are generated: `UPDATE=1 cargo test generated` writes them, the plain test compares.

use std::fs;
use std::path::Path;

/// Every generated file: path in the repository and content.
fn files() -> Vec<(String, String)> {
    let files = vec![
        ("docs/format.md".to_owned(), semxform::semaphore::docs::markdown()),
        ("docs/cli.md".to_owned(), semxform::cli::docs::markdown()),
        ("schemas/report.schema.json".to_owned(), semxform::report::envelope::schema()),
        ("schemas/receipt.schema.json".to_owned(), semxform::report::receipt::schema()),
        ("schemas/semxform.schema.json".to_owned(), semxform::cli::settings_schema()),
        ("docs/rules.md".to_owned(), semxform::pack::guide::markdown()),
        ("schemas/rules.schema.json".to_owned(), semxform::pack::schema::text()),
        ("docs/migrate.md".to_owned(), semxform::migrate::docs::markdown()),
        ("docs/codes.md".to_owned(), semxform::report::docs::markdown()),
    ];
    let schemas = semxform::schema::all().into_iter().map(|(name, text)| (format!("schemas/{name}"), text));
    files.into_iter().chain(schemas).collect()
}

#[test]
fn generated_files_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut stale = Vec::new();
    for (path, content) in files() {
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
