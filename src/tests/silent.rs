//! The yardstick of the losses that `check` names: what the recorded exports of restored projects no longer hold.

use std::collections::BTreeMap;

use crate::check::{Options, check};
use crate::finding::{Finding, Severity, Stage};
use crate::semaphore::{Release, shape};
use serde_json::Value;

use super::oracle::{Posted, Verdict, cases, exports, samples};
use super::support;

/// Warnings that are right although the recorded export shows no difference.
const UNSEEN: [(&str, &str); 7] = [
    ("SX610", "the schedule made from `cron` is hidden from the export, or looks in it like the one it came from"),
    ("SX612", "the export does not say to which variable group a secret belongs"),
    ("SX614", "the time of a run is lost in both exports"),
    ("SX616", "a schedule that never runs is exported as it is"),
    ("SX617", "an empty app is exported as it is"),
    ("SX618", "a vault without use is exported as it is"),
    ("SX619", "the missing view of type `all` is missing in the file too"),
];

/// Recorded differences of the cases that are no losses, or that nobody can tell from the file.
const ELSEWHERE: [(&str, &str); 11] = [
    ("Environments", "2.9 and 2.10 read keys in any letter case; the recorder does not"),
    ("Inventories", "the same"),
    ("Repositories", "the same"),
    ("Views", "the same"),
    ("integrations[].template", "PostgreSQL leaves open which of two equal names is renamed"),
    ("templates[].build_template", "the same"),
    ("schedules[].template", "the same, and two schedules without a name are not told apart"),
    ("schedules[].active", "two schedules without a name are not told apart"),
    ("schedules[].cron_format", "the same"),
    ("schedules[].task_params", "a null comes back as empty parameters"),
    ("templates[].survey_vars", "an empty text comes back as the text null"),
];

/// One step of a recorded path.
#[derive(Debug)]
enum Step {
    Key(String),
    Name(Option<String>),
    Index(usize),
}

/// `templates['Deploy app'].vaults[0].type`
fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(tail) = rest.strip_prefix("['") {
            let end = tail.find("']").unwrap();
            steps.push(Step::Name(Some(tail[..end].replace("\\x00", "\0"))));
            rest = &tail[end + 2..];
        } else if let Some(tail) = rest.strip_prefix('[') {
            let end = tail.find(']').unwrap();
            steps.push(tail[..end].parse().map_or(Step::Name(None), Step::Index));
            rest = &tail[end + 1..];
        } else {
            let tail = rest.trim_start_matches('.');
            let end = tail.find(['.', '[']).unwrap_or(tail.len());
            steps.push(Step::Key(tail[..end].to_owned()));
            rest = &tail[end..];
        }
    }
    steps
}

/// JSON Pointers of a recorded path; several where names are equal.
fn pointers(doc: &Value, path: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for step in steps(path) {
        found = found
            .into_iter()
            .flat_map(|pointer| match &step {
                Step::Key(key) => vec![format!("{pointer}/{key}")],
                Step::Index(i) => vec![format!("{pointer}/{i}")],
                Step::Name(name) => {
                    let list = doc.pointer(&pointer).and_then(Value::as_array).cloned().unwrap_or_default();
                    let called = |entry: &Value| {
                        let text = |key: &str| entry[key].as_str().map(str::to_owned);
                        text("name").or_else(|| text("title")) == *name
                    };
                    (0..list.len()).filter(|i| called(&list[*i])).map(|i| format!("{pointer}/{i}")).collect()
                }
            })
            .collect();
    }
    found
}

fn near(a: &str, b: &str) -> bool {
    let inside = |x: &str, y: &str| x == y || x.strip_prefix(y).is_some_and(|rest| rest.starts_with('/'));
    inside(a, b) || inside(b, a)
}

/// Whether a recorded difference is named by a warning, or lies in a section that the target does not know.
fn covered(doc: &Value, silent: &[&Finding], verdict: &Verdict, change: &(String, Value, Value)) -> bool {
    let (path, posted, found) = change;
    let release = Release::parse(&verdict.target).unwrap();
    let Step::Key(section) = &steps(path)[0] else { return false };
    if found == "added" && posted == "absent" {
        // Made by `cron`, or the new name of an entry whose name was there twice.
        let made = |f: &&&Finding| {
            let pointer = f.pointer(None).unwrap_or_default();
            f.code == "SX610" && section == "schedules" || pointer.starts_with(&format!("/{section}/"))
        };
        return silent.iter().any(|f| made(&f));
    }
    let known = shape(release.band).get(section).is_some();
    let pointers = pointers(doc, path);
    // Of two entries with one name the recorded path does not say which is meant.
    let entity = |p: &str| p.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    let at = |f: &Finding, p: &str| {
        let pointer = f.pointer(None).unwrap_or_default();
        near(&pointer, p) || f.code == "SX306" && entity(&pointer) == entity(p)
    };
    let named = pointers.iter().any(|p| silent.iter().any(|f| at(f, p)));
    named || !known && found == "absent" && steps(path).len() > 1
}

