//! Any bytes as a backup: what a server of every band would do with them on every database, and which versions wrote them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use semxform::check::{Options, check};
use semxform::json::Document;
use semxform::semaphore::{Band, Db, Release};
use semxform::{detect, input, layout};

fuzz_target!(|bytes: &[u8]| {
    for band in Band::ALL {
        let dbs: Vec<Db> = Db::ALL.into_iter().filter(|db| db.supported(band)).collect();
        let report = check(bytes, &Release::of_band(band), &dbs, &Options::default());
        assert_eq!(report.outcomes.len(), dbs.len());
    }
    if let Ok(doc) = Document::parse(bytes.to_vec()) {
        let _ = (detect::detect(&doc), input::oddities(&doc), layout::write(&doc, &layout::Options::default(), &mut Vec::new()));
    }
});
