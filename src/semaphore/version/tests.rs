//! Versions as people write them, and the band each belongs to.

use super::band::Band;
use super::number::Version;
use super::release::{LINES, NEWEST_STABLE, Release, stretches, v};

fn band(text: &str) -> Band {
    Release::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).band
}

fn error(text: &str) -> String {
    Release::parse(text).unwrap_err().to_string()
}

#[test]
fn versions_are_read_as_people_write_them() {
    assert_eq!(Release::parse("2.16").unwrap().to_string(), "2.16.45");
    assert_eq!(Release::parse("v2.16").unwrap().band, Band::V2_16_0);
    assert_eq!(Release::parse("v2.16.45").unwrap().to_string(), "2.16.45");
    assert_eq!(Release::parse("2.17.0-beta2").unwrap().band, Band::V2_17_0Beta1);
    assert_eq!(Release::parse("latest").unwrap().version, NEWEST_STABLE);
    assert_eq!(Version::parse("2.16.45-1a2b3c4-1755000000"), Some(v(16, 45)));
    assert_eq!(Version::parse("2.17.0-beta.2"), Version::parse("V2.17.0-BETA2"));
    for text in [
        "\"2.16.45\"",
        "Semaphore v2.16.45",
        "semaphore_2.16.45_linux_amd64.tar.gz",
        "semaphore-2.16.45-1.x86_64",
        "semaphoreui/semaphore:v2.16.45-amd64",
        "semaphoreui/semaphore:v2.16.45@sha256:0123456789abcdef",
        "2.16.x",
        "v2.16.*",
    ] {
        assert_eq!(Release::parse(text).unwrap().to_string(), "2.16.45", "{text}");
    }
    assert_eq!(Release::parse("stable").unwrap().version, Release::newest_stable().version);
    assert_eq!(Version::parse("2.17.0-beta10").unwrap().to_string(), "2.17.0-beta10");
}

#[test]
fn betas_sort_by_number_and_before_the_release() {
    let mut sorted = ["2.17.0-dev", "2.17.0-alpha1", "2.17.0-beta", "2.17.0-beta2", "2.17.0-beta13", "2.17.0-rc1", "2.17.0"]
        .map(|text| Version::parse(text).unwrap());
    let before = sorted;
    sorted.sort_unstable();
    assert_eq!(sorted, before);
}

#[test]
fn the_line_means_its_last_band() {
    assert_eq!(band("2.10"), Band::V2_10_36);
    assert_eq!(band("2.12"), Band::V2_12_9);
    assert_eq!(band("2.14"), Band::V2_14_8);
    assert_eq!(band("2.17"), Band::V2_17_2);
    assert_eq!(band("2.18"), Band::V2_18_0);
}

#[test]
fn the_edges_of_bands() {
    assert_eq!((band("2.10.26"), band("2.10.27-beta")), (Band::V2_10_25Beta, Band::V2_10_27));
    assert_eq!((band("2.14.8-beta3"), band("2.14.8")), (Band::V2_14_0, Band::V2_14_8));
    assert_eq!((band("2.17.0-beta13"), band("2.17.1"), band("2.17.2")), (Band::V2_17_0, Band::V2_17_0, Band::V2_17_2));
    assert_eq!(band("2.9.13-beta"), Band::V2_9_70);
    assert_eq!(band("2.19.0-dev"), Band::V2_19_0Dev);
    assert_eq!(band("2.20.0-alpha1"), Band::V2_20_0Alpha1);
}

#[test]
fn an_unseen_patch_of_a_known_line_is_accepted_with_a_note() {
    let release = Release::parse("2.16.80").unwrap();
    assert_eq!((release.band, release.certain), (Band::V2_16_0, false));
    assert!(release.note.unwrap().contains("newer than the newest 2.16 known (2.16.51)"));
    assert!(Release::parse("2.16.45").unwrap().note.is_none());
    assert!(!Release::parse("2.19.5").unwrap().certain);
}

#[test]
fn an_unknown_line_names_the_newest_known_release() {
    assert_eq!(error("2.98"), format!("Semaphore 2.98 is not known; the newest known stable release is {NEWEST_STABLE}"));
    assert!(error("3.0.1").contains(&NEWEST_STABLE.to_string()));
    assert!(error("2.8.90").contains("has no project backup: it exists since 2.9.52-beta"));
    assert!(error("2.8").contains("has no project backup"));
    assert!(error("2.9.51").contains("has no project backup"));
    assert!(error("2.16.0-beta4").contains("short-lived pre-release"));
    for text in ["", "x", "2", "2.", ".1", "2.16.", "2.16.45.1", "2.16.x.y", "2.16.45-final", "99999999.1.1", "latest2"] {
        assert!(error(text).contains("is not a version"), "{text}");
    }
}

#[test]
fn the_newest_release_is_the_newest_everywhere() {
    let newest = Release::newest_stable();
    assert_eq!(Release::of(newest.version), Some(newest.clone()), "latest is in the table of versions");
    assert_eq!(newest.band.last_version(), newest.version);
    assert!(LINES.iter().any(|line| line.known == NEWEST_STABLE), "`latest` is a line of LINES");
    for (from, to, ..) in stretches() {
        let lines = [from, to].map(|version| LINES.iter().any(|line| line.known.minor == version.minor));
        assert_eq!(lines, [true; 2], "the line of {from} or of {to} is not in LINES (version/release.rs)");
    }
    for line in LINES {
        assert!(line.known <= line.seen && Release::of(line.known).is_some(), "{}", line.known);
    }
}
