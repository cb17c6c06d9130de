//! One rule of a pack: YAML → checked rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::lint;
use super::model::{Expect, Find, Rule, When};
use super::words::{EDITIONS, read_dbs, read_id};
use crate::jsonpath::{KnownPlaces, Shape};
use crate::op;
use crate::rule::{
    Condition, Data, Fields, RuleError, RuleReader, ValueTemplate, Yaml, follow_known, known_shape, read_known_selector,
};
use crate::semaphore::VersionRange;

/// Reads the list of rules.
pub(super) fn read_all(reader: &mut RuleReader<'_>, at: &Yaml, pack: &str) -> Vec<Rule> {
    let items = reader.list(at, "a list of rules");
    if items.is_empty() && matches!(at.data, Data::List(_)) {
        reader.wrong(at, "a pack without rules");
    }
    let mut ids = BTreeSet::new();
    let mut rules = Vec::new();
    for item in items {
        let Some(rule) = read(reader, item, pack) else { continue };
        if !ids.insert(rule.id.clone()) {
            reader.push(RuleError::new(rule.span.clone(), format!("two rules have the id {:?}", rule.id)));
        }
        rules.push(rule);
    }
    rules
}

fn read(reader: &mut RuleReader<'_>, at: &Yaml, pack: &str) -> Option<Rule> {
    let mut fields = reader.fields(at, "a rule (`id`, `select`, an operation)")?;
    reader.finds.clear();
    reader.used_finds.clear();
    reader.found.clear();
    let id_at = fields.need(reader, "id", "the name of the rule");
    let id = id_at.and_then(|id| read_id(reader, id));
    let why = fields.take("why").and_then(|why| reader.text(why, "text"));
    let flag = |reader: &mut RuleReader<'_>, fields: &mut Fields<'_>, key| {
        fields.take(key).and_then(|value| reader.boolean(value, "true or false")).unwrap_or(false)
    };
    reader.once = flag(reader, &mut fields, "once");
    reader.unknown = flag(reader, &mut fields, "unknown");
    let optional = flag(reader, &mut fields, "optional");
    let when = fields.take("when").map_or_else(When::default, |when| read_when(reader, when));
    let loss = fields.take("loss").and_then(|loss| reader.text(loss, "what is lost")).map(Arc::from);
    let note = fields.take("note").and_then(|note| reader.text(note, "what to tell")).map(Arc::from);
    let expect = fields.take("expect").and_then(|expect| read_expect(reader, expect));
    let select_at = fields.take("select");
    let select = select_at.and_then(|select| read_known_selector(reader, select));
    reader.node = match (&select, select_at) {
        (Some(select), _) => select.reach(known_shape()),
        (None, Some(_)) => KnownPlaces::default(),
        (None, None) => Shape::root(),
    };
    reader.places = reader.node.clone();
    let find_at = fields.take("find");
    let finds = find_at.map_or_else(Vec::new, |find| read_finds(reader, find));
    let conditions = fields.take("where").map(|conditions| Condition::read(reader, conditions));
    let before = reader.mistakes.len();
    let operations = op::read_all(reader, &mut fields, false);
    if operations.is_empty() && fields.rest().next().is_none() && reader.mistakes.len() == before {
        reader.wrong(id_at.unwrap_or(at), "the rule has no operation");
    }
    for named in operations.iter().filter(|_| select_at.is_none()) {
        if let Some(why) = named.operation.needs_select() {
            reader.wrong(id_at.unwrap_or(at), format!("`{}` needs `select`: {why}", named.name));
        }
    }
    for option in op::REGISTRY.iter().flat_map(|kind| kind.options) {
        // Those of operations that are there have been taken by them.
        if fields.left_over(option.name).is_some()
            && let Some((key, _)) = fields.take_entry(option.name)
        {
            reader.wrong(key, format!("`{}` belongs to no operation of this rule", option.name));
        }
    }
    fields.finish(reader, "a rule");
    if let Some(find) = find_at {
        unused_finds(reader, find);
    }
    let id = id?;
    let full_id = format!("{pack}/{id}").into();
    let span = id_at.map_or(0..0, |id| id.span.clone());
    let once = reader.once;
    let rule = Rule { id, full_id, why, when, optional, once, loss, note, expect, select, finds, conditions, operations, span };
    lint::rule(reader, &rule);
    Some(rule)
}

