//! What is generated from the tables and definitions of the program: pages of `docs/` and the schemas. A test compares them with the files
//! of the repository.

mod cli;
mod codes;
mod format;
mod migrate;
mod rules;

/// Every generated file: path in the repository and content.
#[must_use]
pub(crate) fn files() -> Vec<(String, String)> {
    let files = [
        ("docs/format.md", format::markdown()),
        ("docs/cli.md", cli::markdown()),
        ("docs/rules.md", rules::markdown()),
        ("docs/migrate.md", migrate::markdown()),
        ("docs/codes.md", codes::markdown()),
        ("schemas/report.schema.json", crate::report::envelope::schema()),
        ("schemas/extras.schema.json", crate::extras::schema()),
        #[cfg(feature = "remote")]
        ("schemas/restore.schema.json", crate::remote::restore::schema()),
        ("schemas/receipt.schema.json", crate::report::receipt::schema()),
        ("schemas/semxform.schema.json", crate::cli::settings_schema()),
        ("schemas/rules.schema.json", crate::pack::schema::text()),
    ];
    let schemas = crate::schema::all().into_iter().map(|(name, text)| (format!("schemas/{name}"), text));
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).chain(schemas).collect()
}
