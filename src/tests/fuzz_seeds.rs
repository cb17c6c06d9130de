//! The seeds in fuzz/corpus through the functions that the fuzz targets drive: what broke one once is a seed.

use std::collections::BTreeSet;

use super::support::root;
use crate::fuzzing;

/// What a target drives.
type Drive = fn(&[u8]);

fn text(bytes: &[u8], drive: fn(&str)) {
    // As the fuzzer does: what is no text is none of its inputs.
    if let Ok(text) = std::str::from_utf8(bytes) {
        drive(text);
    }
}

/// Each target with the folder of its seeds.
const TARGETS: &[(&str, &str, Drive)] = &[
    ("check", "backups", fuzzing::check),
    ("edit", "backups", fuzzing::edit),
    ("parse", "backups", fuzzing::parse),
    ("pipeline", "runs", fuzzing::pipeline),
    ("render", "renders", fuzzing::render),
    ("rules", "rules", |bytes| text(bytes, fuzzing::rules)),
    ("selector", "selectors", |bytes| text(bytes, fuzzing::selector)),
    ("transform", "backups", fuzzing::transform),
];

#[test]
fn every_seed_passes_every_target_that_it_is_for() {
    for (target, folder, drive) in TARGETS {
        let seeds: Vec<_> =
            std::fs::read_dir(root().join("fuzz/corpus").join(folder)).unwrap().map(|seed| seed.unwrap().path()).collect();
        assert!(!seeds.is_empty(), "{target} has no seeds");
        for seed in seeds {
            let bytes = std::fs::read(&seed).unwrap();
            let passed = std::panic::catch_unwind(|| drive(&bytes)).is_ok();
            assert!(passed, "{target} breaks at {}", seed.display());
        }
    }
}

#[test]
fn the_table_has_every_target() {
    let files = std::fs::read_dir(root().join("fuzz/fuzz_targets")).unwrap();
    let targets: BTreeSet<String> =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(targets, TARGETS.iter().map(|(name, ..)| (*name).to_owned()).collect());
}
