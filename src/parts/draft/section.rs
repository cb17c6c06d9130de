//! Sections before and after: which entities are the same, which got another name, which are new or gone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::members::{self, Pair, Selection};
use super::write::{Rules, child, one, quoted};
use crate::semaphore::{Band, name_key, sections};

/// Entities with a name that is theirs alone.
type Named<'v> = BTreeMap<&'v str, &'v Map<String, Value>>;

/// The key that holds names in a section, for the entities at hand.
fn key_of(section: &str, band: Band, entities: &[Value]) -> &'static str {
    let known = name_key(section, band).unwrap_or("name");
    let has = |key: &str| entities.iter().any(|entity| entity.get(key).is_some());
    if has(known) || !has("name") { known } else { "name" }
}

/// The entities by name; none where one has no name, or shares it.
fn named<'v>(entities: &'v [Value], key: &str) -> Option<Named<'v>> {
    let mut named = Named::new();
    for entity in entities {
        let entity = entity.as_object()?;
        if named.insert(entity.get(key)?.as_str()?, entity).is_some() {
            return None;
        }
    }
    Some(named)
}

fn list<'v>(document: &'v Value, section: &str) -> Option<&'v [Value]> {
    document.get(section)?.as_array().map(Vec::as_slice)
}

/// Rules for entities that are the same under another name.
pub(super) fn renames(before: &Value, after: &Value, band: Band, out: &mut Rules) {
    for section in sections(band) {
        let (Some(old), Some(new)) = (list(before, section), list(after, section)) else { continue };
        let (old_key, new_key) = (key_of(section, band, old), key_of(section, band, new));
        let (Some(old), Some(new)) = (named(old, old_key), named(new, new_key)) else { continue };
        let gone: Vec<_> = old.iter().filter(|(name, _)| !new.contains_key(*name)).collect();
        let mut added: Vec<_> = new.iter().filter(|(name, _)| !old.contains_key(*name)).collect();
        let mut table = Map::new();
        for (name, entity) in gone {
            let likeness = |other: &Map<String, Value>| {
                let same = entity.iter().filter(|(key, value)| *key != old_key && other.get(*key) == Some(*value)).count();
                (same, entity.len().saturating_sub(1))
            };
            let best = added.iter().enumerate().max_by_key(|(at, (_, other))| (likeness(other).0, std::cmp::Reverse(*at)));
            let Some((at, (same, of))) = best.map(|(at, (_, other))| (at, likeness(other))) else { continue };
            if same * 2 >= of && same > 0 {
                table.insert((*name).to_owned(), Value::String((*added[at].0).to_owned()));
                added.remove(at);
            }
        }
        if !table.is_empty() {
            let value = serde_json::json!({"section": section, "table": table});
            out.push(section, None, &[(super::write::RENAMES, value)]);
        }
    }
}

/// Rules for everything else.
pub(super) fn document(now: &Value, after: &Value, band: Band, whole: &BTreeSet<String>, out: &mut Rules) {
    let (Some(now), Some(after)) = (now.as_object(), after.as_object()) else { return };
    let keys: Vec<&String> = now.keys().chain(after.keys().filter(|key| !now.contains_key(*key))).collect();
    for key in keys.into_iter().filter(|key| now.get(*key) != after.get(*key)) {
        let place = child("$", key);
        match (now.get(key), after.get(key)) {
            (Some(_), None) => out.push(key, Some("$"), &[("remove", vec![key.clone()].into())]),
            (Some(Value::Object(before)), Some(Value::Object(after))) if !whole.contains(key) => {
                let selection = Some(Selection { list: place.clone(), filter: String::new(), rest: String::new() });
                members::rules(key, &place, &[Pair { selection, before, after }], out);
            }
            (Some(Value::Array(before)), Some(Value::Array(after)))
                if !whole.contains(key) && entities(key, before, after, band, out) => {}
            (_, Some(value)) => out.push(key, Some("$"), &[("set", one(key, value.clone()))]),
            (None, None) => {}
        }
    }
}

/// Rules for the entities of a section; false where they cannot be told apart.
fn entities(section: &str, before: &[Value], after: &[Value], band: Band, out: &mut Rules) -> bool {
    let place = child("$", section);
    let (old_key, new_key) = (key_of(section, band, before), key_of(section, band, after));
    let every = format!("{place}[*]");
    let (Some(old), Some(new)) = (named(before, old_key), named(after, new_key)) else {
        let objects = |list: &[Value]| list.iter().all(Value::is_object);
        if before.len() != after.len() || !objects(before) || !objects(after) {
            return false;
        }
        let pairs: Vec<Pair<'_>> = before
            .iter()
            .zip(after)
            .enumerate()
            .filter_map(|(number, (before, after))| {
                let selection = Some(Selection { list: place.clone(), filter: number.to_string(), rest: String::new() });
                Some(Pair { selection, before: before.as_object()?, after: after.as_object()? })
            })
            .collect();
        if !pairs.is_empty() {
            members::rules(section, &every, &pairs, out);
        }
        return true;
    };
    let select = |name: &str| {
        let filter = format!("@.{new_key} == {}", quoted(name));
        Selection { list: place.clone(), filter, rest: String::new() }
    };
    let mut pairs = Vec::new();
    for (name, after) in &new {
        match old.get(name) {
            Some(before) => pairs.push(Pair { selection: Some(select(name)), before, after }),
            None => pairs.push(Pair { selection: None, before: after, after }),
        }
    }
    if pairs.iter().any(|pair| pair.selection.is_some()) {
        members::rules(section, &every, &pairs, out);
    }
    for entity in after.iter().filter(|entity| entity[new_key].as_str().is_some_and(|name| !old.contains_key(name))) {
        out.push(section, None, &[("append", serde_json::json!({"to": section, "value": entity}))]);
    }
    let gone: Vec<Selection> = old.keys().filter(|name| !new.contains_key(*name)).map(|name| select(name)).collect();
    if !gone.is_empty() {
        let all = new.is_empty();
        let select = if all { every } else { members::joined(&gone.iter().collect::<Vec<_>>()) };
        out.push(section, Some(&select), &[("delete_entity", one("on_reference", Value::String("clear".into())))]);
    }
    let stays = before.iter().filter_map(|entity| entity[old_key].as_str()).filter(|name| new.contains_key(name));
    let comes = after.iter().filter_map(|entity| entity[new_key].as_str()).filter(|name| !old.contains_key(name));
    let wanted: Vec<&str> = after.iter().filter_map(|entity| entity[new_key].as_str()).collect();
    if wanted.is_sorted() && !stays.chain(comes).eq(wanted.iter().copied()) {
        out.push(section, Some(&place), &[("sort", one("by", Value::String(new_key.to_owned())))]);
    }
    true
}
