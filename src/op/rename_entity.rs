//! `rename_entity`: renames entities and every reference to them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::drop_orphans::Inside;
use super::names::{next_free, rename};
use super::parameter::{Parameter, Takes, Word};
use super::{ArgumentValue, Example, OperationArguments, OperationKind};
use crate::edit::{Draft, Operation, Targets, Writes};
use crate::json::Node;
use crate::rule::{Pattern, RuleError, RuleReader, Table};

pub(super) const KIND: OperationKind = OperationKind {
    name: "rename_entity",
    doc: "Renames entities of a section and every reference to them: `rename_entity: {section: keys, table: {old: new}}`, or with \
          `pattern` and `with` as for `replace`.\n\n\
          All at once; each reference that follows is in the diff. `section` can be a list. A name that is taken stops the run, unless \
          `on_conflict: number` gives the entity the next free one (`deploy (2)`). Where two entities have the same name, references belong to \
          the first, as on a server. It acts on the whole document, with `select` only inside it.",
    takes: Takes::Map(&[
        Parameter::required(
            "section",
            Takes::OneOrMore(&Takes::Section),
            "whose entities to rename: a section such as `keys`, or a list",
        ),
        Parameter::optional("table", Takes::Table, "old and new names"),
        Parameter::optional("pattern", Takes::Pattern, "a regular expression to look for in names"),
        Parameter::optional("with", Takes::Text, "what takes its place"),
        Parameter::optional(
            "on_conflict",
            Takes::Word("way out of a conflict", CONFLICT),
            "what happens where the new name is taken",
        ),
    ]),
    options: &[],
    examples: &[Example {
        title: "a key with its users",
        rule: "rename_entity: {section: keys, table: {deploy: deploy-prod}}",
        given: r#"{"keys": [{"name": "deploy"}], "inventories": [{"name": "i", "ssh_key": "deploy"}], "repositories": [{"name": "deploy", "ssh_key": "deploy"}]}"#,
        expect: r#"{"keys": [{"name": "deploy-prod"}], "inventories": [{"name": "i", "ssh_key": "deploy-prod"}], "repositories": [{"name": "deploy", "ssh_key": "deploy-prod"}]}"#,
    }],
    in_json: false,
    make,
};

const CONFLICT: &[Word] =
    &[Word::new("error", "the run stops"), Word::new("number", "the entity gets the next free name: `deploy (2)`")];

#[derive(Debug)]
enum How {
    Table(Table),
    Pattern(Pattern, String),
}

impl How {
    /// The new name of an entity, and the entry of the table that says so.
    fn new_name(&self, name: &str) -> Option<(String, Option<usize>)> {
        match self {
            Self::Pattern(pattern, with) => match pattern.regex_for(name)?.replace_all(name, with.as_str()) {
                Cow::Borrowed(_) => None,
                Cow::Owned(new) => Some((new, None)),
            },
            Self::Table(table) => {
                let number = table.find(&Value::String(name.to_owned()))?;
                Some((table.pair(number).1.as_str()?.to_owned(), Some(number)))
            }
        }
    }
}

#[derive(Debug)]
struct RenameEntity {
    sections: Vec<String>,
    how: How,
    /// Whether a name that is taken gets a number.
    numbers: bool,
}

fn make(reader: &mut RuleReader<'_>, arguments: OperationArguments<'_>) -> Option<Box<dyn Operation>> {
    let at = arguments.own.at;
    let mut own = arguments.map()?;
    let (pattern, with, table) = (own.take("pattern"), own.text("with"), own.table("table"));
    let mut wrong = |message: &str| reader.push(RuleError::new(at.span.clone(), message));
    let how = match (pattern, with, table) {
        (Some(_), _, Some(_)) => {
            wrong("either `pattern` or a table, not both");
            return None;
        }
        (Some(pattern), Some(with), None) => match pattern.value {
            ArgumentValue::Pattern(pattern) => How::Pattern(pattern, with),
            _ => return None,
        },
        (Some(_), None, None) => {
            wrong("`with` is missing: what takes its place");
            return None;
        }
        (None, _, Some(table)) => How::Table(table),
        (None, _, None) => {
            if reader.mistakes.is_empty() {
                reader.push(RuleError::new(at.span.clone(), "`table` is missing: old and new names, or `pattern` and `with`"));
            }
            return None;
        }
    };
    let numbers = own.word("on_conflict") == Some(1);
    Some(Box::new(RenameEntity { sections: own.texts("section"), how, numbers }))
}

impl RenameEntity {
    fn rename_in(&self, draft: &mut Draft<'_, '_>, section: &str, inside: &Inside, used: &mut HashSet<usize>) {
        let graph = draft.graph;
        let mut renames: Vec<(Node, String, String)> = Vec::new();
        // How many entities give each name up.
        let mut left: HashMap<String, usize> = HashMap::new();
        for entity in graph.entities(section) {
            let Some(name) = graph.name(section, entity).filter(|_| inside.holds(draft.doc, entity)) else { continue };
            let Some((new, entry)) = self.how.new_name(&name) else { continue };
            used.extend(entry);
            if new != name {
                *left.entry(name.clone().into_owned()).or_default() += 1;
                renames.push((entity, name.into_owned(), new));
            }
        }
        let Some(names) = (!renames.is_empty()).then(|| graph.names(section)).flatten() else { return };
        let limit = graph.references.longest_name(section);
        // New names, and the old name of the entity that has each.
        let mut given: HashMap<String, String> = HashMap::new();
        let mut next: HashMap<String, usize> = HashMap::new();
        for (entity, old, mut new) in renames {
            let stays = |name: &str| names.count(name) > left.get(name).copied().unwrap_or(0);
            let number = self.numbers;
            // Copies of one name may stay copies, unless they can get a number.
            let clash = given.get(&new).is_some_and(|other| number || *other != old);
            if new.is_empty() || (stays(&new) || clash) && !number {
                let why = if new.is_empty() {
                    "a name cannot be empty".into()
                } else {
                    format!("the name {new:?} is taken; `on_conflict: number` gives it the next free one")
                };
                draft.refuse(entity, format!("{old:?} cannot be renamed: {why}"));
                continue;
            }
            if stays(&new) || clash {
                new = next_free(&new, limit, &mut next, |name| names.first(name).is_none() && !given.contains_key(name));
            }
            rename(draft, section, entity, &old, &new);
            given.insert(new, old);
        }
    }
}

impl Operation for RenameEntity {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn acts_everywhere(&self) -> bool {
        true
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &Targets) {
        let inside = Inside::of(draft, targets);
        let mut used = HashSet::new();
        for section in &self.sections {
            self.rename_in(draft, section, &inside, &mut used);
        }
        let How::Table(table) = &self.how else { return };
        for number in (0..table.len()).filter(|n| !used.contains(n)) {
            let (old, new) = table.pair(number);
            let names = self.sections.iter().filter_map(|section| draft.graph.names(section));
            let done = new.as_str().is_some_and(|new| names.into_iter().any(|names| names.first(new).is_some()));
            if !done {
                draft.note(format!("entry {old} of the table was not used"));
            }
        }
    }

    fn table(&mut self) -> Option<&mut Table> {
        match &mut self.how {
            How::Table(table) => Some(table),
            How::Pattern(..) => None,
        }
    }
}
