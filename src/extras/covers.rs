//! Which losses that a check names are none where the extras hold what is lost.

use super::Extras;
use crate::finding::{Code, Finding};
use crate::json::{Document, Node, Path};
use crate::semaphore::{api, key, value};

impl Extras {
    /// Whether the extras hold what a finding about the document calls lost, so that a restore with them puts it back.
    #[must_use]
    pub(crate) fn covers(&self, doc: &Document, finding: &Finding) -> bool {
        let entity = finding.pointer(Some(doc)).and_then(|pointer| entity_at(doc, &pointer));
        let Some(entity) = entity else { return false };
        match finding.code {
            // A key behind a secret of a variable group, whose group no backup names.
            Code::SX612 => {
                let (name, owner) = (doc.text_of(entity, key::NAME), doc.text_of(entity, key::OWNER));
                let kind = api::TYPES_OF_GROUP_SECRETS.iter().find(|(_, known)| Some(*known) == owner.as_deref());
                let mut secrets = self.environments.values().flat_map(|group| &group.secrets);
                kind.is_some_and(|(kind, _)| secrets.any(|s| Some(s.name.as_str()) == name.as_deref() && s.kind == *kind))
            }
            // The repository of an inventory that is a file.
            Code::SX654 => doc.text_of(entity, key::NAME).is_some_and(|name| self.inventories.contains_key(&*name)),
            // Parameters, and the time at which a schedule runs once.
            Code::SX611 => self.of_schedule(doc, entity).is_some_and(|schedule| schedule.task_params.is_some()),
            Code::SX614 => self.of_schedule(doc, entity).is_some_and(|schedule| schedule.run_at.is_some()),
            // A schedule that runs once has its time put back; one of an unknown type never fires.
            Code::SX716 if doc.text_of(entity, key::TYPE).as_deref() == Some(value::RUN_ONCE) => {
                self.of_schedule(doc, entity).is_some_and(|schedule| schedule.run_at.is_some())
            }
            _ => false,
        }
    }
}

/// The entity of a section that a pointer is in.
fn entity_at(doc: &Document, pointer: &str) -> Option<Node> {
    let mut parts = pointer.split('/').skip(1);
    let (section, at) = (parts.next()?, parts.next()?);
    doc.at(&Path::from_pointer(&format!("/{section}/{at}"))?)
}
