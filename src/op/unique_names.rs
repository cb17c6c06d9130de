//! `unique_names`: gives later duplicates a name of their own.

use std::collections::{HashMap, HashSet};

use super::drop_orphans::Inside;
use super::parameter::{Parameter, Takes};
use super::{Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::rule::RuleReader;

pub(super) const KIND: OperationKind = OperationKind {
    name: "unique_names",
    doc: "Gives later duplicates of a name a stable new one: `unique_names: {section: templates}`; `build`, `build (2)`, `build (3)`.\n\n\
          References stay with the first, as on a server. A new name is cut where it would be longer than the server's database takes. It acts \
          on the whole document, with `select` only inside it.",
    takes: Takes::Map(&[Parameter::required(
        "section",
        Takes::Section,
        "whose names to make unique: a section such as `templates`",
    )]),
    options: &[],
    examples: &[Example {
        title: "template names for 2.20",
        rule: "unique_names: {section: templates}",
        given: r#"{"templates": [{"name": "build"}, {"name": "build"}, {"name": "build (2)"}], "schedules": [{"name": "s", "template": "build"}]}"#,
        expect: r#"{"templates": [{"name": "build"}, {"name": "build (3)"}, {"name": "build (2)"}], "schedules": [{"name": "s", "template": "build"}]}"#,
    }],
    in_json: false,
    make,
};

/// Which section.
#[derive(Debug)]
struct UniqueNames {
    section: String,
}

fn make(_: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    Some(Box::new(UniqueNames { section: arguments.map()?.text("section")? }))
}

impl Operation for UniqueNames {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn acts_everywhere(&self) -> bool {
        true
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &[Selected]) {
        let graph = draft.graph;
        let Some(names) = graph.names(&self.section).filter(|names| !names.all_unique()) else { return };
        let inside = Inside::of(draft, targets);
        let limit = graph.references.longest_name(&self.section);
        let mut given: HashSet<String> = HashSet::new();
        let mut next: HashMap<String, usize> = HashMap::new();
        for entity in graph.entities(&self.section) {
            let Some(name) = graph.name(&self.section, entity) else { continue };
            if names.first(&name) == Some(entity) || !inside.holds(draft, entity) {
                continue;
            }
            let new = next_free(&name, limit, &mut next, |new| names.first(new).is_none() && !given.contains(new));
            given.insert(new.clone());
            if let Some(node) = graph.references.name_node(draft.doc, &self.section, entity) {
                draft.write_name(node, new);
            }
        }
    }
}

/// `name (2)`, `name (3)` …: the next that is free; `next` remembers where to go on for each name.
pub(super) fn next_free(
    name: &str,
    limit: Option<usize>,
    next: &mut HashMap<String, usize>,
    is_free: impl Fn(&str) -> bool,
) -> String {
    let number = next.entry(name.to_owned()).or_insert(2);
    loop {
        let new = numbered(name, *number, limit);
        *number += 1;
        if is_free(&new) {
            return new;
        }
    }
}

fn numbered(name: &str, number: usize, limit: Option<usize>) -> String {
    let suffix = if name.is_empty() { format!("({number})") } else { format!(" ({number})") };
    let room = limit.map_or(usize::MAX, |limit| limit.saturating_sub(suffix.len()));
    let kept: String = name.chars().take(room).collect();
    kept + &suffix
}
