//! `rename_entity`: renames entities and every reference to them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use regex::Regex;
use schemars::JsonSchema;
use serde_json::Value;

use super::drop_orphans::Inside;
use super::unique_names::next_free;
use super::{Example, OperationKind};
use crate::edit::{Draft, Operation, Selected, Writes};
use crate::json::Node;
use crate::rule::{Fields, RuleError, RuleReader, Table, Yaml};

pub(super) const KIND: OperationKind = OperationKind {
    name: "rename_entity",
    doc: "Renames entities of a section and every reference to them: `rename_entity: {section: keys, table: {old: new}}`, or with \
          `pattern` and `with` as for `replace`.\n\n\
          All at once; each reference that follows is in the diff. `section` can be a list. A name that is taken stops the run, unless \
          `on_conflict: number` gives the entity the next free one (`deploy (2)`). Where two entities have the same name, references belong to \
          the first, as on a server. It acts on the whole document, with `select` only inside it.",
    options: &[],
    examples: &[Example {
        title: "a key with its users",
        rule: "rename_entity: {section: keys, table: {deploy: deploy-prod}}",
        given: r#"{"keys": [{"name": "deploy"}], "inventories": [{"name": "i", "ssh_key": "deploy"}], "repositories": [{"name": "deploy", "ssh_key": "deploy"}]}"#,
        expect: r#"{"keys": [{"name": "deploy-prod"}], "inventories": [{"name": "i", "ssh_key": "deploy-prod"}], "repositories": [{"name": "deploy", "ssh_key": "deploy-prod"}]}"#,
    }],
    in_json: false,
    read,
    schema: |generator| generator.subschema_for::<Form>(),
};

/// Which section, and old and new names.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
#[allow(dead_code, reason = "stands for the form in the schema")]
struct Form {
    /// A section such as `keys`, or a list of them.
    section: OneOrMore,
    /// Old and new names.
    table: Option<std::collections::BTreeMap<String, String>>,
    /// A YAML or JSON file with the table.
    table_file: Option<String>,
    /// A regular expression to look for in names.
    pattern: Option<String>,
    /// What takes its place.
    with: Option<String>,
    /// What happens where the new name is taken.
    #[schemars(default)]
    on_conflict: OnConflict,
}

/// One name or a list of names.
#[derive(Debug, JsonSchema)]
#[schemars(untagged, inline)]
#[allow(dead_code, reason = "stands for the form in the schema")]
pub(super) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// What happens where a new name is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "snake_case", rename = "OnNameConflict")]
enum OnConflict {
    /// The run stops.
    #[default]
    Error,
    /// The entity gets the next free name: `deploy (2)`.
    Number,
}

#[derive(Debug)]
enum How {
    Table(Table),
    Pattern(Regex, String),
}

impl How {
    /// The new name of an entity, and the entry of the table that says so.
    fn new_name(&self, name: &str) -> Option<(String, Option<usize>)> {
        match self {
            Self::Pattern(pattern, with) => match pattern.replace_all(name, with.as_str()) {
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
    on_conflict: OnConflict,
}

fn read(reader: &mut RuleReader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    let mut fields = reader.fields(value, "`{section: keys, table: {old: new}}`")?;
    let sections = fields.need(reader, "section", "whose entities to rename").map_or(&[][..], RuleReader::one_or_more);
    let sections = sections.iter().filter_map(|section| reader.section(section)).collect();
    let words = [("error", OnConflict::Error), ("number", OnConflict::Number)];
    let on_conflict = fields.take("on_conflict").and_then(|value| reader.one_of(value, "way out of a conflict", &words));
    let how = match fields.take_entry("pattern") {
        Some((key, pattern)) => {
            let pattern = reader.regex(pattern);
            let with = fields.need(reader, "with", "what takes its place").and_then(|with| reader.text(with, "text"));
            if fields.take("table").or(fields.take("table_file")).is_some() {
                reader.push(RuleError::new(key.span.clone(), "either `pattern` or a table, not both"));
            }
            pattern.zip(with).map(|(pattern, with)| How::Pattern(pattern, with))
        }
        None => Some(How::Table(Table::take(reader, &mut fields, "old and new names, or `pattern` and `with`"))),
    };
    fields.finish(reader, "`rename_entity`");
    Some(Box::new(RenameEntity { sections, how: how?, on_conflict: on_conflict.unwrap_or_default() }))
}

impl RenameEntity {
    fn rename_in(&self, draft: &mut Draft<'_, '_>, section: &str, inside: &Inside, used: &mut HashSet<usize>) {
        let graph = draft.graph;
        let mut renames: Vec<(Node, String, String)> = Vec::new();
        // How many entities give each name up.
        let mut left: HashMap<String, usize> = HashMap::new();
        for entity in graph.entities(section) {
            let Some(name) = graph.name(section, entity).filter(|_| inside.holds(draft, entity)) else { continue };
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
            let number = self.on_conflict == OnConflict::Number;
            // Copies of one name may stay copies, unless they can get a number.
            let clash = given.get(&new).is_some_and(|other| number || *other != old);
            if new.is_empty() || (stays(&new) || clash) && !number {
                let why = if new.is_empty() { "a name cannot be empty".into() } else { format!("the name {new:?} is taken") };
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

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &[Selected]) {
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

/// Proposes a new name for an entity, and for the references that find it.
fn rename(draft: &mut Draft<'_, '_>, section: &str, entity: Node, old: &str, new: &str) {
    let graph = draft.graph;
    if let Some(node) = graph.references.name_node(draft.doc, section, entity) {
        draft.write_name(node, new.to_owned());
    }
    if graph.names(section).and_then(|names| names.first(old)) == Some(entity) {
        for link in graph.users(section, old) {
            draft.write_name(link.value, new.to_owned());
        }
    }
}