fn read_when(reader: &mut RuleReader<'_>, at: &Yaml) -> When {
    let mut when = When::default();
    let Some(mut fields) = reader.fields(at, "`{target: \">=2.16\"}`") else { return when };
    for (key, place) in [("target", &mut when.target), ("source", &mut when.source)] {
        if let Some(at) = fields.take(key) {
            *place = read_range(reader, at);
        }
    }
    when.db = fields.take("db").map_or_else(Vec::new, |db| read_dbs(reader, db));
    when.edition = fields.take("edition").and_then(|edition| reader.one_of(edition, "edition", EDITIONS));
    fields.finish(reader, "`when`");
    when
}

fn read_range(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<VersionRange> {
    let text = match &at.data {
        Data::Number(_) => reader.source.get(at.span.clone())?.trim().to_owned(),
        _ => reader.text(at, "a version range such as \">=2.16 <2.18\"")?,
    };
    match VersionRange::parse(&text) {
        Ok(range) => Some(range),
        Err(message) => {
            reader.wrong(at, format!("bad version range: {message}"));
            None
        }
    }
}

fn read_expect(reader: &mut RuleReader<'_>, at: &Yaml) -> Option<Expect> {
    if let Data::Number(_) = at.data {
        let count = reader.count(at, "a number of nodes");
        return count.map(|count| Expect { at_least: Some(count), at_most: Some(count) });
    }
    let mut fields = reader.fields(at, "a number, or `{at_least: N, at_most: N}`")?;
    let at_least = fields.take("at_least").and_then(|n| reader.count(n, "a number of nodes"));
    let at_most = fields.take("at_most").and_then(|n| reader.count(n, "a number of nodes"));
    if at_least.zip(at_most).is_some_and(|(least, most)| least > most) {
        reader.wrong(at, "`at_least` is greater than `at_most`");
    }
    fields.finish(reader, "`expect`");
    Some(Expect { at_least, at_most })
}

fn read_finds(reader: &mut RuleReader<'_>, at: &Yaml) -> Vec<Find> {
    let mut finds = Vec::new();
    for (key, value) in reader.entries(at, "`find: {name: {select: …, match: {…}}}`") {
        let name = key.key_text();
        let Some(mut fields) = reader.fields(value, "`{select: …, match: {…}}`") else { continue };
        let select = fields.need(reader, "select", "where to look").and_then(|select| read_known_selector(reader, select));
        let places = select.as_ref().map(|select| select.reach(known_shape())).unwrap_or_default();
        let mut matches = Vec::new();
        if let Some(at) = fields.need(reader, "match", "which members must be equal to what") {
            for (key, value) in reader.entries(at, "`match: {key: value}`") {
                if let (Some(steps), Some(template)) = (reader.path(key), ValueTemplate::read(reader, value)) {
                    follow_known(reader, key, &places, &steps);
                    matches.push((steps, template));
                }
            }
        }
        let mut flag = |key| fields.take(key).and_then(|flag| reader.boolean(flag, "true or false")).unwrap_or(false);
        let (other, before) = (flag("other"), flag("before"));
        fields.finish(reader, "`find`");
        if name.is_empty() || name.contains(['.', '[', '$', '@']) {
            reader.wrong(key, format!("{name:?} cannot be the name of a `find`"));
        }
        reader.finds.push(name);
        reader.found.push(places);
        if let Some(select) = select {
            finds.push(Find { select, matches, other, before });
        }
    }
    finds
}

fn unused_finds(reader: &mut RuleReader<'_>, at: &Yaml) {
    let Data::Map(entries) = &at.data else { return };
    for (key, _) in entries {
        if !reader.used_finds.contains(&key.key_text()) {
            reader.trap(RuleError::new(key.span.clone(), format!("nothing uses the `find` called {:?}", key.key_text())));
        }
    }
}
