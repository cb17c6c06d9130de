//! Which of the things that stop a restore `migrate` to the file's own version repairs.

use std::collections::BTreeSet;

use crate::check::Outcome;
use crate::semaphore::{Db, Release};

use super::{migrate_from, packs};
use crate::tests::checks;

/// What stays, and why.
const BY_HAND: [(&str, &str); 4] = [
    ("SX506", "what a text that is no JSON means is a guess"),
    ("SX509", "what a branch, an address, a playbook or an app should be called is a guess"),
    ("SX510", "which host a mapping means, and with which key, is a guess"),
    ("SX712", "which file of the repository was meant is a guess"),
];

#[test]
fn what_stops_a_restore_is_repaired_or_only_its_owner_knows_how() {
    let packs = packs();
    let mut stays = BTreeSet::new();
    for situation in checks::situations().iter().filter(|s| s.outcome != Outcome::Restored) {
        let band = Release::parse(situation.target).unwrap().band;
        let repaired = migrate_from(&packs, situation.file.as_bytes(), Some(band), situation.target, Some(situation.db));
        if !repaired.is_ok_and(|done| done.report().restorable()) {
            stays.insert(situation.code);
        }
    }
    assert_eq!(stays, BTreeSet::from(BY_HAND.map(|(code, _)| code)));
}

#[test]
fn numbers_that_go_cannot_read_become_whole_on_every_database_and_only_what_is_not_whole_is_lost() {
    let packs = packs();
    let target = "2.10.22";
    let band = Release::parse(target).unwrap().band;
    let numbers = [("1.0", 0), ("10e-1", 0), ("-2.50E1", 0), ("0.0", 0), ("1.5", 1), ("1e40", 1), ("-9223372036854775809", 1)];
    for (number, losses) in numbers {
        for db in [Db::Mysql, Db::Postgres, Db::Bolt] {
            let file = format!(r#"{{"views": [{{"name": "Deploy", "position": {number}}}]}}"#);
            let done = migrate_from(&packs, file.as_bytes(), Some(band), target, Some(db)).unwrap();
            assert!(done.report().restorable(), "{number} on {db}: {:?}", done.report().findings);
            assert_eq!(done.losses.len(), losses, "{number} on {db}: {:?}", done.losses);
        }
    }
}
