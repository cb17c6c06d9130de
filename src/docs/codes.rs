//! docs/codes.md: every finding code with its page.

use std::fmt::Write as _;

use crate::finding::codes;

/// The page.
#[must_use]
pub(super) fn markdown() -> String {
    let mut out = String::from(
        "# Finding codes\n\nGenerated from the table in src/finding/codes: `UPDATE=1 cargo test generated` writes this file. \
         `semxform explain CODE` prints one page.\n",
    );
    for code in codes::all() {
        let _ = write!(
            out,
            "\n<a id=\"{}\"></a>\n\n## {}: {}\n\nUsually: {}\n\n{}\n\n**Why.** {}\n\n**Versions.** {}\n\n**Repair.** {}\n\n```text\n{}\n```\n",
            code.code.name().to_lowercase(),
            code.code,
            code.title,
            code.severity.name(),
            code.what,
            code.why,
            code.versions,
            code.repair,
            code.example
        );
        if let Some(command) = code.command {
            let _ = write!(out, "\n```console\n$ {command}\n```\n");
        }
    }
    out
}
