//! A line of the server's log → the object in the file, the cause, the versions. The line is compared with what servers of every
//! version would say about the file; nothing is known here that `check` does not know.

mod line;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{self, Options};
use crate::document::{Document, Path};
use crate::finding::{Finding, Severity, Stage};
use crate::format::{Band, Db, Release};

use line::Line;

/// What a log line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The objects in the file, each with its cause; empty when nothing in the file explains the line.
    pub findings: Vec<Finding>,
    /// What is known of the line apart from the file.
    pub remark: Option<String>,
}

/// Explains a log line for a file. `release` and `dbs` narrow the servers that are asked; without them all are.
#[must_use]
pub fn explain(text: &str, file: &[u8], release: Option<&Release>, dbs: &[Db]) -> Explanation {
    let line = Line::new(text);
    let doc = Document::parse(file.to_vec());
    let options = Options { existing_names: line.project_name().into_iter().collect() };
    let releases: Vec<Release> =
        release.map_or_else(|| Band::ALL.into_iter().map(Release::of_band).collect(), |r| vec![r.clone()]);

    let mut best = Best::default();
    for release in &releases {
        let dbs: Vec<Db> =
            Db::ALL.into_iter().filter(|db| db.supported(release.band) && (dbs.is_empty() || dbs.contains(db))).collect();
        let report = match &doc {
            Ok(doc) => check::check_document(doc, release, &dbs, &options),
            Err(_) => check::check(file, release, &dbs, &options),
        };
        best.take(&line, release.band, &report.findings);
    }
    let mut findings = best.findings();
    if findings.is_empty() {
        findings.extend(doc.as_ref().ok().and_then(|doc| pointed_at(&line, doc)));
    }
    let remark = if findings.is_empty() { line.known() } else { None };
    Explanation { findings, remark }
}

/// Pointer and code.
type Place = (Option<String>, &'static str);

/// The findings whose server message fits the line best, and the bands that say so.
#[derive(Default)]
struct Best {
    /// Length of the message, and whether it is the first thing that the server says.
    fit: (usize, bool),
    found: BTreeMap<Place, (Finding, BTreeSet<Band>)>,
}

impl Best {
    fn take(&mut self, line: &Line, band: Band, findings: &[Finding]) {
        let mut said: BTreeSet<Option<Db>> = BTreeSet::new();
        for finding in findings {
            let Some(words) = &finding.server_message else { continue };
            let dbs: Vec<Option<Db>> =
                if finding.db.is_empty() { vec![None] } else { finding.db.iter().copied().map(Some).collect() };
            let first = dbs.iter().any(|db| !said.contains(db) && !said.contains(&None));
            said.extend(dbs);
            let Some(length) = line.says(words) else { continue };
            if (length, first) < self.fit {
                continue;
            }
            if (length, first) > self.fit {
                self.fit = (length, first);
                self.found.clear();
            }
            let entry = self.found.entry((finding.pointer.clone(), finding.code));
            let (kept, bands) = entry.or_insert_with(|| (finding.clone(), BTreeSet::new()));
            // The newest server's words for it, since that is where people are.
            kept.clone_from(finding);
            bands.insert(band);
        }
    }

    fn findings(self) -> Vec<Finding> {
        let with_versions = |(finding, bands): (Finding, BTreeSet<Band>)| {
            let versions = versions(&bands);
            let consequence = match &finding.consequence {
                Some(text) => format!("{text}; said by {versions}"),
                None => format!("said by {versions}"),
            };
            finding.consequence(consequence)
        };
        let mut out: Vec<Finding> = self.found.into_values().map(with_versions).collect();
        out.sort_by_key(|f| f.span.as_ref().map_or(0, |s| s.start));
        out
    }
}

/// `servers from 2.10.27 to 2.16.45, and from 2.18.0`
fn versions(bands: &BTreeSet<Band>) -> String {
    let mut runs: Vec<(Band, Band)> = Vec::new();
    for &band in bands {
        match runs.last_mut() {
            Some((_, last)) if last.next() == Some(band) => *last = band,
            _ => runs.push((band, band)),
        }
    }
    let run = |&(first, last): &(Band, Band)| match last.next() {
        None => format!("from {}", first.first_version()),
        Some(_) => format!("from {} to {}", first.first_version(), last.last_version()),
    };
    format!("servers {}", runs.iter().map(run).collect::<Vec<_>>().join(" and "))
}

/// The object that `error at SECTION[N]` names, where no known cause fits.
fn pointed_at(line: &Line, doc: &Document) -> Option<Finding> {
    let (section, position) = line.place()?;
    let node = doc.at(&Path::from_pointer(&format!("/{section}/{position}"))?)?;
    let finding = Finding::new("SX114", Severity::Warning, Stage::Restore, "the server's log names this object");
    Some(finding.at(doc, node).server(line.text().to_owned()).consequence(
        "no server that semxform knows says this about this file: was another file posted, or the file changed since?",
    ))
}

#[cfg(test)]
mod tests;
