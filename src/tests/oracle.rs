//! The yardstick of `check`: every recorded verdict of 19 real servers, in outcome and words.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::check::{Options, Outcome, Report, check};
use crate::detect::detect;
use crate::finding::Severity;
use crate::json::Document;
use crate::semaphore::{Db, RECORDED, Release};
use serde_json::Value;

use super::support;

/// One recorded verdict.
pub(super) struct Verdict {
    /// Name of the case or file.
    pub name: String,
    pub target: String,
    pub db: Db,
    pub outcome: String,
    pub error: Option<String>,
    pub export_fails: bool,
    pub changed: Vec<(String, Value, Value)>,
}

impl Verdict {
    fn of(line: &Value) -> Self {
        let text = |key: &str| line[key].as_str().map(str::to_owned);
        let changed = line["changed"].as_array().into_iter().flatten();
        Self {
            name: text("case").or_else(|| text("file")).unwrap(),
            target: text("target").unwrap(),
            db: Db::parse(line["db"].as_str().unwrap()).unwrap(),
            outcome: text("outcome").unwrap(),
            error: text("error"),
            export_fails: line["export_after"] == "fails",
            changed: changed.map(|c| (c[0].as_str().unwrap().to_owned(), c[1].clone(), c[2].clone())).collect(),
        }
    }
}

/// Answers of the reconstruction that are not predicted, and why: name of the case, reason. There is none.
const NOT_PREDICTED: [(&str, &str); 0] = [];

/// Every posted file with its verdicts.
pub(super) struct Posted {
    pub bytes: Vec<u8>,
    pub verdicts: Vec<Verdict>,
}

/// The exports of real servers.
pub(super) fn exports(oracle: &Path) -> Vec<Posted> {
    posted(oracle, |name| !is_sample(name), |name| oracle.join(name))
}

/// Files found in public, which are not in the repository.
pub(super) fn samples(oracle: &Path) -> Vec<Posted> {
    posted(oracle, is_sample, support::shared)
}

fn is_sample(name: &str) -> bool {
    name.starts_with("samples/")
}

fn posted(oracle: &Path, wanted: impl Fn(&str) -> bool, path: impl Fn(&str) -> PathBuf) -> Vec<Posted> {
    let mut files: BTreeMap<String, Posted> = BTreeMap::new();
    let verdicts = support::lines(&oracle.join("export-verdicts.jsonl"));
    for verdict in verdicts.iter().map(Verdict::of).filter(|verdict| wanted(&verdict.name)) {
        let read = || Posted { bytes: std::fs::read(path(&verdict.name)).unwrap(), verdicts: Vec::new() };
        files.entry(verdict.name.clone()).or_insert_with(read).verdicts.push(verdict);
    }
    files.into_values().collect()
}

/// The cases of one version.
pub(super) fn cases(oracle: &Path, version: &str) -> Vec<Posted> {
    let base: Value = serde_json::from_slice(&std::fs::read(oracle.join(format!("bases/{version}.json"))).unwrap()).unwrap();
    let mut posted: HashMap<String, Posted> = HashMap::new();
    for case in support::lines(&oracle.join(format!("cases/{version}.jsonl"))) {
        let bytes = if let Some(text) = case["text"].as_str() {
            text.as_bytes().to_vec()
        } else {
            let mut doc = base.clone();
            let patch: json_patch::Patch = serde_json::from_value(case["patch"].clone()).unwrap();
            json_patch::patch(&mut doc, &patch).unwrap();
            serde_json::to_vec(&doc).unwrap()
        };
        posted.insert(case["case"].as_str().unwrap().to_owned(), Posted { bytes, verdicts: Vec::new() });
    }
    for line in support::lines(&oracle.join(format!("verdicts/{version}.jsonl"))) {
        let verdict = Verdict::of(&line);
        posted.get_mut(&verdict.name).unwrap().verdicts.push(verdict);
    }
    let mut posted: Vec<Posted> = posted.into_values().collect();
    posted.retain(|p| !p.verdicts.is_empty());
    posted.sort_by(|a, b| a.verdicts[0].name.cmp(&b.verdicts[0].name));
    posted
}

/// Ids, numbers and generated names put aside.
fn comparable(words: &str) -> String {
    let words = match words.split_once("Duplicate entry '") {
        Some((before, rest)) => format!("{before}Duplicate entry '…'{}", rest.split_once('\'').map_or("", |(_, after)| after)),
        None => words.to_owned(),
    };
    let mut out = String::new();
    for c in words.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('N') {
            out.push('N');
        }
    }
    out
}

/// What is wrong with a prediction, if anything.
fn disagreement(report: &Report, verdict: &Verdict) -> Option<String> {
    let outcome = report.outcomes[&verdict.db];
    let said: Vec<&str> = report
        .findings
        .iter()
        .filter(|f| f.db.is_empty() || f.db.contains(&verdict.db))
        .filter_map(|f| f.server_message.as_deref())
        .collect();
    if outcome.name() != verdict.outcome {
        return Some(format!("{} and not {}; said {said:?}", verdict.outcome, outcome.name()));
    }
    if let Some(error) = &verdict.error {
        // The first thing said is what the server says; the rest would come next.
        let first = said.first().map(|words| comparable(words));
        if first != Some(comparable(error)) {
            return Some(format!("said {said:?}"));
        }
    }
    (report.export_fails.contains(&verdict.db) != verdict.export_fails).then(|| "the export afterwards".to_owned())
}

#[derive(Default)]
struct Agreement {
    table: BTreeMap<(crate::semaphore::Version, Db), (usize, usize)>,
    wrong: Vec<String>,
}

