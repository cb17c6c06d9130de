//! What the fuzz targets in fuzz/ drive: any bytes in, and a panic where a law does not hold. Feature `fuzzing`.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a panic is what a fuzzer looks for")]

mod edit;
mod pipeline;
mod render;

use std::sync::OnceLock;

use crate::check::{Options, check as judge};
use crate::engine::{self, Context};
use crate::json::{Document, OddityKind};
use crate::jsonpath::Selector;
use crate::mask::Secrets;
use crate::pack::Pack;
use crate::semaphore::{Band, Db, Release};
use crate::{detect, diff, input, layout};

pub use edit::edit;
pub use pipeline::pipeline;
pub use render::render;

/// Any bytes as a backup: what a server of every band would do with them on every database, and which versions wrote them.
pub fn check(bytes: &[u8]) {
    for band in Band::ALL {
        let dbs: Vec<Db> = Db::ALL.into_iter().filter(|db| db.supported(band)).collect();
        let report = judge(bytes, &Release::of_band(band), &dbs, &Options::default());
        assert_eq!(report.outcomes.len(), dbs.len());
    }
    if let Ok(doc) = Document::parse(bytes.to_vec()) {
        let _ = (detect::detect(&doc), layout::write(&doc, layout::Options::default(), &mut Vec::new()));
        for oddity in doc.oddities() {
            let _ = input::oddity(&doc, oddity);
        }
    }
}

/// Any bytes as a document: read or refused as `serde_json` does, written back to the byte, every value at its own path.
pub fn parse(bytes: &[u8]) {
    let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
    let Ok(doc) = Document::parse(bytes.to_vec()) else {
        assert!(theirs.is_err());
        return;
    };
    assert_eq!(doc.to_bytes(), bytes);
    let odd = doc.oddities().iter().any(|o| o.kind != OddityKind::DuplicateKey);
    match theirs {
        Ok(value) => assert!(!odd && doc.value(doc.root()) == value),
        // It gives up at 128 levels.
        Err(error) => assert!(odd || error.to_string().starts_with("recursion limit")),
    }
    let twice = doc.oddities().iter().any(|o| o.kind == OddityKind::DuplicateKey);
    for node in doc.descendants(doc.root()).take(1000) {
        let path = doc.path(node);
        assert!(odd || twice || doc.at(&path) == Some(node));
        let _ = (path.normalized(), doc.entity(node), doc.text(node), doc.number(node), doc.integer(node));
        let span = doc.span(node).unwrap_or_default();
        assert_eq!(doc.node_at(span.start), node);
        assert!(doc.position(span.end) > doc.position(span.start));
    }
}

const BACKUP: &str = r#"{"keys": [{"name": "deploy", "type": "ssh"}, {"name": "b", "type": "none"}], "meta": {"name": "web"},
    "environments": [{"name": "e", "json": "{\"a\": 1}"}], "templates": [{"name": "t", "cron": "0 3 * * *", "vaults":
    [{"type": "password", "vault_key": "deploy"}, {"vault_key": "gone"}], "environment": "e"}], "schedules": []}"#;

/// Any text as a rule file: read or refused with all its mistakes; what is read runs.
pub fn rules(text: &str) {
    match Pack::parse("fuzz.yaml", text) {
        Ok(pack) => {
            let mut doc = Document::parse(BACKUP.into()).unwrap();
            let _ = engine::run(&mut doc, &[pack], &Context::new(Release::newest_stable()));
            assert!(Document::parse(doc.to_bytes()).is_ok());
        }
        Err(errors) => assert!(!errors.is_empty()),
    }
}

/// Any text as a selector: compiled or refused with places inside the text; what compiles runs.
pub fn selector(text: &str) {
    static DOC: OnceLock<Document> = OnceLock::new();
    let doc = DOC.get_or_init(|| Document::parse(BACKUP.into()).unwrap());
    for parsed in [Selector::parse(text), Selector::parse_relative(text)] {
        match parsed {
            Ok(selector) => {
                let _ = selector.select(doc, doc.root());
            }
            Err(errors) => assert!(!errors.is_empty()),
        }
    }
}

/// Any document through the stock packs and a migration, with every diff: no panic, and what comes out is JSON.
pub fn transform(bytes: &[u8]) {
    let packs = pipeline::stock();
    let Ok(mut doc) = Document::parse(bytes.to_vec()) else { return };
    if input::refused(&doc).is_some() {
        return;
    }
    let mut context = Context::new(Release::newest_stable());
    context.with = packs.iter().flat_map(|p| p.rules.iter().map(|r| r.full_id.to_string())).collect();
    let outcome = engine::run(&mut doc, packs, &context);
    let splices = doc.splices();
    let _ = input::guesses(&doc);
    let out = doc.to_bytes();
    let again = Document::parse(out).unwrap();
    let mut sink = Vec::new();
    for secrets in [Secrets::Hidden, Secrets::Shown] {
        diff::unified::write(&doc, &splices, "a.json", secrets, &mut sink).unwrap();
        diff::opened::write(&doc, "a.json", secrets, &mut sink).unwrap();
        diff::summary::write(outcome.journal.changes(&doc), &doc, secrets, &mut sink).unwrap();
    }
    let _ = diff::patch::operations(&doc);
    let _ = diff::byname::compare(&doc, &again);
}
