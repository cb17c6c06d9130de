//! Removes the project that a restore left: only one that a receipt names and that was not there before.

use super::super::client::Client;
use super::super::error::{Failure, RemoteError};
use super::super::facts::Facts;
use super::super::objects;
use crate::report::remote::{RestoreOutcome, RestoreReceipt};
use crate::semaphore::api::{self, Quirk};

/// Deletes project `id`, if the receipt says that it created it and the server still shows it under that name.
///
/// # Errors
/// It is not the receipt's, or the server refuses.
pub(crate) fn clean_up(client: &Client, facts: &Facts, receipt: &mut RestoreReceipt, id: u64) -> Result<(), RemoteError> {
    let not = |why: String| RemoteError::usage(format!("project {id} is not deleted: {why}"));
    if receipt.server != facts.address {
        return Err(not(format!("the receipt is about {}", receipt.server)));
    }
    if receipt.projects_before.contains(&id) || receipt.projects_before.is_empty() && receipt.project_id != Some(id) {
        return Err(not("the receipt says that it was there before".into()));
    }
    if receipt.project_id.is_some_and(|created| created != id) {
        return Err(not("the receipt is about another project".into()));
    }
    let Some(project) = facts.project_of(client, id)? else {
        return Err(not(format!("{} does not show one of that number", facts.address)).help("it may be gone already"));
    };
    if project.name != receipt.project {
        return Err(not(format!("it is called {:?}, and the receipt is about {:?}", project.name, receipt.project)));
    }
    let path = api::of_project(id, "");
    let mut answer = client.delete(&path)?;
    if !answer.done() && facts.may(Quirk::DeployBlocksDelete) {
        // A template that builds on another one keeps both, and the project with them.
        for template in objects::list(client, id, api::TEMPLATES)? {
            if template.link(api::BUILD_TEMPLATE_ID).is_some() {
                client.delete(&objects::path(id, api::TEMPLATES, template.id))?;
            }
        }
        answer = client.delete(&path)?;
    }
    if !answer.done() {
        let error = answer.refused(client.address(), "DELETE", &path);
        return Err(RemoteError { failure: Failure::Refused(answer.status), ..error });
    }
    receipt.outcome = RestoreOutcome::Removed;
    receipt.clean_up = None;
    Ok(())
}
