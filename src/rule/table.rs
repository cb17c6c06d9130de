//! Tables of old and new values, in a rule or in a file beside it. Reading the file is the caller's.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::error::RuleError;
use super::reader::{Fields, RuleReader};
use super::yaml::Yaml;

/// A table of old and new values.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The file that holds it, as the rule names it, until it is read.
    pub file: Option<Yaml>,
    /// Whether outputs may be inputs too.
    once: bool,
    pairs: Vec<(Value, Value)>,
    index: HashMap<String, usize>,
    outputs: HashSet<String>,
}

impl Table {
    /// Reads `table` and `table_file`; `what` the table holds is said where it is missing and needed.
    pub(crate) fn take(reader: &mut RuleReader<'_>, fields: &mut Fields<'_>, what: Option<&str>) -> Option<Self> {
        let mut table = Self { once: reader.once, ..Self::default() };
        let inline = fields.take("table");
        table.file = fields.take("table_file").cloned();
        match (inline, &table.file) {
            (Some(entries), _) => table.fill(reader, entries),
            (None, Some(file)) => {
                let _ = reader.text(file, "the name of a file");
            }
            (None, None) => {
                if let Some(what) = what {
                    reader.push(RuleError::new(fields.span.clone(), format!("`table` is missing: {what}")));
                }
                return None;
            }
        }
        Some(table)
    }

    /// Adds the entries of a map.
    pub(crate) fn fill(&mut self, reader: &mut RuleReader<'_>, entries: &Yaml) {
        let mut places = Vec::new();
        for (key, value) in reader.entries(entries, "`{old: new}`") {
            let (old, new) = (key.value(), value.value());
            if old.is_object() || old.is_array() || new.is_object() || new.is_array() {
                reader.wrong(value, "tables hold names and ids, not lists or maps");
                continue;
            }
            self.index.insert(old.to_string(), self.pairs.len());
            self.outputs.insert(new.to_string());
            self.pairs.push((old, new));
            places.push(value);
        }
        for (value, (old, new)) in places.into_iter().zip(&self.pairs) {
            if !self.once && old != new && self.index.contains_key(&new.to_string()) {
                reader.push(
                    RuleError::new(
                        value.span.clone(),
                        format!("{new} is an output and an input of the table: a second run would change it again"),
                    )
                    .suggest("write `once: true` on the rule if that is meant"),
                );
            }
        }
    }

    /// The number of the entry for a value.
    pub(crate) fn find(&self, old: &Value) -> Option<usize> {
        self.index.get(&old.to_string()).copied()
    }

    /// Whether the value is one that the table gives.
    pub(crate) fn gives(&self, value: &Value) -> bool {
        self.outputs.contains(&value.to_string())
    }

    /// Old and new value of an entry.
    pub(crate) fn pair(&self, number: usize) -> (&Value, &Value) {
        let (old, new) = &self.pairs[number];
        (old, new)
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.pairs.len()
    }
}
