//! Secrets that are entered again: the form to fill, where values come from, and how they are set.

mod apply;
mod form;
mod template;

pub(crate) use apply::{Choice, apply};
pub(crate) use form::{Form, Resolver};
pub(crate) use template::template;

use crate::check::{Report, Secret};
use crate::json::{Document, PlaceCache};
use crate::semaphore::api;

/// What must be entered again after a restore, by the report about the document.
#[must_use]
pub(crate) fn to_enter(doc: &Document, report: &Report) -> Vec<Secret> {
    let mut places = PlaceCache::new();
    report.to_enter.iter().map(|secret| secret.describe(doc, &mut places, usize::MAX)).collect()
}

/// Whether it is the secret of a key of the key store, and not one of a variable group, a store or a runner.
#[must_use]
pub(crate) fn is_of_key(secret: &Secret) -> bool {
    secret.owner.is_empty() && api::SECRETS_OF_KEYS.iter().any(|(kind, ..)| *kind == secret.r#type)
}
