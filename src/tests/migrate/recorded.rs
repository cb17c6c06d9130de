//! What real servers refused, repaired: every recorded case of four versions, with the reasons for what is left to hands.

use std::collections::BTreeSet;

use super::{migrate_from, packs, release};
use crate::tests::{oracle, support};

/// Each decoder and each way of restoring.
const VERSIONS: [&str; 4] = ["2.10.26-beta", "2.13.15", "2.16.45", "2.17.15"];

/// What stays, by the beginnings of the names of cases, and why.
const BY_HAND: [(&str, &[&str]); 6] = [
    ("what is no JSON cannot be edited", &["text/"]),
    ("what was meant by another type is a guess", &["section/", "type/", "vault/string-list", "task_params/", "survey_vars/"]),
    ("what a text that is no JSON means is a guess", &["content/environments.", "content/templates.arguments"]),
    ("what is missing is not in the file", &["content/no-playbook", "content/repositories.git_url"]),
    ("when something should run is a guess", &["cron/"]),
    (
        "cut off it would mean something else",
        &["length/", "vault/name-256", "vault/type-21", "storages/type-21", "keys/owner-21"],
    ),
];

#[test]
fn what_servers_refused_is_repaired_or_only_its_owner_knows_how() {
    let folder = support::oracle();
    let packs = packs();
    let (mut repaired, mut surprises, mut used) = (0, Vec::new(), BTreeSet::new());
    for version in VERSIONS {
        let target = release(version);
        for posted in oracle::cases(&folder, version) {
            for verdict in posted.verdicts.iter().filter(|v| v.target == version && (v.outcome != "restored" || v.export_fails)) {
                let done = migrate_from(&packs, &posted.bytes, Some(target.band), version, Some(verdict.db));
                if done.is_ok_and(|done| done.report().restorable() && done.report().export_fails.is_empty()) {
                    repaired += 1;
                    continue;
                }
                let case = verdict.name.split_once('/').unwrap().1;
                let mut reasons = BY_HAND.iter().flat_map(|(_, starts)| *starts);
                match reasons.find(|start| case.starts_with(**start)) {
                    Some(start) => drop(used.insert(*start)),
                    None => surprises.push(format!("{} on {}", verdict.name, verdict.db)),
                }
            }
        }
    }
    assert!(surprises.is_empty(), "{surprises:#?}");
    // The reasons are wide: that nothing falls under them which was repaired once shows in the number.
    assert!(repaired >= 3007, "{repaired}");
    let given: BTreeSet<&str> = BY_HAND.iter().flat_map(|(_, starts)| *starts).copied().collect();
    assert_eq!(used, given, "reasons that nothing needs any more");
}
