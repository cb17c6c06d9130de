//! What is restored and does not run: nothing of it in the recorded exports but what is true of them.

use std::collections::BTreeMap;

use semxform::check::{Options, check};
use semxform::finding::Stage;
use semxform::semaphore::{Db, Release};

use crate::support;

/// What the recorded exports have, and why it is true of them.
const TRUE: [(&str, &str); 6] = [
    ("SX706", "the repository of the full project is a folder of the server, and a template names a branch"),
    ("SX713", "until 2.15 an integration is open until its secret is entered again"),
    (
        "SX714",
        "the integration of the full project has an address of its own and is searchable, which servers since 2.12 do not serve",
    ),
    ("SX717", "a template of the full project wants a runner with a tag"),
    ("SX718", "a schedule starts a template whose survey variable has its default on the screen only"),
    ("SX720", "the recorded projects have active schedules"),
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
