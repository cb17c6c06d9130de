//! Any document through the stock packs and a migration, with every diff: no panic, and what comes out is JSON.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use semxform::diff;
use semxform::mask::Secrets;
use semxform::json::Document;
use semxform::engine::{self, Context};
use semxform::semaphore::Release;
use semxform::input;
use semxform::pack::{Pack, builtin};

fuzz_target!(|bytes: &[u8]| {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    let packs = PACKS.get_or_init(|| builtin().iter().map(|b| Pack::parse(b.name, b.text).unwrap()).collect());
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
});
