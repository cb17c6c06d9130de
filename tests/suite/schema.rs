//! Schemas and validation against what real servers wrote, took and refused.

use semxform::document::Document;
use semxform::format::{Band, Release};
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

#[test]
fn show() {
    let Some(oracle) = oracle() else { return };
    for path in files(&oracle.join("exports"), "json") {
        if !stem(&path).ends_with("mysql-full") { continue }
        for band in Band::ALL {
            let found = schema::validate(&read(&path), band);
            println!("{} for {band}:", stem(&path));
            for f in found { println!("   {:?} {} {} @ {} | {:?} | {:?}", f.severity, f.code, f.message, f.entity.unwrap_or_default(), f.consequence, f.help); }
        }
    }
}
