//! What the words of a server, browser, proxy or client mean for a file: the check is run for the version of the file and for every
//! other, and what says the same is shown. What surrounds the words is taken off in `message`.

mod client;
mod known;
mod log_line;
mod message;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::detect;
use crate::finding::{Code, Finding, MOST, Place, Severity, Wanted};
use crate::json::{Document, Kind, SyntaxError};
use crate::semaphore::{Band, Db, NEED_SCHEDULE_PARAMS, REPRESENTATIVES, Release, Version, key, sections};
use crate::sorting::{self, sort_by_key};

use super::{Options, codes, judge, refuse};
use client::Client;
use log_line::LogLine;

/// Beyond this size only a few bands are tried, so that an answer comes within seconds.
const LARGE: usize = 4 << 20;

/// So many entries are named that may be meant.
const SHOWN: usize = 10;

/// What a log line means.
#[derive(Debug, Clone)]
pub(crate) struct Explanation {
    /// Codes whose pages tell about it, the likeliest first; empty when the words are not known.
    pub codes: Vec<Code>,
    /// The places in the file.
    pub matches: Vec<LogMatch>,
    /// The version whose words come first: that of the file, or the one that was named. None without a file.
    pub(crate) release: Option<Release>,
    /// What is known besides: what a status means, that the file is not the cause, that the entry is another one.
    pub notes: Vec<String>,
    /// What is at the place that the words name, where nothing in the file makes a server say them.
    pub place: Option<String>,
}

/// A place in the file where a server says just this.
#[derive(Debug, Clone)]
pub(crate) struct LogMatch {
    /// Object, cause and repair.
    pub finding: Finding,
    /// Bands whose servers say it.
    pub bands: Vec<Band>,
    /// Databases on which they do.
    pub dbs: Vec<Db>,
    /// The one version that was named.
    only: Option<Version>,
    /// Whether the version of the file says it.
    at_home: bool,
}

impl LogMatch {
    /// The versions in words: `2.11.3 to 2.16.45, 2.17.2 to 2.17.15`.
    #[must_use]
    pub(crate) fn versions(&self) -> String {
        if let Some(version) = self.only {
            return version.to_string();
        }
        let mut ranges: Vec<(Band, Band)> = Vec::new();
        for &band in &self.bands {
            match ranges.last_mut() {
                Some(last) if last.1.index() + 1 == band.index() => last.1 = band,
                _ => ranges.push((band, band)),
            }
        }
        // A panic that only some releases of a band have.
        let (least, most) = if self.finding.code == codes::PARAMS_PANIC {
            (Some(*NEED_SCHEDULE_PARAMS.start()), Some(*NEED_SCHEDULE_PARAMS.end()))
        } else {
            (None, None)
        };
        let text = |(from, to): &(Band, Band)| {
            let first = least.map_or(from.first_version(), |least| from.first_version().max(least));
            let last = most.map_or(to.last_version(), |most| to.last_version().min(most));
            if first == last { first.to_string() } else { format!("{first} to {last}") }
        };
        ranges.iter().map(text).collect::<Vec<_>>().join(", ")
    }

    /// The finding, with the servers that say so.
    #[must_use]
    pub(crate) fn into_finding(self) -> Finding {
        let dbs: Vec<_> = self.dbs.iter().map(|db| db.name()).collect();
        let said = format!("said by Semaphore {} on {}", self.versions(), dbs.join(", "));
        let consequence = match &self.finding.consequence {
            Some(text) => format!("{text}; {said}"),
            None => said,
        };
        self.finding.consequence(consequence).only(&[])
    }
}

/// What is said where a file is not behind the words, though it may have what they name.
#[must_use]
pub(crate) fn nothing_said(name: &str, place: Option<&str>) -> String {
    let place = place.map(|place| format!("; {place}")).unwrap_or_default();
    format!("nothing in {name} makes a server say this{place}")
}

