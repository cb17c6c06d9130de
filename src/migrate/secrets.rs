//! Which secrets must be entered again by hand after a restore, and what uses them. Values are never in a backup.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::json::{Document, Node, PlaceCache};
use crate::semaphore::{Band, Reference, key, references};

/// A key whose value must be entered again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Secret {
    /// Name of the key.
    pub key: String,
    /// `ssh`, `login_password`, `string`
    #[serde(rename = "type")]
    pub kind: String,
    /// `environment`, `variable` or `vault` where it stands behind a secret of a variable group or a storage; its link to that is not in the file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Entities that use it: `repositories["infra"]`.
    pub used_by: Vec<String>,
}

/// The keys of a document of `band` that hold a secret, with their users, in the order of the file.
#[must_use]
pub fn secrets(doc: &Document, band: Band) -> Vec<Secret> {
    let mut users: HashMap<Cow<'_, str>, Vec<Node>> = HashMap::new();
    for reference in references(band).iter().filter(|r| r.target == key::KEYS) {
        each_link(doc, reference, &mut |owner, name| users.entry(name).or_default().push(owner));
    }
    let mut routes = PlaceCache::new();
    let Some(keys) = doc.get(doc.root(), key::KEYS) else { return Vec::new() };
    let text = |key: Node, member: &str| doc.text_of(key, member).unwrap_or_default().into_owned();
    doc.elements(keys)
        .filter(|key| doc.text_of(*key, key::TYPE).is_some_and(|kind| kind != "none"))
        .map(|key| {
            let name = text(key, key::NAME);
            let mut known = HashSet::new();
            let owners = users.get(&*name).into_iter().flatten();
            let owners = owners.filter(|owner| known.insert(**owner));
            let used_by = owners.map(|owner| routes.entity_of(doc, *owner)).collect();
            Secret { kind: text(key, key::TYPE), owner: text(key, key::OWNER), used_by, key: name }
        })
        .collect()
}

/// Calls `f` with every object that holds the reference and the name it holds.
fn each_link<'d>(doc: &'d Document, reference: &Reference, f: &mut dyn FnMut(Node, Cow<'d, str>)) {
    let (objects, key) = reference.split();
    let mut owners = vec![doc.root()];
    for part in objects.split('.').filter(|part| !part.is_empty()) {
        let name = part.trim_end_matches("[]");
        let below = owners.into_iter().filter_map(|owner| doc.get(owner, name));
        owners = if part.ends_with("[]") { below.flat_map(|list| doc.elements(list)).collect() } else { below.collect() };
    }
    for owner in owners {
        if let Some(name) = doc.get(owner, key).and_then(|value| doc.text(value)) {
            f(owner, name);
        }
    }
}
