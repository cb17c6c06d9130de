//! What is restored and does not run: nothing of it in the recorded exports but what is true of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Options, check};
use crate::finding::{Severity, Stage};
use crate::semaphore::{Db, Release};

use crate::tests::support;

/// What the recorded exports have, and why it is true of them.
const TRUE: [(&str, &str); 7] = [
    ("SX706", "the repository of the full project is a folder of the server, and a template names a branch"),
    ("SX713", "until 2.15 an integration is open until its secret is entered again"),
    (
        "SX714",
        "the integration of the full project has an address of its own and is searchable, which servers since 2.12 do not serve",
    ),
    ("SX717", "a template of the full project wants a runner with a tag"),
    ("SX718", "a schedule starts a template whose survey variable has its default on the screen only"),
    ("SX720", "the recorded projects have active schedules"),
    ("SX721", "a repository of the full project has an SSH address and a key of the type none"),
];

#[test]
fn the_recorded_exports_run_but_for_what_is_true_of_them() {
    let mut found: BTreeMap<&str, String> = BTreeMap::new();
    for path in support::files(&support::oracle().join("exports"), "json") {
        let (version, db, _) = support::origin(&path);
        let release = Release::parse(&version).unwrap();
        let dbs: Vec<Db> = Db::ALL.into_iter().filter(|known| known.name() == db).collect();
        let report = check(&std::fs::read(&path).unwrap(), &release, &dbs, &Options::default());
        for finding in report.findings.iter().filter(|finding| finding.stage == Stage::Run) {
            let place = finding.entity(None).unwrap_or_default().into_owned();
            found.entry(finding.code.name()).or_insert_with(|| format!("{}: {place}: {}", support::stem(&path), finding.message));
        }
    }
    let known: Vec<&str> = TRUE.iter().map(|(code, _)| *code).collect();
    let found_codes: Vec<&str> = found.keys().copied().collect();
    assert_eq!(found_codes, known, "{found:#?}");
}

/// A condition found on real servers, as a patch of a project that runs, with the versions in which it was seen.
#[derive(serde::Deserialize)]
struct Case {
    id: String,
    path: String,
    patch: json_patch::Patch,
    from: String,
    until: Option<String>,
    severity: String,
}

impl Case {
    /// The recorded version that it is asked for: one of those that ran most cases where that is in its range.
    fn target(&self) -> Release {
        let version = |text: &str| Release::parse(text).unwrap().version;
        let until = self.until.as_deref().map(version);
        let holds = |text: &&&str| version(&self.from) <= version(text) && until.is_none_or(|until| version(text) <= until);
        let found = ["2.17.15", "2.16.45", "2.15.0", "2.13.15", "2.12.14", "2.11.3", "2.10.27"].iter().find(holds);
        Release::parse(found.map_or(self.from.as_str(), |text| text)).unwrap()
    }

    /// Codes raised in its section that the project itself does not raise.
    fn raised(&self) -> BTreeSet<&'static str> {
        let home: serde_json::Value = serde_json::from_str(include_str!("../../tests/oracle/run/home-lab.json")).unwrap();
        let mut file = home.clone();
        json_patch::patch(&mut file, &self.patch).unwrap();
        let section = self.path.split(['[', '.']).next().unwrap();
        let found = |file: &serde_json::Value| {
            let report = check(file.to_string().as_bytes(), &self.target(), &[Db::Mysql], &Options::default());
            let findings = report.findings.into_iter().filter(|finding| finding.severity > Severity::Info);
            let at_run = findings.filter(|finding| matches!(finding.stage, Stage::Run | Stage::Silent | Stage::Crash));
            at_run
                .map(|finding| (finding.code.name(), finding.pointer(None).unwrap_or_default().into_owned()))
                .collect::<Vec<_>>()
        };
        let known = found(&home);
        let new = found(&file).into_iter().filter(|finding| !known.contains(finding));
        new.filter(|(_, pointer)| pointer.split('/').nth(1) == Some(section)).map(|(code, _)| code).collect()
    }

    fn name(&self) -> &str {
        self.id.split('/').next().unwrap()
    }
}

#[test]
fn what_servers_could_not_run_is_found_and_what_they_could_is_not() {
    let cases: Vec<Case> = support::lines(&support::oracle().join("run/cases.jsonl"))
        .into_iter()
        .map(|line| serde_json::from_value(line).unwrap())
        .collect();
    let (good, bad): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| case.severity == "none");
    let mut alarms: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for case in &bad {
        let raised = case.raised();
        assert!(!raised.is_empty(), "{} on {} is not found", case.id, case.target());
        alarms.entry(case.name()).or_default().extend(raised);
    }
    for case in &good {
        let raised = case.raised();
        let wrong: Vec<_> =
            raised.iter().filter(|code| alarms.get(case.name()).is_some_and(|codes| codes.contains(*code))).collect();
        assert!(wrong.is_empty(), "{} on {}: {wrong:?}", case.id, case.target());
    }
    assert!(bad.len() > 60 && good.len() > 40);
}

/// A file that somebody may write, for a row of what servers cannot run: as a patch of the project that runs, with what is expected.
#[derive(serde::Deserialize)]
struct Variant {
    row: String,
    section: String,
    version: String,
    found: bool,
    patch: json_patch::Patch,
}

impl Variant {
    /// Codes raised in its section that the project itself does not raise. What is outside a list of values or not read is reported
    /// whatever a task makes of it.
    fn raised(&self, home: &serde_json::Value) -> BTreeSet<&'static str> {
        let mut file = home.clone();
        json_patch::patch(&mut file, &self.patch).unwrap();
        let found = |file: &serde_json::Value| {
            let release = Release::parse(&self.version).unwrap();
            let report = check(file.to_string().as_bytes(), &release, &[Db::Mysql], &Options::default());
            let at_run = report.findings.into_iter().filter(|f| matches!(f.stage, Stage::Run | Stage::Silent | Stage::Crash));
            let at_run = at_run.filter(|f| f.severity > Severity::Info || self.row == "repo-key");
            at_run.map(|f| (f.code.name(), f.pointer(None).unwrap_or_default().into_owned())).collect::<BTreeSet<_>>()
        };
        let new: Vec<_> = found(&file).difference(&found(home)).cloned().collect();
        let here = new.into_iter().filter(|(_, pointer)| pointer.split('/').nth(1) == Some(&self.section));
        here.map(|(code, _)| code).filter(|code| !matches!(*code, "SX407" | "SX601")).collect()
    }
}

#[test]
fn each_row_is_found_in_other_clothes_and_leaves_its_counterparts_alone() {
    let home = serde_json::from_str(include_str!("../../tests/oracle/run/home-lab.json")).unwrap();
    let lines = include_str!("../../tests/fixtures/run-variants.jsonl").lines();
    let variants: Vec<Variant> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut alarms: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (at, variant) in variants.iter().enumerate().filter(|(_, variant)| variant.found) {
        let raised = variant.raised(&home);
        assert!(!raised.is_empty(), "line {}: {} on {} is not found", at + 1, variant.row, variant.version);
        alarms.entry(&variant.row).or_default().extend(raised);
    }
    for (at, variant) in variants.iter().enumerate().filter(|(_, variant)| !variant.found) {
        let wrong: Vec<_> = variant.raised(&home).into_iter().filter(|code| alarms[&*variant.row].contains(code)).collect();
        assert!(wrong.is_empty(), "line {}: {} on {}: {wrong:?}", at + 1, variant.row, variant.version);
    }
}
