//! `html`: one page without script, for people who prefer to look: verdict, findings with their lines, losses, changes.

use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use super::view::{FileView, file, line, lines};
use super::{Emit, Envelope, Extras, counted, totals};
use crate::stored;

const TEMPLATE: &str = "src/report/emit/page.html";

/// A page to look at.
#[derive(Debug)]
pub(super) struct Html;

impl Emit for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "One page without script, to look at and to print"
    }

    fn extras(&self) -> Extras {
        Extras { windows: true, ..Extras::default() }
    }

    fn emit(&self, envelope: &Envelope) -> String {
        let mut environment = Environment::new();
        environment.set_keep_trailing_newline(true);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        // The template is part of the program, and the test of this file renders it.
        environment.render_str(stored::text(TEMPLATE).unwrap_or_default(), Page::new(envelope)).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Page {
    tool: String,
    files_word: String,
    several: bool,
    totals: String,
    error: Option<String>,
    files: Vec<FileView>,
}

impl Page {
    fn new(envelope: &Envelope) -> Self {
        Self {
            tool: line(&envelope.tool),
            files_word: counted(envelope.files.len(), "file"),
            several: envelope.files.len() > 1,
            totals: totals(&envelope.files),
            error: envelope.error.as_ref().map(|error| lines(&error.message)),
            files: envelope.files.iter().map(file).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::envelope::{FileEntry, FindingEntry};

    #[test]
    fn names_of_files_and_entities_are_text_and_not_markup() {
        let finding = FindingEntry {
            message: "<script>alert(1)</script>".into(),
            code: "SX301",
            severity: crate::finding::Severity::Error,
            ..FindingEntry::default()
        };
        let file = FileEntry { path: "\"><img src=x>\u{202e}".into(), findings: vec![finding], ..FileEntry::default() };
        let page = Html.emit(&Envelope { files: vec![file], ..Envelope::default() });
        assert!(page.ends_with("</html>\n"), "{page}");
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'), "{page}");
        assert!(page.contains("&lt;script&gt;") && page.contains("1 error"), "{page}");
    }
}
