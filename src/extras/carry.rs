//! Extras beside a document that changes: they follow new names, and what is gone goes.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Extras, Member, ScheduleExtras};
#[cfg(feature = "remote")]
use crate::json::Kind;
use crate::json::{Document, Node};
use crate::semaphore::api::{self, Listed};
use crate::semaphore::key;
#[cfg(feature = "remote")]
use crate::semaphore::{Band, shape};
use crate::sorting;

/// Sections whose names extras hold.
const SECTIONS: [Listed; 6] =
    [api::TEMPLATES, api::INVENTORIES, api::ENVIRONMENTS, api::REPOSITORIES, api::SECRET_STORAGES, api::SCHEDULES];

impl Extras {
    /// Takes over the names that edits of the document gave, all at once.
    pub(crate) fn follow(&mut self, doc: &Document) {
        let mut renamed: HashMap<&str, HashMap<String, String>> = HashMap::new();
        for section in SECTIONS {
            for entity in entities(doc, section) {
                let old = doc.original_text_of(entity, section.name);
                let new = doc.text_of(entity, section.name);
                if let (Some(old), Some(new)) = (old, new)
                    && old != new
                {
                    renamed.entry(section.section).or_default().entry(old.into_owned()).or_insert_with(|| new.into_owned());
                }
            }
        }
        let new = |section: Listed, old: &str| {
            let name = renamed.get(section.section).and_then(|names| names.get(old));
            name.map_or_else(|| old.to_owned(), Clone::clone)
        };
        moved(&mut self.templates, |old| new(api::TEMPLATES, old));
        moved(&mut self.inventories, |old| new(api::INVENTORIES, old));
        moved(&mut self.environments, |old| new(api::ENVIRONMENTS, old));
        for inventory in self.inventories.values_mut() {
            inventory.repository = new(api::REPOSITORIES, &inventory.repository);
        }
        for group in self.environments.values_mut() {
            group.secret_storage = group.secret_storage.take().map(|storage| new(api::SECRET_STORAGES, &storage));
        }
        for schedule in &mut self.schedules {
            schedule.template = new(api::TEMPLATES, &schedule.template);
            schedule.name = new(api::SCHEDULES, &schedule.name);
        }
        if let Some(name) = doc.get(doc.root(), key::META).and_then(|meta| doc.text_of(meta, key::NAME)) {
            self.project = name.into_owned();
        }
        self.sort();
    }

    /// What one of two knows of each entity; of what both know, the first counts.
    #[must_use]
    pub(crate) fn or(mut self, other: Self) -> Self {
        fill(&mut self.templates, other.templates);
        fill(&mut self.inventories, other.inventories);
        fill(&mut self.environments, other.environments);
        let is_same = |a: &ScheduleExtras, b: &ScheduleExtras| a.template == b.template && a.name == b.name;
        let new = |schedule: &ScheduleExtras| !self.schedules.iter().any(|known| is_same(known, schedule));
        let schedules: Vec<_> = other.schedules.into_iter().filter(new).collect();
        self.schedules.extend(schedules);
        let new = |member: &Member| !self.members.iter().any(|known| known.username == member.username);
        let members: Vec<_> = other.members.into_iter().filter(new).collect();
        self.members.extend(members);
        self.sort();
        self
    }

    /// Leaves out what is about entities that the document does not have.
    pub(crate) fn keep_only(&mut self, doc: &Document) {
        let there = |section: Listed| -> HashSet<String> {
            let names = entities(doc, section).into_iter().filter_map(|node| doc.text_of(node, section.name));
            names.map(std::borrow::Cow::into_owned).collect()
        };
        let (templates, inventories, groups) = (there(api::TEMPLATES), there(api::INVENTORIES), there(api::ENVIRONMENTS));
        let (repositories, schedules) = (there(api::REPOSITORIES), there(api::SCHEDULES));
        self.templates.retain(|name, _| templates.contains(name));
        self.inventories.retain(|name, inventory| inventories.contains(name) && repositories.contains(&inventory.repository));
        self.environments.retain(|name, _| groups.contains(name));
        self.schedules.retain(|schedule| templates.contains(&schedule.template) && schedules.contains(&schedule.name));
    }

    /// Puts what a backup can hold into the document, although the server that wrote it left it out. The document is that of a server of
    /// `band`.
    #[cfg(feature = "remote")]
    pub(crate) fn put_into(&self, doc: &mut Document, band: Band) {
        for entity in entities(doc, api::TEMPLATES) {
            let known = doc.text_of(entity, api::TEMPLATES.name).and_then(|name| self.templates.get(&*name));
            let Some(known) = known else { continue };
            for (key, flag) in api::HIDDEN_IN_TEMPLATES.iter().zip([known.autorun, known.suppress_success_alerts]) {
                let is_field = shape(band).at(&format!("{}[].{key}", api::TEMPLATES.section)).is_some();
                if flag && is_field && doc.get(entity, *key).and_then(|node| doc.boolean(node)) != Some(true) {
                    let on = doc.make_raw(Kind::Bool, "true");
                    doc.set_member(entity, key, on);
                }
            }
        }
    }

    /// What the extras know of a schedule of the document.
    pub(super) fn of_schedule(&self, doc: &Document, schedule: Node) -> Option<&ScheduleExtras> {
        let (name, template) = (doc.text_of(schedule, key::NAME)?, doc.text_of(schedule, key::TEMPLATE)?);
        self.schedules.iter().find(|known| known.name == *name && known.template == *template)
    }
}

fn fill<T>(map: &mut BTreeMap<String, T>, other: BTreeMap<String, T>) {
    for (name, value) in other {
        map.entry(name).or_insert(value);
    }
}

/// The same map under new names.
fn moved<T>(map: &mut BTreeMap<String, T>, new: impl Fn(&str) -> String) {
    *map = sorting::tree(std::mem::take(map).into_iter().map(|(name, value)| (new(&name), value)));
}

fn entities(doc: &Document, section: Listed) -> Vec<Node> {
    let list = doc.get(doc.root(), section.section);
    list.map(|list| doc.elements(list).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extras::{InventoryExtras, TemplateExtras};

    #[test]
    fn names_that_change_places_stay_apart_and_what_is_gone_goes() {
        let mut extras = Extras::default();
        extras.templates.insert("a".into(), TemplateExtras { autorun: true, ..TemplateExtras::default() });
        extras.templates.insert("b".into(), TemplateExtras { suppress_success_alerts: true, ..TemplateExtras::default() });
        extras.inventories.insert("hosts".into(), InventoryExtras { repository: "infra".into() });
        let text =
            br#"{"meta": {"name": "Lab"}, "templates": [{"name": "a"}, {"name": "b"}], "repositories": [{"name": "infra"}]}"#;
        let mut doc = Document::parse(text.to_vec()).unwrap();
        let nodes = entities(&doc, api::TEMPLATES);
        for (node, name) in nodes.into_iter().zip(["b", "a"]) {
            let name = doc.make_text(name);
            doc.set_member(node, "name", name);
        }
        extras.follow(&doc);
        assert!(extras.templates["b"].autorun && extras.templates["a"].suppress_success_alerts);
        assert_eq!(extras.project, "Lab");
        extras.keep_only(&doc);
        assert!(extras.inventories.is_empty() && extras.templates.len() == 2);
    }
}
