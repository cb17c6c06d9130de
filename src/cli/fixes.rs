//! What shipped packs and migrations without losses would replace in a file, for reports that carry repairs: each fix is all that the
//! command does, exact to the byte.

use std::collections::HashMap;

use crate::finding::Repair;
use crate::json::Document;
use crate::mask;
use crate::report::Source;
use crate::report::envelope::{FindingEntry, Fix, Replacement};
use crate::run::{self, Request};
use crate::semaphore::{Db, Release};

/// Findings of a file that carry one fix: each holds all of it.
const MOST: usize = 20;

/// Adds the fixes of the commands that findings name.
pub(super) fn add(source: &Source, doc: &Document, release: &Release, dbs: &[Db], findings: &mut [FindingEntry]) {
    let mut fixes: HashMap<Repair, (Option<Fix>, usize)> = HashMap::new();
    for finding in findings {
        let Some(repair) = finding.command.as_deref().and_then(Repair::named_in) else { continue };
        let (fix, count) = fixes.entry(repair).or_insert_with_key(|repair| (fix(repair, source, doc, release, dbs), 0));
        if *count < MOST {
            finding.fixes.extend(fix.clone());
            *count += 1;
        }
    }
}

/// What the repair does with the file; none where it does nothing, may not be written, loses something that nobody has accepted, or would
/// show a secret.
fn fix(repair: &Repair, source: &Source, doc: &Document, release: &Release, dbs: &[Db]) -> Option<Fix> {
    let copy = Document::parse(doc.source().to_vec()).ok()?;
    let request = Request { to: Some(release.clone()), dbs: dbs.to_vec(), ..Request::repair(repair, release)? };
    let judged = run::run(copy, &request.plan(doc).ok()?);
    judged.approved()?;
    let splices = judged.splices();
    let replacements = splices.list().iter().map(|splice| {
        let (range, text) = (splice.range(), splices.text(splice));
        let secret = !mask::in_source(doc, range.clone()).is_empty() || !mask::in_text(text.as_bytes()).is_empty();
        let (start, end) = (source.position(range.start), source.position(range.end));
        (!secret).then(|| Replacement { start, end, text: text.to_owned() })
    });
    let replacements: Vec<_> = replacements.collect::<Option<_>>()?;
    (!replacements.is_empty()).then(|| Fix { command: repair.command(&release.to_string()), replacements })
}
