//! What the page knows without a file: versions, databases, packs, formats of reports, pages of codes.

use serde_json::json;

use super::answer::{Failure, PageAnswer};
use super::packs;
use crate::check::Outcome;
use crate::finding::codes;
use crate::report::emit;
use crate::report::envelope::{CodeEntry, Envelope};
use crate::report::totals::Totals;
use crate::semaphore::{Db, Release, lines};

/// Everything that the page offers.
pub(super) fn facts() -> PageAnswer {
    let lines = lines().map(|(line, versions)| {
        let versions: Vec<_> = versions.iter().map(ToString::to_string).collect();
        json!({ "line": line, "versions": versions })
    });
    let reports = emit::FORMATS.iter().map(|format| json!({ "name": format.name(), "about": format.about() }));
    PageAnswer::new(&json!({
        "tool": Envelope::default().tool,
        "newest": Release::newest_stable().to_string(),
        "lines": lines.collect::<Vec<_>>(),
        "dbs": Db::ALL.map(Db::name),
        "packs": packs::shipped(),
        "reports": reports.collect::<Vec<_>>(),
    }))
}

/// The page of a code.
pub(super) fn code(code: &str) -> Result<PageAnswer, Failure> {
    let page = codes::get(code).ok_or_else(|| Failure::new(format!("there is no finding code {code}")))?;
    Ok(PageAnswer::new(&CodeEntry::from(page)))
}

/// What several files come to, in one line. A file that is no backup is called `no_backup`.
pub(super) fn totals(outcomes: &[String]) -> PageAnswer {
    let mut totals = Totals::default();
    for name in outcomes {
        let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.name() == name);
        totals.count(outcome.unwrap_or(Outcome::Restored), outcome.is_none());
    }
    PageAnswer::new(&json!({ "text": totals.line(outcomes.len()).trim_end() }))
}