/// Explains what a server logged, or what a browser, client or proxy said, with the file that was posted. Of several lines each is
/// looked at. With `release` only this version is tried; without, that of the file comes first.
#[must_use]
pub(crate) fn explain_log(text: &str, file: Option<&[u8]>, release: Option<&Release>) -> Explanation {
    let lines: Arc<Vec<LogLine>> = Arc::new(message::messages(text).iter().map(|words| LogLine::of(words)).collect());
    let mut search = file.map(|bytes| Search::new(bytes, release));
    let mut notes = Vec::new();
    let mut place = None;
    let mut matches = search.as_mut().map(|search| search.words(&lines, &mut notes, &mut place)).unwrap_or_default();
    let client = Client::of(text);
    // The web page's own reader of JSON, and Python's, use words of the server's decoder.
    let by_reader = client == Some(Client::NotJson);
    let known_codes: Vec<Code> = if by_reader { Vec::new() } else { lines.iter().flat_map(known::codes).collect() };
    // What a server logged says more than what a client made of it.
    if matches.is_empty()
        && known_codes.is_empty()
        && let Some(client) = client
    {
        matches = search.as_mut().map(|search| search.client(client)).unwrap_or_default();
        notes.extend(client.notes(search.as_ref().map(|search| (&search.home, !matches.is_empty(), search.document.is_ok()))));
    }
    if matches.is_empty() && !known_codes.is_empty() {
        if known_codes.contains(&codes::TWICE) {
            let place = lines.iter().find_map(|line| line.place.as_ref());
            notes.extend(search.iter().flat_map(|search| match place {
                Some((section, index)) => search.twice(section, *index).into_iter().collect(),
                None => search.twice_in_templates(),
            }));
        }
        matches = search.as_ref().map(|search| search.known(&known_codes)).unwrap_or_default();
    }
    if matches.is_empty() {
        notes.extend(lines.iter().find_map(known::note).map(str::to_owned));
        let foreign_key = lines.iter().find_map(|line| known::foreign_key(&line.words));
        notes.extend(foreign_key);
    }
    let mut codes: Vec<Code> = Vec::new();
    for code in matches.iter().map(|m| m.finding.code).chain(known_codes) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let release = search.map(|search| search.home);
    let place = place.filter(|_| matches.is_empty());
    Explanation { codes, matches, release, notes, place }
}

/// Whether a server that raises the finding may have written the line, its stack included.
fn fits(line: &LogLine, finding: &Finding) -> bool {
    line.fits(finding) && known::fits_stack(line.stack(), finding.code)
}

/// What is known of the place in a line.
enum AboutPlace {
    /// Why it is not the place.
    Note(String),
    /// What is there.
    Entry(String),
}

/// Places at which servers say a line.
#[derive(Default)]
struct Matches {
    list: Vec<LogMatch>,
    /// Where each is in the list.
    places: HashMap<(Code, Place), usize>,
    /// Whether there are more than are kept.
    more: bool,
}

/// The file that was posted, and the versions that may have answered.
struct Search<'a> {
    bytes: &'a [u8],
    document: Result<Document, SyntaxError>,
    only: Option<Version>,
    /// The version that was named, else that of the file.
    home: Release,
}

impl<'a> Search<'a> {
    fn new(bytes: &'a [u8], only: Option<&Release>) -> Self {
        let document = Document::parse(bytes.to_vec());
        let home = match (only, &document) {
            (Some(release), _) => release.clone(),
            (None, Ok(doc)) => detect::detect(doc).default_target(),
            (None, Err(_)) => Release::newest_stable(),
        };
        Self { bytes, document, only: only.map(|release| release.version), home }
    }

    /// The version of the file first, then the others, the newest first.
    fn releases(&self) -> Vec<Release> {
        if self.only.is_some() {
            return vec![self.home.clone()];
        }
        let bands: &[Band] = if self.bytes.len() > LARGE { &REPRESENTATIVES } else { &Band::ALL };
        let ends = [NEED_SCHEDULE_PARAMS.start(), NEED_SCHEDULE_PARAMS.end()];
        let ends = ends.into_iter().filter_map(|version| Release::parse(&version.to_string()).ok());
        let mut others: Vec<Release> = bands.iter().copied().map(Release::of_band).chain(ends).collect();
        sort_by_key(&mut others, |release| std::cmp::Reverse(release.version));
        std::iter::once(self.home.clone()).chain(others).collect()
    }

