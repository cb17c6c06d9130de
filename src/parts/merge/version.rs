//! Which version the files of a merge are brought to.

use crate::detect::Detected;
use crate::parts::Server;
use crate::semaphore::{Db, Release, UnsupportedDb};

/// The server that the result of a merge is for: the version that was named; else the newest stable one that can have written all files;
/// else that of the first. A file needs a migration unless [`Server::takes`] what was detected about it.
///
/// # Errors
/// A database was named on which that version does not run.
pub(crate) fn common_server(detected: &[Detected], named: Option<&Release>, dbs: &[Db]) -> Result<Server, UnsupportedDb> {
    let first = detected.first().cloned().map_or_else(Vec::new, |first| first.bands);
    let common: Vec<_> = first.iter().copied().filter(|band| detected.iter().all(|other| other.contains(*band))).collect();
    let Some(base) = detected.first() else { return Server::of_release(Release::newest_stable(), dbs) };
    if let Some(release) = named {
        return Server::of_release(release.clone(), dbs);
    }
    if common.is_empty() {
        return Server::of_release(base.default_target(), dbs);
    }
    Server::of(&Detected { bands: common, ..base.clone() }, None, dbs)
}
