//! Detection against genuine exports and files found in public.

use std::path::Path;

use semxform::detect::{Detected, detect};
use semxform::document::Document;
use semxform::format::{Band, Release};

use crate::support;

fn of(path: &Path) -> Detected {
    detect(&Document::parse(std::fs::read(path).unwrap()).unwrap())
}

#[test]
fn every_export_is_known_for_what_it_is() {
    let Some(oracle) = support::oracle() else { return };
    let mut narrow = Vec::new();
    for path in support::files(&oracle.join("exports"), "json") {
        let name = support::stem(&path);
        // VERSION-DB-PROFILE
        let server = name.rsplitn(3, '-').last().unwrap();
        let band = Release::parse(server).unwrap().band;
        let found = of(&path);
        assert!(found.contains(band), "{name} is {band}: {found:#?}");
        assert!(found.confident && found.remarks.is_empty(), "{name}: {found:#?}");
        assert!(found.bands.len() <= if band.is_j() { 6 } else { 4 }, "{name}: {found:#?}");
        narrow.push(found.bands.len());
    }
    let (files, bands) = (narrow.len(), narrow.iter().sum::<usize>());
    println!("detect: {files} exports, {bands} bands named, {}.{:02} each", bands / files, bands * 100 / files % 100);
}

/// File, first and last band, whether the evidence agrees: by shape, as the facts describe them.
#[rustfmt::skip]
const SAMPLES: [(&str, Band, Band, bool); 16] = [
    ("real/Ebdruplab-project_30_20260115", Band::R13, Band::R14, true),
    ("real/switchtender-semaphore_real_v2_backup", Band::B19a, Band::B19b, true),
    ("real/rjboezeman-semaphore-cli-config.example", Band::R13, Band::R14, true),
    ("real/hardKOrr-homelab-infra-project", Band::R3, Band::R14, false),
    ("real/switchtender-semaphore-backup", Band::B18, Band::B20, false),
    ("unit/a02-2024-10-07-nil-slices-null", Band::R1, Band::R2, false),
    ("unit/a04-2024-10-08-integrations", Band::R1, Band::R2, true),
    ("unit/a05-2024-11-25-survey-vars-task-params", Band::R5, Band::R5, true),
    ("unit/a07-2025-07-23-2.16-secret-storage", Band::R13, Band::R14, true),
    ("unit/b01-2.17-roles", Band::B17a, Band::B17b, true),
    ("unit/c01-2.18-runners-sync", Band::B18, Band::B18, true),
    ("unit/d01-2.19-workflows", Band::B19a, Band::B19b, true),
    ("unit/e01-2.20dev-host-configs", Band::B20, Band::B20, true),
    ("unit/in01-restore-input-schedule-no-task-params", Band::B18, Band::B20, false),
    ("unit/in02-restore-input-schedule-no-task-params-suppress-error", Band::B20, Band::B20, false),
    ("unit/x01-unmerged-proxies", Band::B19a, Band::B19b, true),
];

#[test]
fn files_found_in_public_are_known_by_their_shape() {
    let Some(oracle) = support::oracle() else { return };
    for (name, first, last, confident) in SAMPLES {
        let file = oracle.join("../samples").join(format!("{name}.json"));
        if !file.exists() {
            println!("SKIPPED: ../shared/samples is absent");
            return;
        }
        let found = of(&file);
        let ends = (found.bands[0], found.bands[found.bands.len() - 1], found.confident);
        assert_eq!(ends, (first, last, confident), "{name}: {found:#?}");
    }
}
