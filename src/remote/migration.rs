//! The one place where this room changes documents: it runs packs, as the commands do.

use crate::finding::Threshold;
use crate::json::Document;
use crate::pack::{shipped, shipped_migrations};
use crate::run::{self, Accept, Request, StageKind};
use crate::semaphore::{Db, Release};

/// Tests hold that this is not said.
const BROKEN: &str = "the shipped packs are broken";

/// What a migration in memory did.
#[derive(Debug)]
pub(super) struct Migrated {
    /// The result.
    pub doc: Document,
    /// Its steps.
    pub steps: Vec<String>,
    /// Losses that nobody accepted.
    pub losses: Vec<String>,
    /// How many losses there are, accepted ones included.
    pub lost: usize,
    /// What accepts them.
    pub accept_loss: Option<String>,
}

/// Brings a document to a release.
///
/// # Errors
/// Words for a person.
pub(super) fn to(doc: Document, release: &Release, dbs: &[Db], accept: &Accept) -> Result<Migrated, String> {
    migrate(doc, None, release, dbs, accept)
}

/// Repairs a document that is taken to be of a release already, whatever that loses.
///
/// # Errors
/// Words for a person.
pub(super) fn to_own(doc: Document, release: &Release, dbs: &[Db]) -> Result<Migrated, String> {
    migrate(doc, Some(release.clone()), release, dbs, &Accept::All)
}

fn migrate(doc: Document, from: Option<Release>, release: &Release, dbs: &[Db], accept: &Accept) -> Result<Migrated, String> {
    let packs = shipped_migrations().ok_or(BROKEN)?;
    let mut request = Request::migration(packs, release.clone());
    request.from = from;
    request.dbs = dbs.to_vec();
    request.accept = accept.clone();
    request.fail_on = Threshold::never();
    let plan = request.plan(&doc).map_err(|error| error.to_string())?;
    let judged = run::run(doc, &plan);
    if let Some(stopped) = &judged.stopped {
        return Err(stopped.summary.clone());
    }
    let losses = judged.outcome.losses.iter().zip(&judged.accepted).filter(|(_, accepted)| !**accepted);
    let hops = judged.stages.iter().filter_map(|stage| match stage.kind {
        StageKind::Hop(hop) => Some(hop.to_string()),
        _ => None,
    });
    Ok(Migrated {
        // The edits become bytes, so that what follows speaks of places in them.
        doc: Document::parse(judged.document().to_bytes()).map_err(|_| BROKEN)?,
        losses: losses.map(|(loss, _)| format!("{}: {}", loss.entity, loss.what)).collect(),
        lost: judged.outcome.losses.len(),
        accept_loss: judged.accept_loss(),
        steps: hops.collect(),
    })
}

/// Switches off what starts by itself, with the shipped pack. Gives what that loses, in words.
///
/// # Errors
/// Words for a person.
pub(super) fn to_sleep(doc: Document, release: &Release, dbs: &[Db]) -> Result<(Document, Vec<String>), String> {
    let packs = std::slice::from_ref(shipped("sleep").ok_or(BROKEN)?);
    let request = Request { to: Some(release.clone()), dbs: dbs.to_vec(), fail_on: Threshold::never(), ..Request::rules(packs) };
    let plan = request.plan(&doc).map_err(|error| error.to_string())?;
    let judged = run::run(doc, &plan);
    if let Some(stopped) = &judged.stopped {
        return Err(stopped.summary.clone());
    }
    let losses = judged.outcome.losses.iter().map(|loss| format!("{}: {}", loss.entity, loss.what)).collect();
    Ok((Document::parse(judged.document().to_bytes()).map_err(|_| BROKEN)?, losses))
}