#[derive(Default)]
struct Coverage {
    covered: usize,
    /// What is not named, by path pattern: how often, and an example.
    missing: BTreeMap<String, (usize, String)>,
    /// Warnings of a loss where nothing differs, by code.
    false_alarms: BTreeMap<String, (usize, String)>,
}

impl Coverage {
    fn take(&mut self, posted: &Posted) {
        let Ok(doc) = serde_json::from_slice::<Value>(&posted.bytes) else { return };
        for verdict in posted.verdicts.iter().filter(|v| v.outcome == "restored") {
            let release = Release::parse(&verdict.target).unwrap();
            let report = check(&posted.bytes, &release, &[verdict.db], &Options::default());
            let silent: Vec<&Finding> =
                report.findings.iter().filter(|f| f.stage == Stage::Silent && f.severity == Severity::Warning).collect();
            let at = format!("{} on {} {}", verdict.name, verdict.target, verdict.db);
            for change in &verdict.changed {
                if covered(&doc, &silent, verdict, change) {
                    self.covered += 1;
                    continue;
                }
                let pattern = change.0.split('\'').step_by(2).collect::<String>();
                let entry = self.missing.entry(pattern).or_default();
                entry.0 += 1;
                entry.1 = format!("{at}: {change:?}");
            }
            // Differences were recorded where a case ran on its own version, and for files.
            let own = !verdict.name.starts_with("2.") || verdict.name.starts_with(&format!("{}/", verdict.target));
            if own && verdict.changed.is_empty() && !verdict.export_fails {
                for finding in silent.iter().filter(|f| !UNSEEN.iter().any(|(code, _)| f.code == *code)) {
                    let entry = self.false_alarms.entry(finding.code.to_string()).or_default();
                    entry.0 += 1;
                    entry.1 = format!("{at}: {} at {:?}", finding.message, finding.pointer(None));
                }
            }
        }
    }

    fn assert(&self) {
        self.print();
        assert!(self.covered > 0 && self.missing.is_empty() && self.false_alarms.is_empty());
    }

    fn print(&self) {
        let missing: usize = self.missing.values().map(|m| m.0).sum();
        println!("{} of {} recorded differences are named", self.covered, self.covered + missing);
        for (what, list) in [("not named", &self.missing), ("named, but nothing differs", &self.false_alarms)] {
            for (pattern, (count, example)) in list {
                println!("{what}: {count} × {pattern}, such as {example}");
            }
        }
    }
}

#[test]
fn every_recorded_loss_of_a_real_export_is_named_and_nothing_else() {
    let oracle = support::oracle();
    let mut coverage = Coverage::default();
    for posted in &exports(&oracle) {
        coverage.take(posted);
    }
    for (code, reason) in UNSEEN {
        println!("{code} is allowed where nothing differs: {reason}");
    }
    coverage.assert();
}

#[test]
fn every_loss_of_a_case_of_the_next_version_is_named_and_nothing_else() {
    let mut coverage = Coverage::default();
    for posted in cases(&support::next(), "2.20.0").iter().filter(|p| !p.verdicts[0].name.contains("/text/")) {
        coverage.take(posted);
    }
    coverage.missing.retain(|pattern, _| !ELSEWHERE.iter().any(|(known, _)| known == pattern));
    coverage.assert();
}

#[test]
#[ignore = "needs ../shared/samples"]
fn every_recorded_loss_of_a_file_found_in_public_is_named_and_nothing_else() {
    let mut coverage = Coverage::default();
    for posted in &samples(&support::oracle()) {
        coverage.take(posted);
    }
    coverage.assert();
}

#[test]
fn every_recorded_loss_of_a_case_is_named_and_nothing_else() {
    let oracle = support::oracle();
    let mut coverage = Coverage::default();
    for path in support::files(&oracle.join("cases"), "jsonl") {
        // Of bodies given as text no differences were recorded.
        for posted in cases(&oracle, support::stem(&path)).iter().filter(|p| !p.verdicts[0].name.contains("/text/")) {
            coverage.take(posted);
        }
    }
    coverage.missing.retain(|pattern, _| !ELSEWHERE.iter().any(|(known, _)| known == pattern));
    coverage.assert();
}
