//! Aliases of integrations that the server has already. An SQL server leaves them out without a word, and with BoltDB they end a restore
//! half-way.

use std::collections::HashSet;

use crate::json::{Document, Node};
use crate::remote::client::Client;
use crate::remote::error::RemoteError;
use crate::remote::facts::Facts;
use crate::remote::objects;
use crate::semaphore::api::{self, Quirk};
use crate::semaphore::key;
use crate::semaphore::{EffectKind, Release, all_effects};

/// An alias of the file that a project of the server has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TakenAlias {
    /// The alias.
    pub name: String,
    /// Whose it is in the file: `the project`, `integration "push"`.
    pub owner: String,
    /// The project that has it.
    pub project: String,
}

/// The aliases of the file that the server has; none where it can have them twice.
///
/// # Errors
/// The server does not show those that it has.
pub(super) fn taken(client: &Client, facts: &Facts, release: &Release, doc: &Document) -> Result<Vec<TakenAlias>, RemoteError> {
    let mut open = aliases(doc);
    let mut taken = Vec::new();
    if !are_unique(facts, release) {
        return Ok(taken);
    }
    for project in &facts.projects {
        if open.is_empty() {
            break;
        }
        let mut there = client.find(&api::aliases_of(project.id))?.into_iter().collect::<Vec<_>>();
        for integration in objects::list(client, project.id, api::INTEGRATIONS)? {
            there.extend(client.find(&api::aliases_of_integration(project.id, integration.id))?);
        }
        let urls = there
            .iter()
            .flat_map(|list| list.as_array().into_iter().flatten())
            .filter_map(|alias| alias.get(api::ALIAS_URL)?.as_str());
        let ends: HashSet<&str> = urls.filter_map(|url| url.rsplit('/').next()).collect();
        let (found, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|(name, _)| ends.contains(name.as_str()));
        open = rest;
        taken.extend(found.into_iter().map(|(name, owner)| TakenAlias { name, owner, project: project.name.clone() }));
    }
    Ok(taken)
}

/// Whether each alias exists only once on the server, or may on what its database may be.
fn are_unique(facts: &Facts, release: &Release) -> bool {
    let dbs = facts.possible_dbs();
    facts.may(Quirk::AliasCrash)
        || all_effects().iter().any(|effect| {
            effect.kind == EffectKind::SkippedIfDuplicate
                && effect.holds_in(release.band)
                && dbs.iter().any(|db| effect.holds_on(*db))
        })
}

/// The aliases of a file, with whose they are.
fn aliases(doc: &Document) -> Vec<(String, String)> {
    let texts = |list: Option<Node>, owner: &str| -> Vec<(String, String)> {
        let nodes = list.into_iter().flat_map(|list| doc.elements(list));
        nodes.filter_map(|node| Some((doc.text(node)?.into_owned(), owner.to_owned()))).collect()
    };
    let mut all = texts(doc.get(doc.root(), api::PROJECT_ALIASES), "the project");
    let integrations = doc.get(doc.root(), api::INTEGRATIONS.section);
    for integration in integrations.into_iter().flat_map(|list| doc.elements(list)) {
        let name = doc.text_of(integration, key::NAME).unwrap_or_default();
        all.extend(texts(doc.get(integration, key::ALIASES), &format!("integration {name:?}")));
    }
    all
}
