//! The shipped packs themselves: they read, explain themselves, and do what their own tests say.

use crate::pack::{MigrationPacks, Pack, builtin, migration_packs};
use crate::semaphore::all_hops;

/// Those that are shipped, read as the user's own are: every pattern, and their tests.
fn whole() -> MigrationPacks {
    let files = migration_packs().into_iter().map(|(name, text)| (format!("builtin:migrate/{name}"), text.to_owned()));
    MigrationPacks::read(files).unwrap_or_else(|bad| panic!("shipped packs: {bad:#?}"))
}

#[test]
fn what_runs_of_a_shipped_pack_is_all_of_its_rules() {
    let own = builtin().iter().map(|pack| (pack.name.to_owned(), pack.text));
    for (name, text) in own.chain(migration_packs()) {
        let (whole, run) = (Pack::parse(&name, text).unwrap(), Pack::parse_shipped(&name, text).unwrap());
        assert_eq!(run.rules.len(), whole.rules.len(), "{name}");
        assert!(run.tests.is_empty() && !whole.tests.is_empty(), "{name}: its tests are not the last of it");
        assert_eq!((run.id, run.title, run.about), (whole.id, whole.title, whole.about));
    }
}

#[test]
fn every_shipped_pack_reads_and_says_why() {
    let packs = whole();
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
    let packs = whole();
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