impl Agreement {
    fn take(&mut self, posted: &Posted) {
        let mut targets: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
        for verdict in &posted.verdicts {
            targets.entry(&verdict.target).or_default().push(verdict);
        }
        for (target, verdicts) in targets {
            let release = Release::parse(target).unwrap();
            let dbs: Vec<Db> = verdicts.iter().map(|v| v.db).collect();
            let report = check(&posted.bytes, &release, &dbs, &Options::default());
            for verdict in verdicts {
                let cell = self.table.entry((release.version, verdict.db)).or_default();
                cell.1 += 1;
                match disagreement(&report, verdict) {
                    None => cell.0 += 1,
                    Some(why) => self
                        .wrong
                        .push(format!("{} on {target} {}: recorded {:?}; {why}", verdict.name, verdict.db, verdict.error)),
                }
            }
        }
    }

    fn join(&mut self, other: Self) {
        for (key, (good, all)) in other.table {
            let cell = self.table.entry(key).or_default();
            cell.0 += good;
            cell.1 += all;
        }
        self.wrong.extend(other.wrong);
    }

    /// Prints the table, and fails unless at least `least` verdicts are predicted and all are.
    fn assert(&self, least: usize) {
        self.print();
        for line in self.wrong.iter().take(60) {
            println!("{line}");
        }
        assert!(self.wrong.is_empty(), "{} verdicts are not predicted", self.wrong.len());
        let all: usize = self.table.values().map(|cell| cell.1).sum();
        assert!(all >= least, "only {all} verdicts were found");
    }

    fn print(&self) {
        println!("{:<14}{:>16}{:>16}{:>16}{:>16}", "", "mysql", "postgres", "sqlite", "bolt");
        let versions: std::collections::BTreeSet<_> = self.table.keys().map(|k| k.0).collect();
        for version in versions {
            let cells = Db::ALL
                .map(|db| self.table.get(&(version, db)).map_or_else(|| "–".to_owned(), |(good, all)| format!("{good}/{all}")));
            println!("{:<14}{:>16}{:>16}{:>16}{:>16}", version.to_string(), cells[0], cells[1], cells[2], cells[3]);
        }
        let (good, all) = self.table.values().fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
        println!("{good} of {all} verdicts agree in outcome and words");
    }
}

#[test]
fn every_recorded_verdict_is_predicted() {
    let oracle = support::oracle();
    let versions: Vec<String> =
        support::files(&oracle.join("cases"), "jsonl").iter().map(|p| support::stem(p).to_owned()).collect();
    let mut agreement = Agreement::default();
    std::thread::scope(|scope| {
        let halves = versions.chunks(versions.len().div_ceil(2).max(1));
        let workers: Vec<_> = halves
            .map(|half| {
                let oracle = &oracle;
                scope.spawn(move || {
                    let mut part = Agreement::default();
                    for version in half {
                        for posted in cases(oracle, version) {
                            part.take(&posted);
                        }
                    }
                    part
                })
            })
            .collect();
        for worker in workers {
            agreement.join(worker.join().unwrap());
        }
    });
    for posted in &exports(&oracle) {
        agreement.take(posted);
    }
    agreement.assert(40_000);
}

/// What a server of 2.20 that was put together from published text answers, but for what has a reason.
fn reconstruction(oracle: &Path) -> Agreement {
    let mut agreement = Agreement::default();
    for posted in cases(oracle, "2.20.0") {
        agreement.take(&posted);
    }
    agreement.wrong.retain(|line| !NOT_PREDICTED.iter().any(|(case, _)| line.starts_with(&format!("{case} "))));
    agreement
}

#[test]
fn every_answer_of_the_next_version_is_predicted() {
    reconstruction(&support::next()).assert(3_000);
}

#[test]
#[ignore = "needs ../shared/oracle-next"]
fn every_answer_of_the_next_version_that_others_have_is_predicted() {
    reconstruction(&support::shared("oracle-next")).assert(3_000);
}

#[test]
fn exports_of_the_next_version_are_recognized_restored_and_in_their_own_layout() {
    for path in support::files(&support::next().join("exports"), "json") {
        let bytes = std::fs::read(&path).unwrap();
        let (version, db, _) = support::origin(&path);
        let release = Release::parse(&version).unwrap();
        let doc = Document::parse(bytes.clone()).unwrap();
        // The imaginary version of tests writes the same keys.
        assert_eq!(detect(&doc).bands.first(), Some(&release.band), "{}", path.display());
        let report = check(&bytes, &release, &[Db::parse(&db).unwrap()], &Options::default());
        assert_eq!(report.outcome, Outcome::Restored, "{}: {:?}", path.display(), report.findings);
        assert!(report.findings.iter().all(|finding| finding.severity < Severity::Error), "{}", path.display());
    }
}

#[test]
fn the_servers_that_were_recorded_are_those_of_the_recordings() {
    let verdicts = support::lines(&support::oracle().join("export-verdicts.jsonl"));
    let targets: BTreeSet<String> = verdicts.iter().map(|line| line["target"].as_str().unwrap().to_owned()).collect();
    assert_eq!(targets, RECORDED.iter().map(ToString::to_string).collect());
}

#[test]
#[ignore = "needs ../shared/samples"]
fn every_recorded_verdict_on_files_found_in_public_is_predicted() {
    let mut agreement = Agreement::default();
    for posted in &samples(&support::oracle()) {
        agreement.take(posted);
    }
    agreement.assert(800);
}

#[test]
fn a_file_without_databases_is_restored() {
    let release = Release::parse("2.16").unwrap();
    assert_eq!(check(b"{}", &release, &[], &Options::default()).outcome, Outcome::Restored);
}