    /// What ends the restore on a version.
    fn errors(&self, release: &Release, wanted: &Wanted) -> (Vec<Db>, Vec<Finding>) {
        let dbs: Vec<Db> = Db::ALL.into_iter().filter(|db| db.supported(release.band)).collect();
        let report = match &self.document {
            Ok(doc) => {
                judge(doc, release, &dbs, &Options { most: MOST, wanted: Some(wanted.clone()), ..Options::without_losses() })
            }
            Err(error) => refuse(self.bytes, error, release, &dbs),
        };
        let errors = report.findings.into_iter().filter(|finding| finding.severity == Severity::Error && wanted.0(finding, None));
        (dbs, errors.collect())
    }

    /// The places of codes that words are known to be about, for the version of the file: servers, databases and task runners have words
    /// that were not recorded.
    fn known(&self, codes: &[Code]) -> Vec<LogMatch> {
        let Ok(doc) = &self.document else { return Vec::new() };
        let dbs: Vec<Db> = Db::ALL.into_iter().filter(|db| db.supported(self.home.band)).collect();
        let report = judge(doc, &self.home, &dbs, &Options { most: MOST, ..Options::default() });
        let mut found = Matches::default();
        for finding in report.findings.into_iter().filter(|f| f.severity > Severity::Info && codes.contains(&f.code)) {
            self.add(&mut found, finding, &self.home, &dbs, true);
        }
        self.prefer_home(found.list)
    }

    /// The places where a server says one of the lines; else those where it says the same of another entry.
    fn words(&self, lines: &Arc<Vec<LogLine>>, notes: &mut Vec<String>, at: &mut Option<String>) -> Vec<LogMatch> {
        let (mut here, mut elsewhere) = (Matches::default(), Matches::default());
        let said = Arc::clone(lines);
        let wanted = move |finding: &Finding, _: Option<&Document>| {
            said.iter().any(|line| fits(line, finding) || line.fits_another_entry(finding))
        };
        let wanted = Wanted(Arc::new(wanted));
        for (number, release) in self.releases().iter().enumerate() {
            let (dbs, errors) = self.errors(release, &wanted);
            for finding in errors {
                if lines.iter().any(|line| fits(line, &finding)) {
                    self.add(&mut here, finding, release, &dbs, number == 0);
                } else if lines.iter().any(|line| line.fits_another_entry(&finding)) {
                    self.add(&mut elsewhere, finding, release, &dbs, number == 0);
                }
            }
        }
        let place = lines.iter().find_map(|line| line.place.as_ref());
        if let (true, Some((section, index))) = (here.list.is_empty(), place) {
            match self.about_place(section, *index, !elsewhere.list.is_empty()) {
                Some(AboutPlace::Note(note)) => notes.push(note),
                Some(AboutPlace::Entry(entry)) => *at = Some(entry),
                None => {}
            }
        }
        let found = if here.list.is_empty() { elsewhere } else { here };
        if found.more {
            notes.push(format!("servers say this of more places: the first {MOST} are shown"));
        }
        self.prefer_home(found.list)
    }

    fn add(&self, found: &mut Matches, finding: Finding, release: &Release, dbs: &[Db], at_home: bool) {
        let on = if finding.db.is_empty() { dbs } else { &finding.db };
        let identity = (finding.code, finding.place.clone());
        if let Some(known) = found.places.get(&identity).and_then(|at| found.list.get_mut(*at)) {
            known.bands.push(release.band);
            known.dbs = sorting::tree::<_, BTreeSet<_>>(known.dbs.iter().chain(on).copied()).into_iter().collect();
        } else if found.list.len() < MOST {
            found.places.insert(identity, found.list.len());
            found.list.push(LogMatch { bands: vec![release.band], dbs: on.to_vec(), finding, only: self.only, at_home });
        } else {
            found.more = true;
        }
    }

