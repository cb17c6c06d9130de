//! What is odd in the bytes and changes what the server reads.

use crate::check::codes;
use crate::check::course::Course;
use crate::document::{Oddity, OddityKind};
use crate::finding::{Finding, Severity, Stage};

/// So many of a kind are named; a file that is full of them needs one repair.
const NAMED: usize = 20;

/// Adds a warning for each oddity that the server reads past.
pub(in crate::check) fn oddities(course: &mut Course<'_>) {
    let j = course.band().is_j();
    let (again, trailing) = if j {
        ("the key occurs again; the later value is laid over the earlier one", "the server ignores what follows the document")
    } else {
        ("the key occurs again; only the last one is read", "")
    };
    let kinds = [
        (OddityKind::DuplicateKey, codes::DUPLICATE_KEY, again, "remove the member that is not meant"),
        (
            OddityKind::TrailingText,
            codes::TRAILING_TEXT,
            trailing,
            "remove what follows the document; 2.10.27 and later refuse it",
        ),
        (OddityKind::LoneSurrogate, codes::LONE_SURROGATE, "half of a surrogate pair; U+FFFD is stored", "write the character"),
        (OddityKind::InvalidUtf8, codes::NOT_UTF8, "not UTF-8; U+FFFD is stored for each byte", "convert the file to UTF-8"),
    ];
    for (kind, code, message, help) in kinds {
        let found: Vec<&Oddity> = course.project.doc.oddities().iter().filter(|o| o.kind == kind).collect();
        let more = found.len().saturating_sub(NAMED);
        for (i, oddity) in found.into_iter().take(NAMED).enumerate() {
            let mut finding = Finding::new(code, Severity::Warning, Stage::Silent, message).help(help);
            finding.span = Some(oddity.offset..oddity.offset + 1);
            if more > 0 && i + 1 == NAMED {
                finding.consequence = Some(format!("{more} more of these follow"));
            }
            course.note(finding);
        }
    }
}
