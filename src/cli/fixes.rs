//! What shipped packs would replace in a file, for reports that carry repairs: each fix is all that the pack does, exact to the byte.

use std::collections::HashMap;

use crate::json::Document;
use crate::mask;
use crate::pack::{self, Pack};
use crate::report::Source;
use crate::report::envelope::{FindingEntry, Fix, Repair, Replacement};
use crate::run::{self, Request};
use crate::semaphore::{Db, Release};

/// How a finding names a pack.
const COMMAND: &str = "semxform -r builtin:";
/// Findings of a file that carry the fix of one pack: each holds all of it.
const MOST: usize = 20;

/// Adds the fixes of the packs that findings name.
pub(super) fn add(source: &Source, doc: &Document, release: &Release, dbs: &[Db], findings: &mut [FindingEntry]) {
    let mut fixes: HashMap<String, (Option<Fix>, usize)> = HashMap::new();
    for finding in findings {
        let Some(name) = finding.command.as_deref().and_then(Repair::named_in).and_then(|repair| repair.pack) else { continue };
        let (fix, count) = fixes.entry(name.clone()).or_insert_with(|| (fix(&name, source, doc, release, dbs), 0));
        if *count < MOST {
            finding.fixes.extend(fix.clone());
            *count += 1;
        }
    }
}

/// What the pack does with the file; none where it does nothing, may not be written, or would show a secret.
fn fix(name: &str, source: &Source, doc: &Document, release: &Release, dbs: &[Db]) -> Option<Fix> {
    let text = pack::builtin().iter().find(|builtin| builtin.name == name)?.text;
    let pack = Pack::parse(name, text).ok()?;
    let packs = [pack];
    let copy = Document::parse(doc.source().to_vec()).ok()?;
    let request = Request { to: Some(release.clone()), dbs: dbs.to_vec(), ..Request::rules(&packs) };
    let plan = request.plan(&copy).ok()?;
    let judged = run::run(copy, &plan);
    judged.approved()?;
    let replacements = judged.splices().iter().map(|splice| {
        let secret = !mask::in_source(doc, splice.range.clone()).is_empty() || !mask::in_text(splice.text.as_bytes()).is_empty();
        let (start, end) = (source.position(splice.range.start), source.position(splice.range.end));
        (!secret).then(|| Replacement { start, end, text: splice.text.clone() })
    });
    let replacements: Vec<_> = replacements.collect::<Option<_>>()?;
    let command = format!("{COMMAND}{name}");
    (!replacements.is_empty()).then_some(Fix { command, replacements })
}
