//! `rename_entity`: renames entities and every reference to them.

use std::collections::{HashMap, HashSet};

use regex::Regex;
use schemars::JsonSchema;
use serde_json::Value;

use super::drop_orphans::Inside;
use super::{Example, Kind, Operation, Table, Writes};
use crate::document::Node;
use crate::engine::{Draft, Target};
use crate::rule::{Fields, Reader, RuleError, Yaml};

pub(super) const KIND: Kind = Kind {
    name: "rename_entity",
    doc: "Renames entities of a section and every reference to them: `rename_entity: {section: keys, table: {old: new}}`, or with \
          `pattern` and `with` as for `replace`.\n\n\
          All at once; each reference that follows is in the diff. A name that is taken stops the run. Where two entities have the same name, \
          references belong to the first, as on a server. It acts on the whole document, with `select` only inside it.",
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
#[allow(dead_code, reason = "stands for the form in the schema")]
struct Form {
    /// A section such as `keys`.
    section: String,
    /// Old and new names.
    table: Option<std::collections::BTreeMap<String, String>>,
    /// A YAML or JSON file with the table.
    table_file: Option<String>,
    /// A regular expression to look for in names.
    pattern: Option<String>,
    /// What takes its place.
    with: Option<String>,
}

#[derive(Debug)]
enum How {
    Table(Table),
    Pattern(Regex, String),
}

#[derive(Debug)]
struct RenameEntity {
    section: String,
    how: How,
}

fn read(reader: &mut Reader<'_>, value: &Yaml, _: &mut Fields<'_>) -> Option<Box<dyn Operation>> {
    let mut fields = reader.fields(value, "`{section: keys, table: {old: new}}`")?;
    let section = fields.need(reader, "section", "whose entities to rename").and_then(|section| reader.section(section));
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
    Some(Box::new(RenameEntity { section: section?, how: how? }))
}

impl RenameEntity {
    fn new_name(&self, name: &str, used: &mut HashSet<usize>) -> Option<String> {
        let new = match &self.how {
            How::Pattern(pattern, with) => pattern.replace_all(name, with.as_str()).into_owned(),
            How::Table(table) => {
                let number = table.find(&Value::String(name.to_owned()))?;
                used.insert(number);
                table.pair(number).1.as_str()?.to_owned()
            }
        };
        (new != name).then_some(new)
    }
}

impl Operation for RenameEntity {
    fn writes(&self) -> Writes {
        Writes::Whole
    }

    fn acts_everywhere(&self) -> bool {
        true
    }

    fn propose_all<'p>(&'p self, draft: &mut Draft<'_, 'p>, targets: &[Target]) {
        let graph = draft.graph;
        let Some(names) = graph.names(&self.section) else { return };
        let inside = Inside::of(draft, targets);
        let mut used = HashSet::new();
        let mut renames: Vec<(Node, String, String)> = Vec::new();
        // How many entities give each name up.
        let mut left: HashMap<String, usize> = HashMap::new();
        for entity in graph.entities(&self.section) {
            let Some(name) = graph.name(&self.section, entity).filter(|_| inside.holds(draft, entity)) else { continue };
            if let Some(new) = self.new_name(&name, &mut used) {
                *left.entry(name.clone().into_owned()).or_default() += 1;
                renames.push((entity, name.into_owned(), new));
            }
        }
        let mut given: HashMap<&str, &str> = HashMap::new();
        for (entity, old, new) in &renames {
            let stays = names.count(new) > left.get(new.as_str()).copied().unwrap_or(0);
            // Copies of one name may stay copies.
            let clash = given.insert(new, old).is_some_and(|other| other != old);
            if stays || clash || new.is_empty() {
                let why = if new.is_empty() { "a name cannot be empty".into() } else { format!("the name {new:?} is taken") };
                draft.refuse(*entity, format!("{old:?} cannot be renamed: {why}"));
            }
        }
        for (entity, old, new) in &renames {
            rename(draft, &self.section, *entity, old, new);
        }
        if let How::Table(table) = &self.how {
            for number in (0..table.len()).filter(|n| !used.contains(n) && !names_hold(names, table, *n)) {
                draft.note(format!("entry {} of the table was not used", table.pair(number).0));
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

fn names_hold(names: &crate::engine::Names, table: &Table, number: usize) -> bool {
    table.pair(number).1.as_str().is_some_and(|new| names.first(new).is_some())
}

/// Proposes a new name for an entity, and for the references that find it.
pub(super) fn rename(draft: &mut Draft<'_, '_>, section: &str, entity: Node, old: &str, new: &str) {
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
