//! YAML → checked packs. Reads everything and reports all mistakes; what a rule holds is read in [`super::rule`].

use serde_json::Value;

use super::model::{MigrationStep, Pack, PackTest, Param, ParamType, TestWith};
use super::words::{EDITIONS, read_dbs, read_id};
use crate::rule::yaml;
use crate::rule::{Data, Fields, Mistakes, RuleError, RuleErrors, RuleReader, Yaml};
use crate::semaphore::Band;
use crate::sorting;

/// The version of the rule language.
const LANGUAGE: u64 = 1;

const PARAM_TYPES: &[(&str, ParamType)] =
    &[("string", ParamType::String), ("integer", ParamType::Integer), ("boolean", ParamType::Boolean)];

impl Pack {
    /// Reads a rule file. `source` is what messages call it.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the file.
    pub fn parse(source: &str, text: &str) -> Result<Self, RuleErrors> {
        Self::parse_with(source, RuleReader::new(text))
    }

    /// Reads a pack that is part of the program, to run it: without its tests, which are a third of its text and the last in it.
    ///
    /// # Errors
    /// Mistakes; a test holds those packs free of any.
    pub(crate) fn parse_shipped(source: &str, text: &str) -> Result<Self, RuleErrors> {
        let mut reader = RuleReader::new(text.split_once("\ntests:").map_or(text, |(rules, _)| rules));
        reader.is_shipped = true;
        Self::parse_with(source, reader)
    }

    fn parse_with(source: &str, mut reader: RuleReader<'_>) -> Result<Self, RuleErrors> {
        let text = reader.source;
        let Some(tree) = yaml::read(text, &mut reader.mistakes) else { return Err(RuleErrors(reader.mistakes.finish(text))) };
        let pack = read(&mut reader, &tree, source);
        match pack {
            Some(pack) if reader.mistakes.is_empty() => Ok(pack),
            _ => Err(RuleErrors(reader.mistakes.finish(text))),
        }
    }

    /// Reads the tables that are in files of their own. `load` gives the text of a file named in the pack; the caller knows where the
    /// pack is.
    ///
    /// # Errors
    /// Everything that is wrong, at the places of the pack that name the files.
    pub(crate) fn load_tables(&mut self, mut load: impl FnMut(&str) -> Result<String, String>) -> Result<(), RuleErrors> {
        let mut mistakes = Mistakes::default();
        for named in self.rules.iter_mut().flat_map(|rule| &mut rule.operations) {
            let Some(table) = named.operation.table() else { continue };
            let Some(file) = table.file.take() else { continue };
            let name = file.text().unwrap_or_default();
            let wrong = match load(name) {
                Ok(text) => {
                    let mut reader = RuleReader::new(&text);
                    if let Some(tree) = yaml::read(&text, &mut reader.mistakes) {
                        table.fill(&mut reader, &tree);
                    }
                    reader.mistakes.finish(&text).into_iter().map(|e| format!("{name}:{e}")).collect()
                }
                Err(message) => vec![format!("{name}: {message}")],
            };
            for message in wrong {
                mistakes.push(RuleError::new(file.span.clone(), message));
            }
        }
        if mistakes.is_empty() { Ok(()) } else { Err(RuleErrors(mistakes.finish(&self.text))) }
    }
}

fn read(reader: &mut RuleReader<'_>, tree: &Yaml, source: &str) -> Option<Pack> {
    let mut fields = reader.fields(tree, "a rule pack (`semxform: 1`, `id`, `rules`)")?;
    if let Some(version) = fields.need(reader, "semxform", "the version of the rule language; write `semxform: 1`") {
        language(reader, version);
    }
    let id = fields.need(reader, "id", "the name of the pack").and_then(|id| read_id(reader, id));
    fields.take("$schema");
    let title = fields.take("title").and_then(|title| reader.text(title, "one line of text"));
    let about = fields.take("about").and_then(|about| reader.text(about, "text"));
    let step = fields.take("step").and_then(|step| read_step(reader, step));
    let declared = fields.take_entry("params");
    let params = declared.map_or_else(Vec::new, |(_, params)| read_params(reader, params));
    reader.params = params.iter().map(|param| param.name.clone()).collect();
    let rules = fields.need(reader, "rules", "a list of rules");
    let pack = id.clone().unwrap_or_default();
    let rules = rules.map_or_else(Vec::new, |rules| super::rule::read_all(reader, rules, &pack));
    let tests = fields.take("tests").map_or_else(Vec::new, |tests| {
        let items = reader.list(tests, "a list of tests");
        items.iter().filter_map(|test| read_test(reader, test)).collect()
    });
    fields.finish(reader, "a rule pack");
    let id = id?;
    let title = title.unwrap_or_else(|| id.clone());
    let (source, text) = (source.to_owned(), reader.source.to_owned());
    let mut pack = Pack { id, title, about, source, text, params, step, rules, tests, traps: Vec::new() };
    super::lint::pack(reader, &pack, declared.map(|(key, _)| key));
    pack.traps = std::mem::take(&mut reader.traps).finish(reader.source);
    Some(pack)
}

