//! Which of the things that stop a restore `migrate` to the file's own version repairs.

use std::collections::BTreeSet;

use semxform::check::Outcome;
use semxform::document::Document;
use semxform::format::Release;

use super::{migrate_from, packs};
use crate::checks;

/// What stays, and why.
const BY_HAND: [(&str, &str); 4] = [
    ("SX504", "1.0 and 1 are the same number to a rule, and only Go before 2.10.27 minds the difference"),
    ("SX506", "what a text that is no JSON means is a guess"),
    ("SX509", "so is what a branch, an address or an app should be called"),
    ("SX510", "and a host"),
];

#[test]
fn what_stops_a_restore_is_repaired_or_only_its_owner_knows_how() {
    let packs = packs();
    let mut stays = BTreeSet::new();
    for situation in checks::situations().iter().filter(|s| s.outcome != Outcome::Restored) {
        let band = Release::parse(situation.target).unwrap().band;
        let mut doc = Document::parse(situation.file.clone().into_bytes()).unwrap();
        let repaired = migrate_from(&packs, &mut doc, (band, band), situation.target, Some(situation.db));
        if !repaired.is_ok_and(|done| done.migration.report.restorable()) {
            stays.insert(situation.code);
        }
    }
    assert_eq!(stays, BTreeSet::from(BY_HAND.map(|(code, _)| code)));
}