    /// What the version of the file says counts; what only others say is no reason to go down to them. Places are written out.
    fn prefer_home(&self, mut found: Vec<LogMatch>) -> Vec<LogMatch> {
        if found.iter().any(|m| m.at_home) {
            found.retain(|m| m.at_home);
        }
        for m in &mut found {
            sorting::sort(&mut m.bands);
            m.bands.dedup();
            if let Ok(doc) = &self.document {
                m.finding = m.finding.clone().resolve(doc);
            }
            if !m.at_home {
                m.finding.drop_command();
            }
        }
        found
    }

    /// The same of every template, of as many as fit on a screen.
    fn twice_in_templates(&self) -> Vec<String> {
        let Ok(doc) = &self.document else { return Vec::new() };
        let count = doc.get(doc.root(), key::TEMPLATES).map_or(0, |list| doc.len(list));
        (0..count).filter_map(|index| self.twice(key::TEMPLATES, index)).take(SHOWN).collect()
    }

    /// The links that an entry has more than once. Some databases have stricter rules about them than those that were recorded.
    fn twice(&self, section: &str, index: usize) -> Option<String> {
        let doc = self.document.as_ref().ok()?;
        let entry = doc.get(doc.get(doc.root(), section)?, index)?;
        let lists = doc.members(entry).filter(|(_, list)| doc.kind(*list) == Kind::Array);
        let found = lists.flat_map(|(list, elements)| {
            let linked = [key::VAULT_KEY, key::ROLE].into_iter().flat_map(move |key| {
                doc.elements(elements).enumerate().filter_map(move |(at, element)| Some((doc.text_of(element, key)?, at)))
            });
            let mut seen: Vec<(Cow<'_, str>, usize)> = Vec::new();
            let mut said = Vec::new();
            for (name, at) in linked {
                match seen.iter().find(|(known, _)| *known == name) {
                    Some((_, first)) => said.push(format!("{name:?} is in {0}[{first}] and {0}[{at}]", list.text())),
                    None => seen.push((name, at)),
                }
            }
            said
        });
        let found: Vec<String> = found.collect();
        (!found.is_empty()).then(|| format!("{}: {}", doc.entity(entry), found.join("; ")))
    }

    /// What the place in a line means when its words do not lead further.
    fn about_place(&self, section: &str, index: usize, said_elsewhere: bool) -> Option<AboutPlace> {
        let doc = self.document.as_ref().ok()?;
        if Band::ALL.iter().all(|band| sections(*band).all(|known| known != section)) {
            return None;
        }
        let list = doc.get(doc.root(), section);
        let count = list.map_or(0, |list| doc.len(list));
        let entries = section.trim_end_matches('s');
        let entries = entries.strip_suffix("ie").map_or_else(|| entries.to_owned(), |stem| format!("{stem}y"));
        if index >= count {
            let plural = if count == 1 { entries } else { section.to_owned() };
            return Some(AboutPlace::Note(format!(
                "the line is about {section}[{index}], and the file has {count} {plural}: it is not the file that was posted"
            )));
        }
        let element = list.and_then(|list| doc.get(list, index))?;
        let name = doc.text_of(element, key::NAME).or_else(|| doc.text_of(element, key::TITLE)).unwrap_or_default();
        Some(if said_elsewhere {
            AboutPlace::Note(format!(
                "not at {section}[{index}] ({name}), but at the places shown: the file was changed since, or another one was posted"
            ))
        } else {
            AboutPlace::Entry(format!("{section}[{index}] is \"{name}\""))
        })
    }

    /// What answers a client as it was answered.
    fn client(&self, client: Client) -> Vec<LogMatch> {
        let wanted = Wanted(Arc::new(move |finding: &Finding, _: Option<&Document>| client.fits(finding)));
        let (dbs, errors) = self.errors(&self.home, &wanted);
        let mut found = Matches::default();
        for finding in errors {
            self.add(&mut found, finding, &self.home, &dbs, true);
        }
        self.prefer_home(found.list)
    }
}
