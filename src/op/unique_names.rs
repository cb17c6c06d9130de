//! `unique_names`: gives later duplicates a name of their own.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

use foldhash::HashSet;
use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::drop_orphans::Inside;
use super::names::{next_free, rename};
use super::parameter::{Parameter, Takes};
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Targets, Writes};
use crate::json::Node;
use crate::rule::RuleReader;
use crate::semaphore::collation::weights;

pub(super) const KIND: OperationKind = OperationKind {
    name: "unique_names",
    doc: "Gives later duplicates of a name a stable new one: `unique_names: {section: templates}`; `build`, `build (2)`, `build (3)`.\n\n\
          References stay with the first, as on a server. A new name is cut where it would be longer than the server's database takes. It acts \
          on the whole document, with `select` only inside it.",
    takes: Takes::Map(&[
        Parameter::required("section", Takes::Section, "whose names to make unique: a section such as `templates`"),
        Parameter::optional("alike", Takes::Flag, "also of names that MySQL does not tell apart; links go with the new name"),
    ]),
    options: &[],
    examples: &[
        Example {
            title: "template names for 2.20",
            rule: "unique_names: {section: templates}",
            given: r#"{"templates": [{"name": "build"}, {"name": "build"}, {"name": "build (2)"}], "schedules": [{"name": "s", "template": "build"}]}"#,
            expect: r#"{"templates": [{"name": "build"}, {"name": "build (3)"}, {"name": "build (2)"}], "schedules": [{"name": "s", "template": "build"}]}"#,
        },
        Example {
            title: "names that MySQL does not tell apart",
            rule: "unique_names: {section: templates, alike: true}",
            given: r#"{"templates": [{"name": "Build"}, {"name": "build"}], "schedules": [{"name": "s", "template": "build"}]}"#,
            expect: r#"{"templates": [{"name": "Build"}, {"name": "build (2)"}], "schedules": [{"name": "s", "template": "build (2)"}]}"#,
        },
    ],
    in_json: false,
    make,
};

/// Which section, and whether names that MySQL does not tell apart count as equal.
#[derive(Debug)]
struct UniqueNames {
    section: String,
    alike: bool,
}

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let mut own = arguments.map()?;
    Some(Box::new(UniqueNames { section: own.text("section")?, alike: own.flag("alike").unwrap_or(false) }))
}

impl Operation for UniqueNames {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn acts_everywhere(&self) -> bool {
        true
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &Targets) {
        let graph = draft.graph;
        let Some(names) = graph.names(&self.section) else { return };
        let all_unique = names.all_unique();
        if all_unique && !self.alike {
            return;
        }
        let inside = Inside::of(draft, targets);
        let limit = graph.references.longest_name(&self.section);
        let mut given: HashSet<String> = HashSet::default();
        let mut next: HashMap<String, usize> = HashMap::new();
        // The names as MySQL compares them: all, and those before the entity.
        let all: OnceCell<HashSet<String>> = OnceCell::new();
        let folded_names = || names.all().map(|name| folded(&name)).collect();
        let is_alike = |new: &str| self.alike && all.get_or_init(folded_names).contains(&folded(new));
        let mut before = Distinct::default();
        for entity in graph.entities(&self.section) {
            let Some(name) = graph.name(&self.section, entity) else { continue };
            let is_new = !self.alike || before.insert(entity, &name, |other| graph.name(&self.section, other));
            let is_first = all_unique || names.first(&name) == Some(entity);
            if is_first && is_new || !inside.holds(draft.doc, entity) {
                continue;
            }
            let is_free = |new: &str| names.first(new).is_none() && !given.contains(new) && !is_alike(new);
            let new = next_free(&name, limit, &mut next, is_free);
            given.insert(new.clone());
            rename(draft, &self.section, entity, &name, &new);
        }
    }
}

/// Entities of which no two have names that MySQL does not tell apart.
#[derive(Debug, Default)]
struct Distinct {
    /// With the hashes of their names as MySQL compares them.
    entities: HashTable<(u64, Node)>,
    hasher: RandomState,
}

impl Distinct {
    /// Adds an entity, unless one of its name is there: then it is false.
    fn insert<'n>(&mut self, entity: Node, name: &str, name_of: impl Fn(Node) -> Option<Cow<'n, str>>) -> bool {
        let mut hasher = self.hasher.build_hasher();
        weights(name).for_each(|weight| hasher.write_u32(weight.into()));
        let hash = hasher.finish();
        let is_alike = |other: Node| name_of(other).is_some_and(|other| weights(&other).eq(weights(name)));
        if self.entities.find(hash, |(known, other)| *known == hash && is_alike(*other)).is_some() {
            return false;
        }
        self.entities.insert_unique(hash, (hash, entity), |(hash, _)| *hash);
        true
    }
}

fn folded(name: &str) -> String {
    weights(name).collect()
}
