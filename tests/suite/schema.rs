//! Schemas and validation against what real servers wrote, took and refused.

use semxform::document::Document;
use semxform::format::Release;
use semxform::schema;

use crate::support::{files, oracle, origin, stem};

fn read(path: &std::path::Path) -> Document {
    Document::parse(std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn every_recorded_export_is_valid_for_its_version() {
    let Some(oracle) = oracle() else { return };
    for path in files(&oracle.join("exports"), "json") {
        let band = Release::parse(&origin(&path).0).unwrap().band;
        let found = schema::validate(&read(&path), band);
        assert!(found.is_empty(), "{} for {band}: {found:#?}", stem(&path));
    }
}
