//! The whole pipeline.

use std::sync::OnceLock;

use crate::check::{self, Options};
use crate::engine::Context;
use crate::input;
use crate::json::Document;
use crate::pack::{Pack, builtin, shipped_migrations};
use crate::run::{self, Accept, Request};
use crate::semaphore::{Band, Release};

/// All stock packs.
pub(super) fn stock() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| builtin().iter().map(|pack| Pack::parse(pack.name, pack.text).unwrap()).collect())
}

/// What is wanted of a document: the first byte says what, and for which version.
pub(super) fn request(choice: u8) -> Request<'static> {
    let band = Band::ALL[usize::from(choice / 2) % Band::ALL.len()];
    let release = Release::of_band(band);
    if choice.is_multiple_of(2) {
        return Request { accept: Accept::All, ..Request::migration(shipped_migrations().unwrap(), release) };
    }
    let mut context = Context::new(release.clone());
    context.with = stock().iter().flat_map(|pack| pack.rules.iter().map(|rule| rule.full_id.to_string())).collect();
    Request { context, to: Some(release), accept: Accept::All, ..Request::rules(stock()) }
}

/// A document of bytes, if there is one that can be changed.
pub(super) fn document(bytes: &[u8]) -> Option<Document> {
    let doc = Document::parse(bytes.to_vec()).ok()?;
    input::unusable(&doc).is_none().then_some(doc)
}

/// Any bytes through a run of the command line: a first byte that says what is wanted, then the backup. What may be written is JSON, is
/// judged as was said, and is not changed again.
pub fn pipeline(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let Some(doc) = document(bytes) else { return };
    let request = request(*choice);
    let Ok(plan) = request.plan(&doc) else { return };
    let judged = run::run(doc, &plan);
    let broken = judged.stopped.as_ref().filter(|stopped| stopped.broken);
    assert!(broken.is_none(), "a shipped pack is to blame: {}", broken.map_or("", |stopped| &stopped.summary));
    let Some(approved) = judged.approved() else { return };
    let made = approved.to_bytes();
    let again = Document::parse(made.clone()).unwrap();
    let report = judged.report.as_ref().unwrap();
    let after = check::check(&made, plan.target(), plan.dbs(), &Options::default());
    assert_eq!(report.outcomes, after.outcomes);
    // What was migrated is of the target's version.
    let second = Request { from: Some(plan.target().clone()), ..request.clone() };
    let Ok(plan) = second.plan(&again) else { return };
    let twice = run::run(again, &plan);
    assert!(twice.approved().is_none_or(|approved| !approved.is_changed()), "a second run changes the result of the first");
}
