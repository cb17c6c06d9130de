//! What a line of the server's log means for a file: the check is run for every version, and what says the same is shown.
//! Decoration of loggers is taken off in `log_line`.

mod log_line;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::finding::{Code, Finding, Severity};
use crate::json::{Document, SyntaxError};
use crate::semaphore::{Band, Db, REPRESENTATIVES, Release};

use super::{Options, decode, judge, report_unreadable};
use log_line::{Line, matches};

/// Beyond this size only a few bands are tried, so that an answer comes within seconds.
const LARGE: usize = 8 << 20;

/// What a log line means.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The server's words without what the logger put around them.
    pub words: String,
    /// Codes whose pages tell about it, the likeliest first; empty when the words are not known.
    pub codes: Vec<Code>,
    /// The places in the file.
    pub matches: Vec<LogMatch>,
}

/// A place in the file where a server says just this.
#[derive(Debug, Clone)]
pub struct LogMatch {
    /// Object, cause and repair.
    pub finding: Finding,
    /// Bands whose servers say it.
    pub bands: Vec<Band>,
    /// Databases on which they do.
    pub dbs: Vec<Db>,
}

impl LogMatch {
    /// The versions in words: `2.11.3 to 2.16.45, 2.17.2 to 2.17.15`.
    #[must_use]
    pub fn versions(&self) -> String {
        let mut ranges: Vec<(Band, Band)> = Vec::new();
        for &band in &self.bands {
            match ranges.last_mut() {
                Some(last) if last.1.index() + 1 == band.index() => last.1 = band,
                _ => ranges.push((band, band)),
            }
        }
        let text = |(from, to): &(Band, Band)| match (from.first_version(), to.last_version()) {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first} to {last}"),
        };
        ranges.iter().map(text).collect::<Vec<_>>().join(", ")
    }
}

/// Explains a line of the server's log, or of the browser, with the file that was posted. With `release` only this version
/// is asked.
///
/// ```
/// use semxform::check::explain_log;
/// let file = br#"{"templates": [], "schedules": [{"name": "Nightly", "template": "gone"}]}"#;
/// let line = r#"time="2025-02-10T10:00:00Z" level=error msg="error at schedules[0]: template does not exist in templates[].name""#;
/// let explanation = explain_log(line, Some(file), None);
/// assert_eq!(explanation.matches[0].finding.pointer(None).as_deref(), Some("/schedules/0/template"));
/// assert_eq!(explanation.codes, ["SX301"]);
/// ```
#[must_use]
pub fn explain_log(line: &str, file: Option<&[u8]>, release: Option<&Release>) -> Explanation {
    let line = Line::read(line);
    let mut found: Vec<LogMatch> = Vec::new();
    if let Some(bytes) = file {
        let document = Document::parse(bytes.to_vec());
        for release in releases(bytes.len(), release) {
            collect(&line, bytes, &document, &release, &mut found);
        }
    }
    let mut codes: Vec<Code> = Vec::new();
    for code in found.iter().map(|m| m.finding.code).chain(log_line::known(&line)) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    Explanation { words: line.words, codes, matches: found }
}

fn releases(size: usize, asked: Option<&Release>) -> Vec<Release> {
    match asked {
        Some(release) => vec![release.clone()],
        None if size > LARGE => REPRESENTATIVES.map(Release::of_band).to_vec(),
        None => Band::ALL.map(Release::of_band).to_vec(),
    }
}

fn collect(line: &Line, bytes: &[u8], document: &Result<Document, SyntaxError>, release: &Release, found: &mut Vec<LogMatch>) {
    let dbs: Vec<Db> = Db::ALL.into_iter().filter(|db| db.supported(release.band)).collect();
    let report = match document {
        Ok(doc) => judge(doc, release, &dbs, &Options::without_losses()),
        Err(error) => report_unreadable(decode::syntax::unreadable(bytes, error, release.band), &dbs),
    };
    for finding in report.findings.into_iter().filter(|f| f.severity == Severity::Error) {
        let finding = document.as_ref().map_or(finding.clone(), |doc| finding.clone().resolve(doc));
        let words = finding.server_message.as_deref();
        if !words.is_some_and(|words| matches(line, words) || line.is_of_same_entry(words)) {
            continue;
        }
        let on = if finding.db.is_empty() { &dbs } else { &finding.db };
        let same = |m: &LogMatch| m.finding.code == finding.code && m.finding.place == finding.place;
        match found.iter_mut().find(|m| same(m)) {
            Some(known) => {
                if known.bands.last() != Some(&release.band) {
                    known.bands.push(release.band);
                }
                known.dbs = known.dbs.iter().chain(on).copied().collect::<BTreeSet<_>>().into_iter().collect();
            }
            None => found.push(LogMatch { bands: vec![release.band], dbs: on.clone(), finding }),
        }
    }
}
