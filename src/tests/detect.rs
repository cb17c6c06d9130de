//! Detection against genuine exports and files found in public.

use std::path::Path;

use crate::detect::{Detected, detect};
use crate::json::Document;
use crate::semaphore::{Band, Release};

use crate::tests::support;

fn of(path: &Path) -> Detected {
    detect(&Document::parse(std::fs::read(path).unwrap()).unwrap())
}

#[test]
fn every_export_is_known_for_what_it_is() {
    let oracle = support::oracle();
    let mut narrow = Vec::new();
    for path in support::files(&oracle.join("exports"), "json") {
        let name = support::stem(&path);
        // VERSION-DB-PROFILE
        let server = name.rsplitn(3, '-').last().unwrap();
        let band = Release::parse(server).unwrap().band;
        let found = of(&path);
        assert!(found.contains(band), "{name} is {band}: {found:#?}");
        assert!(found.confident && found.remarks.is_empty(), "{name}: {found:#?}");
        assert!(found.bands.len() <= if band.uses_go_decoder() { 6 } else { 4 }, "{name}: {found:#?}");
        narrow.push(found.bands.len());
    }
    let (files, bands) = (narrow.len(), narrow.iter().sum::<usize>());
    println!("detect: {files} exports, {bands} bands named, {}.{:02} each", bands / files, bands * 100 / files % 100);
}

/// File, first and last band, whether the evidence agrees: by shape, as the facts describe them.
#[rustfmt::skip]
const SAMPLES: [(&str, Band, Band, bool); 16] = [
    ("real/Ebdruplab-project_30_20260115", Band::V2_16_0, Band::V2_17_0Beta1, true),
    ("real/switchtender-semaphore_real_v2_backup", Band::V2_19_0Dev, Band::V2_19_0, true),
    ("real/rjboezeman-semaphore-cli-config.example", Band::V2_16_0, Band::V2_17_0Beta1, true),
    ("real/hardKOrr-homelab-infra-project", Band::V2_10_32, Band::V2_17_0Beta1, false),
    ("real/switchtender-semaphore-backup", Band::V2_18_0, Band::V2_20_0Alpha1, false),
    ("unit/a02-2024-10-07-nil-slices-null", Band::V2_10_27, Band::V2_10_31, false),
    ("unit/a04-2024-10-08-integrations", Band::V2_10_27, Band::V2_10_31, true),
    ("unit/a05-2024-11-25-survey-vars-task-params", Band::V2_11_0, Band::V2_11_0, true),
    ("unit/a07-2025-07-23-2.16-secret-storage", Band::V2_16_0, Band::V2_17_0Beta1, true),
    ("unit/b01-2.17-roles", Band::V2_17_0, Band::V2_17_2, true),
    ("unit/c01-2.18-runners-sync", Band::V2_18_0, Band::V2_18_0, true),
    ("unit/d01-2.19-workflows", Band::V2_19_0Dev, Band::V2_19_0, true),
    ("unit/e01-2.20dev-host-configs", Band::V2_20_0Alpha1, Band::V2_20_0Alpha1, true),
    ("unit/in01-restore-input-schedule-no-task-params", Band::V2_18_0, Band::V2_20_0Alpha1, false),
    ("unit/in02-restore-input-schedule-no-task-params-suppress-error", Band::V2_20_0Alpha1, Band::V2_20_0Alpha1, false),
    ("unit/x01-unmerged-proxies", Band::V2_19_0Dev, Band::V2_19_0, true),
];

#[test]
#[ignore = "needs ../shared/samples"]
fn files_found_in_public_are_known_by_their_shape() {
    for (name, first, last, confident) in SAMPLES {
        let found = of(&support::shared("samples").join(format!("{name}.json")));
        // What came later is in no row here.
        let known: Vec<Band> = found.bands.iter().copied().filter(|band| *band <= Band::V2_20_0Alpha1).collect();
        let ends = (known[0], known[known.len() - 1], found.confident);
        assert_eq!(ends, (first, last, confident), "{name}: {found:#?}");
    }
}
