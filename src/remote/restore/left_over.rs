//! What a restore that failed has left: the project that was not there before.

use std::thread;
use std::time::Duration;

use super::super::client::Client;
use super::super::error::RemoteError;
use super::super::facts::{ProjectRef, projects};
use super::super::objects;
use crate::semaphore::api::{self, Listed};

/// How long to look after a request that may still be at work, and after one that ended.
const AT_WORK: [u64; 6] = [0, 2, 5, 10, 20, 23];
const ENDED: [u64; 3] = [0, 1, 2];

/// The project that is new since `before` and has the name, if there is one. `at_work`: the server may not be done yet.
///
/// # Errors
/// The list cannot be had.
pub(super) fn find(client: &Client, before: &[u64], name: &str, at_work: bool) -> Result<Option<ProjectRef>, RemoteError> {
    let pauses: &[u64] = if at_work { &AT_WORK } else { &ENDED };
    let mut failed = None;
    for pause in pauses {
        thread::sleep(Duration::from_secs(*pause));
        match projects(client) {
            Ok(all) => {
                failed = None;
                let new = |project: &ProjectRef| !before.contains(&project.id) && project.name == name;
                if let Some(found) = all.into_iter().find(new) {
                    return Ok(Some(found));
                }
            }
            // A server that crashed may be starting again.
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(None), Err)
}

/// What a project holds, in a few words.
#[must_use]
pub(super) fn holds(client: &Client, project: u64) -> String {
    let sections: [Listed; 6] =
        [api::TEMPLATES, api::INVENTORIES, api::REPOSITORIES, api::ENVIRONMENTS, api::KEYS, api::SCHEDULES];
    let count = |section: Listed| objects::list(client, project, section).map_or(0, |list| list.len());
    let parts = sections.iter().map(|section| (section.section, count(*section))).filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts.map(|(section, count)| format!("{count} {section}")).collect();
    if parts.is_empty() { "nothing that can be read".into() } else { parts.join(", ") }
}