fn language(reader: &mut RuleReader<'_>, version: &Yaml) {
    match &version.data {
        Data::Number(n) if n.as_u64() == Some(LANGUAGE) => {}
        Data::Number(n) => {
            reader.wrong(version, format!("this semxform knows version {LANGUAGE} of the rule language, not {n}"));
        }
        _ => reader.wrong(version, format!("expected `semxform: {LANGUAGE}`, but found {}", version.kind())),
    }
}

fn read_step(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<MigrationStep> {
    let mut fields = reader.fields(at, "`{from: 2.10.32, to: 2.10.36}`")?;
    let mut band = |reader: &mut RuleReader<'_>, key| {
        let label = fields.need(reader, key, "a band such as 2.16.0")?;
        let words: Vec<(&'static str, Band)> = Band::ALL.iter().map(|band| (band.label(), *band)).collect();
        reader.one_of(label, "band", &words)
    };
    let (from, to) = (band(reader, "from"), band(reader, "to"));
    fields.finish(reader, "`step`");
    Some(MigrationStep { from: from?, to: to? })
}

fn read_params(reader: &mut RuleReader<'_>, at: &Yaml) -> Vec<Param> {
    let mut out = Vec::new();
    for (key, value) in reader.entries(at, "`params: {name: {type: string}}`") {
        let name = key.key_text();
        let Some(mut fields) = reader.fields(value, "`{type: string, default: x, about: …}`") else { continue };
        let kind =
            fields.take("type").and_then(|kind| reader.one_of(kind, "type of a parameter", PARAM_TYPES)).unwrap_or_default();
        let default = fields.take("default");
        if let Some(at) = default
            && !kind.holds(&at.value())
        {
            reader.wrong(at, format!("the default is no {}", kind.name()));
        }
        let about = fields.take("about").and_then(|about| reader.text(about, "one line of text"));
        fields.finish(reader, "a parameter");
        out.push(Param { name, kind, default: default.map(Yaml::value), about });
    }
    out
}

impl ParamType {
    /// The word in rule files.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        PARAM_TYPES.iter().find(|t| t.1 == self).map_or("", |t| t.0)
    }

    /// Whether a value is of this type.
    #[must_use]
    pub(crate) fn holds(self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Boolean => value.is_boolean(),
        }
    }

    /// The value that `--set` means: text is read as the type asks. `None` where it cannot be.
    #[must_use]
    pub(crate) fn read(self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Integer, Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
            (Self::Boolean, Value::String(text)) => text.trim().parse::<bool>().ok().map(Value::from),
            (Self::String, Value::Number(_) | Value::Bool(_)) => Some(Value::String(value.to_string())),
            _ => self.holds(value).then(|| value.clone()),
        }
    }
}

fn read_test(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<PackTest> {
    let mut fields = reader.fields(at, "a test (`name`, `given`, `expect`)")?;
    let name = fields.need(reader, "name", "what the test shows").and_then(|name| reader.text(name, "text"));
    let with = fields.take("with").map_or_else(TestWith::default, |with| read_with(reader, with));
    let given = fields.need(reader, "given", "the document before").map(Yaml::value);
    let expect = fields.take("expect").map(Yaml::value);
    let losses = fields.take("losses").and_then(|n| reader.count(n, "the number of losses"));
    let notes = fields.take("notes").and_then(|n| reader.count(n, "the number of notes"));
    let error = fields.take("error").and_then(|error| reader.text(error, "a part of the message"));
    fields.finish(reader, "a test");
    let line = reader.line(at);
    Some(PackTest { name: name?, with, given: given?, expect, losses, notes, error, line })
}

fn read_with(reader: &mut RuleReader<'_>, at: &Yaml) -> TestWith {
    let mut with = TestWith::default();
    let Some(mut fields) = reader.fields(at, "`{from: V, to: V, db: mysql, set: {…}}`") else { return with };
    with.from = fields.take("from").and_then(|v| version_text(reader, v));
    with.to = fields.take("to").and_then(|v| version_text(reader, v));
    with.db = fields.take("db").map_or_else(Vec::new, |db| read_dbs(reader, db));
    if let Some(edition) = fields.take("edition") {
        with.edition = reader.one_of(edition, "edition", EDITIONS).unwrap_or_default();
    }
    if let Some(set) = fields.take("set") {
        let entries = reader.entries(set, "`{name: value}`");
        with.set = sorting::tree(entries.iter().map(|(k, v)| (k.key_text(), v.value())));
    }
    with.with = texts(reader, &mut fields, "with");
    with.only = texts(reader, &mut fields, "only");
    with.strict = fields.take("strict").and_then(|strict| reader.boolean(strict, "true or false")).unwrap_or(false);
    fields.finish(reader, "`with`");
    with
}

fn texts(reader: &mut RuleReader<'_>, fields: &mut Fields<'_>, key: &'static str) -> Vec<String> {
    let items = fields.take(key).map(RuleReader::one_or_more).unwrap_or_default();
    items.iter().filter_map(|item| reader.text(item, "a rule id")).collect()
}

/// A version, also where YAML takes it for a number (`2.16`).
fn version_text(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<String> {
    let text = match &at.data {
        Data::Number(_) => reader.source.get(at.span.clone())?.trim().to_owned(),
        _ => reader.text(at, "a version such as \"2.16\"")?,
    };
    if let Err(error) = crate::semaphore::Release::parse(&text) {
        reader.wrong(at, error.to_string());
    }
    Some(text)
}
