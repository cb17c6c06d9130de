//! The shipped packs themselves: they read, explain themselves, and do what their own tests say.

use crate::pack::MigrationPacks;
use crate::pack::migration_packs;
use crate::semaphore::all_hops;

#[test]
fn every_shipped_pack_reads_and_says_why() {
    let packs = super::packs();
    for pack in packs.all() {
        assert!(pack.about.is_some(), "{} says nothing about itself", pack.id);
        for rule in &pack.rules {
            assert!(rule.why.is_some(), "{} does not say why", rule.full_id);
        }
        assert!(!pack.tests.is_empty(), "{} has no tests", pack.id);
    }
}

#[test]
fn a_step_pack_is_named_by_its_bands() {
    let packs = super::packs();
    for hop in all_hops() {
        let Some(pack) = packs.step(hop) else { continue };
        let folder = if hop.is_up() { "up" } else { "down" };
        assert_eq!(pack.id, hop.to_string());
        assert!(migration_packs().iter().any(|(name, _)| *name == format!("{folder}/{hop}")), "{hop} is in no file of its name");
    }
}

#[test]
fn the_tests_of_the_shipped_packs_hold() {
    let packs = super::packs();
    for pack in packs.all() {
        for result in crate::engine::run_tests(pack) {
            assert!(
                result.failures.is_empty(),
                "{}:{}: {}\n{}",
                pack.source,
                result.line,
                result.name,
                result.failures.join("\n")
            );
        }
    }
}

#[test]
fn a_landing_that_would_change_its_own_result_is_broken_whatever_the_way_there() {
    let landing = "semxform: 1\nid: landing\nrules:\n  - {id: again, select: '$.templates[*]', replace: {key: name, pattern: '^', with: x}}\n";
    let files = migration_packs().into_iter().filter(|(name, _)| name != "landing");
    let files = files.chain([("landing".to_owned(), landing)]).map(|(name, text)| (name, text.to_owned()));
    let packs = MigrationPacks::read(files).unwrap();
    for target in ["2.13", "2.16", "2.18"] {
        let file = br#"{"templates": [{"name": "Deploy"}], "secret_storages": []}"#;
        let Err(stopped) = super::migrate(&packs, file, target) else {
            panic!("{target}: the landing changes names without end")
        };
        assert!(stopped.contains("not idempotent"), "{target}: {stopped}");
    }
}
